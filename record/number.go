package record

import "math"

// NumberValue returns a value of kind Number. It returns false for NaN and infinities.
func NumberValue(f float64) (Value, bool) {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return Value{}, false
	}
	if f == 0 {
		f = 0 // -0 and 0 must have the same encoding
	}
	return Value{kind: Number, i: int64(math.Float64bits(f))}, true
}

// Number returns the number; 0 when the value is of another kind.
func (v Value) Number() float64 {
	if v.kind == Number {
		return math.Float64frombits(uint64(v.i))
	}
	return 0
}
