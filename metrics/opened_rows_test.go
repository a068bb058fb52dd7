package metrics_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"salesops/internal/period"
	"salesops/metrics"
	"salesops/record"
)

// TestEachRowOpensToItsRecords: of an answer in periods each row, and what it is compared with, opens to as many
// records as it counts, with the same sum.
func TestEachRowOpensToItsRecords(t *testing.T) {
	t.Parallel()
	w := newWorld(t, load(t))
	random := rand.New(rand.NewPCG(5, 2))
	for i := range 400 {
		on := day(t, "2025-01-01") + period.Day(random.IntN(620))
		w.put("deal", map[string]any{"name": fmt.Sprint("d", i), "outcome": "won", "created_on": "2024-06-01",
			"close_date": on.String(), "amount": 1 + random.IntN(900)})
	}
	w.complete()
	w.catchUp()
	ctx := t.Context()
	opened := 0
	for _, c := range []struct{ from, to string }{{"2026-01-01", "2026-06-30"}, {"2026-02-10", "2026-05-20"},
		{"2025-03-01", "2026-02-28"}, {"2026-06-01", "2026-06-30"}} {
		from, to := day(t, c.from), day(t, c.to)
		for _, grain := range []period.Grain{period.Whole, period.Weekly, period.Monthly,
			period.Quarter, period.Year} {
			for _, compare := range []string{"", "previous", "year"} {
				q := metrics.Query{Metric: "won_revenue", From: &from, To: &to, Grain: grain, Compare: compare}
				a, err := w.engine.Ask(ctx, record.Everything(), q)
				if err != nil {
					t.Fatalf("%+v: %v", q, err)
				}
				for _, row := range a.Rows {
					cell := metrics.Cell{}
					if row.Period != nil {
						cell.Period = *row.Period
					}
					check := func(cell metrics.Cell, number metrics.Result) {
						t.Helper()
						set, err := w.engine.Records(ctx, record.Everything(), q, cell, metrics.Page{Limit: 1000})
						if err != nil {
							if number.N > 0 {
								t.Errorf("%s %s %+v of %d: %v", grain, compare, cell, number.N, err)
							}
							return
						}
						sum := "0.00"
						if len(set.Sums) > 0 {
							sum = set.Sums[0].Sum.Text
						}
						if set.Total != number.N || number.Value != nil && sum != textOf(number.Value) {
							t.Errorf("%s from %s to %s, %s %+v: %d records of %s, the number is %s of %d", grain,
								from, to,
								compare, cell, set.Total, sum, textOf(number.Value), number.N)
						}
						opened++
					}
					check(cell, row.Result)
					if row.Compare != nil && row.Compare.From != nil {
						cell.Compared = true
						check(cell, row.Compare.Result)
					}
				}
			}
		}
	}
	if opened < 200 {
		t.Errorf("only %d rows were opened", opened)
	}
}

// TestRowsThatAreNotThere: what is asked to be opened and is no part of the answer is refused with what to ask.
func TestRowsThatAreNotThere(t *testing.T) {
	t.Parallel()
	w := newWorld(t, load(t))
	w.put("company", map[string]any{"name": "Us", "gross_margin": 0.8})
	w.put("deal", map[string]any{"name": "d", "outcome": "won", "created_on": "2025-06-01", "close_date": "2026-05-10",
		"amount": 10, "owner": "Ann"})
	w.complete()
	w.catchUp()
	from, to := day(t, "2026-01-01"), day(t, "2026-05-31")
	whole := metrics.Query{Metric: "won_revenue", From: &from, To: &to}
	monthly, compared := whole, whole
	monthly.Grain, compared.Grain, compared.Compare = period.Monthly, period.Monthly, "previous"
	cut := whole
	cut.By = []string{"owner"}
	for _, c := range []struct {
		q    metrics.Query
		cell metrics.Cell
		page metrics.Page
		want string // "" opens
	}{
		{whole, metrics.Cell{}, metrics.Page{Limit: 1000}, ""},
		{whole, metrics.Cell{}, metrics.Page{Limit: 1001}, "a page has at most 1000 records"},
		{whole, metrics.Cell{}, metrics.Page{Limit: -1}, "a page has at most 1000 records"},
		{whole, metrics.Cell{Compared: true}, metrics.Page{}, "this answer has no comparison"},
		{whole, metrics.Cell{Period: "2026-05"}, metrics.Page{}, "this answer has no periods"},
		{monthly, metrics.Cell{}, metrics.Page{}, "which period? take it from the answer's row, such as 2026-06"},
		{monthly, metrics.Cell{Period: "2026-05"}, metrics.Page{}, ""},
		{monthly, metrics.Cell{Period: "2026-06"}, metrics.Page{}, "2026-06 lies outside the days"},
		{monthly, metrics.Cell{Period: "2025-12"}, metrics.Page{}, "2025-12 lies outside the days"},
		{monthly, metrics.Cell{Period: "May"}, metrics.Page{}, "May"},
		{monthly, metrics.Cell{Period: "2026-05", Compared: true}, metrics.Page{}, "this answer has no comparison"},
		{compared, metrics.Cell{Period: "2026-05", Compared: true}, metrics.Page{}, ""},
		{compared, metrics.Cell{Period: "2026-07", Compared: true}, metrics.Page{}, "2026-07 has no period to compare"},
		{cut, metrics.Cell{By: map[string]string{"owner": w.id("person", "Ann")}}, metrics.Page{}, ""},
		{cut, metrics.Cell{By: map[string]string{"team": "none"}}, metrics.Page{}, "the answer is not cut by team"},
		{cut, metrics.Cell{By: map[string]string{"owner": "account_1"}}, metrics.Page{}, "account_1 is no person"},
		{metrics.Query{Metric: "gross_margin"}, metrics.Cell{}, metrics.Page{}, "gross_margin is a setting"},
		{metrics.Query{Metric: "won_revenu"}, metrics.Cell{}, metrics.Page{}, "won_revenu"},
	} {
		_, err := w.engine.Records(t.Context(), record.Everything(), c.q, c.cell, c.page)
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v %+v: %v, want %q", c.cell, c.page, err, c.want)
		}
	}
}

