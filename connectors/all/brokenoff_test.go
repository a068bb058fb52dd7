package all_test

import (
	"strings"
	"testing"

	"salesops/connectors"
	"salesops/internal/period"
	"salesops/record"
	"salesops/sales"
)

// begun writes what an import writes before its process dies: its own record, two deals, an edit of one that was here
// and a deletion.
func (w *world) begun(here, gone record.ID) record.ID {
	w.t.Helper()
	apply := func(cause record.Seq, drafts ...record.Draft) []record.Done {
		for i := range drafts {
			drafts[i].Flags, drafts[i].EffectiveAt = record.Import, w.now-1
		}
		r, err := w.log.Apply(w.t.Context(),
			record.Command{Actor: "import", Source: "crm", Cause: cause, Drafts: drafts})
		if err != nil {
			w.t.Fatal(err)
		}
		return r
	}
	text := func(field, value string) []record.FieldValue {
		return []record.FieldValue{{Name: field, Value: record.TextValue(value)}}
	}
	r := apply(0, record.Draft{Kind: record.Create, Object: sales.Import, Fields: text("state", "running")})
	id, seq := r[0].IDs[0], r[0].First
	apply(seq, record.Draft{Kind: record.Create, Object: sales.Deal, Fields: text("name", "a")},
		record.Draft{Kind: record.Create, Object: sales.Deal, Fields: text("name", "b")})
	apply(seq, record.Draft{Kind: record.Set, Object: sales.Deal, ID: here, Fields: text("name", "c")},
		record.Draft{Kind: record.Delete, Object: sales.Deal, ID: gone})
	return id
}

// TestClosingWhatBrokeOff: an import that will not go on is closed with what it has written; others stay as they are.
func TestClosingWhatBrokeOff(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	deal := func() record.ID {
		r, err := w.log.Apply(t.Context(), record.Command{Actor: "owner", Drafts: []record.Draft{{Kind: record.Create,
			Object: sales.Deal, EffectiveAt: w.now - 10,
			Fields: []record.FieldValue{{Name: "name", Value: record.TextValue("x")}}}}})
		if err != nil {
			t.Fatal(err)
		}
		return r[0].IDs[0]
	}
	state := func(id record.ID) (string, string) {
		r, err := w.log.Get(t.Context(), record.Everything(), sales.Import, id)
		if err != nil {
			t.Fatal(err)
		}
		return r.Fields["state"].Text(), r.Fields["report"].Text()
	}
	clock := func() period.Instant { return w.now }
	left, goesOn := w.begun(deal(), deal()), w.begun(deal(), deal())
	done, err := w.log.Apply(t.Context(),
		record.Command{Actor: "import", Source: "crm", Drafts: []record.Draft{{Kind: record.Create,
			Object: sales.Import, EffectiveAt: w.now - 1, Flags: record.Import,
			Fields: []record.FieldValue{{Name: "state", Value: record.TextValue("done")}}}}})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := connectors.CloseAllBrokenOff(t.Context(), w.log,
			map[record.ID]bool{goesOn: true}, clock); err != nil {
			t.Fatal(err)
		}
		got, report := state(left)
		if got != "stopped" {
			t.Errorf("what broke off is %s", got)
		}
		for _, part := range []string{`"stopped":true`, `"source":"crm"`, `"changes":4`,
			`{"object":"deal","created":2,"updated":1,"unchanged":0,"stubbed":0,"rejected":0,"deleted":1}`} {
			if !strings.Contains(report, part) {
				t.Errorf("the report lacks %s: %s", part, report)
			}
		}
		if got, report := state(goesOn); got != "running" || report != "" {
			t.Errorf("what goes on is %s, %s", got, report)
		}
		if got, report := state(done[0].IDs[0]); got != "done" || report != "" {
			t.Errorf("what is done is %s, %s", got, report)
		}
	}
	head := w.log.Head()
	for _, id := range []record.ID{left, done[0].IDs[0], 12345} {
		if err := connectors.CloseBrokenOff(t.Context(), w.log, id, clock); err != nil || w.log.Head() != head {
			t.Errorf("closing %d again: %v", id, err)
		}
	}
	if err := connectors.CloseBrokenOff(t.Context(), w.log, goesOn, clock); err != nil {
		t.Fatal(err)
	}
	if got, _ := state(goesOn); got != "stopped" {
		t.Errorf("what does not go on after all is %s", got)
	}
}
