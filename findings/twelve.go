package findings

import (
	"context"

	"salesops/internal/period"
	"salesops/metrics"
	"salesops/record"
)

// Entry is one of the twelve metrics and whether the data answers it.
type Entry struct {
	Chain int // 1 to 12
	Name  string
	// Known says that the catalogue has the metric.
	Known bool
	Unit  string
	// Row is its one number; nil when the catalogue does not have it.
	Row *metrics.Row
	// From and To are the days that it is about, To included; nil where all time counts.
	From, To *period.Day
	// Since is the first day from which its past answers rest on recorded history; nil for none.
	Since *period.Day
	// Needs are codes of what is missing for an answer; empty when there is one.
	Needs []string
}

// Answers says that there is a number.
func (e Entry) Answers() bool { return e.Row != nil && e.Row.Value != nil }

// planned are the twelve in the order of the revenue chain, with what those need that no
// file answers yet.
var planned = [12]struct {
	name  string
	needs []string
}{
	{"activities", []string{"activities"}},
	{"selling_time", []string{"calendars", "working_hours"}},
	{"lead_to_customer", []string{"leads"}},
	{"cycle_won_mean", []string{"deals", "close_dates"}},
	{"win_rate", []string{"deals"}},
	{"asp", []string{"deals", "amounts"}},
	{"revenue_per_rep", []string{"deals", "owners"}},
	{"quota_attainment", []string{"quotas"}},
	{"forecast", []string{"deals", "amounts", "close_dates"}},
	{"cac", []string{"costs"}},
	{"ltv", []string{"contracts"}},
	{"churn_logo", []string{"contracts"}},
}

// Twelve asks the twelve metrics over all history.
func Twelve(ctx context.Context, from Source, scope record.Scope, at Moment) ([]Entry, error) {
	entries := make([]Entry, len(planned))
	for i, p := range planned {
		entries[i] = Entry{Chain: i + 1, Name: p.name, Needs: p.needs}
	}
	for _, d := range from.Engine.Catalog().List() {
		if d.Chain == nil || *d.Chain < 1 || *d.Chain > len(entries) || !d.Headline {
			continue
		}
		e := Entry{Chain: *d.Chain, Name: d.Name, Known: true, Unit: d.Unit, Needs: []string{}}
		answer, err := from.Engine.Ask(ctx, scope,
			metrics.Query{Metric: d.Name, AsOf: at.AsOf, KnownAt: at.KnownAt, Today: at.Today})
		if err != nil {
			return nil, err
		}
		e.Since, e.From, e.To = answer.HistorySince, answer.From, answer.To
		if len(answer.Rows) > 0 {
			e.Row = &answer.Rows[0]
		}
		if !e.Answers() {
			if e.Needs, err = from.Engine.Missing(ctx, scope,
				metrics.Query{Metric: d.Name, AsOf: at.AsOf, Today: at.Today}); err != nil {
				return nil, err
			}
		}
		entries[*d.Chain-1] = e
	}
	return entries, nil
}
