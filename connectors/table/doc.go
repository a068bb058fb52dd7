// Package table says what a table in a file is, whatever the file's format: a header, and
// rows of text that are read one after the other, as often as somebody asks.
//
// A format (csvfile, xlsxfile, jsonfile …) finds the tables of a file; connectors reads them
// and knows no format. One file may hold several tables: the sheets of a workbook, the
// members of an archive.
//
// Read Table, Rows and Row.
package table
