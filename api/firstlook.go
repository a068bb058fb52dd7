package api

import (
	"context"

	"salesops/findings"
	"salesops/record"
	"salesops/sales"
)

func (a *API) getFirstLook(ctx context.Context, in *struct {
	Conditional
	AsOf    Day `query:"as_of" doc:"As it was at the end of this day, corrected since"`
	KnownAt Day `query:"known_at" doc:"The numbers by what was known at the end of this day"`
}) (*reply[FirstLook], error) {
	position := a.Columns.Position()
	if err := a.unchanged(ctx, in.Conditional, position); err != nil {
		return nil, err
	}
	asOf, err := in.AsOf.parse()
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	known, err := in.KnownAt.parse()
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	if asOf == nil {
		asOf = known
	}
	settings, err := a.settings(ctx)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	at := findings.Moment{AsOf: asOf, KnownAt: known, Today: a.Clock().Day(settings.Zone), Zone: settings.Zone}
	if !a.pagesOfNumbers.Take(ctx, nil) {
		return nil, a.problem(ctx, ctx.Err())
	}
	defer a.pagesOfNumbers.Give()
	body, err := a.firstLook(ctx, at, settings)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	head, err := a.fresh(ctx, position)
	if err != nil {
		return nil, err
	}
	return &reply[FirstLook]{head, body}, nil
}

func (a *API) firstLook(ctx context.Context, at findings.Moment, settings sales.Settings) (FirstLook, error) {
	from := findings.Source{Engine: a.Engine, Columns: a.Columns}
	until := at.Today
	if at.AsOf != nil {
		until = *at.AsOf
	}
	out := FirstLook{AsOf: dayText(at.AsOf), Twelve: []TwelveEntry{}, Findings: []Finding{},
		History: HistorySpan{Until: until.String()}}
	twelve, err := findings.Twelve(ctx, from, a.scope(ctx), at)
	if err != nil {
		return out, err
	}
	for _, e := range twelve {
		entry := TwelveEntry{Chain: e.Chain, Name: e.Name, Available: e.Known, Answers: e.Answers(), Unit: e.Unit,
			Needs: list(e.Needs), From: dayText(e.From), To: dayText(e.To), Flags: []string{}}
		if r := e.Row; r != nil {
			entry.Value, entry.Currency, entry.N = decimal(r.Value), r.Currency, r.N
			entry.Low, entry.High, entry.Reason = decimal(r.Low), decimal(r.High), r.Reason
			entry.Flags = list(r.Flags)
			entry.Interval = intervalOf(r.Interval)
			entry.ReasonCode, entry.ReasonParts = ReasonCode(r.ReasonCode), r.ReasonParts
		}
		out.Twelve = append(out.Twelve, entry)
	}
	for _, e := range twelve {
		if e.Since != nil && (out.History.Since == nil || e.Since.String() < *out.History.Since) {
			out.History.Since = dayText(e.Since)
		}
	}
	found, err := findings.Find(ctx, from, a.scope(ctx), at)
	if err != nil {
		return out, err
	}
	for _, f := range found {
		out.Findings = append(out.Findings, findingOf(f))
	}
	return out, nil
}

func findingOf(f findings.Finding) Finding {
	out := Finding{
		Code: string(f.Code), Said: f.Said, Parts: f.Parts, Count: f.Count, Of: f.Of, Day: dayText(f.Day),
		Metrics: list(f.Metrics), Object: f.Object,
		Records: []string{}, Rates: map[string]Decimal{}, Sentence: f.Message,
	}
	if f.Amount != nil {
		out.Amount = &MoneyValue{Amount: f.Amount.String(), Currency: textOrNull(f.Amount.Currency)}
	}
	for _, id := range f.Records {
		out.Records = append(out.Records, record.FormatID(f.Object, id))
	}
	for name, figure := range f.Rates {
		out.Rates[name] = decimal(&figure)
	}
	return out
}
