package table

import (
	"slices"
	"strings"
	"testing"
)

// TestFooters: a row of totals is a word for them with nothing but amounts beside it, a note is a cell alone.
func TestFooters(t *testing.T) {
	t.Parallel()
	words := []string{}
	for word := range totals {
		words = append(words, word)
	}
	for word := range certain {
		words = append(words, word)
	}
	var footers, others [][]string
	for _, word := range words {
		footers = append(footers, []string{word}, []string{" " + strings.ToUpper(word) + ": ", "", "12"},
			[]string{"", word + " (12 records)", "1.234,50 EUR", "-12%"}, []string{word, "Total", "12", word})
		others = append(others, []string{word, "Ada Ruiz"}, []string{word, "2026-01-02"}, []string{word + " Ltd", "12"},
			[]string{"12", word})
	}
	for _, note := range notes {
		footers = append(footers, []string{"", strings.ToUpper(note) + " Ada"})
		others = append(others, []string{note, "12"}, []string{"The " + note})
	}
	others = append(others, nil, []string{"", " "}, []string{"Ada Ruiz"})
	for want, rows := range map[bool][][]string{true: footers, false: others} {
		for _, cells := range rows {
			if IsFooter(cells) != want {
				t.Errorf("%q is a footer: %v", cells, !want)
			}
		}
	}
}

func TestAmounts(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{"0": true, "9": true, "1,234.50": true, "-5": true,
		"(5)": true, "EUR 5": true,
		"5 €": true, "12 %": true, "1'000": true, "+5": true, "5\u00a0$": true, "£5": true, "¥5": true, "": false,
		"-": false, "EUR": false, "EURO 5": false, "2026-01-02": false, "1-2": true, "x5": true, "12 pcs": true,
		"12 days": false} {
		if amount(text) != want {
			t.Errorf("%q is an amount: %v", text, !want)
		}
	}
}

// TestSubtotals between the rows: words that leave no doubt always, other words when their numbers are the sum, the
// count or the mean of the rows above, and labels that name the group.
func TestSubtotals(t *testing.T) {
	t.Parallel()
	rows := [][]string{{"Iris Vane", "Deal A", "100.50", "3"}, {"Iris Vane", "Deal B", "200", "5"},
		{"Iris Vane", "Deal C", "300", "7"}}
	for _, c := range []struct {
		cells string
		want  bool
	}{
		{"Subtotal|||", true}, {"Grand total:||1|", true}, {"||Subtotal|", true}, {"Subtotal|Ada||", false},
		{"Total|||", false}, {"Total||600.50|", true}, {"Total||600.51|", true}, {"Total||600.52|", false},
		{"Total|||15", true}, {"Total|||16", false}, {"Count|||3", true}, {"Count|3||", true}, {"Count|||4", false},
		{"Average||200.17|", true}, {"Average|||5", true}, {"Average|||6", false}, {"Total||600,50|", true},
		{"Total|Ada|600.50|", false}, {"|Total|600.50|", true}, {"Iris Vane Total||1|", true},
		{"Total for Iris Vane||1|", true}, {"Iris Vane: Summe||1|", true}, {"Summe von Iris Vane||1|", true},
		{"Total for Iris||1|", false}, {"Iris Vane||1|", false}, {"Iris Vane Total|||", false},
		{"Iris Vane Ltd||1|", false}, {"|||", false}, {"Ada||600.50|", false}, {"|Deal C Total|1|", true},
	} {
		var s running
		if s.isTotal(strings.Split(c.cells, "|")) {
			t.Errorf("%s is a total of no rows", c.cells)
		}
		for _, row := range rows {
			s.see(row)
		}
		if got := s.isTotal(strings.Split(c.cells, "|")); got != c.want {
			t.Errorf("%s is a total: %v", c.cells, got)
		}
	}
	var s running
	for i, row := range slices.Concat(rows, rows) { // groups in groups: since each of the totals before, and since all
		s.see(row)
		if i == 2 {
			s.cut()
			s.cut() // the same place again
		}
	}
	for cells, want := range map[string]bool{"Total||600.50|": true, "Total||1201|": true, "Total||700|": false,
		"Count|||3": true, "Count|||6": true, "Count|||4": false, "Average||200.17|": true} {
		if got := s.isTotal(strings.Split(cells, "|")); got != want || len(s.before) != 1 {
			t.Errorf("in groups, %s is a total: %v, after %d", cells, got, len(s.before))
		}
	}
	s = running{}
	s.see([]string{"Iris", "1.234,50"})
	s.see([]string{"Iris", "1.000,25"})
	if !s.isTotal([]string{"Total", "2.234,75"}) || s.isTotal([]string{"Total", "2.334,75"}) {
		t.Error("amounts with a comma do not add up")
	}
	for i := range 2 * mostCuts {
		s.see([]string{"Iris", "1"})
		s.cut()
		if len(s.before) != min(i+1, mostCuts) || s.before[len(s.before)-1].count != s.count {
			t.Fatalf("after %d totals %d are remembered, the last at %v of %v", i+1, len(s.before),
				s.before[len(s.before)-1].count, s.count)
		}
	}
}

// TestNear: shown amounts are rounded, to a cent or, large ones, to a whole.
func TestNear(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		shown, sum float64
		want       bool
	}{{1, 1, true}, {1, 1.01, true}, {1, 0.99, true}, {1, 1.02, false}, {999, 999.4, false}, {1000, 1000.5, true},
		{1000, 1000.6, false}, {-1000, -1000.5, true}, {1000.5, 1000.9, false}, {1000.5, 1000.51, true}} {
		if near(c.shown, c.sum) != c.want {
			t.Errorf("%v shows %v: %v", c.shown, c.sum, !c.want)
		}
	}
}
