package sqlite

import (
	"errors"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"salesops/internal/fault"
	"salesops/internal/period"
	"salesops/record"
)

// These tests simulate disk errors with access to internals: the file cannot grow any more, or a
// flush fails.

func openBroken(t *testing.T, path string) (*DB, *record.Log) {
	t.Helper()
	db, err := Open(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	var tick atomic.Int64
	log, err := record.Open(t.Context(), db.Store(), record.Options{
		Objects: []record.Object{{Code: 10, Name: "thing",
			Fields: []record.Field{{Key: 1, Name: "name", Kind: record.Text}}}},
		Clock: func() period.Instant { return 1_700_000_000_000_000 + period.Instant(tick.Add(1)) },
	})
	if err != nil {
		t.Fatal(err)
	}
	return db, log
}

func write(t *testing.T, log *record.Log, name string) error {
	t.Helper()
	_, err := log.Apply(t.Context(), record.Command{Actor: "owner", Drafts: []record.Draft{
		{Kind: record.Create, Object: "thing",
			Fields: []record.FieldValue{{Name: "name", Value: record.TextValue(name)}}}}})
	return err
}

// stopped checks that a log takes no more writes and has lost none of the acknowledged changes.
func stopped(t *testing.T, path string, db *DB, log *record.Log, acknowledged record.Seq) {
	t.Helper()
	for range 2 {
		if err := write(t, log, "after"); fault.KindOf(err) != fault.Busy ||
			!strings.Contains(err.Error(), "start the program again") {
			t.Errorf("a write after the failure: %v", err)
		}
	}
	if log.Head() != acknowledged {
		t.Errorf("head %d, acknowledged %d", log.Head(), acknowledged)
	}
	if err := log.Close(); err != nil {
		t.Error(err)
	}
	if err := db.Close(); err != nil {
		t.Error(err)
	}
	db, log = openBroken(t, path)
	if err := write(t, log, "again"); err != nil {
		t.Errorf("after reopening: %v", err)
	}
	report, err := log.Verify(t.Context(), nil)
	if err != nil || !report.OK() || report.Changes < acknowledged+1 {
		t.Errorf("after reopening: %+v, %v", report, err)
	}
	if err := log.Close(); err != nil {
		t.Error(err)
	}
	if err := db.Close(); err != nil {
		t.Error(err)
	}
}

// TestFullDisk lets the file grow to its limit. The write is refused, and the next ones go on when
// there is room again, without opening the file anew.
func TestFullDisk(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "truth.sqlite")
	db, log := openBroken(t, path)
	if _, err := db.write.conn.ExecContext(t.Context(), "PRAGMA max_page_count = 60"); err != nil {
		t.Fatal(err)
	}
	acknowledged := record.Seq(0)
	for {
		err := write(t, log, strings.Repeat("x", 3000))
		if err == nil {
			acknowledged++
			continue
		}
		if fault.KindOf(err) != fault.Busy || !strings.Contains(err.Error(), "full") {
			t.Errorf("full disk: %v", err)
		}
		break
	}
	if acknowledged == 0 {
		t.Fatal("nothing fitted")
	}
	if err := write(t, log, strings.Repeat("y", 3000)); fault.KindOf(err) != fault.Busy {
		t.Errorf("a second write: %v", err)
	}
	if log.Head() != acknowledged {
		t.Errorf("head %d, acknowledged %d", log.Head(), acknowledged)
	}
	if _, err := db.write.conn.ExecContext(t.Context(), "PRAGMA max_page_count = 6000"); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if err := write(t, log, strings.Repeat("z", 3000)); err != nil {
			t.Fatalf("with room again: %v", err)
		}
	}
	report, err := log.Verify(t.Context(), nil)
	if err != nil || !report.OK() || report.Changes != acknowledged+3 {
		t.Errorf("with room again: %+v, %v", report, err)
	}
	if err := errors.Join(log.Close(), db.Close()); err != nil {
		t.Error(err)
	}
}

// TestReserve refuses writes before the disk is full, and says so.
func TestReserve(t *testing.T) {
	t.Parallel()
	db, log := openBroken(t, filepath.Join(t.TempDir(), "truth.sqlite"))
	if err := write(t, log, "kept"); err != nil || db.Full() {
		t.Fatal(err, db.Full())
	}
	db.reserve = 1 << 60
	why, _ := fault.ReasonOf(write(t, log, "refused"))
	if why.Code != "disk_full" || !db.Full() {
		t.Errorf("below the reserve: %q, full %v", why.Code, db.Full())
	}
	db.reserve = 0
	if err := write(t, log, "again"); err != nil || log.Head() != 2 {
		t.Errorf("with room again: %v, head %d", err, log.Head())
	}
	if err := errors.Join(log.Close(), db.Close()); err != nil {
		t.Error(err)
	}
}

func TestFailedFlush(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "truth.sqlite")
	db, log := openBroken(t, path)
	if err := write(t, log, "kept"); err != nil {
		t.Fatal(err)
	}
	if err := db.flushers.Close(); err != nil { // every flush fails from here on
		t.Fatal(err)
	}
	if db.flush.flush(t.Context(), checkpointNoWait, waitShort); db.flush.failed() == nil {
		t.Fatal("a flush without a connection succeeded")
	}
	if db.flush.unreportedError() == nil {
		t.Error("Close would say nothing of the failed flush")
	}
	if err := write(t, log, "lost"); fault.KindOf(err) != fault.Internal {
		t.Errorf("a write after a failed flush: %v", err)
	}
	if err := db.flush.unreportedError(); err != nil {
		t.Errorf("Close would repeat what a command was told: %v", err)
	}
	stopped(t, path, db, log, 1)
}
