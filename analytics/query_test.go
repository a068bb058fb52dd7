package analytics_test

import (
	"context"
	"errors"
	"math/big"
	"strings"
	"sync"
	"testing"
	"time"

	"salesops/analytics"
	"salesops/internal/fault"
	"salesops/internal/period"
	"salesops/record"
	"salesops/sales"
)

func ask(t *testing.T, c *analytics.Columns, sql string, args ...any) error {
	t.Helper()
	_, err := c.Query(t.Context(), sql, args, func(*analytics.Batch) error { return nil })
	return err
}

// TestQueryChecksItsArguments passes too few, too many and wrong arguments.
func TestQueryChecksItsArguments(t *testing.T) {
	t.Parallel()
	c := open(t, "", newMemoryLog(t), analytics.Options{})
	type named int64
	for _, q := range []struct {
		sql  string
		args []any
		ok   bool
	}{
		{"SELECT $1::BIGINT", []any{1}, true},
		{"SELECT $1::BIGINT + $1::BIGINT", []any{1}, true},
		{"SELECT 1", nil, true},
		{"SELECT '$1', \"a$2\", 'it''s $3' -- $4\n FROM (SELECT 1 AS \"a$2\") /* $5 */", nil, true},
		{"SELECT $1::BIGINT", nil, false},
		{"SELECT 1", []any{1}, false},
		{"SELECT $1::BIGINT", []any{1, 2}, false},
		{"SELECT $2::BIGINT", []any{1}, false},
		{"SELECT $1::BIGINT, $3::BIGINT", []any{1, 2}, false},
		{"SELECT ?", []any{1}, false},
		{"SELECT $name", []any{1}, false},
		{"SELECT $1::BIGINT", []any{named(1)}, false},
		{"SELECT $1::TIMESTAMP", []any{time.Unix(0, 0)}, false},
		{"SELECT $1::TIMESTAMP, $1::BIGINT", []any{period.Instant(1)}, false},
		{"SELECT 'open", nil, false},
		{"SELECT /* open", nil, false},
		{"SELECT nothing FROM nowhere", nil, false},
		{"FROM read_csv('/etc/passwd')", nil, false},
		{"ATTACH '/tmp/other.duckdb'", nil, false},
		{"SET memory_limit = '10GB'", nil, false},
	} {
		if err := ask(t, c, q.sql, q.args...); (err == nil) != q.ok {
			t.Errorf("%s with %v: %v", q.sql, q.args, err)
		}
	}
	if err := ask(t, c, "SELECT 1"); err != nil {
		t.Errorf("after refusals: %v", err)
	}
}

// TestQueryBringsEveryKind passes a value of every kind and reads it back.
func TestQueryBringsEveryKind(t *testing.T) {
	t.Parallel()
	c := open(t, "", newMemoryLog(t), analytics.Options{})
	d := period.DayOf(1969, time.March, 31)
	at := period.Instant(-1_234_567_891)
	huge, _ := new(big.Int).SetString("170141183460469231731687303715884105727", 10)
	huge.Div(huge, big.NewInt(10))
	sql := `SELECT $1::BIGINT, $2::DATE, $3::BIGINT, $4::TIMESTAMP, $5::VARCHAR, $6::BOOLEAN, $7::DOUBLE, $8::HUGEINT,
		list_sum($9::BIGINT[])::BIGINT,
		($10::VARCHAR[])[2], sum($1::BIGINT), NULL, $11::BIGINT[], $12::BIGINT, ($13::VARCHAR)::ENUM('a', 'b')`
	args := []any{int64(7), d, at, at, "Ünï\x00cøde 😀", true, 0.1, huge, []int64{1, 2, 3}, []string{"x", "y"},
		[]record.ID{4, 5}, nil, "b"}
	calls := 0
	position, err := c.Query(t.Context(), sql, args, func(b *analytics.Batch) error {
		calls++
		if b.Rows() != 1 || len(b.Columns()) != 15 {
			t.Fatalf("%d rows, columns %v", b.Rows(), b.Columns())
		}
		for i, ok := range []bool{
			b.Int(0, 0) == 7, b.Day(1, 0) == d, b.Instant(2, 0) == at, b.Instant(3, 0) == at,
			b.Text(4, 0) == args[4], b.Bool(5, 0),
			b.Float(6, 0) == 0.1, b.Big(7, 0).Cmp(huge) == 0, b.Int(8, 0) == 6, b.Text(9, 0) == "y",
			b.Int(10, 0) == 7 && b.Big(10, 0).Int64() == 7,
			b.Null(11, 0) && b.Big(11, 0) == nil && b.Text(11, 0) == "", len(b.Ints(12, 0)) == 2 &&
				b.Ints(12, 0)[1] == 5, b.Null(13, 0), b.Text(14, 0) == "b",
		} {
			if !ok {
				t.Errorf("column %d came back otherwise", i)
			}
		}
		return nil
	})
	if err != nil || position != 0 || calls != 1 {
		t.Errorf("position %d, %d batches, %v", position, calls, err)
	}
}

