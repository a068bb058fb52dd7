package api

import (
	"context"

	"salesops/internal/period"
)

// NamedPeriods are the periods that people ask for by name, as of a day. Months, quarters and years are those
// of the company's fiscal calendar.
type NamedPeriods struct {
	Periods []NamedPeriod `json:"periods"`
}

// NamedPeriod is one of them.
type NamedPeriod struct {
	Name  string `json:"name" enum:"this_month,last_month,this_quarter,last_quarter,this_year,last_year,last_12_months"`
	From  string `json:"from" format:"date"`
	To    string `json:"to" format:"date" doc:"Included"`
	Label string `json:"label" doc:"What answers call it; empty for more than one period" example:"FY2026-Q1"`
}

func (a *API) getPeriods(ctx context.Context, in *struct {
	Conditional
	Day Day `query:"day" doc:"As of this day (today)"`
}) (*reply[NamedPeriods], error) {
	position := a.Log.Head()
	if err := a.unchanged(ctx, in.Conditional, position); err != nil {
		return nil, err
	}
	settings, err := a.settings(ctx)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	calendar := settings.Calendar()
	today := a.Clock().Day(calendar.Location())
	day, err := in.Day.parse()
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	if day != nil {
		today = *day
	}
	head, err := a.fresh(ctx, position)
	if err != nil {
		return nil, err
	}
	return &reply[NamedPeriods]{head, namedPeriods(calendar, today)}, nil
}

func namedPeriods(c period.Calendar, today period.Day) NamedPeriods {
	var out NamedPeriods
	add := func(name string, days period.Range, label string) {
		out.Periods = append(out.Periods,
			NamedPeriod{Name: name, From: days.From.String(), To: (days.To - 1).String(), Label: label})
	}
	for _, p := range []struct {
		grain period.Grain
		word  string
	}{{period.Monthly, "month"}, {period.Quarter, "quarter"}, {period.Year, "year"}} {
		now := c.PeriodOf(today, p.grain)
		last := c.PeriodOf(now.From-1, p.grain)
		add("this_"+p.word, now, c.Label(now.From, p.grain))
		add("last_"+p.word, last, c.Label(last.From, p.grain))
	}
	month := c.PeriodOf(today, period.Monthly)
	add("last_12_months", period.Range{From: c.AddMonths(month.From, -11), To: month.To}, "")
	return out
}
