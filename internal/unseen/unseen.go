package unseen

import "strings"

// In reports whether a text has such a character.
func In(text string) bool {
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c >= ' ' && c < 0x7f || c == '\t' || c == '\n' || c == '\r':
		case c < ' ', c == 0x7f:
			return true
		case c == 0xc2 || c == 0xe2: // how they begin in UTF-8; the other bytes are of other characters
			return strings.ContainsFunc(text[i:], is)
		}
	}
	return false
}

// Without returns the text without such characters.
func Without(text string) string {
	if !In(text) {
		return text
	}
	return strings.Map(func(c rune) rune {
		if is(c) {
			return -1
		}
		return c
	}, text)
}

func is(c rune) bool {
	switch {
	case c == '\t', c == '\n', c == '\r':
		return false
	case c < ' ', c >= 0x7f && c <= 0x9f: // control
		return true
	}
	return c >= 0x202a && c <= 0x202e || c >= 0x2066 && c <= 0x2069 // direction
}
