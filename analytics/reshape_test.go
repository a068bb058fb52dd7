package analytics_test

import (
	"slices"
	"testing"

	"salesops/analytics"
	"salesops/record"
	"salesops/sales"
)

// A field that is defined while the columns are far behind is in them once they have caught
// up, although so many changes are loaded and not followed.
func TestFieldsDefinedWhileFarBehind(t *testing.T) {
	t.Parallel()
	log := smallLog(t)
	at := day(t, "2026-01-01")
	log.add(record.Change{Kind: record.Create, Object: sales.Deal, ID: 1, EffectiveAt: at, KnownAt: at})
	c := open(t, "", log, analytics.Options{Threads: 1})
	catchUp(t, c)

	var objects []record.Object
	for _, name := range log.schema.Names()[1:] { // the object of the fields themselves comes by itself
		o, _ := log.schema.Object(name)
		wider := *o
		if name == sales.Deal {
			wider.Fields = append(slices.Clone(o.Fields), record.Field{Key: 99_999, Name: "colour_c", Kind: record.Text, Custom: true})
		}
		objects = append(objects, wider)
	}
	log.schema = newSchema(t, objects)
	changes := make([]record.Change, 30_000)
	for i := range changes {
		changes[i] = record.Change{Kind: record.Create, Object: sales.Deal, ID: record.ID(i + 2), EffectiveAt: at, KnownAt: at,
			Fields: []record.FieldValue{{Name: "colour_c", Value: record.TextValue("blue")}}}
	}
	log.add(changes...)
	catchUp(t, c)
	if got := texts(t, c, "SELECT count(*), count(colour_c) FROM deal_now"); !slices.Equal(got, []string{"30001|30000"}) {
		t.Errorf("deals and those with the field: %v", got)
	}
}
