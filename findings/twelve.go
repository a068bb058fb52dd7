package findings

import (
	"context"

	"salesops/analytics"
	"salesops/internal/period"
	"salesops/internal/reason"
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

// Twelve asks the twelve metrics over all history.
func Twelve(ctx context.Context, from Source, scope record.Scope, at Moment) ([]Entry, error) {
	twelve := from.Engine.Catalog().Twelve()
	entries := make([]Entry, len(twelve))
	for i, d := range twelve {
		entries[i] = Entry{Chain: i + 1, Name: d.Name, Needs: d.Needs}
	}
	for _, d := range from.Engine.Catalog().List() {
		if d.Chain == nil || *d.Chain < 1 || *d.Chain > len(entries) || !d.Headline {
			continue
		}
		e := Entry{Chain: *d.Chain, Name: d.Name, Known: true, Unit: d.Unit, Needs: []string{}}
		answer, err := from.Engine.Ask(ctx, scope,
			metrics.Query{Metric: d.Name, AsOf: at.AsOf, KnownAt: at.KnownAt, Today: at.Today})
		if analytics.IsHidden(err) {
			why := reason.From(err)
			e.Row = &metrics.Row{Result: metrics.Result{
				Reason: why.Text, ReasonCode: why.Code, ReasonParts: why.Parts, Flags: []string{}}}
			entries[*d.Chain-1] = e
			continue
		}
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
