package record

import (
	"salesops/internal/money"
	"salesops/internal/period"
)

// Kind is the type of a field. The numbers are part of the log's format: never reuse one.
type Kind uint8

const (
	Unset   Kind = 0 // no value; also what clears a field
	Text    Kind = 1
	Int     Kind = 2
	Number  Kind = 3 // a measured quantity; never money
	Bool    Kind = 4
	Day     Kind = 5
	Instant Kind = 6
	Money   Kind = 7
	Ref     Kind = 8 // the id of another record
)

// Value is one field's value. The zero Value is unset.
type Value struct {
	kind Kind
	i    int64  // Int, Bool (0/1), Day, Instant, Money (minor units), Ref, Number (IEEE bits)
	s    string // Text, or Money's currency
}

// The constructors below are the only way to make a set value. NumberValue refuses NaN and infinities by
// returning an unset value and false.
func TextValue(s string) Value            { return Value{kind: Text, s: s} }
func IntValue(i int64) Value              { return Value{kind: Int, i: i} }
func DayValue(d period.Day) Value         { return Value{kind: Day, i: int64(d)} }
func InstantValue(i period.Instant) Value { return Value{kind: Instant, i: int64(i)} }
func MoneyValue(a money.Amount) Value     { return Value{kind: Money, i: a.Minor, s: a.Currency} }
func RefValue(id ID) Value                { return Value{kind: Ref, i: int64(id)} }

// BoolValue is a yes or no.
func BoolValue(b bool) Value {
	v := Value{kind: Bool}
	if b {
		v.i = 1
	}
	return v
}

// Kind says what the value is; Unset for none.
func (v Value) Kind() Kind { return v.kind }

// IsSet says whether there is a value.
func (v Value) IsSet() bool { return v.kind != Unset }

// The accessors return the zero of their type when the value is of another kind.
func (v Value) Text() string {
	if v.kind == Text {
		return v.s
	}
	return ""
}

func (v Value) Int() int64 {
	if v.kind == Int {
		return v.i
	}
	return 0
}

func (v Value) Bool() bool { return v.kind == Bool && v.i == 1 }

func (v Value) Day() period.Day {
	if v.kind == Day {
		return period.Day(v.i)
	}
	return 0
}

func (v Value) Instant() period.Instant {
	if v.kind == Instant {
		return period.Instant(v.i)
	}
	return 0
}

func (v Value) Money() money.Amount {
	if v.kind == Money {
		return money.Amount{Minor: v.i, Currency: v.s}
	}
	return money.Amount{}
}

func (v Value) Ref() ID {
	if v.kind == Ref {
		return ID(v.i)
	}
	return 0
}
