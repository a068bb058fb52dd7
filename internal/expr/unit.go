package expr

import (
	"cel.dev/cel-go/common/operators"

	"salesops/internal/reason"
)

// Unit is what a metric is counted in.
type Unit string

const (
	UnitMoney Unit = "money"
	UnitCount Unit = "count"
	UnitDays  Unit = "days"
	UnitShare Unit = "share" // a part of a whole
	UnitRatio Unit = "ratio" // any other pure number

	unitNone Unit = "" // a number written in the formula
)

func (u Unit) pure() bool { return u == UnitShare || u == UnitRatio || u == unitNone }

// words is the unit in a sentence.
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

// String is the unit in words.
func (u Unit) String() string { return u.words().Text }

// combine is the unit of a calculation; ok is false where it means nothing:
// money and days do not mix.
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

// sumUnit: only like with like; 1 - share stays a share.
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

// productUnit: a pure number scales anything; a count of things at an amount
// each gives an amount.
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

// quotientUnit: like by like gives a ratio, anything by a count an average.
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
