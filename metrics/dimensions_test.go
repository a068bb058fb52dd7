package metrics_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"salesops/metrics"
	"salesops/record"
)

// cutBy are the rows of an answer: the name of each dimension's value, and the number.
func (w *world) cutBy(metric string, by ...string) string {
	w.t.Helper()
	a, err := w.engine.Ask(w.t.Context(), record.Everything(), metrics.Query{Metric: metric, By: by})
	if err != nil {
		return err.Error()
	}
	var rows []string
	for _, r := range a.Rows {
		var names []string
		for _, dimension := range by {
			names = append(names, r.By[dimension].Name)
		}
		value := "-"
		if r.Value != nil {
			value = r.Value.Text
		}
		rows = append(rows, strings.Join(names, "/")+" "+value)
	}
	slices.Sort(rows)
	return strings.Join(rows, ", ")
}

// TestWhatRowsAreCutBy: by its own segment a deal goes before its account's, a code is text, a source and a channel are
// one, and a dimension may stand behind a reference.
func TestWhatRowsAreCutBy(t *testing.T) {
	t.Parallel()
	deal := func(more ...any) map[string]any {
		row := won("2026-01-10", "100 EUR")
		for i := 0; i < len(more); i += 2 {
			row[more[i].(string)] = more[i+1]
		}
		return row
	}
	w := filled(t,
		map[string]any{"object": "account", "name": "Ore", "segment": "big", "region": "north",
			"industry": "mining", "country": "DE"},
		map[string]any{"object": "account", "name": "Tin", "segment": "small", "industry": "trade"},
		deal("name", "a", "account", "Ore", "source", "web", "term_months", 12, "owner", "Ann"),
		deal("name", "b", "account", "Ore", "segment", "special", "region", "south", "source",
			"fair", "term_months", 12),
		deal("name", "c", "account", "Tin", "source", "web", "term_months", 24, "probability", 0.5, "owner", "Bob"),
		deal("name", "d", "region", "west"),
	)
	for _, c := range []struct{ by, want string }{
		{"segment", "(none) 1, big 1, small 1, special 1"}, {"region", "(none) 1, north 1, south 1, west 1"},
		{"account.segment", "(none) 1, big 2, small 1"}, {"account.industry", "(none) 1, mining 2, trade 1"},
		{"account", "(none) 1, Ore 2, Tin 1"}, {"source", "(none) 1, fair 1, web 2"},
		{"channel", "(none) 1, fair 1, web 2"},
		{"deal.source", "(none) 1, fair 1, web 2"}, {"term_months", "(none) 1, 12 2, 24 1"},
		{"probability", "(none) 3, 0.5 1"},
		{"owner", "(none) 2, Ann 1, Bob 1"}, {"account.country", "(none) 2, DE 2"},
		{"account.nothing", "cannot be cut"}, {"source.name", "cannot be cut"}, {"amount", "which is no text"},
		{"week", "which is a grain"},
	} {
		got := w.cutBy("won_deals", c.by)
		if got != c.want && !(strings.HasPrefix(c.want, "cannot") || strings.HasPrefix(c.want, "which")) ||
			!strings.Contains(got, c.want) {
			t.Errorf("by %s: %s, want %s", c.by, got, c.want)
		}
	}
	if got, want := w.cutBy("won_deals", "segment", "source"),
		"(none)/(none) 1, big/web 1, small/web 1, special/fair 1"; got != want {
		t.Errorf("by two: %s, want %s", got, want)
	}
	leads := filled(t, map[string]any{"object": "lead", "created_on": "2026-01-02", "converted": true},
		map[string]any{"object": "lead", "created_on": "2026-01-02", "converted": false},
		map[string]any{"object": "lead", "created_on": "2026-01-02"})
	if got, want := leads.cutBy("leads_created", "converted"), "(none) 1, no 1, yes 1"; got != want {
		t.Errorf("by yes or no: %s, want %s", got, want)
	}
}

// TestSidesOfARatioAddUp: the records behind a ratio of money to a number add up to its two sides, each in its unit.
func TestSidesOfARatioAddUp(t *testing.T) {
	t.Parallel()
	w := filled(t, map[string]any{"object": "deal_line", "deal": "x", "total": "120 EUR", "quantity": 3.0},
		map[string]any{"object": "deal_line", "deal": "x", "total": "80.50 EUR", "quantity": 1.5},
		map[string]any{"name": "x", "outcome": "won", "close_date": "2026-01-10", "amount": "200.50 EUR"})
	q := metrics.Query{Metric: "unit_price"}
	a := w.ask(q)
	if len(a.Rows) != 1 || a.Rows[0].Numerator == nil || a.Rows[0].Denominator == nil {
		t.Fatalf("%s", dump(a))
	}
	set, err := w.engine.Records(t.Context(), record.Everything(), q, metrics.Cell{}, metrics.Page{})
	if err != nil {
		t.Fatal(err)
	}
	sums := map[string]string{}
	for _, s := range set.Sums {
		if s.Sum != nil {
			sums[s.Role] = strings.TrimSpace(s.Sum.Text + " " + s.Currency)
		}
	}
	want := map[string]string{metrics.RoleNumerator: "200.50 EUR", metrics.RoleDenominator: "4.5"}
	if fmt.Sprint(sums) != fmt.Sprint(want) || a.Rows[0].Numerator.Text != "200.50" ||
		a.Rows[0].Denominator.Text != "4.5" {
		t.Errorf("the sums are %v, want %v; the sides %s and %s", sums, want, a.Rows[0].Numerator.Text,
			a.Rows[0].Denominator.Text)
	}
}
