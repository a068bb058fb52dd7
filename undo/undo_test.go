package undo_test

import (
	"context"
	"path/filepath"
	"testing"

	"salesops/audit"
	"salesops/internal/period"
	"salesops/record"
	"salesops/sales"
	"salesops/sqlite"
	"salesops/undo"
)

// TestAnUndoIsInTheTrailWhenWhoAskedIsGone: a request that ends while its undo is written is undone, answered and
// named in the audit trail.
func TestAnUndoIsInTheTrailWhenWhoAskedIsGone(t *testing.T) {
	t.Parallel()
	db, err := sqlite.Open(filepath.Join(t.TempDir(), "truth.sqlite"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	asked, leave := context.WithCancel(t.Context())
	leaving := false
	log, err := record.Open(t.Context(), db.Store(), record.Options{Objects: sales.Objects(),
		Clock: func() period.Instant { // the writer reads it while it makes the changes of a command
			if leaving {
				leave()
			}
			return 1_780_000_000_000_000
		}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := log.Close(); err != nil {
			t.Error(err)
		}
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	done, err := log.Apply(t.Context(), record.Command{Actor: "ann", Drafts: []record.Draft{
		{Kind: record.Create, Object: sales.Deal,
			Fields: []record.FieldValue{{Name: "name", Value: record.TextValue("Mill")}}}}})
	if err != nil {
		t.Fatal(err)
	}
	leaving = true
	report, err := undo.Change(asked, log, undo.Asker{Actor: "ann", Scope: record.Everything()}, done[0].Last, false)
	if err != nil || asked.Err() == nil {
		t.Fatalf("%+v, %v; who asked is gone: %v", report, err, asked.Err())
	}
	named := false
	if err := audit.Read(t.Context(), log, 0, audit.Filter{}, func(e audit.Entry) bool {
		named = named || e.What == "undo"
		return true
	}); err != nil || !named {
		t.Errorf("the trail names the undo: %v, %v", named, err)
	}
}
