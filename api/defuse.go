package api

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// defuse makes a text safe for spreadsheets, which read cells that begin like a formula as one. It puts an
// apostrophe in front, which makes the cell a text. A text that has apostrophes there already gets one more, so that
// two texts are never written alike: where a formula follows the apostrophes, the first of them is not the text's.
func defuse(text string) string {
	if text == "" {
		return text
	}
	bare := strings.TrimLeft(text, "'")
	if strings.HasPrefix(bare, "\t") || strings.HasPrefix(bare, "\r") || strings.HasPrefix(bare, "\n") {
		return "'" + text
	}
	// Spreadsheets skip blanks before they look, so blanks do not protect.
	rest := strings.TrimLeftFunc(bare, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r) ||
			r == '\ufeff' || r == '\u200b'
	})
	switch sign, _ := utf8.DecodeRuneInString(rest); sign {
	case '=', '+', '-', '@', '＝', '＋', '－', '＠', '−':
		return "'" + text
	}
	return text
}

// number reports whether a text is a plain decimal number, which need not be made safe.
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
