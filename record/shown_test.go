package record_test

import (
	"strings"
	"testing"

	"salesops/record"
)

// TestShown: what an object does not say of itself follows from its fields: all but its title, the custom ones and
// those that are no longer used.
func TestShown(t *testing.T) {
	t.Parallel()
	o := record.Object{Code: 10, Name: "thing", Title: "b"}
	for i, name := range strings.Split("a b c d e f g h i", " ") {
		o.Fields = append(o.Fields, record.Field{Key: uint32(i + 1), Name: name,
			Kind: record.Text, Retired: name == "c",
			Custom: name == "d"})
	}
	is := func(what string, got []string, want string) {
		t.Helper()
		if strings.Join(got, " ") != want {
			t.Errorf("%s are %v, want %s", what, got, want)
		}
	}
	is("columns", o.Columns(), "a e f g h i")
	is("facts", o.Facts(), "a e f g")
	o.Shown = record.Shown{Columns: []string{"c"}, Facts: []string{"d", "b"}}
	is("columns that are said", o.Columns(), "c")
	is("facts that are said", o.Facts(), "d b")
	for what, shown := range map[string]record.Shown{
		"columns": {Columns: []string{"a", "x"}}, "facts": {Facts: []string{"a", "x"}},
		"what tells apart": {Apart: []string{"a", "x"}}, "a figure": {Figure: "x"},
	} {
		bad := o
		bad.Shown = shown
		if _, err := record.NewSchema([]record.Object{bad}); err == nil || !strings.Contains(err.Error(), `"x"`) {
			t.Errorf("%s without a field: %v", what, err)
		}
	}
	o.Shown = record.Shown{Columns: []string{"a"}, Facts: []string{"b"}, Apart: []string{"c"}, Figure: "d"}
	var objects []record.Object
	for i, found := range []int{2, 0, 1, 3, 0} {
		one := o
		one.Code, one.Name = uint16(10+i), string(rune('v'+i))
		one.Shown.Found, one.Shown.Content = found, i%2 == 1
		objects = append(objects, one)
	}
	schema, err := record.NewSchema(objects)
	if err != nil {
		t.Fatal(err)
	}
	var searched []string
	for _, o := range schema.Searched() {
		searched = append(searched, o.Name)
	}
	is("searched", searched, "x v y")
	is("content", schema.Content(), "w y")
}

// TestDraftsSetAField in the place of an earlier value or beside the others, and leave the caller's slice as it was.
func TestDraftsSetAField(t *testing.T) {
	t.Parallel()
	room := make([]record.FieldValue, 1, 4)
	room[0] = record.FieldValue{Name: "a", Value: record.IntValue(1)}
	d, other := record.Draft{Fields: room}, record.Draft{Fields: room}
	d.Set("b", record.IntValue(2))
	other.Set("b", record.IntValue(3))
	d.Set("b", record.IntValue(4))
	for name, want := range map[string]int64{"a": 1, "b": 4} {
		if v, ok := d.Value(name); !ok || v.Int() != want {
			t.Errorf("%s is %v, %v", name, v, ok)
		}
	}
	if v, _ := other.Value("b"); v.Int() != 3 || len(d.Fields) != 2 || len(other.Fields) != 2 {
		t.Errorf("the other has %v", other.Fields)
	}
	if v, ok := d.Value("c"); ok || v.IsSet() {
		t.Errorf("c is %v", v)
	}
}
