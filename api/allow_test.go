package api_test

import (
	"fmt"
	"net/http"
	"sync"
	"testing"
	"time"

	"salesops/record"
	"salesops/sales"
)

// TestAWriteIsCheckedWhereItIsWritten: a record that is handed to somebody else after a request was looked at, and
// before it is written, is not changed by it, whichever door the change comes through.
func TestAWriteIsCheckedWhereItIsWritten(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.fill()
	admin := w.administrator()
	_, rep := w.as(admin, "rep", "Ann")
	deal := func(name string) string { return record.FormatID(sales.Deal, w.ids[name]) }
	edited := w.want(200, rep, "PATCH", "/records/deal/"+deal("Zeta"),
		map[string]any{"fields": map[string]any{"next_step": "call"}})
	tries := []struct {
		deal, method, path string
		body               any
	}{
		{"Alpha", "PATCH", "/records/deal/" + deal("Alpha"),
			map[string]any{"fields": map[string]any{"next_step": "x"}}},
		{"Beta", "DELETE", "/records/deal/" + deal("Beta"), nil},
		{"Epsilon", "POST", "/records/deal/" + deal("Epsilon") + "/shares",
			map[string]any{"with": record.FormatID(sales.Person, w.ids["Ann"]), "writes": true}},
		{"Zeta", "POST", fmt.Sprintf("/changes/%.0f/undo", edited.fields["seq"]), map[string]any{}},
		{"Eta", "POST", "/records/activity", map[string]any{"fields": map[string]any{"subject": "s",
			"deal": deal("Eta"), "owner": nil}}},
	}

	// The writer hands all of them over, and waits before it says so: the requests are looked at as things were.
	handing, release, over := make(chan struct{}), make(chan struct{}), make(chan error, 1)
	handover := record.Command{Actor: "owner", Jobs: func(*record.JobBook) error {
		close(handing)
		<-release
		return nil
	}}
	for _, try := range tries {
		handover.Drafts = append(handover.Drafts, record.Draft{Kind: record.Set, Object: sales.Deal,
			ID:     w.ids[try.deal],
			Fields: []record.FieldValue{{Name: "owner", Value: record.RefValue(w.ids["=HYPERLINK(1)"])}}})
	}
	go func() {
		_, err := w.log.Apply(t.Context(), handover)
		over <- err
	}()
	<-handing
	answers := make([]sent, len(tries))
	var all sync.WaitGroup
	for i, try := range tries {
		all.Go(func() { answers[i] = w.sendAs(rep, try.method, try.path, try.body, nil) })
	}
	time.Sleep(time.Second) // they wait for the writer now; one that came later would be refused in any case
	head := w.log.Head()
	close(release)
	w.must(<-over)
	all.Wait()
	for i, try := range tries {
		if answers[i].status != http.StatusNotFound && answers[i].status != http.StatusForbidden {
			t.Errorf("%s %s of a deal that was handed over: %d %s", try.method, try.path, answers[i].status,
				answers[i].body)
		}
	}
	written := 0
	w.must(w.log.Tail(t.Context(), record.Everything(), head+1, func(changes []record.Change) error {
		for _, c := range changes {
			if c.Object != sales.AuditEvent {
				written++
			}
		}
		return nil
	}))
	if written != len(tries) {
		t.Errorf("%d changes were written, of which %d hand over", written, len(tries))
	}
}
