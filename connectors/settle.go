package connectors

import (
	"path/filepath"
	"strings"

	"salesops/internal/money"
	"salesops/record"
)

// settle decides how dates and numbers are read: by the column, else its file, else its
// folder. What is still open is an error that names the flag, before anything is written.
func settle(files []*file, given Order) error {
	folders := map[string]*evidence{}
	for _, f := range files {
		for i := range f.cols {
			c := &f.cols[i]
			if !c.dated {
				continue
			}
			f.rowEvidence.add(c.dates)
		}
		if folders[f.folder] == nil {
			folders[f.folder] = &evidence{}
		}
		folders[f.folder].add(f.rowEvidence)
	}
	for _, f := range files {
		found := Unordered
		for i := range f.cols {
			c := &f.cols[i]
			if !c.dated {
				continue
			}
			if c.known != nil && c.known.Dates != Unordered {
				c.order = c.known.Dates
			} else if c.order = given; given == Unordered {
				c.order = firstOrder(&c.dates, &f.rowEvidence, folders[f.folder])
			}
			if c.order == Unordered && c.dates.undecided() {
				return c.dates.question(filepath.ToSlash(f.name), c.header)
			}
			if c.order != Unordered && c.dates.matters() {
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
func settleNumbers(files []*file, given Decimals) error {
	inFile, folders := map[*file]*numbering{}, map[string]*numbering{}
	for _, f := range files {
		inFile[f] = &numbering{}
		for i := range f.cols {
			if c := &f.cols[i]; c.numeric() {
				inFile[f].add(c.numbers)
			}
		}
		if folders[f.folder] == nil {
			folders[f.folder] = &numbering{}
		}
		folders[f.folder].add(*inFile[f])
	}
	for _, f := range files {
		shown := Unwritten
		for i := range f.cols {
			c := &f.cols[i]
			if !c.numeric() {
				continue
			}
			w := given
			if c.known != nil && c.known.Numbers != Unwritten {
				w = c.known.Numbers
			}
			if w == Unwritten {
				w = firstDecimals(&c.numbers, inFile[f], folders[f.folder])
			}
			if w == Unwritten && f.table.Separator == "comma" && c.numbers.undecidedByComma() {
				w = Point // who divides decimals by commas and gives three of them does not part cells by commas too
			}
			if w == Unwritten && c.numbers.undecided() {
				return c.numbers.question(filepath.ToSlash(f.name), c.header)
			}
			if c.comma = w == Comma; w == Unwritten {
				c.comma = c.numbers.mostlyCommas()
			}
			if c.numbers.matters() {
				if shown = Point; c.comma {
					shown = Comma
				}
			}
		}
		f.report.Numbers = shown.String()
	}
	return nil
}

// coinless says of a row whether its money has no coins: 4.750 yen are four thousand, because
// there are no parts of one.
func (m *importer) coinless(f *file) func(cells []string) bool {
	own, at := m.ownCurrency, -1
	for i := range f.cols {
		if k := f.cols[i].known; k != nil && k.Use == Currency {
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
		return c.known.numeric()
	}
	return !c.skip && (c.kind == record.Number || c.kind == record.Int || c.kind == record.Money)
}
