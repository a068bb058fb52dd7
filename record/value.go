package record

import (
	"salesops/internal/money"
	"salesops/internal/period"
)

// Kind is the type of a field. The numbers are part of the log's format and must not be reused.
type Kind uint8

const (
	Unset   Kind = 0 // no value; clears the field when set
	Text    Kind = 1
	Int     Kind = 2
	Number  Kind = 3 // a measured quantity, never money
	Bool    Kind = 4
	Day     Kind = 5
	Instant Kind = 6
	Money   Kind = 7
	Ref     Kind = 8 // the id of another record
)

// Value is the value of one field. The zero Value is unset.
type Value struct {
	kind Kind
	// the Int, Bool (0 or 1), Day, Instant, Money (minor units), Ref, or bits of the Number (IEEE
	// 754)
	i int64
	s string // the Text, or the currency of Money
}

// The constructors below and NumberValue are the only ways to make a set value.
func TextValue(s string) Value            { return Value{kind: Text, s: s} }
func IntValue(i int64) Value              { return Value{kind: Int, i: i} }
func DayValue(d period.Day) Value         { return Value{kind: Day, i: int64(d)} }
func InstantValue(i period.Instant) Value { return Value{kind: Instant, i: int64(i)} }
func MoneyValue(a money.Amount) Value     { return Value{kind: Money, i: a.Minor, s: a.Currency} }
func RefValue(id ID) Value                { return Value{kind: Ref, i: int64(id)} }

// BoolValue returns a value of kind Bool.
func BoolValue(b bool) Value {
	v := Value{kind: Bool}
	if b {
		v.i = 1
	}
	return v
}

// Kind returns the type of the value; Unset when there is none.
func (v Value) Kind() Kind { return v.kind }

// IsSet reports whether there is a value.
func (v Value) IsSet() bool { return v.kind != Unset }

// The accessors return the zero value of their type when the value is of another kind.
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
