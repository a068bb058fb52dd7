package analytics_test

import (
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"salesops/analytics"
	"salesops/record"
	"salesops/sales"
)

// TestFieldsDefinedWhileFarBehind checks that a field defined while the columns are far behind is
// present after they have caught up by a load.
func TestFieldsDefinedWhileFarBehind(t *testing.T) {
	t.Parallel()
	log := smallLog(t)
	at := day(t, "2026-01-01")
	log.add(record.Change{Kind: record.Create, Object: sales.Deal, ID: 1, EffectiveAt: at, KnownAt: at})
	c := open(t, "", log, analytics.Options{Threads: 1})
	catchUp(t, c)

	var objects []record.Object
	for _, name := range log.schema.Names()[1:] { // NewSchema adds the object of custom fields itself
		o, _ := log.schema.Object(name)
		wider := *o
		if name == sales.Deal {
			wider.Fields = append(slices.Clone(o.Fields),
				record.Field{Key: 99_999, Name: "colour_c", Kind: record.Text, Custom: true})
		}
		objects = append(objects, wider)
	}
	log.schema = newSchema(t, objects)
	changes := make([]record.Change, 30_000)
	for i := range changes {
		changes[i] = record.Change{Kind: record.Create, Object: sales.Deal, ID: record.ID(i + 2),
			EffectiveAt: at, KnownAt: at,
			Fields: []record.FieldValue{{Name: "colour_c", Value: record.TextValue("blue")}}}
	}
	log.add(changes...)
	catchUp(t, c)
	if got := texts(t, c, "SELECT count(*), count(colour_c) FROM deal_now"); !slices.Equal(got,
		[]string{"30001|30000"}) {
		t.Errorf("deals and those with the field: %v", got)
	}
}

// TestManyFieldsAtOnce checks that the memory for new columns does not grow faster than their
// number, and that existing rows do not change. It measures the process, so no other test may run
// beside it.
func TestManyFieldsAtOnce(t *testing.T) { //nolint:paralleltest // it measures the process
	const many, most = 600, 300 << 10 // kB
	log := smallLog(t)
	at := day(t, "2026-01-01")
	for i := range 100 {
		log.add(record.Change{Kind: record.Create, Object: sales.Deal, ID: record.ID(i + 1),
			EffectiveAt: at, KnownAt: at,
			Fields: []record.FieldValue{{Name: "name", Value: record.TextValue("Roof " + strconv.Itoa(i))}}})
	}
	c := open(t, "", log, analytics.Options{Threads: 1})
	catchUp(t, c)
	old := texts(t, c, "SELECT id, name FROM deal_now ORDER BY id")

	log.widen(t, many)
	log.add(record.Change{Kind: record.Set, Object: sales.Deal, ID: 1, EffectiveAt: at + 1, KnownAt: at + 1,
		Fields: []record.FieldValue{{Name: "extra_599", Value: record.TextValue("blue")}}})
	before := mostMemory()
	catchUp(t, c)
	if grown := mostMemory() - before; grown > most {
		t.Errorf("%d columns took %d kB of memory, at most %d are right", many, grown, most)
	}
	if got := texts(t, c, "SELECT id, name FROM deal_now ORDER BY id"); !slices.Equal(got, old) {
		t.Errorf("the deals are %v, were %v", got, old)
	}
	if got := texts(t, c, "SELECT count(extra_599), count(extra_0) FROM deal_now"); !slices.Equal(got,
		[]string{"1|0"}) {
		t.Errorf("values of the new columns: %v", got)
	}
	if err := c.Check(t.Context()); err != nil {
		t.Error(err)
	}
}

// mostMemory returns the peak memory of the process in kB; 0 when the system does not report it.
func mostMemory() int {
	status, _ := os.ReadFile("/proc/self/status")
	_, after, _ := strings.Cut(string(status), "VmHWM:")
	line, _, _ := strings.Cut(after, "\n")
	n, _ := strconv.Atoi(strings.TrimSpace(strings.TrimSuffix(line, "kB")))
	return n
}
