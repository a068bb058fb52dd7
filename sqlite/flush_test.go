package sqlite

import (
	"os"
	"path/filepath"
	"testing"
)

// TestALargeWriteAheadLogIsEmptied: one that began again at its start keeps its size on disk, however little
// is written from there on. It has to be emptied when nothing is written any more.
func TestALargeWriteAheadLogIsEmptied(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "truth.sqlite")
	db, err := Open(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	f := newFlusher(db.flushers) // its own, which flushes when it is told to
	write := func(statement string) {
		t.Helper()
		if _, err := db.auths.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
		f.flush(t.Context(), beside, waitLong)
	}
	write("CREATE TABLE filler (bytes BLOB)")
	write("INSERT INTO filler VALUES (zeroblob(8000000))")
	f.flush(t.Context(), restart, waitLong)
	write("INSERT INTO filler VALUES (zeroblob(10))")
	if on := walSize(t, path); on < fewPages*4096 {
		t.Fatalf("the write-ahead log has %d bytes: nothing is to be emptied", on)
	}
	if f.pages <= fewPages {
		t.Errorf("the write-ahead log is taken to have %d pages, and would never be emptied", f.pages)
	}
	f.flush(t.Context(), truncate, waitLong)
	if on := walSize(t, path); on != 0 || f.pages != 0 {
		t.Errorf("emptied it has %d bytes and %d pages", on, f.pages)
	}
}

func walSize(t *testing.T, path string) int64 {
	t.Helper()
	info, err := os.Stat(path + "-wal")
	if err != nil {
		t.Fatal(err)
	}
	return info.Size()
}
