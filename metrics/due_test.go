package metrics_test

import (
	"testing"
	"time"

	"salesops/internal/period"
	"salesops/metrics"
	"salesops/record"
)

// On 15 May 2026: what is open is overdue, due in this quarter, later, or has no date.
func dueWorld(t *testing.T) (*world, period.Day) {
	w := filled(t,
		map[string]any{"object": "deal", "as": "late", "owner": "Ann", "stage": "Offer", "outcome": "open",
			"created_on": "2026-01-05", "close_date": "2026-05-14", "amount": "100"},
		map[string]any{"object": "deal", "as": "older", "owner": "Ann", "stage": "Offer", "outcome": "open",
			"created_on": "2026-01-05", "close_date": "2026-02-01", "amount": "5"},
		map[string]any{"object": "deal", "as": "today", "owner": "Ann", "stage": "Offer", "outcome": "open",
			"created_on": "2026-01-05", "close_date": "2026-05-15", "amount": "200"},
		map[string]any{"object": "deal", "as": "end", "owner": "Ann", "stage": "Offer", "outcome": "open",
			"created_on": "2026-01-05", "close_date": "2026-06-30", "amount": "400"},
		map[string]any{"object": "deal", "as": "next", "owner": "Ann", "stage": "Offer", "outcome": "open",
			"created_on": "2026-01-05", "close_date": "2026-07-01", "amount": "800"},
		map[string]any{"object": "deal", "as": "never", "owner": "Ann", "stage": "Offer", "outcome": "open",
			"created_on": "2026-01-05", "amount": "1600"},
		map[string]any{"object": "deal", "as": "won", "owner": "Ann", "stage": "Won", "outcome": "won",
			"created_on": "2026-01-05", "close_date": "2026-04-10", "amount": "400"},
		map[string]any{"object": "quota", "person": "Ann", "from_on": "2026-04-01",
			"to_on": "2026-06-30", "amount": "1000"},
	)
	return w, day(t, "2026-05-15")
}

func TestOpenDealsByWhenTheyAreDue(t *testing.T) {
	t.Parallel()
	w, today := dueWorld(t)
	q := metrics.Query{Metric: "open_pipeline", By: []string{"due"}, Today: today}
	if got := cut(w.ask(q), "due"); got != "(none)=1600.00/1 later=800.00/1 this period=600.00/2 overdue=105.00/2" {
		t.Error(got)
	}
	w.addsUp(q)
	q.Metric = "open_deals"
	if got := cut(w.ask(q), "due"); got != "overdue=2/2 this period=2/2 later=1/1 (none)=1/1" {
		t.Error(got)
	}
	// What this period is, is what was asked for where the day lies in it.
	may, june := day(t, "2026-05-01"), day(t, "2026-05-31")
	q = metrics.Query{Metric: "open_pipeline", By: []string{"due"}, Today: today, From: &may, To: &june}
	if got := cut(w.ask(q), "due"); got != "this period=200.00/1 overdue=100.00/1" {
		t.Error(got)
	}
	// It is a filter as well, and follows the as-of day.
	before := day(t, "2026-05-14")
	q = metrics.Query{Metric: "open_pipeline", Where: []string{"due == 'overdue'"}, Today: today, AsOf: &before}
	if got := w.ask(q).Rows[0].Value.Text; got != "5.00" {
		t.Error(got)
	}
	q = metrics.Query{Metric: "stage_conversion_entered", By: []string{"due"}, Today: today}
	for _, row := range w.ask(q).Rows {
		if want := map[string]int64{"overdue": 2, "this period": 2, "later": 1,
			"(none)": 1}[row.By["due"].Name]; row.N != want {
			t.Errorf("%s: %d visits, want %d", row.By["due"].Name, row.N, want)
		}
	}
	set, err := w.engine.List(t.Context(), record.Everything(),
		metrics.ListQuery{Object: "deal", Where: []string{"due == 'later'"}, Today: today})
	if err != nil || set.Total != 1 {
		t.Errorf("%d are listed as later, %v", set.Total, err)
	}
}

func TestCoverageAsksForWhatCanStillBeWon(t *testing.T) {
	t.Parallel()
	w, today := dueWorld(t)
	// 600 of 600 that are missing; the quarter is that of the day.
	q := metrics.Query{Metric: "coverage", Today: today}
	a := w.ask(q)
	if a.Rows[0].Value == nil || number(t, a.Rows[0].Value.Text).Cmp(number(t, "1")) != 0 ||
		a.From.String() != "2026-04-01" {
		t.Error(dump(a))
	}
	if n, of := noted(a, "overdue"); n != 1 || of != 3 {
		t.Errorf("%d of %d are overdue", n, of)
	}
	q.Compare = "previous"
	if a = w.ask(q); a.Rows[0].Value == nil {
		t.Error(dump(a))
	}
	q.Compare = ""
	// Of a quarter that is over everything open is overdue: no number, unless one looks at a day within it.
	from, to := period.DayOf(2026, time.January, 1), period.DayOf(2026, time.March, 31)
	for _, name := range []string{"coverage", "pipeline_due"} {
		for _, grain := range []period.Grain{"", period.Quarter} {
			over := metrics.Query{Metric: name, From: &from, To: &to, Grain: grain, Today: today}
			for _, r := range w.ask(over).Rows {
				if r.Value != nil || r.ReasonCode != "period_over" {
					t.Errorf("%s of a quarter that is over: %+v", name, r.Result)
				}
			}
			within := to - 30
			over.AsOf = &within
			for _, r := range w.ask(over).Rows {
				if r.ReasonCode == "period_over" {
					t.Errorf("%s as of a day within its quarter: %+v", name, r.Result)
				}
			}
		}
	}
	// Cut by due, the quota stays whole.
	q.By = []string{"due"}
	if got := cut(w.ask(q), "due"); got != "this period=1.0000000000/2 overdue=0.0000000000/1" {
		t.Error(dump(w.ask(q)))
	}
	q.By = []string{"owner", "due"}
	a = w.ask(q)
	if len(a.Rows) != 2 || a.Rows[0].By["owner"].Name != "Ann" || a.Rows[0].Value == nil ||
		number(t, a.Rows[0].Value.Text).Cmp(number(t, "1")) != 0 {
		t.Error(dump(a))
	}
	cell := metrics.Cell{By: map[string]string{"due": "this period"}}
	set, err := w.engine.Records(t.Context(), record.Everything(), q, cell, metrics.Page{})
	if err != nil || set.Total != 4 { // two deals, the quota's person, the won deal
		t.Errorf("%d records, %v", set.Total, err)
	}
}
