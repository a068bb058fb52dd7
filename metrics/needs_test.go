package metrics_test

import (
	"strings"
	"testing"

	"salesops/metrics"
	"salesops/record"
)

// TestWhatFollowsIsNotNamed: where there are no leads, their conversions are not missing besides.
func TestWhatFollowsIsNotNamed(t *testing.T) {
	t.Parallel()
	w := newWorld(t, load(t))
	w.put("deal", map[string]any{"outcome": "won", "created_on": "2025-11-28",
		"close_date": "2025-11-28", "amount": 1000})
	w.catchUp()
	for name, want := range map[string]string{"lead_to_customer": "leads", "lead_to_deal": "leads"} {
		codes, err := w.engine.Missing(t.Context(), record.Everything(), metrics.Query{Metric: name})
		if got := strings.Join(codes, " "); err != nil || got != want {
			t.Errorf("%s needs %q, want %q (%v)", name, got, want, err)
		}
	}
	w = newWorld(t, load(t))
	w.put("lead", map[string]any{"created_on": "2025-11-28"})
	w.catchUp()
	if codes, err := w.engine.Missing(t.Context(), record.Everything(),
		metrics.Query{Metric: "lead_to_customer"}); err != nil || strings.Join(codes,
		" ") != "conversions conversion_dates lead_outcomes" {
		t.Errorf("with leads: %q (%v)", codes, err)
	}
}
