package findings

import (
	"context"

	"salesops/internal/period"
	"salesops/metrics"
	"salesops/record"
	"salesops/sales"
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
		answer, err := from.Engine.Ask(ctx, scope, metrics.Query{Metric: d.Name, AsOf: at.AsOf, KnownAt: at.KnownAt, Today: at.Today})
		if err != nil {
			return nil, err
		}
		e.Since = answer.HistorySince
		if len(answer.Rows) > 0 {
			e.Row = &answer.Rows[0]
		}
		if !e.Answers() {
			if e.Needs, err = missing(ctx, from, scope, at, d.Needs); err != nil {
				return nil, err
			}
		}
		entries[*d.Chain-1] = e
	}
	return entries, nil
}

// present says for a code what must exist for the need to be met.
var present = map[string]struct{ object, where string }{
	"deals":         {sales.Deal, ""},
	"close_dates":   {sales.Deal, "has(close_date)"},
	"amounts":       {sales.Deal, "has(amount)"},
	"created_dates": {sales.Deal, "has(created_at)"},
	"conversions":   {sales.Lead, "converted == true || has(converted_deal)"},
	"owners":        {sales.Deal, "has(owner)"},
	"accounts":      {sales.Deal, "has(account)"},
	"roster":        {sales.Person, "sells == true"},
	"leads":         {sales.Lead, ""},
	"lead_dates":    {sales.Lead, "has(created_at)"},
	"activities":    {sales.Activity, ""},
	"competitors":   {sales.Deal, "has(competitor)"},
	"contacts":      {sales.Contact, ""},
	"quotas":        {sales.Quota, "has(person)"},
	"calendars":     {sales.Event, ""},
	"contracts":     {sales.Contract, "has(account) && has(start_on)"},
	"mrr":           {sales.Contract, "has(mrr)"},
	"working_hours": {sales.Company, "has(working_hours)"},
	"gross_margin":  {sales.Company, "has(gross_margin)"},
	"deal_lines":    {sales.DealLine, ""},
	"costs":         {sales.Cost, "has(amount) && has(from_on)"},
	"orders":        {sales.Order, "has(account) && has(amount)"},
}

// missing are the needs of which nothing exists. A need this table does not know cannot be
// checked and stays.
func missing(ctx context.Context, from Source, scope record.Scope, at Moment, needs []string) ([]string, error) {
	out := []string{}
	for _, code := range needs {
		p, ok := present[code]
		if !ok {
			out = append(out, code)
			continue
		}
		q := metrics.ListQuery{Object: p.object, Limit: 1, AsOf: at.AsOf, Today: at.Today}
		if p.where != "" {
			q.Where = []string{p.where}
		}
		set, err := from.Engine.List(ctx, scope, q)
		if err != nil {
			return nil, err
		}
		if set.Total == 0 {
			out = append(out, code)
		}
	}
	return out, nil
}
