package tool

import (
	"strings"
	"unicode"
)

// InStyle chooses, of the headers that a column may have, the one that is written like the
// others of a file: in their language and with their prefixes.
func InStyle(header, candidates []string) string {
	words := map[string]bool{}
	han := false
	for _, h := range header {
		han = han || hasHan(h)
		for _, w := range HeaderWords(h) {
			words[w] = true
		}
	}
	best, most := "", -1
	for _, c := range candidates {
		score := 0
		if hasHan(c) == han {
			score += 100
		}
		own := HeaderWords(c)
		for _, w := range own {
			switch {
			case words[w]:
				score += 10
			case len(w) == 1 && strings.Contains(Separators, w): // another way to build headers
				score -= 30
			}
		}
		if score -= len(own); score > most || best == "" { // of equals the one with least that is foreign
			best, most = c, score
		}
	}
	return best
}

func hasHan(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) }) >= 0
}

// Separators stand between the parts of a header in some kinds of files: "Deal - Owner".
const Separators = "-_."

// HeaderWords takes a header apart, "OwnerId" like "owner_id"; a separator is a word, so that
// "Deal - Owner" goes with its kind.
func HeaderWords(h string) []string {
	var out []string
	var b strings.Builder
	end := func() {
		if b.Len() > 0 {
			out = append(out, strings.ToLower(b.String()))
			b.Reset()
		}
	}
	lower := false
	for _, r := range h {
		switch {
		case unicode.IsUpper(r) && lower:
			end()
			b.WriteRune(r)
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			b.WriteRune(r)
		default:
			end()
			if strings.ContainsRune(Separators, r) {
				out = append(out, string(r))
			}
		}
		lower = unicode.IsLower(r)
	}
	end()
	return out
}
