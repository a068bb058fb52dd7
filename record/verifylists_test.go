package record_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"salesops/record"
)

// TestWhatVerifySaysOfLists: whatever the store keeps beside the rows is compared with what the rows make.
func TestWhatVerifySaysOfLists(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ids := b.apply(record.Command{Drafts: []record.Draft{thing("one", ""), thing("two", ""), thing("three", "")}})
	one, two, three := ids[0], ids[1], ids[2]
	b.apply(record.Command{Cause: 2, Drafts: []record.Draft{rename(one, "four"), rename(two, "five")}})
	b.apply(record.Command{Drafts: []record.Draft{{Kind: record.Merge, Object: "thing", ID: one, Into: two}}})
	b.apply(record.Command{Drafts: []record.Draft{{Kind: record.Forget, Object: "thing", ID: three}}})
	says := func(seq record.Seq, format string, args ...any) []record.Problem {
		return []record.Problem{{Seq: seq, Text: fmt.Sprintf(format, args...)}}
	}
	for what, c := range map[string]struct {
		bent bent
		want []record.Problem
	}{
		"nothing": {bent{}, []record.Problem{}},
		"an empty audit trail": {bent{audited: func([]record.Seq) []record.Seq { return nil }},
			says(7, "change 7 is missing from the audit trail")},
		"an audited change too many": {bent{audited: func(all []record.Seq) []record.Seq { return append(all, 3) }},
			says(3, "change 3 is in the audit trail, but is not an audited one")},
		"an audited change of later": {bent{audited: func(all []record.Seq) []record.Seq {
			return slices.Insert(all, 0, 8)
		}}, []record.Problem{}},
		"no causes": {bent{causes: func([]record.Cause) []record.Cause { return nil }},
			says(2, "the list of what change 2 caused is missing")},
		"a cause that ends early": {bent{causes: func(all []record.Cause) []record.Cause { all[0].Last--; return all }},
			says(2, "the list of what change 2 caused names the changes 4 to 4, which is wrong")},
		"a cause that begins late": {bent{causes: func(all []record.Cause) []record.Cause {
			all[0].First++
			return all
		}}, says(2, "the list of what change 2 caused names the changes 5 to 5, which is wrong")},
		"a cause that goes on": {bent{causes: func(all []record.Cause) []record.Cause { all[0].Last = 9; return all }},
			[]record.Problem{}},
		"a cause of later": {bent{causes: func(all []record.Cause) []record.Cause {
			return append(all, record.Cause{Seq: 8, First: 9, Last: 9})
		}}, []record.Problem{}},
		"a cause too many": {bent{causes: func(all []record.Cause) []record.Cause {
			return append(all, record.Cause{Seq: 3, First: 4, Last: 5})
		}}, says(3, "the list of what change 3 caused names the changes 4 to 5, which is wrong")},
		"no merges": {bent{aliases: func(map[record.ID]record.ID) map[record.ID]record.ID { return nil }},
			says(6, "record %d is kept as merged into 0; its changes say %d", one, two)},
		"a merge into another": {bent{aliases: func(map[record.ID]record.ID) map[record.ID]record.ID {
			return map[record.ID]record.ID{one: three}
		}}, says(6, "record %d is kept as merged into %d; its changes say %d", one, three, two)},
		"a merge too many": {bent{aliases: func(all map[record.ID]record.ID) map[record.ID]record.ID {
			all[three] = two
			return all
		}}, says(7, "record %d is kept as merged into %d; its changes say 0", three, two)},
	} {
		c.bent.Store = b.store.Store
		*b.store = c.bent
		report, err := b.Verify(t.Context(), nil)
		if diff := cmp.Diff(c.want, report.Problems); diff != "" || err != nil {
			t.Errorf("%s: %v\n%s", what, err, diff)
		}
	}
}
