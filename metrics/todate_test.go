package metrics_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"salesops/internal/period"
	"salesops/metrics"
	"salesops/record"
)

func months(y, m, n int) (from, to period.Day) {
	return period.DayOf(y, time.Month(m), 1), period.DayOf(y, time.Month(m+n), 1) - 1
}

// TestARunningPeriodIsComparedToDate: against a loop over days, for months, quarters and years that run,
// with those before them and a year earlier. February is shorter than what has passed of a month.
func TestARunningPeriodIsComparedToDate(t *testing.T) {
	t.Parallel()
	w := newWorld(t, load(t))
	start, won := period.DayOf(2022, time.January, 1), map[period.Day]int{}
	r := rand.New(rand.NewPCG(3, 1))
	for i := range 900 {
		on := start + period.Day(r.IntN(1100))
		amount := 1 + r.IntN(1000)
		won[on] += amount
		w.put("deal", map[string]any{"name": fmt.Sprint("d", i), "outcome": "won", "created_on": start.String(),
			"close_date": on.String(), "amount": amount})
	}
	w.complete()
	w.catchUp()
	sum := func(from, to period.Day) (n int) {
		for d := from; d <= to; d++ {
			n += won[d]
		}
		return n
	}
	for _, c := range []struct {
		today        string
		y, m, n      int // the running period: its first month, and how many
		thenY, thenM int
		compare      string
	}{
		{"2024-03-30", 2024, 3, 1, 2024, 2, "previous"}, // 30 of March's days against the whole of a leap February
		{"2023-03-29", 2023, 3, 1, 2023, 2, "previous"},
		{"2023-03-10", 2023, 3, 1, 2023, 2, "previous"},
		{"2024-02-28", 2024, 2, 1, 2023, 2, "year"}, // 28 of 29 days against 28 of 28
		{"2024-03-30", 2024, 1, 3, 2023, 1, "year"}, // 90 days of a leap year's quarter against 90 of 90
		{"2024-02-14", 2024, 1, 3, 2023, 10, "previous"},
		{"2024-12-30", 2024, 1, 12, 2023, 1, "previous"}, // 365 of 366 days
		{"2024-01-01", 2024, 1, 3, 2023, 10, "previous"}, // one day
		{"2024-03-31", 2024, 3, 1, 2024, 2, "previous"},  // over: whole with whole
	} {
		from, to := months(c.y, c.m, c.n)
		thenFrom, thenTo := months(c.thenY, c.thenM, c.n)
		today := day(t, c.today)
		until := min(thenFrom+today-from, thenTo)
		q := metrics.Query{Metric: "won_revenue", From: &from, To: &to, Compare: c.compare, Today: today, AsOf: &today}
		toDate := today < to
		if !toDate {
			until = thenTo
		}
		check := func(q metrics.Query, got metrics.Row, until period.Day, toDate bool) {
			t.Helper()
			want := fmt.Sprintf("%d.00", sum(thenFrom, until))
			if c := got.Compare; c == nil || textOf(c.Value) != want || *c.To != until || c.ToDate != toDate {
				t.Errorf("today %s, %s to %s with %s (grain %q, whole %v): %+v, want %s until %s", today, from,
					to, q.Compare, q.Grain, q.Whole, got.Compare, want, until)
			}
		}
		a := w.ask(q)
		check(q, a.Rows[0], until, toDate)
		if again, err := w.replay(a.Receipt); err != nil ||
			textOf(again.Rows[0].Compare.Value) != textOf(a.Rows[0].Compare.Value) {
			t.Errorf("the receipt gives %v, %v", again, err)
		}
		set, err := w.engine.Records(t.Context(), record.Everything(), q, metrics.Cell{Compared: true}, metrics.Page{})
		if err != nil || len(set.Sums) > 0 && set.Sums[0].Sum.Text != textOf(a.Rows[0].Compare.Value) {
			t.Errorf("the compared number opens to %+v, %v", set, err)
		}
		q.Whole = true
		check(q, w.ask(q).Rows[0], thenTo, false)
		q.Whole = false
		if c.n == 1 { // as the last point of a line
			q.Grain = period.Monthly
			check(q, w.ask(q).Rows[0], until, toDate)
			open := q
			open.To, open.From = nil, ptr(from-90)
			if c.compare == "previous" {
				for _, got := range w.ask(open).Rows {
					if *got.Start == from {
						check(open, got, until, toDate)
					} else if *got.Start > today && got.Compare.Value != nil {
						t.Errorf("%s has not begun on %s and is compared: %+v", *got.Period, today, got.Compare)
					}
				}
			}
		}
	}
}

