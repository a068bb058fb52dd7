package record_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"salesops/record"
)

// TestWhatVerifySays of everything that can be wrong with what is stored, word for word and nothing beside it.
func TestWhatVerifySays(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	first, second := thing("one", "one@example.com"), thing("two", "two@example.com")
	first.External = "E1"
	one := b.apply(record.Command{Source: "crm", Drafts: []record.Draft{first}})[0]
	two := b.apply(record.Command{Source: "crm", Drafts: []record.Draft{second}})[0]
	b.apply(record.Command{Drafts: []record.Draft{rename(one, "three")}})
	b.apply(record.Command{Drafts: []record.Draft{rename(two, "four")}})
	b.apply(record.Command{Drafts: []record.Draft{rename(one, "five")}})
	three := b.apply(record.Command{Drafts: []record.Draft{thing("six", "six@example.com")}})[0]
	b.apply(record.Command{Drafts: []record.Draft{{Kind: record.Forget, Object: "thing", ID: three}}})
	row := func(seq record.Seq, fn func(r *record.Row)) func([]record.Row) []record.Row {
		return func(rows []record.Row) []record.Row {
			rows = slices.Clone(rows)
			for i := range rows {
				if rows[i].Seq == seq {
					rows[i].Body, rows[i].Personal = bytes.Clone(rows[i].Body), bytes.Clone(rows[i].Personal)
					fn(&rows[i])
				}
			}
			return rows
		}
	}
	without := func(seqs ...record.Seq) func([]record.Row) []record.Row {
		return func(rows []record.Row) []record.Row {
			return slices.DeleteFunc(slices.Clone(rows),
				func(r record.Row) bool { return slices.Contains(seqs, r.Seq) })
		}
	}
	state := func(id record.ID, fn func(r *record.StateRow)) func([]record.StateRow) []record.StateRow {
		return func(rows []record.StateRow) []record.StateRow {
			for i := range rows {
				if rows[i].ID == id {
					fn(&rows[i])
				}
			}
			return rows
		}
	}
	says := func(seq record.Seq, format string, args ...any) record.Problem {
		return record.Problem{Seq: seq, Text: fmt.Sprintf(format, args...)}
	}
	for what, c := range map[string]struct {
		bent bent
		want []record.Problem
	}{
		"nothing": {bent{}, nil},
		"a change is missing": {bent{rows: without(3)}, []record.Problem{says(3, "change 3 is missing from the log"),
			says(5, "change 5 does not follow its record's change 1")}},
		"changes are missing": {bent{rows: without(2, 3, 4)},
			[]record.Problem{says(2, "changes 2 to 4 are missing from the log")}},
		"the first is missing": {bent{rows: without(1)}, []record.Problem{says(1, "change 1 is missing from the log"),
			says(3, "change 3 does not follow its record's change 0")}},
		"the last is missing": {bent{rows: without(7)},
			[]record.Problem{says(7, "change 7 is missing from the end of the log"),
				says(6, "the personal values of change 6 are missing, and no forget explains it")}},
		"the last ones are missing": {bent{rows: without(5, 6, 7)},
			[]record.Problem{says(5, "changes 5 to 7 are missing from the end of the log")}},
		"another text": {bent{rows: row(4, func(r *record.Row) {
			r.Body = bytes.Replace(r.Body, []byte("four"),
				[]byte("FOUR"), 1)
		})}, []record.Problem{
			says(4, "change 4 was altered: its hash does not follow from the one before")}},
		"another hash": {bent{rows: row(4, func(r *record.Row) { r.Hash[31]++ })}, []record.Problem{
			says(4, "change 4 was altered: its hash does not follow from the one before"),
			says(5, "change 5 was altered: its hash does not follow from the one before")}},
		"a number of another row": {bent{rows: func(rows []record.Row) []record.Row {
			rows = slices.Clone(rows)
			rows[3].Body = rows[4].Body
			return rows
		}}, []record.Problem{says(4, "change 5 stands where change 4 belongs: the rows were reordered")}},
		"another personal value": {bent{rows: row(2, func(r *record.Row) {
			r.Personal = bytes.Replace(r.Personal,
				[]byte("two@"), []byte("TWO@"), 1)
		})}, []record.Problem{
			says(2, "the personal values of change 2 were altered: they do not fit their commitment")}},
		"no personal value": {bent{rows: row(2, func(r *record.Row) { r.Personal = nil })}, []record.Problem{
			says(2, "the personal values of change 2 are missing, and no forget explains it")}},
		"no personal values": {bent{rows: func(rows []record.Row) []record.Row {
			return row(1, func(r *record.Row) { r.Personal = nil })(row(2,
				func(r *record.Row) { r.Personal = nil })(rows))
		}}, []record.Problem{
			says(1, "the personal values of change 1 are missing, and no forget explains it"),
			says(2, "the personal values of change 2 are missing, and no forget explains it")}},
		"another state": {bent{states: state(two, func(r *record.StateRow) {
			r.Data = bytes.Replace(r.Data,
				[]byte("four"), []byte("FOUR"), 1)
		})}, []record.Problem{
			says(4, "the state of record %d is not what its changes make", two)}},
		"the state of before": {bent{states: state(two, func(r *record.StateRow) { r.Seq = 2 })}, []record.Problem{
			says(4, "the state of record %d is not that of its latest change 4", two)}},
		"the state of another object": {bent{states: state(two, func(r *record.StateRow) { r.Object = 11 })},
			[]record.Problem{says(4, "the state of record %d is not that of its latest change 4", two)}},
		"no data of a state": {bent{states: state(two, func(r *record.StateRow) { r.Data = nil })}, []record.Problem{
			says(4, "the state of record %d is not that of its latest change 4", two)}},
		"the state of a change that is not there": {bent{states: state(two, func(r *record.StateRow) { r.Seq = 8 })},
			[]record.Problem{says(8, "record %d rests on change 8, which is missing from the end of the log", two)}},
		"no state": {bent{states: func(rows []record.StateRow) []record.StateRow { return rows[1:2] }},
			[]record.Problem{says(5, "record %d has changes but no state", one),
				says(7, "record %d has changes but no state", three)}},
		"a state of nothing": {bent{states: func(rows []record.StateRow) []record.StateRow {
			return append(rows, record.StateRow{ID: 99, Object: 10, Seq: 1})
		}}, []record.Problem{says(0, "record 99 is kept, but no change made it")}},
		"no external id": {bent{bindings: func([]record.Binding) []record.Binding { return nil }},
			[]record.Problem{says(5, `the id "E1" of source "crm" should name record %d`, one)}},
		"the external id of another": {bent{bindings: func(all []record.Binding) []record.Binding {
			all[0].ID = two
			return all
		}}, []record.Problem{says(4, `the id "E1" of source "crm" names record %d, but no change says so`, two)}},
		"an external id too many": {bent{bindings: func(all []record.Binding) []record.Binding {
			return append(all, record.Binding{Source: "crm", Object: 10, External: "E2", ID: one})
		}}, []record.Problem{says(5, `the id "E2" of source "crm" names record %d, but no change says so`, one)}},
	} {
		c.bent.Store = b.store.Store
		*b.store = c.bent
		var steps [][2]record.Seq
		report, err := b.Verify(t.Context(),
			func(done, total record.Seq) { steps = append(steps, [2]record.Seq{done, total}) })
		if err != nil {
			t.Errorf("%s: %v", what, err)
		}
		if diff := cmp.Diff(append([]record.Problem{}, c.want...), report.Problems); diff != "" ||
			report.OK() != (len(c.want) == 0) || report.Changes != 7 {
			t.Errorf("%s: %d changes\n%s", what, report.Changes, diff)
		}
		if what == "nothing" && (report.Records != 3 || !slices.Equal(steps, [][2]record.Seq{{7, 14}, {14, 14}})) {
			t.Errorf("%d records, steps %v", report.Records, steps)
		}
		steps = nil
		chain, err := b.VerifyChain(t.Context(), func(done, total record.Seq) {
			steps = append(steps, [2]record.Seq{done, total})
		})
		want := []record.Problem{}
		if c.bent.rows != nil {
			want = append(want, c.want...)
		}
		if diff := cmp.Diff(want, chain.Problems); diff != "" || err != nil || chain.Changes != 7 {
			t.Errorf("%s: the chain: %v\n%s", what, err, diff)
		}
		if what == "nothing" && (chain.Records != 3 || !slices.Equal(steps, [][2]record.Seq{{7, 7}})) {
			t.Errorf("the chain: %d records, steps %v", chain.Records, steps)
		}
	}
}

