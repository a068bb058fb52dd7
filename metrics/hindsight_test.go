package metrics_test

import (
	"strings"
	"testing"
	"time"

	"salesops/metrics"
	"salesops/record"
)

// TestWhatIsNotProvenIsCounted asks for a past day on which an import has put values that it did not have then: the
// notes count the deals whose amount, or whose owner, has no history.
func TestWhatIsNotProvenIsCounted(t *testing.T) {
	t.Parallel()
	w := filled(t, map[string]any{"outcome": "open", "amount": "3 EUR", "owner": "Ada"})
	begun, imported := day(t, "2026-02-01").Start(time.UTC), day(t, "2026-05-01").Start(time.UTC)
	for _, row := range []map[string]any{
		{"amount": "10 EUR", "owner": "Ada"}, {"amount": "20 EUR", "owner": "Ada"}, {"amount": "30 EUR"},
	} {
		w.ids++
		w.add(record.Change{Kind: record.Create, Object: "deal", ID: w.ids, EffectiveAt: begun, KnownAt: imported,
			Flags: record.Backfilled, Fields: w.fields("deal", row)})
	}
	w.catchUp()
	asOf := day(t, "2026-03-01")
	a := w.ask(metrics.Query{Metric: "open_pipeline", AsOf: &asOf, By: []string{"owner"}})
	told := 0
	for _, n := range a.Notes {
		switch n.Code {
		case "hindsight":
			told++
			if n.Count != 3 || n.Of != 4 || n.Amount == nil || n.Amount.Text != "3.00" {
				t.Errorf("%+v", n)
			}
		case "backfilled":
			told++
			if n.Count != 3 || n.Of != 4 || !strings.Contains(n.Text, "(amount of 3, owner of 2)") {
				t.Errorf("%+v", n)
			}
		}
	}
	if told != 2 {
		t.Errorf("the notes are %+v", a.Notes)
	}
}
