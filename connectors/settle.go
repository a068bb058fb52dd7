package connectors

import (
	"path/filepath"
	"strings"

	"salesops/connectors/cell"
	"salesops/connectors/tool"
	"salesops/internal/money"
	"salesops/record"
)

// settleDates decides how dates are read: by the column, else its file, else its
// folder. What is still open is an error that names the flag, before anything is written.
func settleDates(files []*file, given cell.Order) error {
	folders := map[string]*cell.OrderEvidence{}
	for _, f := range files {
		for i := range f.cols {
			c := &f.cols[i]
			if !c.dated {
				continue
			}
			f.rowEvidence.Add(c.dates)
		}
		if folders[f.folder] == nil {
			folders[f.folder] = &cell.OrderEvidence{}
		}
		folders[f.folder].Add(f.rowEvidence)
	}
	for _, f := range files {
		found := cell.Unordered
		for i := range f.cols {
			c := &f.cols[i]
			if !c.dated {
				continue
			}
			if c.known != nil && c.known.Dates != cell.Unordered {
				c.order = c.known.Dates
			} else if c.order = given; given == cell.Unordered {
				c.order = cell.FirstOrder(&c.dates, &f.rowEvidence, folders[f.folder])
			}
			if c.order == cell.Unordered && c.dates.Undecided() {
				return c.dates.Question(filepath.ToSlash(f.name), c.header)
			}
			if c.order != cell.Unordered && c.dates.Matters() {
				found = c.order
			}
		}
		f.report.DateOrder = found.String()
	}
	return nil
}

// settleNumbers decides how numbers are read: by the column, else its file, else its folder.
// In a file whose cells are parted by commas, 4,750 is four thousand if nothing else is said.
// What is still open is an error that names the flag, before anything is written.
func settleNumbers(files []*file, given cell.Decimals) error {
	inFile, folders := map[*file]*cell.DecimalsEvidence{}, map[string]*cell.DecimalsEvidence{}
	for _, f := range files {
		inFile[f] = &cell.DecimalsEvidence{}
		for i := range f.cols {
			if c := &f.cols[i]; c.numeric() {
				inFile[f].Add(c.numbers)
			}
		}
		if folders[f.folder] == nil {
			folders[f.folder] = &cell.DecimalsEvidence{}
		}
		folders[f.folder].Add(*inFile[f])
	}
	for _, f := range files {
		shown := cell.Unwritten
		for i := range f.cols {
			c := &f.cols[i]
			if !c.numeric() {
				continue
			}
			w := given
			if c.known != nil && c.known.Numbers != cell.Unwritten {
				w = c.known.Numbers
			}
			if w == cell.Unwritten {
				w = cell.FirstDecimals(&c.numbers, inFile[f], folders[f.folder])
			}
			if w == cell.Unwritten && f.table.Separator == "comma" && c.numbers.UndecidedByComma() {
				// who divides decimals by commas and gives three of them does not part cells by commas too
				w = cell.Point
			}
			if w == cell.Unwritten && c.numbers.Undecided() {
				return c.numbers.Question(filepath.ToSlash(f.name), c.header)
			}
			if c.comma = w == cell.Comma; w == cell.Unwritten {
				c.comma = c.numbers.MostlyCommas()
			}
			if c.numbers.Matters() {
				if shown = cell.Point; c.comma {
					shown = cell.Comma
				}
			}
		}
		f.report.Numbers = shown.String()
	}
	return nil
}

// coinless says of a row whether its money has no coins: 4.750 yen are four thousand, because
// there are no parts of one.
func (in *setting) coinless(f *file) func(cells []string) bool {
	own, at := in.ownCurrency, -1
	for i := range f.cols {
		if k := f.cols[i].known; k != nil && k.Use == tool.Currency {
			at = i
		}
	}
	return func(cells []string) bool {
		code := own
		if at >= 0 && cells[at] != "" {
			code = strings.ToUpper(cells[at])
		}
		return money.Known(code) && money.Digits(code) == 0
	}
}

// numeric says that a column's cells are read as numbers.
func (c *column) numeric() bool {
	if c.known != nil {
		return c.known.Numeric()
	}
	return !c.skip && (c.kind == record.Number || c.kind == record.Int || c.kind == record.Money)
}
