package sales

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"salesops/internal/fault"
	"salesops/record"
)

// There is one company record. It is found by this external id of the empty source.
const companyExternal = "company"

// LoadSettings reads the settings from the log, and the id of the company record, which is 0 when nothing was
// ever set.
func LoadSettings(ctx context.Context, log *record.Log) (Settings, record.ID, error) {
	company, err := loadCompany(ctx, log)
	if err != nil {
		return DefaultSettings(), 0, fmt.Errorf("load settings: %w", err)
	}
	s, err := ReadSettings(company)
	return s, company.ID, err
}

// loadCompany returns the company record; its ID is 0 when nothing was ever set.
func loadCompany(ctx context.Context, log *record.Log) (record.Record, error) {
	found, err := log.Lookup(ctx, "", Company, []string{companyExternal})
	if err != nil {
		return record.Record{}, err
	}
	id, ok := found[companyExternal]
	if !ok {
		return record.Record{}, nil
	}
	return log.Get(ctx, record.Everything(), Company, id)
}

// ChangeSettings sets settings by name to what a person wrote ("" for the default), and adds or replaces
// exchange rates. All are one command, so a wrong value changes nothing. It returns the seq of the last change,
// or 0 when nothing had to be changed.
func ChangeSettings(ctx context.Context, log *record.Log, actor record.Actor, values map[string]string,
	rates ...RateEntry) (record.Seq, error) {
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if !slices.Contains(SettingKeys(), name) {
			return 0, fault.Invalidf("there is no setting %q: the settings are %s", name,
				strings.Join(SettingKeys(), ", "))
		}
	}
	company, err := loadCompany(ctx, log)
	if err != nil {
		return 0, fmt.Errorf("load settings: %w", err)
	}
	texts := keptTexts(company)
	for name, text := range values {
		texts[name] = strings.TrimSpace(text)
	}
	settings, err := readTexts(texts)
	if err != nil {
		return 0, err
	}
	var drafts []record.Draft
	if len(values) > 0 {
		draft := record.Draft{Kind: record.Set, Object: Company, ID: company.ID}
		if company.ID == 0 {
			draft.Kind, draft.External = record.Create, companyExternal
		}
		for _, setting := range SettingTable() {
			if _, given := values[setting.Name]; !given {
				continue
			}
			var kept record.Value
			if texts[setting.Name] != "" {
				if kept, err = setting.value(settings.texts[setting.Name]); err != nil {
					return 0, err
				}
			}
			draft.Fields = append(draft.Fields, record.FieldValue{Name: setting.Name, Value: kept})
		}
		drafts = append(drafts, draft)
	}
	if len(rates) > 0 {
		held, err := ExchangeRates(ctx, log, record.Everything())
		if err != nil {
			return 0, err
		}
		more, err := rateDrafts(held, rates, settings.Zone) // the days of the rates begin at midnight of the new zone
		if err != nil {
			return 0, err
		}
		drafts = append(drafts, more...)
	}
	if len(drafts) == 0 {
		return 0, nil
	}
	done, err := log.Apply(ctx, record.Command{Actor: actor, Drafts: drafts})
	if err != nil {
		return 0, err
	}
	return done[0].Last, nil
}

// settingFields returns the fields of the company record, ordered by key.
func settingFields() []record.Field {
	var fields []record.Field
	for _, t := range SettingTable() {
		fields = append(fields, record.Field{Key: t.Key, Name: t.Name, Kind: t.kept(), Label: t.Label})
	}
	slices.SortFunc(fields, func(a, b record.Field) int { return cmp.Compare(a.Key, b.Key) })
	return fields
}

// kept returns the kind of the setting's field in the company record.
func (t Setting) kept() record.Kind {
	switch t.Kind {
	case SettingMonth:
		return record.Int
	case SettingPercent:
		return record.Number
	}
	return record.Text
}

// value converts a text that take returned to the value of the field.
func (t Setting) value(text string) (record.Value, error) {
	switch t.kept() {
	case record.Int:
		n, err := strconv.ParseInt(text, 10, 64)
		return record.IntValue(n), err
	case record.Number:
		n, err := strconv.ParseFloat(text, 64)
		v, _ := record.NumberValue(n) // take refuses NaN
		return v, err
	}
	return record.TextValue(text), nil
}

// keptTexts returns the texts of the settings in the company record, by name.
func keptTexts(company record.Record) map[string]string {
	texts := map[string]string{}
	for _, t := range SettingTable() {
		v := company.Fields[t.Name]
		if !v.IsSet() {
			continue
		}
		switch t.kept() {
		case record.Int:
			texts[t.Name] = strconv.FormatInt(v.Int(), 10)
		case record.Number:
			texts[t.Name] = strconv.FormatFloat(v.Number(), 'f', -1, 64)
		default:
			texts[t.Name] = v.Text()
		}
	}
	return texts
}
