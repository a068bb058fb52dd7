package expr

import (
	"slices"
	"strings"

	"salesops/internal/reason"
)

// near returns the hint "did you mean …" with a word of the language; none for "".
func near(word string) reason.Reason {
	if word == "" {
		return none
	}
	return reason.Of("hint_near", "near", word)
}

// nearField is near for a field or a term.
func nearField(path string) reason.Reason {
	if path == "" {
		return none
	}
	return reason.Of("hint_near_field", "near", path)
}

// nearMetric is near for a metric.
func nearMetric(name string) reason.Reason {
	if name == "" {
		return none
	}
	return reason.Of("hint_near_metric", "near", name)
}

// closest returns prefix and the known word closest to the given one; "" when none is close.
func closest(word string, known []string, prefix string) string {
	slices.Sort(known) // among equally close words, the alphabetically first one is always chosen
	best, least := "", len([]rune(word))/3+2
	for _, k := range known {
		d := distance(strings.ToLower(word), strings.ToLower(k))
		if d < least && k != word {
			best, least = k, d
		}
	}
	if best == "" {
		return ""
	}
	return prefix + best
}

// distance returns the number of letters to insert, remove, change or swap (optimal string
// alignment). Long words are not compared, to save time.
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	const longest = 60
	if len(x) > longest || len(y) > longest {
		return longest
	}
	rows := make([][]int, len(x)+1)
	for i := range rows {
		rows[i] = make([]int, len(y)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(x); i++ {
		for j := 1; j <= len(y); j++ {
			cost := 1
			if x[i-1] == y[j-1] {
				cost = 0
			}
			rows[i][j] = min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+cost)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(x)][len(y)]
}
