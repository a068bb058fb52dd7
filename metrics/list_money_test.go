package metrics_test

import (
	"fmt"
	"strings"
	"testing"

	"salesops/metrics"
	"salesops/record"
)

// listed are the names of a list in its order, read in pages of two.
func (w *world) listed(q metrics.ListQuery) string {
	w.t.Helper()
	var out []string
	for q.Limit = 2; ; {
		set, err := w.engine.List(w.t.Context(), record.Everything(), q)
		if err != nil {
			w.t.Fatal(err)
		}
		for _, r := range set.Records {
			out = append(out, fmt.Sprint(r.Fields["name"]))
		}
		if q.Cursor = set.NextCursor; q.Cursor == "" {
			return strings.Join(out, " ")
		}
	}
}

// A million yen is less than ten thousand euros.
func TestListsSortMoneyByWhatItIsWorth(t *testing.T) {
	t.Parallel()
	rows := func() []map[string]any {
		return []map[string]any{
			// 1 yen = 0.6 cent
			{"object": "fx_rate", "from_currency": "JPY", "to_currency": "EUR",
				"day": "2026-01-01", "rate": 600_000_000},
			{"object": "fx_rate", "from_currency": "USD", "to_currency": "EUR",
				"day": "2026-01-01", "rate": 900_000_000},
			{"object": "deal", "name": "tenthousand", "amount": "10000 EUR"},
			{"object": "deal", "name": "yen", "amount": "1000000 JPY"},   // 6,000 EUR
			{"object": "deal", "name": "dollars", "amount": "12000 USD"}, // 10,800 EUR
			{"object": "deal", "name": "little", "amount": "9 EUR"},
			{"object": "deal", "name": "negative", "amount": "-5 USD"},
			{"object": "deal", "name": "francs", "amount": "1 CHF"}, // no rate
			{"object": "deal", "name": "francs2", "amount": "2 CHF"},
			{"object": "deal", "name": "none"},
		}
	}
	w := filled(t, rows()...)
	q := metrics.ListQuery{Object: "deal", Sort: "amount", Desc: true}
	if got, want := w.listed(q), "dollars tenthousand yen little negative francs2 francs none"; got != want {
		t.Errorf("most first: %s, want %s", got, want)
	}
	q.Desc = false
	if got, want := w.listed(q), "negative little yen tenthousand dollars francs francs2 none"; got != want {
		t.Errorf("least first: %s, want %s", got, want)
	}
	home := filled(t, append(rows(), map[string]any{"object": "company", "name": "Us", "currency": "EUR"})...)
	q.Desc = true
	if got, want := home.listed(q), "dollars tenthousand yen little negative francs2 francs none"; got != want {
		t.Errorf("in the company's currency: %s, want %s", got, want)
	}
}
