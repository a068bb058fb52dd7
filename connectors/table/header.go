package table

import "strings"

// HeaderRow finds the header in the first rows of a sheet or a text file: reports have a title,
// a date and empty lines above it. It is the first row as wide as the table below it, when all
// before it are much narrower. 0 when there is nothing above.
func HeaderRow(rows [][]string) int {
	if len(rows) < 2 {
		return 0
	}
	widths := make([]int, len(rows))
	most := 0
	for i, row := range rows {
		widths[i] = filled(row)
		most = max(most, widths[i])
	}
	if most < 3 || widths[0] > 2 || widths[0]*2 > most {
		return 0
	}
	for i, row := range rows {
		if widths[i]*2 <= most {
			continue
		}
		// A header is words. When the first wide row holds numbers the table has no header, and
		// the line above is not one either: leave it to the person.
		if Numeric(row) {
			return 0
		}
		return i
	}
	return 0
}

// filled is the number of cells that are not empty.
func filled(row []string) int {
	n := 0
	for _, cell := range row {
		if strings.TrimSpace(cell) != "" {
			n++
		}
	}
	return n
}

// Numeric says that one of a row's cells is a number or a date in numbers: the row is no header.
func Numeric(cells []string) bool {
	for _, cell := range cells {
		if number(cell) {
			return true
		}
	}
	return false
}

func number(s string) bool {
	s = strings.TrimSpace(s)
	digits := false
	for i := range len(s) {
		switch c := s[i]; {
		case c >= '0' && c <= '9':
			digits = true
		case strings.IndexByte("+-.,/: ", c) >= 0:
		default:
			return false
		}
	}
	return digits
}
