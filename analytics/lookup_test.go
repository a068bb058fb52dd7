package analytics_test

import (
	"slices"
	"strconv"
	"sync"
	"testing"

	"salesops/analytics"
	"salesops/record"
	"salesops/sales"
)

// TestLookup executes prepared statements repeatedly: while records are added, after the tables
// became wider, with more statements than are kept, and concurrently.
func TestLookup(t *testing.T) {
	t.Parallel()
	log := smallLog(t)
	at := day(t, "2026-01-01")
	add := func(id record.ID, name string) {
		log.add(record.Change{Kind: record.Create, Object: sales.Deal, ID: id, EffectiveAt: at, KnownAt: at,
			Fields: []record.FieldValue{{Name: "name", Value: record.TextValue(name)}}})
	}
	c := open(t, "", log, analytics.Options{Threads: 1})
	look := func(text string, args ...int64) (found []string) {
		t.Helper()
		position, err := c.Lookup(t.Context(), text, args, func(b *analytics.Batch) error {
			for row := range b.Rows() {
				if !b.Null(1, row) {
					found = append(found, b.Text(1, row))
				}
			}
			return nil
		})
		if err != nil || position != log.Head() {
			t.Errorf("%s with %v: position %d of %d, %v", text, args, position, log.Head(), err)
		}
		return found
	}
	const named = "SELECT name FROM deal_now WHERE id = $1::BIGINT"

	add(1, "Roof")
	catchUp(t, c)
	if got := look(named, 1); !slices.Equal(got, []string{"Roof"}) {
		t.Errorf("the first record: %v", got)
	}
	if got := look(named, 2); got != nil {
		t.Errorf("a record that is not there: %v", got)
	}
	add(2, "Wall")
	catchUp(t, c)
	if got := look(named, 2); !slices.Equal(got, []string{"Wall"}) {
		t.Errorf("a record that came since the statement was planned: %v", got)
	}

	var objects []record.Object
	for _, name := range log.schema.Names()[1:] { // NewSchema adds the object of custom fields itself
		o, _ := log.schema.Object(name)
		wider := *o
		wider.Fields = slices.Clone(o.Fields)
		for i := range 20 {
			if name == sales.Deal {
				wider.Fields = append(wider.Fields,
					record.Field{Key: uint32(90_000 + i), Name: "extra_" + strconv.Itoa(i),
						Kind: record.Text, Custom: true})
			}
		}
		objects = append(objects, wider)
	}
	log.schema = newSchema(t, objects)
	add(3, "Door")
	catchUp(t, c)
	if got := look(named, 3); !slices.Equal(got, []string{"Door"}) {
		t.Errorf("after the table became wider: %v", got)
	}

	for i := range 150 {
		if got := look("SELECT name FROM deal_now WHERE id = $1::BIGINT AND "+strconv.Itoa(i)+
			" >= 0", 1); len(got) != 1 {
			t.Fatalf("statement %d: %v", i, got)
		}
	}
	if _, err := c.Lookup(t.Context(), "SELECT nothing FROM nowhere", nil,
		func(*analytics.Batch) error { return nil }); err == nil {
		t.Error("a statement that cannot be planned is no error")
	}
	var all sync.WaitGroup
	for i := range 40 {
		all.Go(func() { look(named, int64(i%3+1)) })
	}
	all.Wait()
}

// TestLookupNeedsANumber checks that a statement without parameters is refused, because DuckDB may
// crash on it.
func TestLookupNeedsANumber(t *testing.T) {
	t.Parallel()
	c := open(t, "", smallLog(t), analytics.Options{Threads: 1})
	_, err := c.Lookup(t.Context(), "SELECT name FROM deal_now", nil, func(*analytics.Batch) error { return nil })
	if err == nil {
		t.Error("a statement without parameters was kept")
	}
}
