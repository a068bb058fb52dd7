package api_test

import (
	"fmt"
	"runtime"
	"testing"

	"salesops/api"
	"salesops/record"
)

// TestLongTimeline checks that what a page of a record's time line costs grows with the number of
// its changes, not with their square. It counts what the process allocates, so no other test may
// run beside it.
func TestLongTimeline(t *testing.T) { //nolint:paralleltest // it counts what the process allocates
	const many, perChange = 5_000, 16 << 10
	w := newWorld(t)
	id := w.put("deal", record.FieldValue{Name: "name", Value: record.TextValue("0")})
	drafts := make([]record.Draft, many-1)
	for i := range drafts {
		drafts[i] = record.Draft{Kind: record.Set, Object: "deal", ID: id, Fields: []record.FieldValue{
			{Name: "name", Value: record.TextValue(fmt.Sprint(i + 1))}}}
	}
	w.apply(drafts...)

	path := "/records/deal/" + record.FormatID("deal", id) + "/changes?limit=500"
	get[api.Timeline](w, path) // what only the first answer makes is there
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	line := get[api.Timeline](w, path)
	runtime.ReadMemStats(&after)
	each := (after.TotalAlloc - before.TotalAlloc) / many
	if t.Logf("%d bytes for each change", each); each > perChange {
		t.Errorf("a page of %d changes takes %d bytes for each, at most %d are right", many, each, perChange)
	}
	if len(line.Changes) != 500 || line.NextBefore == nil {
		t.Fatalf("%d changes", len(line.Changes))
	}
	for i, c := range line.Changes {
		if want := fmt.Sprint(many - 2 - i); c.Fields[0].Before.V != want {
			t.Fatalf("change %d from the end replaced %v, want %s", i, c.Fields[0].Before.V, want)
		}
	}
}
