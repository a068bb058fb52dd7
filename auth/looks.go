package auth

import (
	"strings"
	"unicode"

	"salesops/internal/fault"
	"salesops/internal/reason"
)

// Letters of other scripts that look like Latin ones in most fonts.
const (
	likeCyrillic = "абвгеёзіїјкмнорсԁѕтухһѡԛԝьӏү"
	likeGreek    = "αβγεηικνορστυχωϲϳ"
)

// together are scripts that words mix: Japanese and Korean are written in several.
var together = [][]string{{"Han", "Hiragana", "Katakana"}, {"Han", "Hangul"}, {"Han", "Bopomofo"}}

// checkLooks refuses a mail address that can look like another one: with a part (between dots, hyphens, the at
// sign) of several scripts, of letters that all look Latin and are not, or with other forms of letters. The people
// who see the address decide by its look whom they invite, share with and deactivate.
func checkLooks(login string) error {
	for _, part := range strings.FieldsFunc(login, func(c rune) bool { return strings.ContainsRune("@.-_+", c) }) {
		if !plainLooks(part) {
			return fault.Because(fault.Invalid, reason.Of("login_alike"))
		}
	}
	return nil
}

func plainLooks(part string) bool {
	scripts := map[string]bool{}
	latinLike := true
	for _, c := range part {
		switch {
		case c < unicode.MaxASCII && !unicode.IsLetter(c):
			continue // digits and signs belong to every script
		case c > unicode.MaxASCII && (!unicode.IsLetter(c) && !unicode.Is(unicode.M, c) && !unicode.IsDigit(c)),
			c >= 0xff00 && c <= 0xffef, c >= 0x1d400 && c <= 0x1d7ff, c >= 0x2100 && c <= 0x214f:
			return false // what is not seen, and other forms of letters
		case unicode.Is(unicode.M, c):
			continue
		}
		scripts[scriptOf(c)] = true
		latinLike = latinLike && strings.ContainsRune(likeCyrillic+likeGreek, c)
	}
	if len(scripts) < 2 {
		return len(scripts) == 0 || !latinLike
	}
	for _, set := range together {
		others := len(scripts)
		for _, name := range set {
			if scripts[name] {
				others--
			}
		}
		if others == 0 {
			return true
		}
	}
	return false
}

func scriptOf(c rune) string {
	for name, table := range unicode.Scripts {
		if name != "Common" && name != "Inherited" && unicode.Is(table, c) {
			return name
		}
	}
	return "Common"
}
