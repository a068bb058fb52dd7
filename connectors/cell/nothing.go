package cell

import "strings"

// Programs write a word where a cell is empty: a truth value for a reference that is not set,
// the error of a formula, a dash.

// EmptyWord says that a text stands for nothing in a column that cannot hold it as a value.
func EmptyWord(s string) bool {
	if len(s) > 6 {
		return false
	}
	switch strings.ToLower(s) {
	case "false", "n/a", "#n/a", "null", "none", "nil", "-", "--", "nan", "(null)", "—", "–":
		return true
	}
	return false
}

// Spreadsheet programs show a long number as 1.23457E+11 and save it so in a text file: its last
// digits are gone, and the ids of different records become one.

// DamagedID says that a text is a number which lost its digits.
func DamagedID(s string) bool {
	s = strings.TrimSpace(s)
	at := strings.LastIndexAny(s, "eE")
	if at < 1 || at+2 >= len(s) || s[at+1] != '+' || len(s)-at > 5 {
		return false
	}
	for i := at + 2; i < len(s); i++ {
		if !isDigit(s[i]) {
			return false
		}
	}
	mantissa := strings.TrimPrefix(s[:at], "-")
	for i := range len(mantissa) {
		if c := mantissa[i]; !isDigit(c) && (i != 1 || c != '.' && c != ',') {
			return false
		}
	}
	return mantissa != "" && isDigit(mantissa[0]) && (len(mantissa) == 1 || len(mantissa) > 2 && !isDigit(mantissa[1]))
}
