package sqlite_test

import (
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"salesops/internal/fault"
	"salesops/internal/period"
	"salesops/record"
	"salesops/sqlite"
)

// TestReadOnly opens a file that was closed in order. What was written is read and verified, a write is refused, and
// the folder has the same files with the same bytes.
func TestReadOnly(t *testing.T) {
	t.Parallel()
	f := newFolder(t)
	ids := f.apply(t, create(text("name", "first")), create(text("name", "second")))
	f.close(t)
	before := bytesBeside(t, f.path)

	db, err := sqlite.Open(f.path, sqlite.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	log, err := record.Open(t.Context(), db.Store(), record.Options{Objects: fileObjects(), ReadOnly: true,
		Clock: func() period.Instant { return 1_800_000_000_000_000 }})
	if err != nil {
		t.Fatal(err)
	}
	states, err := log.States(t.Context(), record.Everything(), ids)
	if err != nil || states[ids[1]].Fields["name"].Text() != "second" {
		t.Errorf("states: %v, %v", states, err)
	}
	if report, err := log.Verify(t.Context(), nil); err != nil || !report.OK() || report.Changes == 0 {
		t.Errorf("verify: %+v, %v", report, err)
	}
	_, err = log.Apply(t.Context(), record.Command{Actor: "a", Drafts: []record.Draft{create(text("name", "third"))}})
	if fault.KindOf(err) != fault.Denied {
		t.Errorf("a write: %v", err)
	}
	f.log, f.db = log, db
	f.close(t)
	if after := bytesBeside(t, f.path); !maps.Equal(after, before) {
		t.Error("the folder has changed")
	}

	f.open(t)
	f.close(t)
	f.alter(t, "DELETE FROM goose_db_version WHERE version_id = (SELECT max(version_id) FROM goose_db_version)")
	if _, err := sqlite.Open(f.path, sqlite.Options{ReadOnly: true}); fault.KindOf(err) != fault.Invalid ||
		!strings.Contains(err.Error(), "salesops upgrade") {
		t.Errorf("an earlier layout: %v", err)
	}
}

func bytesBeside(t *testing.T, path string) map[string]string {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, e := range entries {
		text, err := os.ReadFile(filepath.Join(filepath.Dir(path), e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		all[e.Name()] = string(text)
	}
	return all
}
