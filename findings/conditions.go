package findings

import (
	"context"

	"salesops/analytics"
	"salesops/internal/money"
	"salesops/internal/problems"
	"salesops/metrics"
	"salesops/record"
	"salesops/sales"
)

// condition is a finding that an expression tells: the records that match it. measure is the
// metric whose amount over the same records is at stake; "" for none.
type condition struct {
	code                   problems.Code
	object, where, measure string
}

var conditionList = []condition{
	{problems.ClosedBeforeCreated, sales.Deal, "won && !credit_note && closed_on < created_on", "won_revenue"},
	{problems.WonWithoutAmount, sales.Deal, "won && !has(amount)", ""},
	{problems.ClosedWithoutDate, sales.Deal, "(won || lost) && !has(close_date)", ""},
	{problems.WithoutOwner, sales.Deal, "!has(owner)", "won_revenue"},
	{problems.WithoutAccount, sales.Deal, "!has(account)", "won_revenue"},
	{problems.OverdueOpen, sales.Deal, "open && !credit_note && close_date < as_of", "open_pipeline"},
	{problems.LeadStatusConflict, sales.Lead,
		`status.lower().contains("converted") && !status.lower().contains("not converted") && converted != true`, ""},
}

func conditions(ctx context.Context, from Source, scope record.Scope, at Moment) ([]Finding, error) {
	var found []Finding
	totals := map[string]int64{}
	for _, c := range conditionList {
		f, err := c.find(ctx, from, scope, at)
		if analytics.IsHidden(err) { // it is told by a field that the asker may not see
			continue
		}
		if err != nil {
			return nil, err
		}
		if f.Count == 0 {
			continue
		}
		if _, ok := totals[c.object]; !ok {
			all, err := from.Engine.List(ctx, scope,
				metrics.ListQuery{Object: c.object, Limit: 1, AsOf: at.AsOf, Today: at.Today})
			if err != nil {
				return nil, err
			}
			totals[c.object] = all.Total
		}
		f.Problem = problems.New(c.code, f.Count, totals[c.object])
		found = append(found, f)
	}
	return found, nil
}

func (c condition) find(ctx context.Context, from Source, scope record.Scope, at Moment) (Finding, error) {
	f := Finding{Object: c.object}
	set, err := from.Engine.List(ctx, scope, metrics.ListQuery{Object: c.object, Where: []string{c.where},
		Limit: MaxRecords, AsOf: at.AsOf, Today: at.Today})
	if err != nil || set.Total == 0 {
		return f, err
	}
	f.Count = set.Total
	for _, r := range set.Records {
		_, id, err := record.ParseID(r.ID)
		if err != nil {
			return f, err
		}
		f.Records = append(f.Records, id)
	}
	if c.measure != "" {
		f.Amount, err = atStake(ctx, from, scope, at, c.measure, c.where)
	}
	return f, err
}

// atStake is a money metric over the records of a condition; nil where it has no one value.
func atStake(ctx context.Context, from Source, scope record.Scope, at Moment, metric,
	where string) (*money.Amount, error) {
	answer, err := from.Engine.Ask(ctx, scope,
		metrics.Query{Metric: metric, Where: []string{where}, AsOf: at.AsOf, KnownAt: at.KnownAt, Today: at.Today})
	if analytics.IsHidden(err) {
		return nil, nil
	}
	if err != nil || len(answer.Rows) != 1 || answer.Rows[0].Value == nil {
		return nil, err
	}
	currency := ""
	if c := answer.Rows[0].Currency; c != nil {
		currency = *c
	}
	amount, err := money.Parse(answer.Rows[0].Value.Text, currency)
	if err != nil {
		return nil, err
	}
	return &amount, nil
}
