package expr

import (
	"cel.dev/cel-go/common/operators"

	"salesops/internal/reason"
)

// Unit is the unit of a metric.
type Unit string

const (
	UnitMoney Unit = "money"
	UnitCount Unit = "count"
	UnitDays  Unit = "days"
	UnitShare Unit = "share" // a part of a whole
	UnitRatio Unit = "ratio" // any other pure number

	unitNone Unit = "" // the unit of a number literal in a formula
)

func (u Unit) pure() bool { return u == UnitShare || u == UnitRatio || u == unitNone }

// words returns the unit for a sentence.
func (u Unit) words() reason.Reason {
	switch u {
	case UnitMoney:
		return reason.Of("unit_money")
	case UnitCount:
		return reason.Of("unit_count")
	case UnitDays:
		return reason.Of("unit_days")
	case UnitShare:
		return reason.Of("unit_share")
	case UnitRatio:
		return reason.Of("unit_ratio")
	}
	return reason.Of("unit_number")
}

// String returns the unit in words.
func (u Unit) String() string { return u.words().Text }

// combine returns the unit of a calculation; ok is false when the calculation is meaningless, such
// as money plus days.
func combine(op string, a, b Unit) (unit Unit, ok bool) {
	switch op {
	case operators.Add, operators.Subtract:
		return sumUnit(a, b)
	case operators.Multiply:
		return productUnit(a, b)
	case operators.Divide:
		return quotientUnit(a, b)
	}
	return unitNone, false
}

// sumUnit returns the unit of a sum or difference. Both operands need the same unit, except that 1
// - share is a share.
func sumUnit(a, b Unit) (Unit, bool) {
	switch {
	case a == b:
		return a, true
	case a.pure() && b.pure():
		if a == UnitRatio || b == UnitRatio {
			return UnitRatio, true
		}
		return UnitShare, true
	}
	return unitNone, false
}

// productUnit returns the unit of a product. A pure number scales any unit; a count times an amount
// of money is an amount of money.
func productUnit(a, b Unit) (Unit, bool) {
	switch {
	case a == b && (a == UnitShare || a == unitNone):
		return a, true
	case a.pure() && b.pure():
		return UnitRatio, true // 2 * share may exceed the whole
	case a.pure():
		return b, true
	case b.pure():
		return a, true
	case a == UnitCount && (b == UnitMoney || b == UnitDays):
		return b, true
	case b == UnitCount && (a == UnitMoney || a == UnitDays):
		return a, true
	}
	return unitNone, false
}

// quotientUnit returns the unit of a quotient. Equal units give a ratio; anything divided by a
// count gives an average.
func quotientUnit(a, b Unit) (Unit, bool) {
	switch {
	case a == unitNone && b == unitNone:
		return unitNone, true
	case a == b, a.pure() && b.pure():
		return UnitRatio, true
	case b.pure():
		return a, true
	case b == UnitCount && (a == UnitMoney || a == UnitDays):
		return a, true
	}
	return unitNone, false
}
