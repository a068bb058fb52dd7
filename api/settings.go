package api

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"salesops/internal/fault"
	"salesops/internal/money"
	"salesops/internal/period"
	"salesops/internal/reason"
	"salesops/metrics"
	"salesops/record"
	"salesops/sales"
)

func (a *API) getSettings(ctx context.Context, in *Conditional) (*reply[Settings], error) {
	position := a.Log.Head()
	if err := a.unchanged(ctx, *in, position); err != nil {
		return nil, err
	}
	body, err := a.ReadSettings(ctx)
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
	if err := a.ChangeSettings(ctx, in.Body.texts(), in.Body.Rates); err != nil {
		return nil, a.problem(ctx, err)
	}
	body, err := a.ReadSettings(ctx)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	return &done[Settings]{body}, nil
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
func (a *API) ReadSettings(ctx context.Context) (Settings, error) {
	s, err := a.settings(ctx)
	if err != nil {
		return Settings{}, err
	}
	out := Settings{
		Name: s.Name, Zone: s.Zone.String(), FiscalFirstMonth: int(s.FirstMonth),
		FiscalCalendar: s.Text()["fiscal_calendar"], WeekStart: strings.ToLower(s.WeekStart.String()),
		Currency: textOrNull(s.Currency), OwnDomains: list(s.OwnDomains), WorkingHours: s.Text()["working_hours"],
		GrossMargin: textOrNull(s.Text()["gross_margin"]), SystemOfRecord: s.Masters.String(), Rates: []Rate{},
	}
	err = a.eachRate(ctx, func(r storedRate) { out.Rates = append(out.Rates, r.Rate) })
	return out, err
}

// ChangeSettings sets settings by key to what a person wrote, and adds or replaces rates.
// Nothing is changed when one value is wrong.
func (a *API) ChangeSettings(ctx context.Context, values map[string]string, rates []Rate) error {
	settings, err := a.settings(ctx)
	if err != nil {
		return err
	}
	drafts, err := a.rateDrafts(ctx, rates, settings)
	if err != nil {
		return err
	}
	seq := record.Seq(0)
	if len(values) > 0 {
		if seq, err = sales.ChangeSettings(ctx, a.Log, actor(ctx), values); err != nil {
			return err
		}
		if settings, err = a.settings(ctx); err != nil { // the days of the rates begin in the new zone
			return err
		}
		if drafts, err = a.rateDrafts(ctx, rates, settings); err != nil {
			return err
		}
	}
	if len(drafts) > 0 {
		written, err := a.Log.Apply(ctx, record.Command{Actor: actor(ctx), Drafts: drafts})
		if err != nil {
			return err
		}
		seq = max(seq, written[0].Last)
	}
	a.visible(ctx, seq)
	return nil
}

type storedRate struct {
	Rate
	id record.ID
}

func (a *API) eachRate(ctx context.Context, fn func(storedRate)) error {
	for cursor := ""; ; {
		set, err := a.Engine.List(ctx, a.scope(ctx),
			metrics.ListQuery{Object: sales.Rate, Sort: "day", Cursor: cursor, Limit: exportPage})
		if err != nil {
			return err
		}
		for _, item := range set.Records {
			fields := valuesOf(item.Fields)
			text := func(name string) string { return FieldTexts("text", fields[name])[0] }
			_, id, err := record.ParseID(item.ID)
			if err != nil {
				return fmt.Errorf("read rate %s: %w", item.ID, err)
			}
			stored, err := strconv.ParseInt(text("rate"), 10, 64)
			if err != nil {
				continue // a rate without a value converts nothing
			}
			from, to := text("from_currency"), text("to_currency")
			fn(storedRate{id: id, Rate: Rate{From: from, To: to, Day: text("day"),
				Rate: money.Rate(stored).Text(from, to)}})
		}
		if cursor = set.NextCursor; cursor == "" {
			return nil
		}
	}
}

// rateValue is a kept rate as a person writes it.
func rateValue(r record.Record, v record.Value) FieldValue {
	if !v.IsSet() {
		return FieldValue{nil}
	}
	return FieldValue{money.Rate(v.Int()).Text(r.Fields["from_currency"].Text(), r.Fields["to_currency"].Text())}
}

// rateDrafts checks rates and turns them into records; a rate of the same day is replaced.
// A rate holds from the beginning of its day.
func (a *API) rateDrafts(ctx context.Context, rates []Rate, s sales.Settings) ([]record.Draft, error) {
	if len(rates) == 0 {
		return nil, nil
	}
	key := func(r Rate) string { return r.From + " " + r.To + " " + r.Day }
	known := map[string]record.ID{}
	if err := a.eachRate(ctx, func(r storedRate) { known[key(r.Rate)] = r.id }); err != nil {
		return nil, err
	}
	var drafts []record.Draft
	for _, r := range rates {
		r.From, r.To = strings.ToUpper(r.From), strings.ToUpper(r.To)
		for _, code := range []string{r.From, r.To} {
			if !money.Known(code) {
				return nil, fault.Because(fault.Invalid, reason.Of("currency_wrong", "value", strconv.Quote(code)))
			}
		}
		if r.From == r.To {
			return nil, fault.Invalidf("a rate from %s to itself says nothing", r.From)
		}
		day, err := period.ParseDay(r.Day)
		if err != nil {
			return nil, err
		}
		rate, err := money.ParseRate(r.Rate, r.From, r.To)
		if err != nil {
			return nil, err
		}
		value := record.FieldValue{Name: "rate", Value: record.IntValue(int64(rate))}
		if id, ok := known[key(r)]; ok {
			state, err := a.Log.Get(ctx, a.scope(ctx), sales.Rate, id)
			if err != nil {
				return nil, err
			}
			// from its very beginning, wherever the day began when it was entered
			drafts = append(drafts, record.Draft{Kind: record.Set, Object: sales.Rate,
				ID: id, EffectiveAt: state.Created, Fields: []record.FieldValue{value}})
			continue
		}
		drafts = append(drafts, record.Draft{Kind: record.Create, Object: sales.Rate, EffectiveAt: day.Start(s.Zone),
			Fields: []record.FieldValue{
				{Name: "from_currency", Value: record.TextValue(r.From)},
				{Name: "to_currency", Value: record.TextValue(r.To)},
				{Name: "day", Value: record.DayValue(day)}, value,
			}})
	}
	return drafts, nil
}