// id is the id of a label, as queries take it.
func (w *world) id(object, label string) string {
	return record.FormatID(object, w.named(object, label))
}

// TestQuestionsThatAreRefused: each says what is wrong; what lies at a limit is answered.
func TestQuestionsThatAreRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t, load(t))
	w.put("deal", map[string]any{"name": "d", "outcome": "won", "created_on": "2025-06-01", "close_date": "2026-05-10",
		"amount": 10, "owner": "Ann"})
	w.complete()
	w.catchUp()
	on := func(s string) *period.Day { d := day(t, s); return &d }
	first, last := period.MinDay, period.MaxDay-2
	before, after := first-1, last+1
	for _, c := range []struct {
		q    metrics.Query
		want string // "" is answered
	}{
		{metrics.Query{}, ""}, {metrics.Query{Metric: "won_revenue@1"}, "won_revenue"},
		{metrics.Query{Metric: "won_revenue@0"}, "is no metric with a version: write won_revenue@1"},
		{metrics.Query{Metric: "won_revenue@x"}, "is no metric with a version: write won_revenue@1"},
		{metrics.Query{Version: -1}, "version -1 does not exist"},
		{metrics.Query{Grain: "decade"}, "decade"},
		{metrics.Query{From: on("2026-05-02"), To: on("2026-05-01")}, "2026-05-02"},
		{metrics.Query{From: on("2026-05-01"), To: on("2026-05-01")}, ""},
		{metrics.Query{From: &before, To: on("2026-05-01")}, "outside the days that can be asked for"},
		{metrics.Query{To: &after, From: on("2026-05-01")}, "outside the days that can be asked for"},
		{metrics.Query{AsOf: on("2026-05-02"), KnownAt: on("2026-05-01")}, "2026-05-02"},
		{metrics.Query{AsOf: on("2026-05-01"), KnownAt: on("2026-05-01")}, ""},
		{metrics.Query{Position: -1}, "position -1 does not exist"},
		{metrics.Query{Org: "as-was"}, ""}, {metrics.Query{Org: "as-is"}, ""},
		{metrics.Query{Org: "today"}, "\"today\" is no hierarchy"},
		{metrics.Query{Compare: "year", Grain: period.Monthly}, ""},
		{metrics.Query{Compare: "previous", Grain: period.Monthly}, ""},
		{metrics.Query{Compare: "year"}, "a comparison needs a range or a grain"},
		{metrics.Query{Compare: "last"}, "\"last\" is no comparison"},
		{metrics.Query{By: []string{"owner", "team", "source"}}, ""},
		{metrics.Query{By: []string{"owner", "team", "source", "pipeline"}}, "4 dimensions are too many"},
		{metrics.Query{By: []string{"owner", " "}}, "a dimension has no name"},
		{metrics.Query{By: []string{"owner", " owner"}}, "the dimension owner is given twice"},
		{metrics.Query{Currency: " usd "}, ""}, {metrics.Query{Currency: "dollars"}, "DOLLARS"},
	} {
		if c.q.Metric == "" {
			c.q.Metric = "won_revenue"
		}
		if c.q.Metric == "won_revenue@1" {
			c.q.Metric = fmt.Sprintf("won_revenue@%d", w.ask(metrics.Query{Metric: "won_revenue"}).Version)
			c.want = ""
		}
		_, err := w.engine.Ask(t.Context(), record.Everything(), c.q)
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: %v, want %q", c.q, err, c.want)
		}
	}
}
