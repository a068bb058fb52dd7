package record_test

import (
	"slices"
	"testing"

	"salesops/record"
)

func TestNewSchemaRefusesMistakes(t *testing.T) {
	t.Parallel()
	name := record.Field{Key: 1, Name: "name", Kind: record.Text}
	good := record.Object{Code: 10, Name: "thing", Title: "name", Fields: []record.Field{name}}
	schema, err := record.NewSchema([]record.Object{good})
	if err != nil || !slices.Equal(schema.Names(), []string{"field", "thing"}) {
		t.Fatalf("names %v, %v", schema.Names(), err)
	}
	change := func(fn func(o *record.Object)) []record.Object {
		o := good
		o.Fields = slices.Clone(good.Fields)
		fn(&o)
		return []record.Object{o}
	}
	for why, objects := range map[string][]record.Object{
		"twice":             {good, good},
		"the code of field": change(func(o *record.Object) { o.Code = 1 }),
		"no code":           change(func(o *record.Object) { o.Code = 0 }),
		"a bad name":        change(func(o *record.Object) { o.Name = "Thing" }),
		"an unknown title":  change(func(o *record.Object) { o.Title = "label" }),
		"a key twice": change(func(o *record.Object) {
			o.Fields = append(o.Fields,
				record.Field{Key: 1, Name: "b", Kind: record.Int})
		}),
		"a name twice": change(func(o *record.Object) {
			o.Fields = append(o.Fields, record.Field{Key: 2, Name: "name", Kind: record.Int})
		}),
		"a field without kind": change(func(o *record.Object) { o.Fields[0].Kind = record.Unset }),
		"a field without key":  change(func(o *record.Object) { o.Fields[0].Key = 0 }),
		"a ref to nothing": change(func(o *record.Object) {
			o.Fields = append(o.Fields, record.Field{Key: 2, Name: "b", Kind: record.Ref, Object: "x"})
		}),
		"a personal reference": change(func(o *record.Object) {
			o.Fields = append(o.Fields, record.Field{Key: 2, Name: "b", Kind: record.Ref,
				Object: "thing", Personal: true})
		}),
		"a name columns append": change(func(o *record.Object) { o.Fields[0].Name = "name_" }),
	} {
		if _, err := record.NewSchema(objects); err == nil {
			t.Errorf("%s: taken", why)
		}
	}
}

func TestValues(t *testing.T) {
	t.Parallel()
	if v := record.RefValue(3); v.Ref() != 3 || v.Int() != 0 || v.Text() != "" || v.Bool() || !v.IsSet() {
		t.Errorf("%+v", v)
	}
	if (record.Value{}).IsSet() || record.TextValue("").Kind() != record.Text {
		t.Error("unset and empty are mixed up")
	}
	for k := record.Text; k <= record.Ref; k++ {
		if back, ok := record.ParseKind(k.String()); !ok || back != k {
			t.Errorf("kind %d reads back as %d", k, back)
		}
	}
	if _, ok := record.ParseKind("unset"); ok {
		t.Error("unset is no kind of field")
	}
}