// TestQueryStopsWithItsContext cancels before a query, while it waits for the gate, and while it
// runs.
func TestQueryStopsWithItsContext(t *testing.T) {
	t.Parallel()
	c := open(t, "", newMemoryLog(t), analytics.Options{Gate: 1})
	gone, end := context.WithCancel(t.Context())
	end()
	if _, err := c.Query(gone, "SELECT 1", nil, func(*analytics.Batch) error { return nil }); !errors.Is(err,
		context.Canceled) {
		t.Errorf("cancelled before: %v", err)
	}
	if _, err := c.Query(t.Context(), "SELECT 1", nil, func(*analytics.Batch) error {
		short, end := context.WithTimeout(t.Context(), 20*time.Millisecond)
		defer end()
		if _, err := c.Query(short, "SELECT 1", nil, func(*analytics.Batch) error { return nil }); !errors.Is(err,
			context.DeadlineExceeded) {
			t.Errorf("cancelled at the gate: %v", err)
		}
		return nil
	}); err != nil {
		t.Error(err)
	}
	short, end := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer end()
	_, err := c.Query(short,
		"SELECT count(*) FROM range(100000000) a, range(1000000) b WHERE (a.range * b.range) % 7 = 3",
		nil, func(*analytics.Batch) error { return nil })
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("cancelled while running: %v", err)
	}
	stop := errors.New("stop")
	if _, err := c.Query(t.Context(), "SELECT 1", nil,
		func(*analytics.Batch) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("fn's error became %v", err)
	}
	if err := ask(t, c, "SELECT 1"); err != nil {
		t.Errorf("afterwards: %v", err)
	}
}

// TestTextsSurviveTheirBatch keeps texts while other queries reuse the memory.
func TestTextsSurviveTheirBatch(t *testing.T) {
	t.Parallel()
	c := open(t, "", newMemoryLog(t), analytics.Options{})
	var kept []string
	for _, letter := range []string{"a", "b", "c", "d"} {
		if _, err := c.Query(t.Context(), "SELECT repeat($1::VARCHAR, 40) FROM range(5000)", []any{letter},
			func(b *analytics.Batch) error {
				for i := range b.Rows() {
					kept = append(kept, b.Text(0, i))
				}
				return nil
			}); err != nil {
			t.Fatal(err)
		}
	}
	for i, s := range kept {
		if want := strings.Repeat([]string{"a", "b", "c", "d"}[i/5000], 40); s != want {
			t.Fatalf("text %d became %q", i, s)
		}
	}
}

// TestAnswersAreOfOneMoment queries while the follower writes; the position and two tables must
// always be of the same moment.
func TestAnswersAreOfOneMoment(t *testing.T) {
	t.Parallel()
	log := newMemoryLog(t)
	c := open(t, "", log, analytics.Options{})
	ctx, cancel := context.WithCancel(t.Context())
	var wait sync.WaitGroup
	wait.Go(func() { _ = c.Run(ctx) })
	for range 3 {
		wait.Go(func() {
			for ctx.Err() == nil {
				var deals, past int64
				position, err := c.Query(ctx, "SELECT (SELECT count(*) FROM deal_now), (SELECT count(*) FROM deal_ver)",
					nil, func(b *analytics.Batch) error {
						deals, past = b.Int(0, 0), b.Int(1, 0)
						return nil
					})
				if err != nil && ctx.Err() == nil {
					t.Error(err)
					return
				}
				if err == nil && record.Seq(deals+past) != position {
					t.Errorf("position %d with %d deals and %d ended versions", position, deals, past)
				}
			}
		})
	}
	at := day(t, "2026-01-01")
	for i := range record.ID(60) {
		seq := log.add(create(at, sales.Deal, i+1), set(at+1, sales.Deal, i+1, text("name", "x")))
		if err := c.Await(t.Context(), seq); err != nil {
			t.Fatal(err)
		}
	}
	cancel()
	wait.Wait()
}

func TestRowsRefusals(t *testing.T) {
	t.Parallel()
	c := open(t, "", newMemoryLog(t), analytics.Options{})
	bind := func(any) string { return "$1" }
	one, two := period.Instant(1), period.Instant(2)
	for name, try := range map[string]func() (string, error){
		"an unknown object": func() (string, error) {
			return c.View(record.Everything()).Rows("deals", []string{"id"}, analytics.When{}, bind)
		},
		"an unknown field": func() (string, error) {
			return c.View(record.Everything()).Rows(sales.Deal, []string{"amout"}, analytics.When{}, bind)
		},
		"SQL as a field": func() (string, error) {
			return c.View(record.Everything()).Rows(sales.Deal, []string{"id FROM mark --"}, analytics.When{}, bind)
		},
		"no field": func() (string, error) {
			return c.View(record.Everything()).Rows(sales.Deal, nil, analytics.When{}, bind)
		},
		"known-at alone": func() (string, error) {
			return c.View(record.Everything()).Rows(sales.Deal, []string{"id"}, analytics.When{KnownAt: &one}, bind)
		},
		"as-of later than known-at": func() (string, error) {
			return c.View(record.Everything()).Rows(sales.Deal, []string{"id"},
				analytics.When{AsOf: &two, KnownAt: &one}, bind)
		},
	} {
		if sql, err := try(); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s gave %q, %v", name, sql, err)
		}
	}
	if _, err := c.View(record.Everything()).Rows(sales.Person, []string{"id"},
		analytics.When{AsOf: &two, KnownAt: &one}, bind); err != nil {
		t.Errorf("people are planned ahead: %v", err)
	}
}

func TestIdent(t *testing.T) {
	t.Parallel()
	if got := analytics.Ident(`a"b`); got != `"a""b"` {
		t.Error(got)
	}
}

func TestClosedColumnsSaySo(t *testing.T) {
	t.Parallel()
	c, err := analytics.Open(t.Context(), "", smallLog(t), analytics.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	if err := ask(t, c, "SELECT 1"); fault.KindOf(err) != fault.Busy {
		t.Errorf("a query after Close: %v", err)
	}
}