// TestVerifyCountsWhatIsTooMuchToList.
func TestVerifyCountsWhatIsTooMuchToList(t *testing.T) {
	t.Parallel()
	for many, more := range map[int]string{50: "", 51: "and 1 more", 60: "and 10 more"} {
		b := newBench(t)
		var drafts []record.Draft
		for i := range many {
			drafts = append(drafts, thing("name", fmt.Sprintf("%d@example.com", i)))
		}
		b.apply(record.Command{Drafts: drafts})
		b.store.rows = func(rows []record.Row) []record.Row {
			rows = slices.Clone(rows)
			for i := range rows {
				rows[i].Personal = nil
			}
			return rows
		}
		report, err := b.Verify(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		listed := report.Problems[:50]
		for i, p := range listed {
			if p.Seq != record.Seq(i+1) || !strings.Contains(p.Text, "are missing, and no forget explains it") {
				t.Errorf("problem %d is %+v", i+1, p)
			}
		}
		rest := ""
		for _, p := range report.Problems[50:] {
			rest += p.Text
		}
		if rest != more {
			t.Errorf("%d problems: the rest is %q, want %q", many, rest, more)
		}
	}
}

// TestEndOfTheLog is the latest change and the hash that all before it lead to.
func TestEndOfTheLog(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	if end, err := b.End(t.Context()); end != (record.Head{}) || err != nil {
		t.Errorf("an empty log ends at %+v, %v", end, err)
	}
	id := b.apply(record.Command{Drafts: []record.Draft{thing("one", ""), thing("two", "")}})[1]
	var hash [32]byte
	if err := b.store.Rows(t.Context(), 1, 2, func(rows []record.Row) error {
		for _, r := range rows {
			hash = record.Chain(hash, r.Body)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	want := record.Head{Seq: 2, Hash: hash, MaxID: id, Time: b.Now()}
	if end, err := b.End(t.Context()); end != want || err != nil {
		t.Errorf("the log ends at %+v, %v", end, err)
	}
}
