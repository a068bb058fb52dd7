package metrics_test

import (
	"fmt"
	"testing"
	"time"

	"salesops/internal/period"
	"salesops/metrics"
	"salesops/metrics/rowsets"
)

// Every row's period is the calendar's, whichever way its years are cut: the numbers the engine
// groups by agree with a plain walk over the days, a year of 53 weeks and a change of rules among them.
func TestFiscalCalendarsAgainstPlainWalk(t *testing.T) {
	t.Parallel()
	first, last := period.DayOf(2016, 11, 1), period.DayOf(2026, 3, 31)
	for _, c := range []struct {
		month int
		rules string
	}{
		{1, ""}, {4, ""}, {2, "4-5-4 saturday nearest"}, {10, "4-4-5 saturday last"}, {1, "5-4-4 sunday nearest"},
		{2, "2024-02-04 4-5-4 saturday nearest"}, {7, "4-4-5 friday last; 2021-07-01 months"},
	} {
		t.Run(fmt.Sprint(c.month, " ", c.rules), func(t *testing.T) {
			t.Parallel()
			catalog, err := metrics.Load(rowsets.All())
			if err != nil {
				t.Fatal(err)
			}
			w := newWorld(t, catalog)
			w.put("company", map[string]any{"name": "Acme", "fiscal_first_month": c.month, "fiscal_calendar": c.rules})
			for d := first; d <= last; d += 3 {
				w.put("deal", won(d.String(), "10 EUR"))
			}
			w.catchUp()
			rules, err := period.ParseFiscal(c.rules, time.Month(c.month))
			if err != nil {
				t.Fatal(err)
			}
			calendar, err := period.NewCalendar(time.UTC, time.Month(c.month), time.Monday, rules...)
			if err != nil {
				t.Fatal(err)
			}
			for _, grain := range []period.Grain{period.Weekly, period.Monthly, period.Quarter, period.Year} {
				want := map[string]int{}
				for d := first; d <= last; d += 3 {
					want[calendar.Label(calendar.PeriodOf(d, grain).From, grain)]++
				}
				// the periods of the rows, and periods that are given
				for _, q := range []metrics.Query{{}, {From: &first, To: &last}} {
					q.Metric, q.Grain = "won_deals", grain
					a := w.ask(q)
					filled := 0
					for _, r := range a.Rows {
						if r.N > 0 {
							filled++
						}
						label := *r.Period
						if grain == period.Weekly {
							label = r.Start.String()
						}
						if int(r.N) != want[label] {
							t.Errorf("%s %s: %d deals, want %d", grain, label, r.N, want[label])
						}
					}
					if filled != len(want) {
						t.Errorf("%s: %d periods with deals, want %d", grain, filled, len(want))
					}
				}
			}
		})
	}
}

// A year of 53 weeks is compared month by month; its 53rd week with nothing.
func TestFiscalComparisons(t *testing.T) {
	t.Parallel()
	catalog, err := metrics.Load(rowsets.All())
	if err != nil {
		t.Fatal(err)
	}
	w := newWorld(t, catalog)
	w.put("company", map[string]any{"name": "Acme", "fiscal_first_month": 2,
		"fiscal_calendar": "4-5-4 saturday nearest"})
	// the first month of two years, and the last week of the longer one
	for on, times := range map[string]int{"2022-01-30": 1, "2022-02-26": 1, "2023-01-29": 3,
		"2023-02-25": 2, "2024-01-29": 4} {
		for range times {
			w.put("deal", won(on, "10 EUR"))
		}
	}
	w.catchUp()
	from, to := day(t, "2023-01-29"), day(t, "2024-02-03")
	a := w.ask(metrics.Query{Metric: "won_deals", Grain: period.Monthly, From: &from, To: &to, Compare: "year"})
	if r := a.Rows[0]; *r.Period != "FY2024-P01" || r.N != 5 || r.Compare == nil || r.Compare.N != 2 {
		t.Errorf("the first month: %+v", r)
	}
	a = w.ask(metrics.Query{Metric: "won_deals", Grain: period.Weekly, From: &from, To: &to, Compare: "year"})
	if n := len(a.Rows); n != 53 || a.Rows[52].N != 4 || a.Rows[52].Compare != nil {
		t.Errorf("%d weeks, the last %+v", n, a.Rows[n-1])
	}
	first := day(t, "2024-02-04")
	end := day(t, "2024-05-04") // the first quarter
	a = w.ask(metrics.Query{Metric: "won_deals", From: &first, To: &end, Compare: "previous"})
	if got := a.Rows[0].Compare; got == nil || got.N != 4 { // the quarter before: 14 weeks
		t.Errorf("the quarter before: %+v, want 4 deals", got)
	}
}
