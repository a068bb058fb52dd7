package metrics_test

import (
	"strings"
	"testing"

	"salesops/internal/period"
	"salesops/metrics"
	"salesops/metrics/rowsets"
)

// TestAMetricMeansAPeriod asks without days: the answer says which it took.
func TestAMetricMeansAPeriod(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		meant, today, from, to string
		wantFrom, wantTo       string
	}{
		// over by the end of today
		{meant: "last_quarter", today: "2026-06-30", wantFrom: "2026-04-01", wantTo: "2026-06-30"},
		{meant: "last_quarter", today: "2026-06-29", wantFrom: "2026-01-01", wantTo: "2026-03-31"},
		{meant: "current_quarter", today: "2026-06-30", wantFrom: "2026-04-01", wantTo: "2026-06-30"},
		{meant: "last_quarter", today: "2026-06-29", from: "2026-02-10", to: "2026-02-11",
			wantFrom: "2026-02-10", wantTo: "2026-02-11"},
		{meant: "last_quarter", today: "2026-06-29", from: "2026-05-10", wantFrom: "2026-05-10", wantTo: "2026-06-29"},
		{meant: "last_quarter", today: "2026-06-29", to: "2026-05-10", wantFrom: "2026-04-01", wantTo: "2026-05-10"},
	} {
		c.meant = "\nperiod: " + c.meant
		catalog, err := metrics.Load(rowsets.All(), own("big.yaml",
			strings.Replace(bigDeals, "\non: closed_on", "\non: closed_on"+c.meant, 1)))
		if err != nil {
			t.Fatal(err)
		}
		w := newWorld(t, catalog)
		w.put("deal", won("2026-01-01", "1000 EUR"))
		w.catchUp()
		q := metrics.Query{Metric: "big_deals", Today: day(t, c.today)}
		for text, into := range map[string]**period.Day{c.from: &q.From, c.to: &q.To} {
			if text != "" {
				d := day(t, text)
				*into = &d
			}
		}
		a := w.ask(q)
		if a.From.String() != c.wantFrom || a.To.String() != c.wantTo {
			t.Errorf("%+v: from %s to %s", c, a.From, a.To)
		}
	}
}
