package metrics_test

import (
	"fmt"
	"testing"

	"salesops/internal/period"
	"salesops/metrics"
)

// A comparison changes no number: where the first day asked for lies within a period, that period is
// a part, and is compared with the part of the other from there on.
func TestAComparisonChangesNoNumber(t *testing.T) {
	t.Parallel()
	var rows []map[string]any
	for i := range 40 { // one a fortnight, each of another amount
		d := day(t, "2025-01-03") + period.Day(14*i)
		rows = append(rows, won(d.String(), fmt.Sprint(1000+i*i)))
	}
	w := filled(t, rows...)
	ask := func(q metrics.Query) *metrics.Answer {
		q.Metric, q.Today = "won_revenue", day(t, "2026-06-20")
		return w.ask(q)
	}
	for _, from := range []string{"2025-11-20", "2026-01-01", "2026-01-31", "2026-02-15", "2026-06-10"} {
		for _, grain := range []period.Grain{period.Weekly, period.Monthly, period.Quarter, period.Year} {
			for _, compare := range []string{"previous", "year"} {
				name := fmt.Sprintf("by %s from %s against %s", grain, from, compare)
				alone := ask(metrics.Query{From: on(t, from), Grain: grain})
				both := ask(metrics.Query{From: on(t, from), Grain: grain, Compare: compare})
				if len(alone.Rows) != len(both.Rows) {
					t.Fatalf("%s: %d rows, and %d without comparison", name, len(both.Rows), len(alone.Rows))
				}
				for i, r := range both.Rows {
					if was := alone.Rows[i]; *r.Period != *was.Period || fmt.Sprint(r.Value) != fmt.Sprint(was.Value) {
						t.Errorf("%s: %s is %v, and %v without comparison", name, *r.Period, r.Value, was.Value)
					}
					c := r.Compare
					if c == nil || c.Value == nil {
						continue
					}
					if then := ask(metrics.Query{From: c.From, To: c.To}).Rows[0]; then.Value.Text != c.Value.Text {
						t.Errorf("%s: %s is compared with %s of %s to %s, which is %s", name, *r.Period, c.Value,
							c.From, c.To, then.Value)
					}
				}
			}
		}
	}
}

// Nor does it change one of any other metric.
func TestAComparisonChangesNoMetric(t *testing.T) {
	t.Parallel()
	catalog := load(t)
	w := richWorld(t, catalog, func(string, map[string]any) bool { return true })
	for _, d := range catalog.List() {
		if d.Kind == "setting" || d.Kind == "baseline" {
			continue
		}
		q := metrics.Query{Metric: d.Name, From: on(t, "2026-01-20"), Grain: period.Quarter}
		alone := w.ask(q)
		q.Compare = "previous"
		both := w.ask(q)
		was := map[string]string{}
		for _, r := range alone.Rows {
			if r.Period != nil {
				was[*r.Period] = fmt.Sprint(r.Value)
			}
		}
		for _, r := range both.Rows {
			if r.Period == nil {
				continue
			}
			if v, there := was[*r.Period]; there && v != fmt.Sprint(r.Value) {
				t.Errorf("%s: %s is %v with a comparison, and %s alone", d.Name, *r.Period, r.Value, v)
			}
		}
	}
}
