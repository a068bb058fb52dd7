package expr

import (
	"cmp"
	"errors"
	"reflect"
	"slices"

	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"

	"salesops/internal/money"
	"salesops/internal/period"
)

// opaque is a day, an instant, a duration or a reference in the evaluator.
type opaque struct {
	kind Kind
	i    int64
}

var errOpaque = errors.New("an opaque value is not converted")

// farthest is the maximum distance of a day from 1970 in sums, about 27,000 years. It has seven
// digits, because the SQL translation checks it with a DECIMAL(7).
const farthest = 9_999_999

// plusDays adds sign times n days.
func (o opaque) plusDays(n, sign int64) ref.Val {
	if o.kind != Day || n < -2*farthest || n > 2*farthest {
		return unknown()
	}
	if sum := o.i + sign*n; sum >= -farthest && sum <= farthest {
		return opaque{kind: Day, i: sum}
	}
	return unknown()
}

func (o opaque) minus(b opaque) ref.Val {
	switch {
	case o.kind == Day && b.kind == Day:
		return types.Int(o.i - b.i)
	case o.kind == Instant && b.kind == Instant:
		if d, ok := types.Int(o.i).Subtract(types.Int(b.i)).(types.Int); ok {
			return opaque{kind: Duration, i: int64(d)}
		}
	}
	return unknown()
}

// Compare implements traits.Comparer.
func (o opaque) Compare(other ref.Val) ref.Val {
	if b, ok := other.(opaque); ok && b.kind == o.kind {
		return types.Int(cmp.Compare(o.i, b.i))
	}
	return unknown()
}

// Equal implements ref.Val.
func (o opaque) Equal(other ref.Val) ref.Val { return types.Bool(other == ref.Val(o)) }

// Type implements ref.Val.
func (o opaque) Type() ref.Type {
	switch o.kind {
	case Day:
		return dayType
	case Instant:
		return instantType
	case Duration:
		return durationType
	}
	return types.NewOpaqueType("ref")
}

// Value implements ref.Val.
func (o opaque) Value() any { return o }

// ConvertToNative implements ref.Val.
func (o opaque) ConvertToNative(reflect.Type) (any, error) { return nil, errOpaque }

// ConvertToType implements ref.Val.
func (o opaque) ConvertToType(ref.Type) ref.Val { return unknown() }

// cash is an amount of money in the evaluator. In a comparison, one side is a literal and the other
// is a field's value, which carries the exchange.
type cash struct {
	amount   money.Amount
	exchange *exchange
}

// exchange converts a literal to compare it with an amount in another currency.
type exchange struct {
	converter Converter
	on        period.Day
}

// in returns a literal in another currency; ok is false when there is no rate.
func (x *exchange) in(a money.Amount, currency string) (money.Amount, bool) {
	if a.Currency == currency {
		return a, true
	}
	if x == nil || x.converter == nil || !slices.Contains(x.converter.Currencies(), currency) {
		return money.Amount{}, false
	}
	return x.converter.Convert(a, currency, x.on)
}

// Compare implements traits.Comparer.
func (c cash) Compare(other ref.Val) ref.Val {
	b, ok := other.(cash)
	if !ok {
		return unknown()
	}
	left, right := c.amount, b.amount
	switch {
	case c.exchange != nil:
		right, ok = c.exchange.in(right, left.Currency)
	case b.exchange != nil:
		left, ok = b.exchange.in(left, right.Currency)
	default:
		ok = left.Currency == right.Currency
	}
	if !ok {
		return unknown()
	}
	return types.Int(cmp.Compare(left.Minor, right.Minor))
}

// Equal implements ref.Val. It is unknown when the currencies cannot be compared.
func (c cash) Equal(other ref.Val) ref.Val {
	order, ok := c.Compare(other).(types.Int)
	if !ok {
		return unknown()
	}
	return types.Bool(order == 0)
}

// Type implements ref.Val.
func (c cash) Type() ref.Type { return moneyType }

// Value implements ref.Val.
func (c cash) Value() any { return c }

// ConvertToNative implements ref.Val.
func (c cash) ConvertToNative(reflect.Type) (any, error) { return nil, errOpaque }

// ConvertToType implements ref.Val.
func (c cash) ConvertToType(ref.Type) ref.Val { return unknown() }
