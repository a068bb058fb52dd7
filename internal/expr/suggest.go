package expr

import (
	"slices"
	"strings"

	"salesops/internal/reason"
	"salesops/internal/spelling"
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
		d := spelling.Distance(strings.ToLower(word), strings.ToLower(k), least-1)
		if d < least && k != word {
			best, least = k, d
		}
	}
	if best == "" {
		return ""
	}
	return prefix + best
}
