package mapping

import (
	"slices"
	"testing"

	"salesops/record"
	"salesops/sales"
)

// A field that is added to an object can be filled by a mapping without another line.
func TestMappingsKnowEachField(t *testing.T) {
	t.Parallel()
	objects := sales.Objects()
	i := slices.IndexFunc(objects, func(o record.Object) bool { return o.Name == sales.Deal })
	deal := objects[i]
	deal.Fields = append(deal.Fields, record.Field{Key: 900, Name: "partner_tier", Kind: record.Text})
	for _, f := range deal.Fields {
		if _, ok := targetOf(deal, f.Name); !ok && f.Name != "outcome" { // which comes of the stage
			t.Errorf("no column can be mapped to %s", f.Name)
		}
	}
	if !slices.Contains(fieldNames(deal), "partner_tier") {
		t.Errorf("a mapping offers %v", fieldNames(deal))
	}
}

// Each field that a mapping can fill is guessed by its own name and by its label, so that a field which is added
// to an object needs no words of its own here.
func TestEachFieldIsGuessedByItsNames(t *testing.T) {
	t.Parallel()
	for i := range hints {
		o, _ := objectNamed(hints[i].object)
		for _, f := range o.Fields {
			if _, ok := targetOf(o, f.Name); !ok || f.Name == "created_at" { // which is filled as created
				continue
			}
			if !slices.ContainsFunc(hints[i].fields, func(h fieldHint) bool { return h.field == f.Name }) {
				t.Errorf("no header suggests %s of %s", f.Name, o.Name)
			}
		}
	}
}
