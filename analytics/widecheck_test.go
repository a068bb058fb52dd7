package analytics_test

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"salesops/analytics"
	"salesops/record"
	"salesops/sales"
)

// TestCheckOfManyFields checks columns with thousands of custom fields.
func TestCheckOfManyFields(t *testing.T) {
	t.Parallel()
	const many = 2500
	log := smallLog(t)
	at := day(t, "2026-01-01")
	log.widen(t, many)
	for i := range 60 {
		fields := []record.FieldValue{{Name: "name", Value: record.TextValue("Roof " + strconv.Itoa(i))}}
		for f := range many {
			fields = append(fields, record.FieldValue{Name: "extra_" + strconv.Itoa(f),
				Value: record.TextValue("value " + strconv.Itoa(i*f))})
		}
		log.add(record.Change{Kind: record.Create, Object: sales.Deal, ID: record.ID(i + 1), EffectiveAt: at,
			KnownAt: at, Fields: fields})
	}
	c := open(t, filepath.Join(t.TempDir(), "columns.duckdb"), log, analytics.Options{Threads: 1})
	catchUp(t, c)
	if err := c.Check(t.Context()); err != nil {
		t.Error(err)
	}
}

// widen gives deals custom fields: extra_0, extra_1, …
func (l *memoryLog) widen(t *testing.T, fields int) {
	t.Helper()
	var objects []record.Object
	for _, name := range l.schema.Names()[1:] {
		o, _ := l.schema.Object(name)
		wider := *o
		if name == sales.Deal {
			wider.Fields = slices.Clone(o.Fields)
			for i := range fields {
				wider.Fields = append(wider.Fields,
					record.Field{Key: uint32(90_000 + i), Name: "extra_" + strconv.Itoa(i),
						Kind: record.Text, Custom: true})
			}
		}
		objects = append(objects, wider)
	}
	l.schema = newSchema(t, objects)
}

// TestCheckThatCannotBeMade checks that a failed replay is reported as such and not as a
// difference.
func TestCheckThatCannotBeMade(t *testing.T) {
	t.Parallel()
	log := &failingLog{memoryLog: smallLog(t)}
	someDeals(t, log.memoryLog, 50)
	c := open(t, "", log, analytics.Options{})
	catchUp(t, c)
	log.failure = errors.New("failed to allocate data of size 256.0 KiB (255.9 MiB/256.0 MiB used)")
	if err := c.Check(t.Context()); !errors.Is(err, log.failure) || errors.Is(err, analytics.ErrDiffers) {
		t.Errorf("Check says %v", err)
	}
}

// failingLog is a log whose reads end with an error.
type failingLog struct {
	*memoryLog
	failure error
}

func (l *failingLog) Tail(ctx context.Context, _ record.Scope, from record.Seq, fn func([]record.Change) error) error {
	if l.failure != nil {
		return l.failure
	}
	return l.memoryLog.Tail(ctx, record.Everything(), from, fn)
}
