package analytics_test

import (
	"slices"
	"testing"

	"salesops/analytics"
	"salesops/record"
	"salesops/sales"
)

// TestWhatAScopeAddsAndTakesAway has scopes that share single records, show all or none of an object, or those of other
// people, and what is seen through these records: of deals and activities, also ended ones, with and without owner.
func TestWhatAScopeAddsAndTakesAway(t *testing.T) {
	t.Parallel()
	const ann, bob, deals, notes = 11, 12, 100, 200
	log := newMemoryLog(t)
	log.add(create(10, sales.Person, ann, text("name", "A")), create(10, sales.Person, bob, text("name", "B")))
	for id, owner := range []record.ID{0, ann, bob, 0, ann, 0} {
		if id == 0 {
			continue
		}
		fields := []record.FieldValue{text("name", "D")}
		if owner != 0 {
			fields = append(fields, ref("owner", owner))
		}
		log.add(create(20, sales.Deal, record.ID(deals+id), fields...),
			create(20, sales.Activity, record.ID(notes+id), text("subject", "N"), ref("deal", record.ID(deals+id))))
	}
	log.add(create(20, sales.Activity, notes+6, text("subject", "N")))
	for _, id := range []record.ID{4, 5} { // one of Ann's and one of nobody
		gone := set(30, sales.Deal, deals+id)
		gone.Kind = record.Delete
		note := set(30, sales.Activity, notes+id)
		note.Kind = record.Delete
		log.add(gone, note)
	}
	c := open(t, "", log, analytics.Options{})
	catchUp(t, c)
	of := func(object string, rows record.Rows) map[string]record.Rows {
		return map[string]record.Rows{object: rows}
	}
	for what, q := range map[string]struct {
		scope        record.Scope
		deals, notes []int64
	}{
		"of Ann": {record.RecordsOf(ann), []int64{1, 4}, []int64{1, 4}},
		"of nobody, one shared": {record.RecordsOf().Sharing(map[string][]record.ID{sales.Deal: {deals + 3}}),
			[]int64{3}, []int64{3}},
		"of Ann, an ended one shared": {record.RecordsOf(ann).Sharing(map[string][]record.ID{sales.Deal: {deals + 5}}),
			[]int64{1, 4, 5}, []int64{1, 4, 5}},
		"of Ann, notes shared": {record.RecordsOf(ann).Sharing(
			map[string][]record.ID{sales.Activity: {notes + 6, notes + 2}}),
			[]int64{1, 4}, []int64{1, 2, 4, 6}},
		"of Ann, all deals": {record.RecordsOf(ann).Except(of(sales.Deal, record.Rows{All: true})),
			[]int64{1, 2, 3, 4, 5}, []int64{1, 2, 3, 4, 5}},
		"of Ann, no deals": {record.RecordsOf(ann).Except(of(sales.Deal, record.Rows{None: true})), nil, nil},
		"of Ann, all deals, no notes": {record.RecordsOf(ann).Except(map[string]record.Rows{sales.Deal: {All: true},
			sales.Activity: {None: true}}), []int64{1, 2, 3, 4, 5}, nil},
		"everything, deals of Bob": {record.Everything().Except(of(sales.Deal, record.Rows{People: []record.ID{bob}})),
			[]int64{2}, []int64{1, 2, 3, 4, 5, 6}},
		"everything, notes of Bob": {record.Everything().Except(of(sales.Activity,
			record.Rows{People: []record.ID{bob}})),
			[]int64{1, 2, 3, 4, 5}, []int64{1, 2, 3, 4, 5}},
	} {
		for object, want := range map[string][]int64{sales.Deal: q.deals, sales.Activity: q.notes} {
			got := shownBy(t, c.View(q.scope), object)
			for i := range got {
				got[i] %= 100
			}
			if got = slices.Compact(got); !slices.Equal(got, want) {
				t.Errorf("%s: %s %v, want %v", what, object, got, want)
			}
		}
	}
}

// TestManyEndedRecordsStayInTheirScope ends as many records as are kept in memory, and then more, so that they are
// found in the tables instead.
func TestManyEndedRecordsStayInTheirScope(t *testing.T) {
	t.Parallel()
	const ann, bob = 11, 12
	log := smallLog(t)
	end := func(from, to record.ID) {
		for id := from; id <= to; id++ {
			gone := set(20, sales.Deal, id)
			gone.Kind = record.Delete
			log.add(create(10, sales.Deal, id, ref("owner", ann)), gone)
		}
	}
	c := open(t, "", log, analytics.Options{})
	count := func(person record.ID) int {
		return len(slices.Compact(shownBy(t, c.View(record.RecordsOf(person)), sales.Deal)))
	}
	end(1, analytics.MaxGone)
	for _, more := range []record.ID{0, 1, 2} {
		if more > 0 {
			end(analytics.MaxGone+more, analytics.MaxGone+more)
		}
		catchUp(t, c)
		for range 2 { // read, then kept
			if his, hers := count(bob), count(ann); his != 0 || hers != analytics.MaxGone+int(more) {
				t.Errorf("with %d more, the owner sees %d and another person %d", more, hers, his)
			}
		}
	}
}
