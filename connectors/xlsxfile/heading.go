package xlsxfile

import (
	"strings"

	"salesops/connectors/table"
)

const mostHeadings = 3 // rows that a header has

// heading puts the names of the columns together, from the row in which the header begins to
// the last one that its merged cells reach into: "Amount" over "Net" and "Gross" is no name.
func (r *rows) heading(at int) (names []string, last int) {
	begin, last := r.ahead[at].line, at
	for last+1 < len(r.ahead) && last-at+1 < mostHeadings && r.goesOn(r.ahead[last], r.ahead[last+1]) {
		last++
	}
	names = append([]string(nil), r.ahead[last].cells...)
	for i := last - 1; i >= at; i-- { // what has no name below has the one above
		for j, name := range r.ahead[i].cells {
			for len(names) <= j {
				names = append(names, "")
			}
			if names[j] == "" {
				names[j] = name
			}
		}
	}
	seen := map[string]int{}
	for _, name := range names {
		seen[strings.ToLower(name)]++
	}
	for _, m := range r.fills.header {
		if m.top < begin || m.top > r.ahead[last].line || m.left == m.right {
			continue
		}
		group := r.nameAt(m.top, m.left)
		for j := m.left; j <= m.right && group != ""; j++ {
			for len(names) <= j {
				names = append(names, "")
			}
			switch {
			case names[j] == "":
				names[j] = group
			case m.bottom < r.ahead[last].line && seen[strings.ToLower(names[j])] > 1 && names[j] != group:
				names[j] = group + " " + names[j]
			}
		}
	}
	return names, last
}

// goesOn says that the header has another row: a merged cell reaches down into it, or names
// stand below one that is merged across.
func (r *rows) goesOn(row, below found) bool {
	if table.Numeric(below.cells) {
		return false
	}
	for _, m := range r.fills.header {
		switch {
		case m.top > row.line || m.bottom < row.line:
		case m.bottom > row.line && r.nameAt(m.top, m.left) != "" && below.line <= m.bottom:
			return true
		case m.bottom == row.line && m.left < m.right && below.line == row.line+1 && m.right-m.left < r.width()-1:
			for j := m.left + 1; j <= m.right && j < len(below.cells); j++ {
				if below.cells[j] != "" && (j >= len(row.cells) || row.cells[j] == "") {
					return true
				}
			}
		}
	}
	return false
}

func (r *rows) width() int {
	most := 0
	for _, a := range r.ahead {
		most = max(most, len(a.cells))
	}
	return most
}

// nameAt is a cell of the first rows.
func (r *rows) nameAt(line, column int) string {
	for _, a := range r.ahead {
		if a.line == line && column < len(a.cells) {
			return a.cells[column]
		}
	}
	return ""
}
