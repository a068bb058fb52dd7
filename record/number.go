package record

import "math"

// NumberValue is a measured quantity. NaN and infinities are no quantity: they give false.
func NumberValue(f float64) (Value, bool) {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return Value{}, false
	}
	if f == 0 {
		f = 0 // one zero: -0 and 0 must be the same bytes
	}
	return Value{kind: Number, i: int64(math.Float64bits(f))}, true
}

// Number returns the quantity; 0 when the value is of another kind.
func (v Value) Number() float64 {
	if v.kind == Number {
		return math.Float64frombits(uint64(v.i))
	}
	return 0
}
