package api

import (
	"context"
	"strconv"
	"strings"

	"salesops/internal/money"
	"salesops/record"
	"salesops/sales"
)

func (a *API) getSettings(ctx context.Context, in *Conditional) (*reply[Settings], error) {
	position := a.Log.Head()
	if err := a.unchanged(ctx, *in, position); err != nil {
		return nil, err
	}
	body, err := ReadSettings(ctx, a.Log, a.scope(ctx))
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	head, err := a.fresh(ctx, position)
	if err != nil {
		return nil, err
	}
	return &reply[Settings]{head, body}, nil
}

func (a *API) updateSettings(ctx context.Context, in *struct{ Body SettingsPatch }) (*done[Settings], error) {
	seq, err := sales.ChangeSettings(ctx, a.Log, actor(ctx), in.Body.texts(), in.Body.rates()...)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	a.visible(ctx, seq)
	body, err := ReadSettings(ctx, a.Log, a.scope(ctx))
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	return &done[Settings]{body}, nil
}

func (p SettingsPatch) rates() []sales.RateEntry {
	var out []sales.RateEntry
	for _, r := range p.Rates {
		out = append(out, sales.RateEntry(r))
	}
	return out
}

// texts are the given settings as a person writes them.
func (p SettingsPatch) texts() map[string]string {
	out := map[string]string{}
	for key, v := range map[string]*string{"name": p.Name, "zone": p.Zone, "fiscal_calendar": p.FiscalCalendar,
		"week_start": p.WeekStart, "currency": p.Currency, "working_hours": p.WorkingHours,
		"gross_margin": p.GrossMargin, "system_of_record": p.SystemOfRecord} {
		if v != nil {
			out[key] = *v
		}
	}
	if p.FiscalFirstMonth != nil {
		out["fiscal_first_month"] = strconv.Itoa(*p.FiscalFirstMonth)
	}
	if p.OwnDomains != nil {
		out["own_domains"] = strings.Join(*p.OwnDomains, ",")
	}
	return out
}

// ReadSettings are the company's settings and exchange rates.
func ReadSettings(ctx context.Context, log *record.Log, scope record.Scope) (Settings, error) {
	s, _, err := sales.LoadSettings(ctx, log)
	if err != nil {
		return Settings{}, err
	}
	rates, err := sales.ExchangeRates(ctx, log, scope)
	if err != nil {
		return Settings{}, err
	}
	text := s.Text()
	out := Settings{
		Name: s.Name, Zone: text["zone"], FiscalFirstMonth: int(s.FirstMonth),
		FiscalCalendar: text["fiscal_calendar"], WeekStart: text["week_start"],
		Currency: textOrNull(s.Currency), OwnDomains: list(s.OwnDomains), WorkingHours: text["working_hours"],
		GrossMargin: textOrNull(text["gross_margin"]), SystemOfRecord: text["system_of_record"], Rates: []Rate{},
	}
	for _, r := range rates {
		out.Rates = append(out.Rates, Rate(r.Entry()))
	}
	return out, nil
}

// rateValue is a kept rate as a person writes it.
func rateValue(r record.Record, v record.Value) FieldValue {
	if !v.IsSet() {
		return FieldValue{nil}
	}
	return FieldValue{money.Rate(v.Int()).Text(r.Fields["from_currency"].Text(), r.Fields["to_currency"].Text())}
}
