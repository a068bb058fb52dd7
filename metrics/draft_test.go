package metrics_test

import (
	"testing"
	"testing/fstest"

	"salesops/internal/fault"
	"salesops/metrics"
	"salesops/metrics/rowsets"
)

// The file that a person begins with is a whole metric, and its own example holds.
func TestDraftIsAMetric(t *testing.T) {
	t.Parallel()
	text, err := load(t).Draft("big_win_rate")
	if err != nil {
		t.Fatal(err)
	}
	c, err := metrics.Load(rowsets.All(), fstest.MapFS{"big_win_rate.yaml": {Data: []byte(text)}})
	if err != nil {
		t.Fatal(err)
	}
	w := newWorld(t, c)
	for range 3 {
		w.put("deal", map[string]any{"outcome": "won", "close_date": "2026-01-10", "amount": "20000"})
	}
	for _, amount := range []string{"10000", "10000", "9999"} {
		w.put("deal", map[string]any{"outcome": "lost", "close_date": "2026-01-10", "amount": amount})
	}
	w.catchUp()
	if a := w.ask(metrics.Query{Metric: "big_win_rate"}); a.Rows[0].Value == nil ||
		a.Rows[0].Value.Text != "0.6000000000" || a.Rows[0].N != 5 {
		t.Errorf("the draft's own example: %s", dump(a))
	}
	for _, name := range []string{"", "Big", "../x", "win_rate"} {
		if _, err := load(t).Draft(name); fault.KindOf(err) != fault.Invalid && fault.KindOf(err) != fault.Conflict {
			t.Errorf("%q: %v", name, err)
		}
	}
}
