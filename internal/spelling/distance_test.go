package spelling_test

import (
	"testing"

	"salesops/internal/spelling"
)

func TestDistance(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b       string
		most, want int
	}{
		{"", "", 3, 0}, {"", "abc", 3, 3}, {"abc", "", 2, 3}, {"amount", "amount", 0, 0},
		{"amuont", "amount", 3, 1}, // a swap is one slip
		{"amont", "amount", 3, 1}, {"amounts", "amount", 3, 1}, {"emount", "amount", 3, 1},
		{"kitten", "sitting", 9, 3}, {"kitten", "sitting", 2, 3},
		{"ca", "abc", 9, 3}, // no letter is touched twice
		{"größe", "grösse", 9, 2}, {"名称", "名字", 9, 1},
		{"abcdefgh", "hgfedcba", 1, 2},
	} {
		if got := spelling.Distance(c.a, c.b, c.most); got != c.want {
			t.Errorf("Distance(%q, %q, %d) = %d, want %d", c.a, c.b, c.most, got, c.want)
		}
		if got := spelling.Distance(c.b, c.a, c.most); got != c.want {
			t.Errorf("Distance(%q, %q, %d) = %d, want %d", c.b, c.a, c.most, got, c.want)
		}
	}
}

// TestLimitChangesNothingWithin: stopping early never changes a distance that is within the limit.
func TestLimitChangesNothingWithin(t *testing.T) {
	t.Parallel()
	words := []string{"", "a", "ab", "ba", "abc", "acb", "bac", "aabb", "abab", "bbaa",
		"abcab", "bcaab", "cabba", "baacb"}
	for _, a := range words {
		for _, b := range words {
			whole := spelling.Distance(a, b, 100)
			for most := range 6 {
				if got := spelling.Distance(a, b, most); got != min(whole, most+1) {
					t.Errorf("Distance(%q, %q, %d) = %d, and %d without a limit", a, b, most, got, whole)
				}
			}
		}
	}
}
