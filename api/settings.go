package api

import (
	"context"

	"salesops/internal/money"
	"salesops/record"
	"salesops/sales"
)

// Settings are the company's.
type Settings struct {
	Values map[string]string `json:"values" doc:"By name, as a person writes them; empty: not set" example:"{\"zone\":\"Europe/Berlin\"}"`
	Fields []SettingField    `json:"fields" doc:"What can be set, in the order to show it"`
	Rates  []Rate            `json:"rates"`
}

// SettingField is a setting that there is.
type SettingField struct {
	Name    string   `json:"name" example:"zone"`
	Label   string   `json:"label" doc:"In English"`
	Kind    string   `json:"kind" doc:"How it is asked for: text, choice, zone, month, percent …"`
	Options []string `json:"options" doc:"The values to choose from; empty where it is written freely"`
	Default string   `json:"default" doc:"In force while none is set; empty for none"`
	Example string   `json:"example"`
	Help    string   `json:"help" doc:"In English"`
}

// SettingsPatch changes what it names.
type SettingsPatch struct {
	Values map[string]string `json:"values,omitempty" doc:"By name, as a person writes them; empty sets one back to its default" example:"{\"zone\":\"Europe/Berlin\"}"`
	Rates  []Rate            `json:"rates,omitempty" doc:"Rates to add or replace by day"`
}

// Rate is an exchange rate from a day on.
type Rate struct {
	From string `json:"from" minLength:"3" maxLength:"3"`
	To   string `json:"to" minLength:"3" maxLength:"3"`
	Day  string `json:"day" format:"date"`
	Rate string `json:"rate" example:"1.0834" doc:"One unit of from in units of to"`
}

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
	seq, err := sales.ChangeSettings(ctx, a.Log, actor(ctx), in.Body.Values, in.Body.rates()...)
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

// ReadSettings returns the company's settings and exchange rates.
func ReadSettings(ctx context.Context, log *record.Log, scope record.Scope) (Settings, error) {
	s, _, err := sales.LoadSettings(ctx, log)
	if err != nil {
		return Settings{}, err
	}
	rates, err := sales.ExchangeRates(ctx, log, scope)
	if err != nil {
		return Settings{}, err
	}
	out := Settings{Values: s.Text(), Fields: []SettingField{}, Rates: []Rate{}}
	for _, t := range sales.SettingTable() {
		out.Fields = append(out.Fields, SettingField{Name: t.Name, Label: t.Label, Kind: string(t.Kind),
			Options: list(t.Options), Default: t.Default, Example: t.Example, Help: t.Help})
	}
	for _, r := range rates {
		out.Rates = append(out.Rates, Rate(r.Entry()))
	}
	return out, nil
}

// rateValue returns a rate as a person writes it.
func rateValue(r record.Record, v record.Value) FieldValue {
	if !v.IsSet() {
		return FieldValue{nil}
	}
	return FieldValue{money.Rate(v.Int()).Text(r.Fields["from_currency"].Text(), r.Fields["to_currency"].Text())}
}
