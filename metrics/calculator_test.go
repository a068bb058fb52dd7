package metrics_test

import (
	"context"
	"math/big"
	"testing"
	"testing/fstest"

	"salesops/analytics"
	"salesops/internal/period"
	"salesops/metrics"
	"salesops/metrics/rowsets"
	"salesops/record"
	"salesops/sales"
)

// expectedDeals is a calculator as another package would write one: this file and a line of a list. It
// expects of every open deal, on its close date, the share of its amount that past deals were won of.
func expectedDeals() *metrics.RowSet {
	return &metrics.RowSet{
		Name: "expected_deal", Like: sales.Deal, Opens: []string{sales.Deal}, From: []string{sales.Deal},
		Prepare: func(_ context.Context, b *metrics.Statement, _ []period.Range) (metrics.Rows, error) {
			return metrics.Select(func(columns []string) (string, error) {
				return b.Records(sales.Deal, columns, b.When())
			}), nil
		},
		Calculator: expected{},
	}
}

type expected struct{}

func (expected) Measures() []metrics.Measure { return []metrics.Measure{metrics.MeasureSum, "share"} }

func (expected) Begin(ctx context.Context, b *metrics.Statement) (*metrics.Calculation, error) {
	var open openDeals
	columns := []string{"id", "outcome", "close_date", "amount"}
	err := b.EachRecord(ctx, sales.Deal, columns, b.When(), func(batch *analytics.Batch, row int) error {
		switch outcome := batch.Text(1, row); {
		case outcome == "won":
			open.won++
			open.closed++
		case outcome == "lost":
			open.closed++
		case !batch.Null(2, row) && !batch.Null(3, row):
			open.deals = append(open.deals, metrics.Line{Record: record.ID(batch.Int(0, row)), Day: batch.Day(2, row),
				Below: batch.Int(3, row)})
		}
		return nil
	})
	c := &metrics.Calculation{First: open.first, Lines: open.lines}
	if b.Measure() == "share" {
		c.Form = metrics.Quotient
	}
	return c, err
}

// openDeals are the open deals, each with its close date and amount, and how past ones ended.
type openDeals struct {
	won, closed int64
	deals       []metrics.Line
}

func (o *openDeals) first(_ context.Context, b *metrics.Statement) (period.Day, error) {
	first := b.AsOf()
	for _, d := range o.deals {
		first = min(first, d.Day)
	}
	return first, nil
}

func (o *openDeals) lines(_ context.Context, b *metrics.Statement, periods []period.Range) (metrics.Lines, error) {
	var lines []metrics.Line
	for place, p := range periods {
		for _, d := range o.deals {
			if p.Contains(d.Day) {
				d.Place, d.Above = place, d.Below*o.won/max(o.closed, 1)
				lines = append(lines, d)
			}
		}
	}
	return metrics.Lines{SQL: b.Listed(lines), Money: [2]bool{true, true}}, nil
}

const expectedRevenue = `name: expected_revenue
version: 1
question: What will the open deals bring?
description: The amounts of open deals by close date, times the share of closed deals that were won.
kind: derived
over: expected_deal
measure: sum
unit: money
dimensions: [owner, team]
`

const expectedShare = `name: expected_share
version: 1
question: Which share of the open amounts is expected?
description: What open deals are expected to bring, divided by their amounts.
kind: derived
over: expected_deal
measure: share
unit: share
dimensions: [owner, team]
`

const expectedPerRep = `name: expected_per_rep
version: 1
question: What is a rep expected to bring?
description: What open deals are expected to bring, divided by the people who sell.
kind: formula
formula: expected_revenue / sellers
unit: money
dimensions: [owner, team]
`

// withExpected are the row sets and the catalogue with the calculator above.
func withExpected(t *testing.T) (metrics.RowSets, *metrics.Catalog) {
	t.Helper()
	sets := append(rowsets.All(), expectedDeals())
	catalog, err := metrics.Load(sets, fstest.MapFS{
		"expected_revenue.yaml": {Data: []byte(expectedRevenue)}, "expected_share.yaml": {Data: []byte(expectedShare)},
		"expected_per_rep.yaml": {Data: []byte(expectedPerRep)},
	})
	if err != nil {
		t.Fatal(err)
	}
	return sets, catalog
}

// TestACalculatorIsAFileAndALine: a calculator that the metrics have never heard of answers like any metric,
// by itself, below another in a formula, filtered, for one person, and explained.
func TestACalculatorIsAFileAndALine(t *testing.T) {
	t.Parallel()
	_, catalog := withExpected(t)
	w := richWorld(t, catalog, func(string, map[string]any) bool { return true })
	w.put("deal", map[string]any{"owner": "Ann", "outcome": "open", "created_on": "2026-02-05",
		"close_date": "2026-05-20", "amount": 333})
	w.catchUp()
	q := metrics.Query{From: on(t, "2026-04-01"), To: on(t, "2026-09-30"), Grain: period.Quarter}
	half := []string{"0.5000000000", "0.5000000000"} // 12 of 24 closed deals were won
	for _, c := range []struct {
		metric, where, whose string
		want                 []string
	}{
		{metric: "expected_revenue", want: []string{"166.50", "4200.00"}},
		{metric: "expected_share", want: half},
		{metric: "expected_per_rep", want: []string{"83.250000", "2100.000000"}},
		{metric: "expected_revenue", where: `close_date > day("2026-06-30")`, want: []string{"0.00", "4200.00"}},
		{metric: "expected_revenue", whose: "Ann", want: []string{"166.50", ""}},
	} {
		q.Metric, q.Whose, q.Where = c.metric, c.whose, nil
		if c.where != "" {
			q.Where = []string{c.where}
		}
		for i, row := range w.ask(q).Rows {
			got := "" // the period has not begun
			if row.Value != nil {
				got = row.Value.Text
			}
			if got != c.want[i] {
				t.Errorf("%s whose %q: %q (%s), want %q", show(q), q.Whose, got, row.Reason, c.want[i])
			}
		}
	}
	q.Metric, q.Whose, q.Where = "expected_revenue", "", nil
	first := w.ask(q).Receipt
	w.put("deal", map[string]any{"owner": "Ann", "outcome": "open", "created_on": "2026-02-05",
		"close_date": "2026-05-20", "amount": 100})
	w.catchUp()
	why, err := w.engine.Explain(t.Context(), record.Everything(), first, w.ask(q).Receipt)
	if err != nil {
		t.Fatal(err)
	}
	added := new(big.Rat)
	for _, step := range why.Rows[0].Steps {
		added.Add(added, exact(step.Amount))
	}
	if added.Cmp(big.NewRat(50, 1)) != 0 || why.Rows[0].Difference.Text != "50.00" {
		t.Errorf("explained by %v, the difference is %v, want 50", added, why.Rows[0].Difference)
	}
}
