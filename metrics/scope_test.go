package metrics_test

import (
	"encoding/json"
	"testing"

	"salesops/metrics"
	"salesops/record"
)

// TestAnOldRecordThatComesIntoSight: an edit of one record can show others that nobody touched. What was
// found at an earlier position under a scope is not taken for all there is.
func TestAnOldRecordThatComesIntoSight(t *testing.T) {
	t.Parallel()
	w := newWorld(t, load(t))
	w.put("company", map[string]any{"name": "Us", "currency": "EUR"})
	w.put("person", map[string]any{"name": "Ann"})
	w.put("person", map[string]any{"name": "Bob"})
	w.put("fx_rate", map[string]any{"from_currency": "USD", "to_currency": "EUR",
		"day": "2025-01-01", "rate": 500_000_000})
	w.put("account", map[string]any{"name": "Hers", "owner": "Ann"})
	w.put("account", map[string]any{"name": "His", "owner": "Bob"})
	w.put("contract", map[string]any{"name": "one", "account": "Hers", "start_on": "2025-01-01", "mrr": "100 EUR"})
	w.put("contract", map[string]any{"name": "two", "account": "His", "start_on": "2025-01-01", "mrr": "80 USD"})
	w.complete()
	w.catchUp()
	ann := record.RecordsOf(w.named("person", "Ann"))
	q := metrics.Query{Metric: "mrr"}
	ask := func(e *metrics.Engine) string {
		a, err := e.Ask(t.Context(), ann, q)
		if err != nil {
			t.Fatal(err)
		}
		rows, err := json.Marshal(a.Rows)
		if err != nil {
			t.Fatal(err)
		}
		return string(rows)
	}
	before := ask(w.engine)
	w.change("account", "His", "2026-06-01", "2026-06-01", map[string]any{"owner": "Ann"})
	w.catchUp()
	got, want := ask(w.engine), ask(metrics.New(w.cols, w.catalog, metrics.Options{Clock: clock}))
	if got != want {
		t.Errorf("after the edit\n got %s\nwant %s", got, want)
	}
	if want == before {
		t.Errorf("the edit shows nothing: %s", want)
	}
}
