package analytics_test

import (
	"fmt"
	"strings"
	"testing"

	"salesops/analytics"
	"salesops/internal/period"
)

// Each getter reads each type of column: its value, or the zero of the getter when the column is of another kind. The
// first row is NULL throughout.
func TestGettersOfEveryType(t *testing.T) {
	t.Parallel()
	const day, micros = 20_514, int64(1_772_409_600_123_456) // 2026-03-02
	none := fmt.Sprint(nil)
	columns := []struct {
		sql  string
		want string // what Int, Big, Float, Text, Bool, Day, Instant and Ints give
	}{
		{"5::TINYINT", "5 5 5 '' false 0 5 []"},
		{"-6::SMALLINT", "-6 -6 -6 '' false 0 -6 []"},
		{"7::INTEGER", "7 7 7 '' false 0 7 []"},
		{"-8::BIGINT", "-8 -8 -8 '' false 0 -8 []"},
		{"9::HUGEINT", "9 9 9 '' false 0 9 []"},
		{"170141183460469231731687303715::HUGEINT",
			"0 170141183460469231731687303715 1.7014118346046924e+29 '' false 0 0 []"},
		{"250::UTINYINT", "250 250 250 '' false 0 250 []"},
		{"65000::USMALLINT", "65000 65000 65000 '' false 0 65000 []"},
		{"4000000000::UINTEGER", "4000000000 4000000000 4e+09 '' false 0 4000000000 []"},
		{"18446744073709551615::UBIGINT", "0 18446744073709551615 1.8446744073709552e+19 '' false 0 0 []"},
		{"11::UBIGINT", "11 11 11 '' false 0 11 []"},
		{"1.5::DECIMAL(20, 4)", "0 " + none + " 1.5 '' false 0 0 []"},
		{"2.5::DOUBLE", "0 " + none + " 2.5 '' false 0 0 []"},
		{"3.5::REAL", "0 " + none + " 3.5 '' false 0 0 []"},
		{"'text'", "0 " + none + " 0 'text' false 0 0 []"},
		{"'b'::ENUM('a', 'b')", "0 " + none + " 0 'b' false 0 0 []"},
		{"true", "0 " + none + " 0 '' true 0 0 []"},
		{"DATE '2026-03-02'", "0 " + none + " 0 '' false " + fmt.Sprint(day) + " 0 []"},
		{fmt.Sprintf("make_timestamp(%d)", micros), "0 " + none + " 0 '' false 0 " + fmt.Sprint(micros) + " []"},
		{"[12::BIGINT, 13::BIGINT]", "0 " + none + " 0 '' false 0 0 [12 13]"},
		{"['x']", "0 " + none + " 0 '' false 0 0 []"},
	}
	list := make([]string, len(columns))
	for i, c := range columns {
		list[i] = fmt.Sprintf("CASE WHEN n = 1 THEN %s END AS c%d", c.sql, i)
	}
	c := open(t, "", newMemoryLog(t), analytics.Options{})
	text := "SELECT " + strings.Join(list, ", ") + " FROM range(2) AS r(n) ORDER BY n"
	rows := 0
	if _, err := c.Query(t.Context(), text, nil, func(b *analytics.Batch) error {
		for row := range b.Rows() {
			rows++
			for col, c := range columns {
				want := c.want
				if row == 0 {
					want = "0 " + none + " 0 '' false 0 0 []"
				}
				big := none
				if n := b.Big(col, row); n != nil {
					big = n.String()
				}
				got := fmt.Sprintf("%d %s %v '%s' %v %d %d %v", b.Int(col, row), big,
					b.Float(col, row), b.Text(col, row),
					b.Bool(col, row), b.Day(col, row), int64(b.Instant(col, row)), b.Ints(col, row))
				if got != want || b.Null(col, row) != (row == 0) {
					t.Errorf("row %d, %s: %s, want %s (NULL %v)", row, c.sql, got, want, b.Null(col, row))
				}
			}
		}
		return nil
	}); err != nil || rows != 2 {
		t.Fatalf("%d rows, %v", rows, err)
	}
	if d := period.Day(day); d.String() != "2026-03-02" {
		t.Error(d)
	}
}
