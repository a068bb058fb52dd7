package api

import (
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"strings"

	"salesops/internal/fault"
	"salesops/internal/money"
	"salesops/internal/period"
	"salesops/internal/reason"
	"salesops/record"
)

// drafted parses the fields of a write with the object's schema, ordered by name.
func (a *API) drafted(object string, fields map[string]FieldValue, currency string) ([]record.FieldValue, error) {
	o, ok := a.Log.Schema().Object(object)
	if !ok {
		return nil, fault.Because(fault.Missing, reason.Of("object_unknown", "object", strconv.Quote(object)))
	}
	var out []record.FieldValue
	for name, given := range fields {
		f, ok := o.Field(name)
		if !ok || f.Retired {
			return nil, fault.Because(fault.Invalid,
				reason.Of("field_unknown", "object", object, "field", strconv.Quote(name)))
		}
		v, err := parseValue(*f, given.V, currency)
		if err != nil {
			return nil, err
		}
		out = append(out, record.FieldValue{Name: name, Value: v})
	}
	slices.SortFunc(out, func(x, y record.FieldValue) int { return strings.Compare(x.Name, y.Name) })
	return out, nil
}

// parseValue reads a JSON value for a field; null clears it.
func parseValue(f record.Field, given any, currency string) (record.Value, error) {
	if given == nil {
		return record.Value{}, nil
	}
	wrong := func(want string) (record.Value, error) {
		return record.Value{}, fault.Because(fault.Invalid, reason.Of("field_value", "field", f.Name, "want", want))
	}
	text, isText := given.(string)
	switch f.Kind {
	case record.Text:
		if !isText {
			return wrong("a text")
		}
		return record.TextValue(text), nil
	case record.Int:
		n, ok := given.(float64)
		if !ok || n != math.Trunc(n) || math.Abs(n) > 1<<53 {
			return wrong("a whole number")
		}
		return record.IntValue(int64(n)), nil
	case record.Number:
		n, ok := given.(float64)
		if !ok {
			return wrong("a number")
		}
		v, ok := record.NumberValue(n)
		if !ok {
			return wrong("a number")
		}
		return v, nil
	case record.Bool:
		b, ok := given.(bool)
		if !ok {
			return wrong("true or false")
		}
		return record.BoolValue(b), nil
	case record.Day:
		if !isText {
			return wrong("a day such as 2026-03-31")
		}
		d, err := period.ParseDay(text)
		if err != nil {
			return wrong("a day such as 2026-03-31")
		}
		return record.DayValue(d), nil
	case record.Instant:
		if !isText {
			return wrong("an instant such as 2026-03-31T17:00:00Z")
		}
		i, err := period.ParseInstant(text)
		if err != nil {
			return wrong("an instant such as 2026-03-31T17:00:00Z")
		}
		return record.InstantValue(i), nil
	case record.Money:
		return parseMoney(f, given, currency, wrong)
	case record.Ref:
		return parseRef(f, given)
	case record.Unset:
	}
	return wrong("unset")
}

// parseMoney parses "1250.00" in the company's currency, or {amount, currency}.
func parseMoney(f record.Field, given any, currency string,
	wrong func(want string) (record.Value, error)) (record.Value, error) {
	amount := MoneyValue{}
	if text, ok := given.(string); ok {
		amount.Amount = text
	} else if err := remarshal(given, &amount); err != nil || amount.Amount == "" {
		return record.Value{}, fault.Invalidf(
			"the value of %s must be an amount as text such as \"1250.00\", or {\"amount\": \"1250.00\", "+
				"\"currency\": \"EUR\"}", f.Name)
	}
	if amount.Currency != nil {
		currency = *amount.Currency
	}
	if currency != "" && !money.Known(currency) {
		return record.Value{}, fault.Because(fault.Invalid,
			reason.Of("currency_wrong", "value", strconv.Quote(currency)))
	}
	m, err := money.Parse(amount.Amount, currency)
	if err != nil {
		return wrong("an amount such as 1250.00")
	}
	return record.MoneyValue(m), nil
}

// parseRef parses "person_8f3k…" or {id}.
func parseRef(f record.Field, given any) (record.Value, error) {
	ref := RefValue{}
	if text, ok := given.(string); ok {
		ref.ID = text
	} else if err := remarshal(given, &ref); err != nil {
		return record.Value{}, fault.Invalidf("the value of %s must be the id of a %s", f.Name, f.Object)
	}
	object, id, err := record.ParseID(ref.ID)
	if err != nil {
		return record.Value{}, err
	}
	if object != f.Object {
		return record.Value{}, fault.Invalidf("%s must be a %s, and %s is not one", f.Name, f.Object, ref.ID)
	}
	return record.RefValue(id), nil
}

func remarshal(from, to any) error {
	b, err := json.Marshal(from)
	if err != nil {
		return err
	}
	return json.Unmarshal(b, to)
}
