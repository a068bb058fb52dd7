// Package xlsxfile reads the sheets of an Excel workbook (.xlsx, .xlsm) as tables.
//
// It streams: one row and the workbook's shared texts are in memory, never a sheet. A cell is
// what the program that saved it computed; formulas are never run. A number formatted as a date
// becomes an ISO date, one formatted as a percentage keeps its sign, other numbers have the
// fifteen digits that Excel itself keeps, whatever their format shows. Hidden rows are read and
// counted; hidden sheets are not read but named. Merged cells stand behind the rows of a sheet: they
// are found first, and their values carried down while the rows go by.
//
// The standard library's zip and xml are enough for that, and a library that hands out cells
// as they look would round amounts and lose the order of dates. The format is ECMA-376 part 1.
// docs/adr/0007 has what was measured.
//
// Read Tables first.
package xlsxfile
