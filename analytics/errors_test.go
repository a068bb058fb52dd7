package analytics

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"time"

	"github.com/duckdb/duckdb-go/v2"

	"salesops/internal/fault"
	"salesops/internal/period"
	"salesops/record"
)

// TestWhatAnErrorMeans lists errors of the engine and the system with what is done about them: whether the file is
// damaged, must be opened again, or may be deleted when it cannot be opened, and whether the disk is full.
func TestWhatAnErrorMeans(t *testing.T) {
	t.Parallel()
	of := func(kind duckdb.ErrorType, text string) error {
		return fmt.Errorf("asked: %w", &duckdb.Error{Type: kind, Msg: text})
	}
	for _, e := range []struct {
		err                                 error
		damaged, broken, disposable, noRoom bool
	}{
		{of(duckdb.ErrorTypeIO, "Corrupt database file: computed checksum 1"), true, true, true, false},
		{of(duckdb.ErrorTypeIO, "Could not read enough bytes"), true, true, true, false},
		{of(duckdb.ErrorTypeIO, "The file is not a valid DuckDB database file"), true, true, true, false},
		{of(duckdb.ErrorTypeInvalid, "Failure while replaying WAL file"), true, true, true, false},
		{of(duckdb.ErrorTypeSerialization, "anything"), true, true, true, false},
		{of(duckdb.ErrorTypeIO, "Could not read: No space left on device"), false, false, false, true},
		{of(duckdb.ErrorTypeIO, "Could not open the file"), false, false, true, false},
		{of(duckdb.ErrorTypeBinder, "column corrupt does not exist"), false, false, true, false},
		{of(duckdb.ErrorTypeFatal, "it stopped"), false, true, true, false},
		{of(duckdb.ErrorTypeFatal, "corrupt"), false, true, true, false},
		{of(duckdb.ErrorTypeInternal, "assertion"), false, true, true, false},
		{errors.New("the database has been invalidated because of a previous error"), false, true, true, false},
		{errors.New("corrupt"), false, false, true, false},
		{fmt.Errorf("write: %w", syscall.ENOSPC), false, false, false, true},
		{fmt.Errorf("write: %w", syscall.EDQUOT), false, false, true, true},
		{of(duckdb.ErrorTypeIO, "Could not set lock on file"), false, false, false, false},
		{errors.New("Permission denied"), false, false, false, false},
		{errors.New("too many open files"), false, false, false, false},
		{fs.ErrPermission, false, false, false, false},
		{context.Canceled, false, false, false, false},
		{context.DeadlineExceeded, false, false, false, false},
		{errStale, false, false, true, false},
	} {
		if damaged(e.err) != e.damaged || broken(e.err) != e.broken || disposable(e.err) != e.disposable ||
			noRoom(e.err) != e.noRoom {
			t.Errorf("%v: damaged %v, broken %v, disposable %v, no room %v", e.err, damaged(e.err), broken(e.err),
				disposable(e.err), noRoom(e.err))
		}
	}
	if damaged(nil) || broken(nil) || noRoom(nil) {
		t.Error("no error is taken for one")
	}
}

// TestADamagedFileIsSetAside keeps the newest damaged file with what belongs to it, under the time of the clock or of
// the last write, and leaves room for a new one.
func TestADamagedFileIsSetAside(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	path := filepath.Join(folder, "columns.duckdb")
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	there := func() (names []string) {
		found, err := os.ReadDir(folder)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range found {
			names = append(names, f.Name())
		}
		return names
	}
	at := func() period.Instant { return period.InstantOf(time.Date(2026, 2, 23, 8, 9, 10, 0, time.UTC)) }
	if name, err := setAside(path, at); name != "" || err != nil {
		t.Errorf("no file is set aside as %q, %v", name, err)
	}
	write(path+".wal", "left")
	if _, err := setAside(path, at); err != nil || len(there()) != 0 {
		t.Errorf("what belongs to no file: %v, %v", there(), err)
	}
	write(path, "one")
	write(path+".damaged-older", "older")
	name, err := setAside(path, at)
	if want := "columns.duckdb.damaged-20260223T080910Z"; err != nil || name != want ||
		!slices.Equal(there(), []string{want}) {
		t.Errorf("set aside as %q, %v; there are %v", name, err, there())
	}
	write(path, "two")
	write(path+".wal", "log of two")
	written := time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC)
	if err := os.Chtimes(path, written, written); err != nil {
		t.Fatal(err)
	}
	if name, err = setAside(path, nil); err != nil || name != "columns.duckdb.damaged-20260301T100000Z" ||
		!slices.Equal(there(), []string{name, name + ".wal"}) {
		t.Errorf("set aside as %q, %v; there are %v", name, err, there())
	}
}

// TestARenewalSaysHowFarItIs follows a renewal from its beginning to when everything that was there is taken in.
func TestARenewalSaysHowFarItIs(t *testing.T) {
	t.Parallel()
	for code, damaged := range map[string]bool{"columns_mended": true, "columns_renewed": false} {
		c := &Columns{}
		if _, ok := c.Renewal(); ok {
			t.Error("columns that are whole are being made")
		}
		c.renewing.Store(&renewal{damaged: damaged, until: 200})
		for _, step := range []struct {
			done, total int
			whole       bool
			percent     string // "" when it has ended
		}{{0, 200, false, "0"}, {50, 200, false, "25"}, {50, 100, false, "25"},
			{150, 300, true, "50"}, {199, 200, true, "99"},
			{250, 200, false, "100"}, {200, 200, true, ""}, {10, 200, false, ""}} {
			c.advanced(record.Seq(step.done), record.Seq(step.total), step.whole)
			r, ok := c.Renewal()
			if ok == (step.percent == "") {
				t.Errorf("%+v: being made %v", step, ok)
			}
			if !ok {
				continue
			}
			refused := r.Refusal()
			why, _ := fault.ReasonOf(refused)
			if r.Damaged != damaged || why.Code != code || fault.KindOf(refused) != fault.Busy || !IsRenewal(refused) ||
				why.Parts["percent"] != step.percent {
				t.Errorf("%+v: %v, %v", step, r, refused)
			}
		}
	}
	if IsRenewal(nil) || IsRenewal(fault.Busyf("busy")) {
		t.Error("another refusal is taken for that of a renewal")
	}
}
