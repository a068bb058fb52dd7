package metrics_test

import (
	"slices"
	"testing"

	"salesops/metrics"
)

// What lacks a value belongs to no period and to nobody: an answer that is narrowed says that the
// count is of everything, and one that is not narrowed does not.
func TestWhatIsLeftOutIsCountedInAll(t *testing.T) {
	t.Parallel()
	w := newWorld(t, load(t))
	w.put("company", map[string]any{"name": "Acme", "currency": "EUR"})
	w.put("contract", map[string]any{"account": "One", "start_on": "2025-01-01", "mrr": "100.00 EUR"})
	w.put("contract", map[string]any{"account": "Two", "mrr": "100.00 EUR"})
	w.complete()
	w.catchUp()
	for name, c := range map[string]struct {
		q    metrics.Query
		want bool
	}{
		"everything": {metrics.Query{Metric: "customers"}, false},
		"days":       {metrics.Query{Metric: "customers", From: on(t, "2026-01-01"), To: on(t, "2026-01-31")}, true},
		"filter":     {metrics.Query{Metric: "customers", Where: []string{"segment == 'SMB'"}}, true},
	} {
		var codes []string
		for _, n := range w.ask(c.q).Notes {
			codes = append(codes, n.Code)
		}
		if !slices.Contains(codes, "contracts_incomplete") || slices.Contains(codes, "counted_in_all") != c.want {
			t.Errorf("%s: %v", name, codes)
		}
	}
}