// TestWhatStandsIsComparedAsOfThatDay: open pipeline is what was open on the same day of the other
// quarter, quota attainment what was reached by then of the whole quota; and a rate of two flows is that
// of the days.
func TestWhatStandsIsComparedAsOfThatDay(t *testing.T) {
	t.Parallel()
	w := newWorld(t, load(t))
	w.put("person", map[string]any{"name": "Ada", "sells": true})
	for _, q := range [][2]string{{"2026-01-01", "2026-03-31"}, {"2026-04-01", "2026-06-30"}} {
		w.put("quota", map[string]any{"person": "Ada", "from_on": q[0], "to_on": q[1], "amount": 1000})
	}
	open := func(name, created, due string, amount int, then ...any) {
		row := map[string]any{"name": name, "owner": "Ada", "outcome": "open", "created_on": created,
			"close_date": due, "amount": amount}
		if len(then) > 0 {
			row["then"] = then
		}
		w.put("deal", row)
	}
	open("a", "2026-01-02", "2026-03-20", 500,
		map[string]any{"on": "2026-03-10", "outcome": "won", "close_date": "2026-03-10"})
	open("b", "2026-01-02", "2026-03-25", 70,
		map[string]any{"on": "2026-02-01", "outcome": "won", "close_date": "2026-02-01"})
	open("c", "2026-03-01", "2026-03-25", 8000,
		map[string]any{"on": "2026-03-02", "outcome": "lost", "close_date": "2026-03-02"})
	open("d", "2026-04-02", "2026-06-20", 300)
	open("e", "2026-04-02", "2026-05-10", 100,
		map[string]any{"on": "2026-05-10", "outcome": "won", "close_date": "2026-05-10"})
	w.complete()
	w.catchUp()
	from, to := months(2026, 4, 3)
	for metric, want := range map[string][2]string{ // now, then: 45 days, until 2026-02-14
		"open_pipeline":         {"300.00", "500.00"},
		"open_deals":            {"1", "1"},
		"won_revenue":           {"100.00", "70.00"},
		"quota_attainment_team": {"0.1000000000", "0.0700000000"},
		"coverage":              {"0.333333333333", "0.537634408602"},
		"quota":                 {"1000.00", "1000.00"},
	} {
		today := day(t, "2026-05-15")
		got := w.ask(metrics.Query{Metric: metric, From: &from, To: &to, Compare: "previous",
			Today: today, AsOf: &today}).Rows[0]
		if textOf(got.Value) != want[0] || textOf(got.Compare.Value) != want[1] ||
			got.Compare.To.String() != "2026-02-14" || !got.Compare.ToDate {
			t.Errorf("%s is %s (%s), compared with %s (%s) until %v; want %v", metric, textOf(got.Value), got.Reason,
				textOf(got.Compare.Value), got.Compare.Reason, got.Compare.To, want)
		}
	}
	// A month that has not begun is compared with nothing.
	today := day(t, "2026-05-15")
	rows := w.ask(metrics.Query{Metric: "won_revenue", From: &from, To: &to, Grain: period.Monthly, Compare: "previous",
		Today: today, AsOf: &today}).Rows
	if c := rows[2].Compare; c.Value != nil || c.Change != nil || c.ReasonCode == "" || c.Verdict != "" {
		t.Errorf("June is compared in May: %+v", c)
	}
	if c := rows[0].Compare; c.Value == nil || c.ToDate {
		t.Errorf("April is over: %+v", c)
	}
}

// TestToDateIsSaidOfARow: the month that runs has no row, and no note either.
func TestToDateIsSaidOfARow(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		last string
		said bool
	}{{"2026-02-10", false}, {"2026-04-10", true}} {
		w := newWorld(t, load(t))
		for _, on := range []string{"2026-01-10", c.last} {
			w.put("deal", map[string]any{"outcome": "won", "created_on": "2026-01-01",
				"close_date": on, "amount": 1000})
		}
		w.complete()
		w.catchUp()
		a := w.ask(metrics.Query{Metric: "won_revenue", Grain: period.Monthly, Compare: "previous",
			Today: day(t, "2026-04-20")})
		said := slices.ContainsFunc(a.Notes, func(n metrics.Note) bool { return n.Code == "to_date" })
		if said != c.said {
			t.Errorf("with a last win on %s: %d rows, notes %v", c.last, len(a.Rows), a.Notes)
		}
	}
}

// TestWhatIsLeftOpenIsNotBetter: of a period that is over, what is still open is left over: a change of it is
// told, and neither called better nor worse. Of a period that runs it is.
func TestWhatIsLeftOpenIsNotBetter(t *testing.T) {
	t.Parallel()
	w := newWorld(t, load(t)) // today is the last day of June 2026
	for i, due := range []string{"2026-03-10", "2026-04-10", "2026-04-11", "2026-05-20", "2026-06-10", "2026-06-11"} {
		w.put("deal", map[string]any{"name": fmt.Sprint("d", i), "outcome": "open", "created_on": "2025-01-05",
			"close_date": due, "amount": 100})
	}
	w.complete()
	w.catchUp()
	for _, name := range []string{"open_pipeline", "open_deals"} {
		for month, want := range map[int]string{4: "", 6: "better"} {
			from, to := months(2026, month, 1)
			row := w.ask(metrics.Query{Metric: name, From: &from, To: &to, Compare: "previous"}).Rows[0]
			if row.Compare == nil || row.Compare.Change == nil || row.Compare.Verdict != want {
				t.Errorf("%s due in month %d: %+v, want a change and the verdict %q", name, month, row.Compare, want)
			}
		}
	}
}
