package analytics_test

import (
	"context"
	"slices"
	"sync"
	"testing"

	"salesops/analytics"
	"salesops/internal/period"
	"salesops/record"
	"salesops/sales"
)

// memoryLog is a minimal record.Reader over a slice.
type memoryLog struct {
	mu      sync.Mutex
	schema  *record.Schema
	changes []record.Change
	last    map[record.ID]record.Seq
	more    chan struct{}
}

func newMemoryLog(t testing.TB) *memoryLog {
	t.Helper()
	return &memoryLog{schema: newSchema(t, sales.Objects()), last: map[record.ID]record.Seq{},
		more: make(chan struct{})}
}

// smallLog returns a log with few objects, which makes opening and comparing faster.
func smallLog(t testing.TB) *memoryLog {
	t.Helper()
	names := []string{sales.Deal, sales.Person, sales.Team, sales.Company, sales.Rate}
	var few []record.Object
	for _, o := range sales.Objects() {
		if slices.Contains(names, o.Name) {
			o.Fields = slices.DeleteFunc(o.Fields, func(f record.Field) bool {
				return f.Kind == record.Ref && !slices.Contains(names, f.Object)
			})
			o.Shown = record.Shown{} // it names fields that are left out
			few = append(few, o)
		}
	}
	return &memoryLog{schema: newSchema(t, few), last: map[record.ID]record.Seq{}, more: make(chan struct{})}
}

func newSchema(t testing.TB, objects []record.Object) *record.Schema {
	t.Helper()
	s, err := record.NewSchema(objects)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// add appends changes and numbers them.
func (l *memoryLog) add(changes ...record.Change) record.Seq {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, c := range changes {
		c.Seq = record.Seq(len(l.changes) + 1)
		c.Prev = l.last[c.ID]
		l.last[c.ID] = c.Seq
		l.changes = append(l.changes, c)
	}
	close(l.more)
	l.more = make(chan struct{})
	return record.Seq(len(l.changes))
}

func (l *memoryLog) Schema() *record.Schema {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.schema
}

func (l *memoryLog) Head() record.Seq {
	l.mu.Lock()
	defer l.mu.Unlock()
	return record.Seq(len(l.changes))
}

func (l *memoryLog) Tail(ctx context.Context, _ record.Scope, from record.Seq, fn func([]record.Change) error) error {
	l.mu.Lock()
	all := l.changes
	l.mu.Unlock()
	slice := make([]record.Change, 0, 5000)
	for part := range slices.Chunk(all[min(int(from)-1, len(all)):], 5000) {
		if err := ctx.Err(); err != nil {
			return err
		}
		slice = append(slice[:0], part...)
		if err := fn(slice); err != nil {
			return err
		}
		clear(slice) // reveals a reader that keeps the slice
	}
	return nil
}

func (l *memoryLog) Wait(ctx context.Context, seq record.Seq) error {
	for {
		l.mu.Lock()
		beyond, more := record.Seq(len(l.changes)) > seq, l.more
		l.mu.Unlock()
		if beyond {
			return nil
		}
		select {
		case <-more:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// timelineLog can also read one record's changes, as record.Log can.
type timelineLog struct{ *memoryLog }

func (l timelineLog) Timeline(_ context.Context, scope record.Scope, id record.ID, before record.Seq,
	limit int) ([]record.Change, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	var found []record.Change
	for _, c := range slices.Backward(l.changes) {
		if c.ID == id && scope.Everything() && (before == 0 || c.Seq < before) && len(found) < limit {
			found = append(found, c)
		}
	}
	return found, nil
}

func open(t testing.TB, path string, log record.Reader, o analytics.Options) *analytics.Columns {
	t.Helper()
	c, err := analytics.Open(t.Context(), path, log, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	return c
}

func catchUp(t testing.TB, c *analytics.Columns) {
	t.Helper()
	if _, err := c.CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// day returns the first instant of a day in UTC.
func day(t testing.TB, s string) period.Instant {
	t.Helper()
	d, err := period.ParseDay(s)
	if err != nil {
		t.Fatal(err)
	}
	return period.InstantOf(d.Time())
}

// texts returns the rows of a query as text, one line per row.
func texts(t testing.TB, c *analytics.Columns, sql string, args ...any) []string {
	t.Helper()
	var lines []string
	if _, err := c.Query(t.Context(), "SELECT concat_ws('|', *COLUMNS(*)) FROM ("+sql+")",
		args, func(b *analytics.Batch) error {
			for i := range b.Rows() {
				lines = append(lines, b.Text(0, i))
			}
			return nil
		}); err != nil {
		t.Fatal(err)
	}
	return lines
}
