package record_test

import (
	"fmt"
	"path/filepath"
	"runtime"
	"testing"

	"salesops/internal/period"
	"salesops/record"
	"salesops/sqlite"
)

// TestManyFieldsAtOnce checks that the cost of a custom field does not grow with their number,
// neither when fields are added nor when the log is opened. It measures allocations of the process,
// so no other test may run beside it.
func TestManyFieldsAtOnce(t *testing.T) { //nolint:paralleltest // it counts what the process allocates
	const many, perField = 1_600, 32 << 10
	db, err := sqlite.Open(filepath.Join(t.TempDir(), "truth.sqlite"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	now := period.Instant(1_700_000_000_000_000)
	open := func() *record.Log {
		log, err := record.Open(t.Context(), db.Store(), record.Options{
			Objects: []record.Object{{Code: 10, Name: "thing", Title: "name",
				Fields: []record.Field{{Key: 1, Name: "name", Kind: record.Text}}}},
			Clock: func() period.Instant { now++; return now },
		})
		if err != nil {
			t.Fatal(err)
		}
		return log
	}
	cost := func(what string, do func()) {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		do()
		runtime.ReadMemStats(&after)
		if each := (after.TotalAlloc - before.TotalAlloc) / many; each > perField {
			t.Errorf("%s %d fields takes %d bytes for each, at most %d are right", what, many, each, perField)
		}
	}
	apply := func(log *record.Log, drafts []record.Draft) []record.ID {
		done, err := log.Apply(t.Context(), record.Command{Actor: "owner", Drafts: drafts})
		if err != nil {
			t.Fatal(err)
		}
		return done[0].IDs
	}
	log := open()
	drafts := make([]record.Draft, many)
	for i := range drafts {
		drafts[i] = record.Draft{Kind: record.Create, Object: record.FieldObject, Fields: []record.FieldValue{
			{Name: "object", Value: record.TextValue("thing")},
			{Name: "name", Value: record.TextValue(fmt.Sprintf("extra_%d", i))},
			{Name: "kind", Value: record.TextValue("text")},
		}}
	}
	var ids []record.ID
	cost("adding", func() { ids = apply(log, drafts) })
	before, _ := log.Schema().Object("thing")
	for i := range drafts {
		drafts[i] = record.Draft{Kind: record.Set, Object: record.FieldObject, ID: ids[i],
			Fields: []record.FieldValue{{Name: "retired", Value: record.BoolValue(true)}}}
	}
	cost("retiring", func() { apply(log, drafts) })
	if f, _ := before.Field("extra_7"); f.Retired {
		t.Error("a schema that somebody had has changed")
	}
	if err := log.Close(); err != nil {
		t.Fatal(err)
	}
	cost("opening a log with", func() { log = open() })
	defer func() { _ = log.Close() }()
	o, _ := log.Schema().Object("thing")
	for i := range many {
		name := fmt.Sprintf("extra_%d", i)
		f, ok := o.Field(name)
		if !ok || !f.Retired || f.Name != name {
			t.Fatalf("%s reads back as %+v", name, f)
		}
		if byKey, _ := o.Key(f.Key); byKey != f {
			t.Fatalf("%s is not what its key finds", name)
		}
	}
}
