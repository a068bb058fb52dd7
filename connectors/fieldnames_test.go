package connectors

import (
	"fmt"
	"testing"

	"salesops/record"
)

// TestPlacesFollowTheRow: a row whose values were altered elsewhere has each field once all the same.
func TestPlacesFollowTheRow(t *testing.T) {
	t.Parallel()
	n := newNames()
	f := facts{places: &places{names: n}}
	for round := range 3 {
		f.fields = f.fields[:0]
		for i := range 5 {
			f.put(fmt.Sprint("field ", i), record.IntValue(int64(i)))
		}
		f.fields = append(f.fields[:1], f.fields[2:]...) // as a list that says nothing of it
		f.put("field 4", record.IntValue(9))             // the first that says something counts
		f.set("field 3", record.IntValue(7))
		f.put("field 1", record.Value{})
		f.put("field 1", record.IntValue(1))
		if got, want := fmt.Sprint(f.fields), fmt.Sprint([]record.FieldValue{
			{Name: "field 0", Value: record.IntValue(0)}, {Name: "field 2", Value: record.IntValue(2)},
			{Name: "field 3", Value: record.IntValue(7)},
			{Name: "field 4", Value: record.IntValue(4)}, {Name: "field 1", Value: record.IntValue(1)},
		}); got != want {
			t.Errorf("round %d: %s, want %s", round, got, want)
		}
	}
}

// TestFieldRoomKeepsValuesApart: what is added to one slice does not run into the next.
func TestFieldRoomKeepsValuesApart(t *testing.T) {
	t.Parallel()
	var room fieldRoom
	for range 2 {
		a, b := room.take(2), room.take(fieldBlock)
		a = append(a, record.FieldValue{Name: "a"}, record.FieldValue{Name: "b"}, record.FieldValue{Name: "beyond"})
		b = append(b, record.FieldValue{Name: "c"})
		if a[2].Name != "beyond" || b[0].Name != "c" || len(room.take(fieldBlock+1)) != 0 {
			t.Error("slices of the room share values")
		}
		room.reset()
	}
}
