package sqlite

import (
	"os"
	"path/filepath"
	"testing"
)

// TestALargeWriteAheadLogIsEmptied checks that a large write-ahead log is emptied when writing has
// stopped. A log that has been restarted keeps its file size, however little is written afterwards.
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
	f := newFlusher(db.flushers) // flushes only when the test calls it
	write := func(statement string) {
		t.Helper()
		if _, err := db.auths.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
		f.flush(t.Context(), checkpointNoWait, waitLong)
	}
	write("CREATE TABLE filler (bytes BLOB)")
	write("INSERT INTO filler VALUES (zeroblob(8000000))")
	f.flush(t.Context(), checkpointRestart, waitLong)
	write("INSERT INTO filler VALUES (zeroblob(10))")
	if on := walSize(t, path); on < fewPages*4096 {
		t.Fatalf("the write-ahead log has %d bytes: nothing is to be emptied", on)
	}
	if f.pages <= fewPages {
		t.Errorf("the write-ahead log is taken to have %d pages, and would never be emptied", f.pages)
	}
	f.flush(t.Context(), checkpointTruncate, waitLong)
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
