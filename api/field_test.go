package api_test

import (
	"slices"
	"strings"
	"testing"

	"salesops/api"
	"salesops/record"
	"salesops/sales"
)

// TestANewFieldIsOneLine: a field that is added to the schema of deals, and nowhere else, is in lists, filters,
// breakdowns, searches, on the record's page and in exports; mappings know it too (connectors/mapping/vocabulary.go).
func TestANewFieldIsOneLine(t *testing.T) {
	t.Parallel()
	objects := sales.Objects()
	i := slices.IndexFunc(objects, func(o record.Object) bool { return o.Name == sales.Deal })
	objects[i].Fields = append(objects[i].Fields,
		record.Field{Key: 900, Name: "partner_tier", Kind: record.Text, Label: "Partner tier"})
	w := newWorldOf(t, objects)
	w.fill()
	for name, tier := range map[string]string{"Alpha": "gold", "Beta": "silver"} {
		w.apply(record.Draft{Kind: record.Set, Object: sales.Deal, ID: w.ids[name],
			Fields: []record.FieldValue{{Name: "partner_tier", Value: record.TextValue(tier)}}})
	}

	list := get[api.RecordList](w, "/records/deal?where=partner_tier+%3D%3D+%22gold%22")
	if len(list.Records) != 1 || list.Records[0].Fields["partner_tier"].V != "gold" {
		t.Fatalf("a filter by it finds %+v", list.Records)
	}
	if found := get[api.RecordList](w, "/records/deal?q=silver"); len(found.Records) != 1 {
		t.Errorf("a search for its value finds %+v", found.Records)
	}
	field := func(name string) func(api.FieldInfo) bool {
		return func(f api.FieldInfo) bool { return f.Name == name }
	}
	if i := slices.IndexFunc(list.Fields, field("partner_tier")); i < 0 || list.Fields[i].Label != "Partner tier" {
		t.Errorf("lists have the fields %+v", list.Fields)
	}
	if i := slices.IndexFunc(list.Fields, field("amount")); i < 0 || list.Fields[i].Column != 1 ||
		!list.Fields[i].Figure {
		t.Errorf("a list begins with %+v", list.Fields)
	}
	one := get[api.RecordDetail](w, "/records/deal/"+list.Records[0].ID)
	if one.Fields["partner_tier"].V != "gold" {
		t.Errorf("the record's page has %+v", one.Fields)
	}
	answer := get[api.Answer](w, "/metrics/won_deals?by=partner_tier")
	var cut []string
	for _, r := range answer.Rows {
		cut = append(cut, r.By["partner_tier"].Name)
	}
	if !slices.Contains(cut, "gold") || !slices.Contains(cut, "silver") {
		t.Errorf("by it won deals are %v", cut)
	}
	schema := get[api.SchemaBody](w, "/schema")
	deal := schema.Objects[slices.IndexFunc(schema.Objects,
		func(o api.ObjectInfo) bool { return o.Name == sales.Deal })]
	if !slices.ContainsFunc(deal.Fields,
		func(f api.SchemaField) bool { return f.Name == "partner_tier" && !f.Custom }) {
		t.Errorf("the schema has %+v", deal.Fields)
	}
	if csv := string(w.ask("GET", "/records/deal?format=csv", nil).body); !strings.Contains(csv, "partner_tier") ||
		!strings.Contains(csv, "gold") {
		t.Errorf("the export is\n%s", csv)
	}
}

// newWorldOf is a world with a schema of its own.
func newWorldOf(t *testing.T, objects []record.Object) *world {
	t.Helper()
	return newWorldFrom(t, objects, api.Patience{}, nil)
}
