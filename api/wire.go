package api

import (
	"bytes"
	"encoding/json"

	"github.com/danielgtaylor/huma/v2"
)

// Decimal is an exact number in JSON: a number for ratios, counts and days, a string for money (so that no
// reader makes it a binary float), null when there is no value.
type Decimal struct {
	Text  string // "" is null
	Money bool
}

// MarshalJSON writes the digits unchanged.
func (d Decimal) MarshalJSON() ([]byte, error) {
	switch {
	case d.Text == "":
		return []byte("null"), nil
	case d.Money:
		return json.Marshal(d.Text)
	}
	return []byte(d.Text), nil
}

// Schema describes the three forms.
func (Decimal) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{
		AnyOf: []*huma.Schema{{Type: huma.TypeNumber}, {Type: huma.TypeString}, {Type: "null"}},
		Description: "Ratios, counts and days are numbers, money is a decimal string in major units; null when there " +
			"is not enough data",
	}
}

// FieldValue is the value of a record's field: text, number, yes or no, a money amount, a
// reference, or null.
type FieldValue struct{ V any }

// MoneyValue is an exact amount in major units.
type MoneyValue struct {
	Amount   string  `json:"amount" example:"1250.00"`
	Currency *string `json:"currency" doc:"ISO 4217 code; null while none is set"`
}

// RefValue points to a record.
type RefValue struct {
	ID   string `json:"id" example:"person_8f3kq2"`
	Name string `json:"name"`
}

// MarshalJSON writes the value itself.
func (v FieldValue) MarshalJSON() ([]byte, error) { return json.Marshal(v.V) }

// UnmarshalJSON reads any value; record.Apply's caller checks it against the field.
func (v *FieldValue) UnmarshalJSON(b []byte) error { return json.Unmarshal(b, &v.V) }

// Schema describes all forms.
func (FieldValue) Schema(r huma.Registry) *huma.Schema {
	return &huma.Schema{AnyOf: []*huma.Schema{
		{Type: huma.TypeString}, {Type: huma.TypeNumber}, {Type: huma.TypeBoolean},
		schemaOf[MoneyValue](r), schemaOf[RefValue](r), {Type: "null"},
	}}
}

// Day is a day as YYYY-MM-DD in a query; empty means that it is not given.
type Day string

// Schema describes the form of a day in the document.
func (Day) Schema(huma.Registry) *huma.Schema {
	s := &huma.Schema{Type: huma.TypeString, Format: "date", Examples: []any{"2026-03-31"}}
	s.PrecomputeMessages()
	return s
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (d *Decimal) UnmarshalJSON(b []byte) error {
	var n any
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.UseNumber()
	if err := dec.Decode(&n); err != nil {
		return err
	}
	*d = Decimal{}
	switch v := n.(type) {
	case json.Number:
		d.Text = v.String()
	case string:
		d.Text, d.Money = v, true
	}
	return nil
}
