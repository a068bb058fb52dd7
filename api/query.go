package api

import (
	"fmt"
	"strings"

	"salesops/internal/fault"
	"salesops/internal/period"
	"salesops/internal/reason"
	"salesops/metrics"
	"salesops/record"
)

// query turns a question's parameters into a query.
func (q Question) query(name string) (metrics.Query, error) {
	out := metrics.Query{
		Metric: name, Version: q.Version, By: clean(q.By), Where: clean(q.Where), Compare: q.Compare,
		Whole: q.Whole, Whose: q.Whose,
		Position: record.Seq(q.At), Org: q.Org, Currency: strings.ToUpper(q.Currency),
	}
	var err error
	for _, day := range []struct {
		text Day
		to   **period.Day
	}{{q.From, &out.From}, {q.To, &out.To}, {q.AsOf, &out.AsOf}, {q.KnownAt, &out.KnownAt}} {
		if *day.to, err = day.text.parse(); err != nil {
			return out, err
		}
	}
	today, err := q.Today.parse()
	if err != nil {
		return out, err
	}
	if today != nil {
		out.Today = *today
	}
	if out.Grain, err = period.ParseGrain(q.Grain); err != nil {
		return out, err
	}
	if out.From != nil && out.To != nil && *out.From > *out.To {
		return out, fault.Because(fault.Invalid, reason.Of("range_backwards", "to", out.To, "from", out.From))
	}
	return out, nil
}

func (d Day) parse() (*period.Day, error) {
	if d == "" {
		return nil, nil
	}
	day, err := period.ParseDay(string(d))
	if err != nil {
		return nil, err
	}
	return &day, nil
}

func clean(texts []string) []string {
	var out []string
	for _, t := range texts {
		if t = strings.TrimSpace(t); t != "" {
			out = append(out, t)
		}
	}
	return out
}

// Asked returns rows that describe the question, for the head of an export.
func Asked(q metrics.Query, zone string, position record.Seq) [][2]string {
	rows := [][2]string{{"metric", q.Metric}}
	add := func(name, value string) {
		if value != "" {
			rows = append(rows, [2]string{name, value})
		}
	}
	day := func(d *period.Day, none string) string {
		if d == nil {
			return none
		}
		return d.String()
	}
	add("from", day(q.From, "no limit"))
	add("to", day(q.To, "no limit"))
	add("grain", string(q.Grain))
	add("by", strings.Join(q.By, ", "))
	for _, w := range q.Where {
		add("where", w)
	}
	add("whose", q.Whose)
	add("compare", q.Compare)
	if q.Compare != "" && q.Whole {
		add("compared", "whole periods")
	}
	add("as of", day(q.AsOf, "now"))
	add("known at", day(q.KnownAt, ""))
	add("organisation", q.Org)
	add("currency", q.Currency)
	add("time zone", zone)
	add("log position", fmt.Sprint(position))
	return rows
}
