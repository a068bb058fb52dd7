package faulttest

import (
	"path/filepath"
	"testing"

	"salesops/record"
	"salesops/sales"
)

// checkLog opens the file as the next start of the program would and holds it to the promise:
// numbers without a gap, every acknowledged change there with its content and in the
// current state, and, with verify, the chain and the states whole. It returns the head.
func checkLog(t *testing.T, path string, acked []ack, verify bool) record.Seq {
	t.Helper()
	ctx := t.Context()
	log, closeLog, err := openLog(ctx, path)
	if err != nil {
		t.Fatalf("the log does not open again: %v", err)
	}
	defer func() {
		if err := closeLog(); err != nil {
			t.Errorf("close: %v", err)
		}
		if held := heldBelow(filepath.Dir(path)); len(held) > 0 {
			t.Errorf("after closing, these files are still open: %v", held)
		}
	}()

	name := map[record.Seq]string{}
	last := record.Seq(0)
	err = log.Tail(ctx, record.Everything(), 1, func(changes []record.Change) error {
		for _, c := range changes {
			if c.Seq != last+1 {
				t.Errorf("after change %d comes %d", last, c.Seq)
			}
			last = c.Seq
			for _, f := range c.Fields {
				if f.Name == "name" {
					name[c.Seq] = f.Value.Text()
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if head := log.Head(); head != last {
		t.Errorf("the head is %d and the last change %d", head, last)
	}
	for _, a := range acked {
		if name[a.seq] != a.name {
			t.Fatalf("change %d was acknowledged as %q; after the restart it holds %q", a.seq, a.name, name[a.seq])
		}
	}
	if verify {
		for _, a := range acked {
			r, err := log.Get(ctx, record.Everything(), sales.Account, a.id)
			if err != nil {
				t.Fatalf("record of acknowledged change %d: %v", a.seq, err)
			}
			if got := r.Fields["name"].Text(); got != a.name {
				t.Fatalf("record of acknowledged change %d is named %q, want %q", a.seq, got, a.name)
			}
		}
		report, err := log.Verify(ctx, nil)
		if err != nil {
			t.Fatal(err)
		}
		if !report.OK() {
			t.Fatalf("verify: %+v", report.Problems)
		}
	}
	return last
}
