package expr

import (
	"math"

	"salesops/internal/money"
	"salesops/internal/period"
)

// Value is the value of a field or of an expression. The zero Value is unset.
type Value struct {
	kind Kind
	i    int64 // the Int, Bool, Day, Instant, Duration, Ref, or the minor units of Money
	f    float64
	s    string // the Text, or the currency of Money
}

// TextOf, IntOf and the constructors below return set values.
func TextOf(s string) Value               { return Value{kind: Text, s: s} }
func IntOf(i int64) Value                 { return Value{kind: Int, i: i} }
func DayOf(d period.Day) Value            { return Value{kind: Day, i: int64(d)} }
func InstantOf(i period.Instant) Value    { return Value{kind: Instant, i: int64(i)} }
func MoneyOf(a money.Amount) Value        { return Value{kind: Money, i: a.Minor, s: a.Currency} }
func RefOf(id int64) Value                { return Value{kind: Ref, i: id} }
func DurationOf(microseconds int64) Value { return Value{kind: Duration, i: microseconds} }

// BoolOf returns a value of kind Bool.
func BoolOf(b bool) Value {
	v := Value{kind: Bool}
	if b {
		v.i = 1
	}
	return v
}

// NumberOf returns a value of kind Number. For NaN and infinities it returns an unset value.
func NumberOf(f float64) Value {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return Value{}
	}
	return Value{kind: Number, f: f}
}

// Kind returns the kind of the value; Unset when there is none.
func (v Value) Kind() Kind { return v.kind }

// IsSet reports whether there is a value.
func (v Value) IsSet() bool { return v.kind != Unset }

// Text and the accessors below return the zero of their type when the value is of another kind.
func (v Value) Text() string {
	if v.kind == Text {
		return v.s
	}
	return ""
}

// Int returns the whole number.
func (v Value) Int() int64 { return v.of(Int) }

// Ref returns the id of the referenced record.
func (v Value) Ref() int64 { return v.of(Ref) }

// Duration returns the duration in microseconds.
func (v Value) Duration() int64 { return v.of(Duration) }

// Bool returns the boolean.
func (v Value) Bool() bool { return v.of(Bool) == 1 }

// Day returns the day.
func (v Value) Day() period.Day { return period.Day(v.of(Day)) }

// Instant returns the instant.
func (v Value) Instant() period.Instant { return period.Instant(v.of(Instant)) }

// Number returns the number.
func (v Value) Number() float64 {
	if v.kind == Number {
		return v.f
	}
	return 0
}

// Money returns the amount.
func (v Value) Money() money.Amount {
	if v.kind == Money {
		return money.Amount{Minor: v.i, Currency: v.s}
	}
	return money.Amount{}
}

func (v Value) of(k Kind) int64 {
	if v.kind == k {
		return v.i
	}
	return 0
}
