package analytics_test

import (
	"math/big"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"salesops/analytics"
	"salesops/internal/fault"
	"salesops/internal/period"
	"salesops/record"
)

// A parameter is $n wherever SQL reads it as one: not in a quote, an identifier or a comment, and right behind them.
func TestParametersOfAQuery(t *testing.T) {
	t.Parallel()
	for text, most := range map[string]int{
		"": 0, "$1": 1, "$1$2": 2, "$2, $1, $2": 2, "$10 $9 $8 $7 $6 $5 $4 $3 $2 $1": 10,
		"'$1'": 0, "'$2'$1": 1, "''$1": 1, "'it''s $2'$1": 1, "'a''' || $1": 1, `"$2"$1`: 1, `""$1`: 1, `"a""$2"$1`: 1,
		"'--'$1": 1, "'/*'$1": 1, `"'"$1`: 1, `'"'$1`: 1,
		"--$1": 0, "--$2\n$1": 1, "--\n$1": 1, "$1 -- it's\n": 1, "$1 - $2": 2, "$1-$2": 2,
		"/*$2*/$1": 1, "/**/$1": 1, "/* it's */$1": 1, "/*/$2*/$1": 1, "/***/$1": 1, "$1/$2": 2, "$1*$2": 2,
	} {
		args := make([]any, most)
		for i := range args {
			args[i] = i
		}
		bound, err := analytics.Bind(text, args...)
		if err != nil || len(bound) != most {
			t.Errorf("%q: %d parameters, %v; want %d", text, len(bound), err, most)
		}
		for i, v := range bound {
			if v != int64(i) {
				t.Errorf("%q: $%d is bound to %v", text, i+1, v)
			}
		}
		if _, err := analytics.Bind(text, append(slices.Clone(args), 7)...); fault.KindOf(err) != fault.Internal ||
			err == nil {
			t.Errorf("%q takes one more: %v", text, err)
		}
	}
	for _, text := range []string{"'", "''' $1", `"a`, `"a""`, "/*", "/* *", "/*/", "$", "$ 1", "$a", "$0", "$2"} {
		if bound, err := analytics.Bind(text, 1); err == nil {
			t.Errorf("%q is taken and binds %v", text, bound)
		}
	}
}

// A day and an instant reach DuckDB in the form in which the text compares them.
func TestWhatIsBound(t *testing.T) {
	t.Parallel()
	day := period.DayOf(2026, 3, 2)
	at := period.Instant(1_772_409_600_123_456)
	for _, c := range []struct {
		text      string
		arg, want any
	}{
		{"$1", nil, nil}, {"$1", 3, int64(3)}, {"$1", int64(4), int64(4)}, {"$1", 1.5, 1.5}, {"$1", true, true},
		{"$1", "text", "text"}, {"$1", record.ID(5), int64(5)}, {"$1", record.Seq(6), int64(6)},
		{"$1", []record.ID{7, 8}, []int64{7, 8}}, {"$1", []string{"a"}, []string{"a"}}, {"$1", []int64{9}, []int64{9}},
		{"$1", day, day.Time()}, {"$1", at, int64(at)}, {"$1 + $1", at, int64(at)},
		{"$1::TIMESTAMP", at, at.Time()}, {"$1::timestamp + $1::TIMESTAMP", at, at.Time()},
		{"$1::BIGINT", at, int64(at)}, {"$1::TIMESTAM", at, int64(at)},
	} {
		bound, err := analytics.Bind(c.text, c.arg)
		if err != nil || len(bound) != 1 || !cmp.Equal(bound[0], c.want) {
			t.Errorf("%q with %v: bound %v, %v; want %v", c.text, c.arg, bound, err, c.want)
		}
	}
	if bound, err := analytics.Bind("$1", big.NewInt(3)); err != nil || bound[0].(*big.Int).Int64() != 3 {
		t.Errorf("a large number: %v, %v", bound, err)
	}
	for text, arg := range map[string]any{"$1 + $1::TIMESTAMP": at, "$1": time.Now(), "$1::BIGINT": uint8(1)} {
		if bound, err := analytics.Bind(text, arg); err == nil {
			t.Errorf("%q with %v: bound %v", text, arg, bound)
		}
	}
}
