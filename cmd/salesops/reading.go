package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"golang.org/x/sys/unix"

	"salesops/internal/disk"
	"salesops/internal/fault"
	"salesops/metrics"
)

// A data folder that cannot be written, on a disk that is mounted for reading or without the right, can be read. The
// log is opened where it is; the columns, which the engine completes and sorts, are copied into a temporary folder.

// onlyReads reports whether a command writes nothing into the data folder.
func onlyReads(cmd command) bool {
	switch c := cmd.(type) {
	case *recordsCommand, *exportCommand, *verifyCommand:
		return true
	case *metricCommand:
		return c.Name != "new"
	case *settingsCommand:
		return len(c.values)+len(c.rates) == 0
	case *reviewCommand:
		return c.Take == ""
	}
	return false
}

// writable reports whether a folder and the database in it may be written, as far as the system says before.
func writable(dir string) bool {
	for _, path := range []string{dir, filepath.Join(dir, truthName)} {
		switch err := unix.Access(path, unix.W_OK); {
		case errors.Is(err, unix.EROFS), errors.Is(err, unix.EACCES), errors.Is(err, unix.EPERM):
			return false
		}
	}
	return true
}

// readOnly is the error of a command that writes.
func readOnly(dir string) error {
	return fault.Deniedf("%s cannot be written: metric, records, export and verify read it, what writes needs the "+
		"right to do so", dir)
}

// tryReadLock returns nil when another process holds the folder to write.
func tryReadLock(dir string) (*lock, error) {
	file, err := os.Open(filepath.Join(dir, "lock"))
	if errors.Is(err, fs.ErrNotExist) { // a copy without it
		return &lock{}, nil
	}
	if err != nil {
		return nil, folderError(dir, err)
	}
	return locked(file, syscall.LOCK_SH)
}

// columnsPath returns where the columns are opened. Those of a folder that is only read are copied.
func (w *workspace) columnsPath() (string, error) {
	if !w.reading {
		return filepath.Join(w.dir, columnsName), nil
	}
	var err error
	if w.aside, err = os.MkdirTemp("", "salesops-columns-"); err != nil {
		return "", fmt.Errorf("make a folder for the columns: %w", err)
	}
	for _, name := range []string{columnsName, columnsName + ".wal"} {
		err := copyFile(filepath.Join(w.dir, name), filepath.Join(w.aside, name))
		if err != nil && !errors.Is(err, fs.ErrNotExist) { // without columns they are made of the log
			return "", fmt.Errorf("copy the columns to %s, because their own folder is only read: %w", w.aside, err)
		}
	}
	return filepath.Join(w.aside, columnsName), nil
}

func copyFile(from, to string) (err error) {
	source, err := os.Open(from)
	if err != nil {
		return err
	}
	defer func() { _ = source.Close() }()
	target, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(&disk.Writer{To: target, Dir: filepath.Dir(to), Keep: disk.ForFiles}, source)
	return errors.Join(err, target.Close())
}

// sync reads the definitions of metrics in the log, and keeps new ones there unless the folder is only read.
func (w *workspace) sync(ctx context.Context, c *metrics.Catalog) error {
	if w.reading {
		return c.Recall(ctx, w.log)
	}
	return c.Sync(ctx, w.log)
}

// removeAside deletes the copy of the columns.
func (w *workspace) removeAside() error {
	if w.aside == "" {
		return nil
	}
	return os.RemoveAll(w.aside)
}
