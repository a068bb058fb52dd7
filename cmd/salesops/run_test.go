package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"syscall"
	"testing"

	"salesops/internal/fault"
)

// TestSayOnce joins what the parts of a program say when they end together.
func TestSayOnce(t *testing.T) {
	t.Parallel()
	follow := fmt.Errorf("follow the log: %w",
		errors.New(`TransactionContext Error: Could not write file "x.wal": No space left on device`))
	write := fmt.Errorf("write the import: %w", fault.DiskFull(errors.New("database or disk is full (13)")))
	file := &os.PathError{Op: "write", Path: "/safe/a.csv", Err: syscall.ENOSPC}
	for _, c := range []struct {
		err  error
		want string
	}{
		{errors.Join(follow, errors.Join(follow, write)), fault.DiskFull(nil).Error()},
		{errors.Join(write, follow), "write the import: " + fault.DiskFull(nil).Error()},
		{errors.Join(io.EOF, io.EOF), "EOF"},
		{file, "write /safe/a.csv: no space left on device: make room there, then try again"},
		{fmt.Errorf("%w (and rolling back: %w)", io.EOF, io.ErrClosedPipe),
			"EOF (and rolling back: io: read/write on closed pipe)"},
	} {
		if got := strings.Join(sentences(c.err), "; "); got != c.want {
			t.Errorf("%q is told as %q, want %q", c.err, got, c.want)
		}
	}
}
