package parquetfile

import (
	"math"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/deprecated"
)

// TestValuesOfATable: what each type stands for becomes the text that says it.
func TestValuesOfATable(t *testing.T) {
	t.Parallel()
	const day = int64(86_400)
	b16 := "\x01\x23\x45\x67\x89\xab\xcd\xef\x01\x23\x45\x67\x89\xab\xcd\xef"
	for _, c := range []struct {
		what  string
		node  parquet.Node
		value parquet.Value
		want  string // "!" when it cannot be taken
	}{
		{"a day", parquet.Date(), parquet.Int32Value(20_000), "2024-10-04"},
		{"a day before 1970", parquet.Date(), parquet.Int32Value(-1), "1969-12-31"},
		{"milliseconds", parquet.Timestamp(parquet.Millisecond), parquet.Int64Value(1_500), "1970-01-01T00:00:01.5Z"},
		{"microseconds", parquet.Timestamp(parquet.Microsecond), parquet.Int64Value(-1), "1969-12-31T23:59:59.999999Z"},
		{"nanoseconds", parquet.Timestamp(parquet.Nanosecond), parquet.Int64Value(day*1_000_000_000 + 1_999),
			"1970-01-02T00:00:00.000001Z"},
		{"whole seconds", parquet.Timestamp(parquet.Millisecond), parquet.Int64Value(-2_000), "1969-12-31T23:59:58Z"},
		{"without a zone", parquet.TimestampAdjusted(parquet.Millisecond, false),
			parquet.Int64Value(1_000), "1970-01-01 00:00:01"},
		{"a time in milliseconds", parquet.Time(parquet.Millisecond), parquet.Int32Value(3_661_500), "01:01:01.5"},
		{"a time in microseconds", parquet.Time(parquet.Microsecond), parquet.Int64Value(86_399_000_000), "23:59:59"},
		{"a decimal", parquet.Decimal(2, 9, parquet.Int32Type), parquet.Int32Value(1234), "12.34"},
		{"a small decimal", parquet.Decimal(2, 9, parquet.Int32Type), parquet.Int32Value(5), "0.05"},
		{"a negative decimal", parquet.Decimal(2, 18, parquet.Int64Type), parquet.Int64Value(-5), "-0.05"},
		{"a whole decimal", parquet.Decimal(0, 9, parquet.Int32Type), parquet.Int32Value(-7), "-7"},
		{"a long decimal", parquet.Decimal(3, 20, parquet.FixedLenByteArrayType(2)),
			parquet.FixedLenByteArrayValue([]byte("\x01\x00")), "0.256"},
		{"a long negative decimal", parquet.Decimal(1, 20, parquet.FixedLenByteArrayType(2)),
			parquet.FixedLenByteArrayValue([]byte("\xff\x00")), "-25.6"},
		{"the first bit alone", parquet.Decimal(1, 20, parquet.FixedLenByteArrayType(1)),
			parquet.FixedLenByteArrayValue([]byte("\x80")), "-12.8"},
		{"below the first bit", parquet.Decimal(1, 20, parquet.FixedLenByteArrayType(1)),
			parquet.FixedLenByteArrayValue([]byte("\x7f")), "12.7"},
		{"64 bytes", parquet.Decimal(0, 20, parquet.FixedLenByteArrayType(64)),
			parquet.FixedLenByteArrayValue(make([]byte, 64)), "0"},
		{"65 bytes", parquet.Decimal(0, 20, parquet.FixedLenByteArrayType(65)),
			parquet.FixedLenByteArrayValue(make([]byte, 65)), "!"},
		{"unsigned", parquet.Uint(32), parquet.Int32Value(-1), "4294967295"},
		{"long and unsigned", parquet.Uint(64), parquet.Int64Value(-1), "18446744073709551615"},
		{"signed", parquet.Int(32), parquet.Int32Value(-1), "-1"},
		{"long and signed", parquet.Int(64), parquet.Int64Value(math.MinInt64), "-9223372036854775808"},
		{"an id", parquet.UUID(), parquet.FixedLenByteArrayValue([]byte(b16)), "01234567-89ab-cdef-0123-456789abcdef"},
		{"yes", parquet.Leaf(parquet.BooleanType), parquet.BooleanValue(true), "true"},
		{"no", parquet.Leaf(parquet.BooleanType), parquet.BooleanValue(false), "false"},
		{"a number", parquet.Leaf(parquet.DoubleType), parquet.DoubleValue(0.1), "0.1"},
		{"a short number", parquet.Leaf(parquet.FloatType), parquet.FloatValue(0.1), "0.1"},
		{"a large number", parquet.Leaf(parquet.DoubleType), parquet.DoubleValue(1e21), "1000000000000000000000"},
		{"no number", parquet.Leaf(parquet.DoubleType), parquet.DoubleValue(math.NaN()), ""},
		{"an old instant", parquet.Leaf(parquet.Int96Type),
			parquet.Int96Value(deprecated.Int96{0: 1_500_000_000, 2: 2_440_589}), "1970-01-02T00:00:01.5Z"},
		{"an old late instant", parquet.Leaf(parquet.Int96Type),
			parquet.Int96Value(deprecated.Int96{0: 0, 1: 4_096, 2: 2_440_588}), "1970-01-01T04:53:12.186044Z"},
		{"a text", parquet.String(), parquet.ByteArrayValue([]byte("tüt")), "tüt"},
		{"bytes", parquet.Leaf(parquet.ByteArrayType), parquet.ByteArrayValue([]byte("\xff\x00")), "ff00"},
		{"a text with a NUL", parquet.String(), parquet.ByteArrayValue([]byte("a\x00")), "!"},
	} {
		text, err := reader(c.node.Type(), false)(c.value)
		if err != nil {
			text = "!"
		}
		if text != c.want {
			t.Errorf("%s is %q, %v; want %q", c.what, text, err, c.want)
		}
	}
	for scale, want := range map[int]string{100: "0." + strings.Repeat("0", 99) + "1", 101: "", -1: ""} {
		if text, err := decimal(parquet.Int64Value(1), scale); text != want || (err != nil) != (want == "") {
			t.Errorf("with %d places: %q, %v", scale, text, err)
		}
	}
	long := parquet.Timestamp(parquet.Millisecond).Type()
	for n, want := range map[int64]string{253_402_300_799_000: "9999-12-31T23:59:59Z",
		253_402_300_800_000: "253402300800000",
		-62_135_596_800_000: "0001-01-01T00:00:00Z", -62_135_596_800_001: "-62135596800001"} {
		if text, err := reader(long, true)(parquet.Int64Value(n)); err != nil || text != want {
			t.Errorf("exactly, %d is %s, %v", n, text, err)
		}
	}
	if text, err := reader(parquet.String().Type(), true)(parquet.ByteArrayValue([]byte("a\x00\xff"))); err != nil ||
		text != "a\x00\xff" {
		t.Errorf("exactly, a text is %q, %v", text, err)
	}
	for path, want := range map[string]string{"a": "a", "a b": "a.b", "a list element": "a",
		"a list element b": "a.b", "a list item": "a",
		"a bag array": "a", "a bag array_element": "a", "list element": "list.element", "a list": "a.list"} {
		if got := nameOf(strings.Fields(path)); got != want {
			t.Errorf("%s is called %s, want %s", path, got, want)
		}
	}
}
