package parquetfile

import (
	"encoding/hex"
	"fmt"
	"math"
	"math/big"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"

	"salesops/internal/reason"
)

// leaf is a column that holds values.
type leaf struct {
	name     string
	repeated bool
	text     func(parquet.Value) (string, error)
}

// leavesOf are the columns that hold values, in the order of the file.
func leavesOf(root *parquet.Column, exact bool) []leaf {
	var all []leaf
	var walk func(c *parquet.Column)
	walk = func(c *parquet.Column) {
		if c.Leaf() {
			all = append(all, leaf{nameOf(c.Path()), c.MaxRepetitionLevel() > 0, reader(c.Type(), exact)})
			return
		}
		for _, inner := range c.Columns() {
			walk(inner)
		}
	}
	for _, c := range root.Columns() {
		walk(c)
	}
	return all
}

// nameOf joins a path with dots, without the levels that only make a list.
func nameOf(path []string) string {
	name := strings.Join(path, ".")
	for _, wrap := range []string{".list.element", ".list.item", ".bag.array_element", ".bag.array"} {
		name = strings.Replace(name, wrap, "", 1)
	}
	return name
}

// reader is how the values of a type become text.
func reader(t parquet.Type, exact bool) func(parquet.Value) (string, error) {
	physical := physical
	if exact {
		physical = verbatim
	}
	logical := t.LogicalType()
	if logical == nil {
		return physical
	}
	switch l := logical.Value.(type) {
	case *format.DecimalType:
		scale := int(l.Scale)
		return func(v parquet.Value) (string, error) { return decimal(v, scale) }
	case *format.DateType:
		return func(v parquet.Value) (string, error) {
			return time.Unix(int64(v.Int32())*86400, 0).UTC().Format(time.DateOnly), nil
		}
	case *format.TimestampType:
		if l.Unit.Value == nil {
			return physical
		}
		unit, utc := l.Unit.Value.Duration(), l.IsAdjustedToUTC
		return func(v parquet.Value) (string, error) {
			n := v.Int64()
			if y := stampOf(n, unit).Year(); exact && (y < 1 || y > 9999) {
				return strconv.FormatInt(n, 10), nil
			}
			return stamp(n, unit, utc), nil
		}
	case *format.TimeType:
		if l.Unit.Value == nil {
			return physical
		}
		unit := l.Unit.Value.Duration()
		return func(v parquet.Value) (string, error) {
			n := int64(v.Int32())
			if v.Kind() == parquet.Int64 {
				n = v.Int64()
			}
			return stampOf(n, unit).Format("15:04:05.999999999"), nil
		}
	case *format.IntType:
		if !l.IsSigned {
			return func(v parquet.Value) (string, error) {
				if v.Kind() == parquet.Int32 {
					return strconv.FormatUint(uint64(v.Uint32()), 10), nil
				}
				return strconv.FormatUint(v.Uint64(), 10), nil
			}
		}
	case *format.UUIDType:
		return func(v parquet.Value) (string, error) {
			b := v.ByteArray()
			if len(b) != 16 {
				return physical(v)
			}
			return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:]), nil
		}
	}
	return physical
}

// physical is a value without more meaning than its bytes.
func physical(v parquet.Value) (string, error) {
	switch v.Kind() {
	case parquet.Boolean:
		return strconv.FormatBool(v.Boolean()), nil
	case parquet.Int32:
		return strconv.FormatInt(int64(v.Int32()), 10), nil
	case parquet.Int64:
		return strconv.FormatInt(v.Int64(), 10), nil
	case parquet.Int96: // how older programs write instants: nanoseconds of a Julian day
		i := v.Int96()
		nanos := int64(i[1])<<32 | int64(i[0])
		days := int64(i[2]) - 2440588
		return time.Unix(days*86400, 0).Add(time.Duration(nanos)).UTC().Format("2006-01-02T15:04:05.999999Z"), nil
	case parquet.Float:
		return float(float64(v.Float()), 32), nil
	case parquet.Double:
		return float(v.Double(), 64), nil
	default:
		b := v.ByteArray()
		switch {
		case !utf8.Valid(b):
			return hex.EncodeToString(b), nil
		case strings.IndexByte(string(b), 0) >= 0:
			return "", reason.Of("nul_byte")
		}
		return string(b), nil
	}
}

// verbatim is a value whose bytes are its text.
func verbatim(v parquet.Value) (string, error) {
	if k := v.Kind(); k == parquet.ByteArray || k == parquet.FixedLenByteArray {
		return string(v.ByteArray()), nil
	}
	return physical(v)
}

// float is the shortest text that is this number; what is no number is how some programs write
// an empty cell.
func float(f float64, bits int) string {
	if math.IsNaN(f) {
		return ""
	}
	return strconv.FormatFloat(f, 'f', -1, bits)
}

// decimal is an exact number: a whole one with the point moved.
func decimal(v parquet.Value, scale int) (string, error) {
	n := new(big.Int)
	switch v.Kind() {
	case parquet.Int32:
		n.SetInt64(int64(v.Int32()))
	case parquet.Int64:
		n.SetInt64(v.Int64())
	default: // big-endian, negative when the first bit is set
		b := v.ByteArray()
		if len(b) > 64 {
			return "", fmt.Errorf("the number has more than 64 bytes")
		}
		n.SetBytes(b)
		if len(b) > 0 && b[0]&0x80 != 0 {
			n.Sub(n, new(big.Int).Lsh(big.NewInt(1), uint(8*len(b))))
		}
	}
	if scale <= 0 || scale > 100 {
		if scale == 0 {
			return n.String(), nil
		}
		return "", fmt.Errorf("the number has %d decimal places", scale)
	}
	digits := new(big.Int).Abs(n).String()
	for len(digits) <= scale {
		digits = "0" + digits
	}
	sign := ""
	if n.Sign() < 0 {
		sign = "-"
	}
	return sign + digits[:len(digits)-scale] + "." + digits[len(digits)-scale:], nil
}

// stamp is an instant with Z, or a time without a zone.
func stamp(n int64, unit time.Duration, utc bool) string {
	t := stampOf(n, unit)
	if utc {
		return t.Format("2006-01-02T15:04:05.999999Z")
	}
	return t.Format("2006-01-02 15:04:05.999999")
}

func stampOf(n int64, unit time.Duration) time.Time {
	per := int64(time.Second / unit)
	seconds, rest := n/per, n%per
	if rest < 0 {
		seconds, rest = seconds-1, rest+per
	}
	return time.Unix(seconds, rest*int64(unit)).UTC()
}
