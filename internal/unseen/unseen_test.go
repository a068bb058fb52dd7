package unseen_test

import (
	"testing"

	"salesops/internal/unseen"
)

func TestUnseen(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                               "",
		"Müller & Söhne\t(Köln)\r\nwest": "Müller & Söhne\t(Köln)\r\nwest",
		"株式会社 “x” – 𝕏 €":                 "株式会社 “x” – 𝕏 €",
		"a\u200eb\u200fc\u061c":          "a\u200eb\u200fc\u061c",
		"\u202a+1 555\u202c":             "+1 555",
		"gpj.\u202eexe":                  "gpj.exe",
		"a\u2066b\u2069":                 "ab",
		"\x1b[31mred":                    "[31mred",
		"a\x00b\x7fc\u0085d\u009be":      "abcde",
		"é\u0080":                        "é",
		"…\u202d":                        "…",
	} {
		if got := unseen.Without(text); got != want || unseen.In(text) != (text != want) {
			t.Errorf("%q: %q, %v, want %q", text, got, unseen.In(text), want)
		}
	}
}
