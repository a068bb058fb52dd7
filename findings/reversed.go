package findings

import (
	"context"

	"salesops/analytics"
	"salesops/internal/money"
	"salesops/internal/period"
	"salesops/internal/problems"
	"salesops/metrics"
	"salesops/record"
	"salesops/sales"
)

// reversedWins are deals that were won and are not any more, one finding per day on which
// that happened, with the win rate on the day before and the one that reads now.
func reversedWins(ctx context.Context, from Source, scope record.Scope, at Moment) ([]Finding, error) {
	reversals, err := from.Columns.View(scope).Reversals(ctx, sales.Deal, "outcome", sales.Won, "amount", at.when())
	if analytics.IsHidden(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var found []Finding
	for _, r := range reversals {
		day := r.At.Day(at.Zone)
		if n := len(found); n == 0 || *found[n-1].Day != day {
			found = append(found, Finding{
				Day: &day, Object: sales.Deal, Amount: &money.Amount{}, Rates: map[string]metrics.Figure{},
			})
		}
		f := &found[len(found)-1]
		f.Count++
		if len(f.Records) < MaxRecords {
			f.Records = append(f.Records, r.ID)
		}
		f.add(r.Amount)
	}
	if len(found) == 0 {
		return nil, nil
	}
	now, err := winRate(ctx, from, scope, at, at.AsOf)
	if err != nil {
		return nil, err
	}
	for i := range found {
		before := *found[i].Day - 1
		then, err := winRate(ctx, from, scope, at, &before)
		if err != nil {
			return nil, err
		}
		if then != nil && now != nil {
			found[i].Rates["before"], found[i].Rates["now"] = *then, *now
		}
		found[i].say(at)
	}
	return found, nil
}

// say words a reversal: the day, and what the win rate was before and is at the moment that is looked at.
func (f *Finding) say(at Moment) {
	f.Problem = problems.Told(problems.ReversedWins, f.Count, 0, "reversed_wins_on", "on_day", *f.Day)
	before, has := f.Rates["before"]
	if !has {
		return
	}
	parts := []any{"before_share", before.Text, "before_day", *f.Day - 1, "now_share", f.Rates["now"].Text}
	if at.AsOf == nil {
		f.Also("win_rate_today", parts...)
		return
	}
	f.Also("win_rate_seen", append(parts, "seen_day", *at.AsOf)...)
}

// add sums money of one currency; of several there is no sum without rates, and so no amount.
func (f *Finding) add(a *money.Amount) {
	if a == nil || f.Amount == nil {
		return
	}
	if f.priced && f.Amount.Currency != a.Currency { // also where the sum so far is zero
		f.Amount = nil
		return
	}
	f.priced, f.Amount.Currency = true, a.Currency
	f.Amount.Minor += a.Minor
}

// winRate is the win rate as of a day; nil when there is not enough data.
func winRate(ctx context.Context, from Source, scope record.Scope, at Moment,
	asOf *period.Day) (*metrics.Figure, error) {
	answer, err := from.Engine.Ask(ctx, scope,
		metrics.Query{Metric: "win_rate", AsOf: asOf, KnownAt: at.KnownAt, Today: at.Today})
	if err != nil || len(answer.Rows) == 0 {
		return nil, err
	}
	return answer.Rows[0].Value, nil
}
