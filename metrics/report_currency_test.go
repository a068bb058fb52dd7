package metrics

import (
	"fmt"
	"strings"
	"testing"
)

// TestTheCurrencyOfAnAnswer: the one that is asked for, else the company's, else the only one there is; whether any
// amount must be converted, and whether several stay.
func TestTheCurrencyOfAnAnswer(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ asked, home, found, want string }{
		{"", "", "", " false false"}, {"", "", "EUR", "EUR false false"}, {"", "", "EUR USD", " false true"},
		{"", "", "-", " false false"}, {"", "", "EUR -", " false true"}, {"", "", "- -", " false true"},
		{"", "EUR", "", "EUR false false"}, {"", "EUR", "EUR", "EUR false false"}, {"", "EUR", "USD", "EUR true false"},
		{"", "EUR", "EUR USD", "EUR true false"}, {"", "EUR", "-", "EUR false false"},
		{"", "EUR", "- EUR", "EUR false false"},
		{"", "EUR", "- USD", "EUR true false"}, {"USD", "EUR", "", "USD false false"},
		{"USD", "EUR", "USD", "USD false false"},
		{"USD", "EUR", "EUR", "USD true false"}, {"USD", "EUR", "-", "USD true false"},
		{"USD", "EUR", "- USD", "USD true false"},
		{"USD", "", "USD", "USD false false"}, {"USD", "", "EUR", "USD true false"}, {"USD", "", "-", "USD true false"},
		{"", "JPY", "JPY", "JPY false false"}, {"", "JPY", "-", "JPY true false"},
	} {
		b := &Statement{s: &session{facts: &facts{}}, r: &request{}}
		b.s.facts.settings.Currency, b.r.q.Currency = c.home, c.asked
		found := strings.Fields(c.found)
		for i := range found {
			found[i] = strings.TrimPrefix(found[i], "-")
		}
		code, convert, several := b.reportIn(found)
		if got := fmt.Sprint(code, " ", convert, several); got != c.want {
			t.Errorf("asked for %q of a company of %q, of %v: %q, want %q", c.asked, c.home, found, got, c.want)
		}
	}
}
