package record_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"salesops/internal/money"
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
		"a name columns append":         change(func(o *record.Object) { o.Fields[0].Name = "name_" }),
		"an owner that is no field":     change(func(o *record.Object) { o.Seen.Owner = "owner" }),
		"an owner that is no reference": change(func(o *record.Object) { o.Seen.Owner = "name" }),
		"seen through no field":         change(func(o *record.Object) { o.Seen.Through = []string{"above"} }),
		"seen through itself": change(func(o *record.Object) {
			o.Fields = append(o.Fields, record.Field{Key: 2, Name: "above", Kind: record.Ref, Object: "thing"})
			o.Seen.Through = []string{"above"}
		}),
		"a figure that is no field": change(func(o *record.Object) { o.Shown.Figure = "size" }),
		"a fact that is no field":   change(func(o *record.Object) { o.Shown.Facts = []string{"name", "size"} }),
	} {
		if _, err := record.NewSchema(objects); err == nil {
			t.Errorf("%s: taken", why)
		}
	}
}

// TestValues reads each kind of value in every way: only that of its kind gives it.
func TestValues(t *testing.T) {
	t.Parallel()
	number, ok := record.NumberValue(1.5)
	if !ok {
		t.Fatal("1.5 is a number")
	}
	for _, q := range []struct {
		v    record.Value
		want string // as text, whole, number, bool, day, instant, money and reference
	}{
		{record.Value{}, "'' 0 0 false 0 0 {0 } 0"},
		{record.TextValue("a"), "'a' 0 0 false 0 0 {0 } 0"},
		{record.IntValue(3), "'' 3 0 false 0 0 {0 } 0"},
		{number, "'' 0 1.5 false 0 0 {0 } 0"},
		{record.BoolValue(true), "'' 0 0 true 0 0 {0 } 0"},
		{record.BoolValue(false), "'' 0 0 false 0 0 {0 } 0"},
		{record.DayValue(4), "'' 0 0 false 4 0 {0 } 0"},
		{record.InstantValue(5), "'' 0 0 false 0 5 {0 } 0"},
		{record.MoneyValue(money.Amount{Minor: 6, Currency: "EUR"}), "'' 0 0 false 0 0 {6 EUR} 0"},
		{record.RefValue(7), "'' 0 0 false 0 0 {0 } 7"},
	} {
		m := q.v.Money()
		got := fmt.Sprintf("'%s' %d %v %v %d %d {%d %s} %d", q.v.Text(), q.v.Int(), q.v.Number(), q.v.Bool(),
			int(q.v.Day()), int64(q.v.Instant()), m.Minor, m.Currency, q.v.Ref())
		if got != q.want || q.v.IsSet() != (q.v.Kind() != record.Unset) {
			t.Errorf("%s: %s, want %s", q.v.Kind(), got, q.want)
		}
	}
	for _, f := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		if v, ok := record.NumberValue(f); ok || v.IsSet() {
			t.Errorf("%v is taken", f)
		}
	}
	if below, ok := record.NumberValue(math.Copysign(0, -1)); !ok || math.Signbit(below.Number()) {
		t.Error("there are two zeros")
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
