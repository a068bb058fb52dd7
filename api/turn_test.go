package api_test

import (
	"context"
	"errors"
	"testing"

	"salesops/api"
	"salesops/connectors/all"
)

// TestImportsInTurn: an import waits for the one that runs, whatever door either came through,
// and finds what that one has written.
func TestImportsInTurn(t *testing.T) {
	t.Parallel()
	w := newWorld(t, all.Tools()...)
	ctx := context.Background()
	waited := func() { t.Error("the first has to wait") }
	var queued reply
	err := w.api.InTurn(ctx, waited, func() error {
		queued = w.upload([][2]string{{"Opportunity.csv", opportunities}})
		short, cancel := context.WithCancel(ctx)
		second := w.api.InTurn(short, cancel, func() error { t.Error("two at once"); return nil })
		if !errors.Is(second, context.Canceled) {
			t.Errorf("the second: %v", second)
		}
		for _, job := range get[api.ImportList](w, "/imports").Imports {
			if job.State != "waiting" {
				t.Errorf("an upload is %s while another import runs", job.State)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if job := w.over(queued); job.State != "done" || job.Report == nil || job.Report.Files[0].Taken != 2 {
		t.Errorf("the upload: %+v", job)
	}
}
