package metrics_test

import (
	"testing"

	"salesops/internal/period"
	"salesops/metrics"
)

// TestATotalOfAPartIsNotComparedWith: data from 28 November says nothing of a quarter that began in October.
func TestATotalOfAPartIsNotComparedWith(t *testing.T) {
	t.Parallel()
	w := newWorld(t, load(t))
	for _, on := range []string{"2025-11-28", "2026-01-05", "2026-02-05", "2026-05-05"} {
		w.put("deal", map[string]any{"outcome": "won", "created_on": "2025-11-28", "close_date": on, "amount": 1000})
	}
	w.catchUp()
	ask := func(q metrics.Query) []metrics.Row {
		q.Metric, q.Compare = "won_revenue", "previous"
		return w.ask(q).Rows
	}
	refused := func(name string, c *metrics.Comparison) {
		t.Helper()
		want := "1000.00"
		if name == "without a row in it" {
			want = "0.00"
		}
		if c == nil || c.Value == nil || c.Value.Text != want || c.Relative != nil || c.Change != nil ||
			c.Verdict != "" || c.Reason != "not comparable: the data begins on 2025-11-28, within the period" {
			t.Errorf("%s: %+v", name, c)
		}
	}
	refused("a range", ask(metrics.Query{From: on(t, "2026-01-01"), To: on(t, "2026-03-31")})[0].Compare)
	refused("periods of a range",
		ask(metrics.Query{From: on(t, "2026-01-01"), To: on(t, "2026-03-31"), Grain: period.Quarter})[0].Compare)
	rows := ask(metrics.Query{Grain: period.Quarter})
	refused("periods without a range", rows[1].Compare)
	refused("to date",
		ask(metrics.Query{From: on(t, "2026-01-01"), To: on(t, "2026-03-31"), AsOf: on(t, "2026-03-10")})[0].Compare)
	refused("to date by period", ask(metrics.Query{From: on(t, "2026-01-01"), To: on(t, "2026-03-31"),
		Grain: period.Quarter, AsOf: on(t, "2026-03-10")})[0].Compare)
	refused("without a row in it",
		w.ask(metrics.Query{Metric: "won_revenue", Where: []string{"close_date > day('2025-12-31')"},
			From: on(t, "2026-01-01"), To: on(t, "2026-03-31"), Compare: "previous"}).Rows[0].Compare)
	if c := rows[2].Compare; c.Value == nil || c.Change == nil || c.Verdict == "" {
		t.Errorf("a quarter that the data reaches: %+v", c)
	}
}
