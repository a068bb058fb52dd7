package analytics_test

import (
	"fmt"
	"slices"
	"testing"

	"salesops/analytics"
	"salesops/record"
	"salesops/sales"
)

// A view hands out the records of its scope alone: those of its people by the latest state, ended or not, what depends
// on these, and what everybody sees. (The log has the same rule; internal/acceptance compares all answers.)
func TestAViewHoldsTheRecordsOfItsScope(t *testing.T) {
	t.Parallel()
	const ann, bob, cid, deals, notes = 11, 12, 13, 100, 200
	log := newMemoryLog(t)
	for _, p := range []record.ID{ann, bob, cid} {
		log.add(create(10, sales.Person, p, text("name", "P")))
	}
	owned := func(id, owner record.ID) {
		log.add(create(20, sales.Deal, id, text("name", "D"), ref("owner", owner)))
		log.add(create(21, sales.Activity, id-deals+notes, text("subject", "N"), ref("deal", id)))
	}
	end := func(kind record.ChangeKind, id, into record.ID) {
		c := set(40, sales.Deal, id)
		c.Kind, c.Into = kind, into
		log.add(c)
	}
	owned(deals+1, ann)
	owned(deals+2, bob)
	owned(deals+3, 0)
	owned(deals+4, ann) // passes to Bob
	log.add(set(30, sales.Deal, deals+4, ref("owner", bob)))
	owned(deals+5, bob) // passes to Ann and is won
	log.add(set(30, sales.Deal, deals+5, ref("owner", ann)), set(35, sales.Deal, deals+5, text("outcome", sales.Won)))
	owned(deals+6, ann) // deleted
	end(record.Delete, deals+6, 0)
	owned(deals+7, ann) // passes to Bob and is deleted
	log.add(set(30, sales.Deal, deals+7, ref("owner", bob)))
	end(record.Delete, deals+7, 0)
	log.add(create(20, sales.Activity, notes+9, text("subject", "N"), ref("owner", ann), ref("deal", deals+2)))
	c := open(t, "", log, analytics.Options{})
	catchUp(t, c)
	for name, of := range map[string]struct {
		scope                        record.Scope
		deals, past, notes, everyone []int64
	}{
		"everything": {record.Everything(), []int64{1, 2, 3, 4, 5}, []int64{1, 2, 3, 4, 5, 6, 7},
			[]int64{1, 2, 3, 4, 5, 6, 7, 9}, []int64{ann, bob, cid}},
		"nothing":   {record.Scope{}, nil, nil, nil, nil},
		"of nobody": {record.RecordsOf(), nil, nil, nil, []int64{ann, bob, cid}},
		"of one without any": {record.RecordsOf(cid), nil, nil, nil,
			[]int64{ann, bob, cid}},
		"of Ann": {record.RecordsOf(ann), []int64{1, 5}, []int64{1, 5, 6}, []int64{1, 5, 6, 9}, []int64{ann, bob, cid}},
		"of Bob": {record.RecordsOf(bob), []int64{2, 4}, []int64{2, 4, 7}, []int64{2, 4, 7, 9}, []int64{ann, bob, cid}},
		"of both": {record.RecordsOf(ann, bob), []int64{1, 2, 4, 5}, []int64{1, 2, 4, 5, 6, 7},
			[]int64{1, 2, 4, 5, 6, 7, 9}, []int64{ann, bob, cid}},
	} {
		v := c.View(of.scope)
		ids := func(object string, at analytics.When, from int64) (found []int64) {
			var args []any
			text, err := v.Rows(object, []string{"id"}, at, func(arg any) string {
				args = append(args, arg)
				return fmt.Sprintf("$%d", len(args))
			})
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if _, err := c.Query(t.Context(), text, args, func(b *analytics.Batch) error {
				for i := range b.Rows() {
					found = append(found, b.Int(0, i)-from)
				}
				return nil
			}); err != nil {
				t.Fatalf("%s: %s: %v", name, object, err)
			}
			slices.Sort(found)
			return found
		}
		past := analytics.When{AsOf: after(25)}
		for _, q := range []struct {
			what      string
			got, want []int64
		}{
			{"deals", ids(sales.Deal, analytics.When{}, deals), of.deals},
			{"deals of the past", ids(sales.Deal, past, deals), of.past},
			{"activities", ids(sales.Activity, analytics.When{}, notes), of.notes},
			{"people", ids(sales.Person, analytics.When{}, 0), of.everyone},
		} {
			if !slices.Equal(q.got, q.want) {
				t.Errorf("%s: %s %v, want %v", name, q.what, q.got, q.want)
			}
		}
	}
}
