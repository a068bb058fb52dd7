package analytics_test

import (
	"testing"

	"salesops/analytics"
	"salesops/internal/period"
	"salesops/record"
	"salesops/sales"
)

// TestReversalsOfADay has a deal that was won, lost, and won again. On each day, only reversals
// that had happened by then count, with the time and the amount of the last one.
func TestReversalsOfADay(t *testing.T) {
	t.Parallel()
	log := newMemoryLog(t)
	c := open(t, "", log, analytics.Options{})
	jan, feb, mar, apr, may := day(t, "2026-01-01"), day(t, "2026-02-01"), day(t, "2026-03-01"), day(t,
		"2026-04-01"), day(t, "2026-05-01")
	log.add(
		create(jan, sales.Deal, 7, text("name", "A"), euro("amount", 500), text("outcome", sales.Open)),
		create(jan, sales.Deal, 8, text("name", "B"), euro("amount", 900), text("outcome", sales.Open)),
		set(feb, sales.Deal, 7, text("outcome", sales.Won)),
		set(mar, sales.Deal, 7, text("outcome", sales.Lost)),
		set(mar+1, sales.Deal, 7, euro("amount", 700)),
		set(apr, sales.Deal, 7, text("outcome", sales.Won)),
		set(apr, sales.Deal, 8, text("outcome", sales.Won)),
		set(may, sales.Deal, 7, text("outcome", sales.Lost)),
	)
	catchUp(t, c)
	for _, q := range []struct {
		name string
		asOf *period.Instant
		at   period.Instant // 0 means no reversal
		sum  int64
	}{
		{"before anything was won", pointer(feb), 0, 0},
		{"while it was won", pointer(mar), 0, 0},
		{"after the first loss, before the second", pointer(apr), mar, 500},
		{"while it was won again", pointer(may), 0, 0},
		{"after the second loss", pointer(may + 1), may, 700},
		{"now", nil, may, 700},
	} {
		got, err := c.View(record.Everything()).Reversals(t.Context(), sales.Deal, "outcome", sales.Won, "amount",
			analytics.When{AsOf: q.asOf})
		if err != nil {
			t.Fatal(err)
		}
		switch {
		case q.at == 0 && len(got) != 0:
			t.Errorf("%s: %+v, want none", q.name, got)
		case q.at != 0 && (len(got) != 1 || got[0].ID != record.ID(7) || got[0].At != q.at || got[0].Amount == nil ||
			got[0].Amount.Minor != q.sum):
			t.Errorf("%s: %+v, want deal 7 at %s with %d", q.name, got, q.at, q.sum)
		}
	}
}

func pointer(at period.Instant) *period.Instant { return &at }
