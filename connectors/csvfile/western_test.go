package csvfile

import (
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/encoding/charmap"
)

// TestLettersOfWesternText: which bytes of Windows-1252 are letters, no characters, and signs that stand in no word, by
// what the characters are.
func TestLettersOfWesternText(t *testing.T) {
	t.Parallel()
	for i := range 256 {
		c := byte(i)
		r := charmap.Windows1252.DecodeByte(c)
		none := c >= 0x80 && (r == unicode.ReplacementChar || unicode.IsControl(r))
		if noCharacter(c) != none {
			t.Errorf("%#x is no character: %v", c, !none)
		}
		letter := unicode.IsLetter(r) && !strings.ContainsRune("ƒªºµˆ", r)
		if isLetter(c) != letter {
			t.Errorf("%#x, %c, is a letter: %v", c, r, !letter)
		}
		inWords := strings.ContainsRune("…‘’–—™\u00a0«»\u00ad®´·ªº", r)
		if want := c >= 0x80 && c < 0xC0 && !letter && !inWords; sign(c) != want {
			t.Errorf("%#x, %c, is a sign that stands in no word: %v", c, r, !want)
		}
	}
}
