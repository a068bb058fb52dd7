package analytics

import (
	"math/big"
	"slices"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"salesops/internal/period"
)

// Batch holds some rows of a query's result. It is valid until fn returns; values returned by its
// methods stay valid. Columns and rows count from 0. A getter returns the zero of its type for NULL
// and for a column of another kind.
type Batch struct {
	names []string
	rows  arrow.RecordBatch
}

// Rows returns the number of rows.
func (b *Batch) Rows() int { return int(b.rows.NumRows()) }

// Columns returns the names of the columns.
func (b *Batch) Columns() []string { return slices.Clone(b.names) }

// Null reports whether a value is NULL.
func (b *Batch) Null(col, row int) bool { return b.rows.Column(col).IsNull(row) }

// Int reads any integer column, including a sum of integers (HUGEINT) that fits in an int64.
func (b *Batch) Int(col, row int) int64 {
	c := b.rows.Column(col)
	if c.IsNull(row) {
		return 0
	}
	switch v := c.(type) {
	case *array.Int64:
		return v.Value(row)
	case *array.Int32:
		return int64(v.Value(row))
	case *array.Int16:
		return int64(v.Value(row))
	case *array.Int8:
		return int64(v.Value(row))
	case *array.Uint8:
		return int64(v.Value(row))
	case *array.Uint16:
		return int64(v.Value(row))
	case *array.Uint32:
		return int64(v.Value(row))
	}
	if n := b.Big(col, row); n != nil && n.IsInt64() {
		return n.Int64()
	}
	return 0
}

// Big reads any integer column exactly; nil for NULL. Use it for the sum of a BIGINT column, which
// may not fit in an int64.
func (b *Batch) Big(col, row int) *big.Int {
	c := b.rows.Column(col)
	if c.IsNull(row) {
		return nil
	}
	switch v := c.(type) {
	case *array.Decimal128:
		if t, ok := v.DataType().(*arrow.Decimal128Type); ok && t.Scale == 0 {
			return v.Value(row).BigInt()
		}
		return nil
	case *array.Uint64:
		return new(big.Int).SetUint64(v.Value(row))
	case *array.Int64, *array.Int32, *array.Int16, *array.Int8, *array.Uint8, *array.Uint16, *array.Uint32:
		return big.NewInt(b.Int(col, row))
	}
	return nil
}

// Float reads a DOUBLE, or any other number as the nearest float64.
func (b *Batch) Float(col, row int) float64 {
	c := b.rows.Column(col)
	if c.IsNull(row) {
		return 0
	}
	switch v := c.(type) {
	case *array.Float64:
		return v.Value(row)
	case *array.Float32:
		return float64(v.Value(row))
	case *array.Decimal128:
		if t, ok := v.DataType().(*arrow.Decimal128Type); ok {
			return v.Value(row).ToFloat64(t.Scale)
		}
		return 0
	}
	if n := b.Big(col, row); n != nil {
		f, _ := new(big.Float).SetInt(n).Float64()
		return f
	}
	return 0
}

// Text reads a VARCHAR or ENUM. It returns a copy, because the next query reuses Arrow's memory.
func (b *Batch) Text(col, row int) string {
	c := b.rows.Column(col)
	if c.IsNull(row) {
		return ""
	}
	switch v := c.(type) {
	case *array.String:
		return strings.Clone(v.Value(row))
	case *array.LargeString:
		return strings.Clone(v.Value(row))
	case *array.Dictionary:
		if d, ok := v.Dictionary().(*array.String); ok {
			return strings.Clone(d.Value(v.GetValueIndex(row)))
		}
	}
	return ""
}

// Bool reads a BOOLEAN.
func (b *Batch) Bool(col, row int) bool {
	v, ok := b.rows.Column(col).(*array.Boolean)
	return ok && v.IsValid(row) && v.Value(row)
}

// Day reads a DATE.
func (b *Batch) Day(col, row int) period.Day {
	if v, ok := b.rows.Column(col).(*array.Date32); ok && v.IsValid(row) {
		return period.Day(v.Value(row))
	}
	return 0
}

// Instant reads a TIMESTAMP, or a BIGINT of microseconds since 1970.
func (b *Batch) Instant(col, row int) period.Instant {
	if v, ok := b.rows.Column(col).(*array.Timestamp); ok {
		if v.IsNull(row) {
			return 0
		}
		return period.Instant(v.Value(row))
	}
	return period.Instant(b.Int(col, row))
}

// Ints reads a list of BIGINT, for example list(id).
func (b *Batch) Ints(col, row int) []int64 {
	v, ok := b.rows.Column(col).(*array.List)
	if !ok || v.IsNull(row) {
		return nil
	}
	values, ok := v.ListValues().(*array.Int64)
	if !ok {
		return nil
	}
	from, to := v.ValueOffsets(row)
	list := make([]int64, 0, to-from)
	for i := from; i < to; i++ {
		list = append(list, values.Value(int(i)))
	}
	return list
}
