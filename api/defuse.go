package api

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// defuse makes a text harmless in a spreadsheet, which takes cells that begin like a formula
// for one: an apostrophe in front makes it a text. The importer takes the apostrophe off again.
func defuse(text string) string {
	if text == "" {
		return text
	}
	switch first := text[0]; first {
	case '\t', '\r', '\n':
		return "'" + text
	}
	// Programs skip blanks before they look, so blanks do not hide the sign.
	rest := strings.TrimLeftFunc(text, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r) ||
			r == '\ufeff' || r == '\u200b'
	})
	switch sign, _ := utf8.DecodeRuneInString(rest); sign {
	case '=', '+', '-', '@', '＝', '＋', '－', '＠', '−':
		return "'" + text
	}
	return text
}

// number says whether a text is a plain decimal number, which may stay one in a spreadsheet.
func number(text string) bool {
	digits, point := 0, false
	for i, c := range text {
		switch {
		case c >= '0' && c <= '9':
			digits++
		case c == '.' && !point && digits > 0:
			point = true
		case c == '-' && i == 0:
		default:
			return false
		}
	}
	return digits > 0 && !strings.HasSuffix(text, ".")
}
