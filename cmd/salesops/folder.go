package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"salesops/internal/fault"
)

// The data folder has one holder: the process with the lock on DIR/lock. It is a lock of the operating system,
// so it is released when the process ends in any way.

const (
	truthName   = "truth.sqlite"
	columnsName = "columns.duckdb"
)

func socketOf(dir string) string { return filepath.Join(dir, "control.sock") }

type lock struct{ file *os.File }

func (l *lock) release() {
	if l.file != nil {
		_ = l.file.Close() // closing it releases the lock
	}
}

// holding is the result of hold: the lock, or the exit code of a command that another process carried out.
type holding struct {
	lock *lock
	code int
}

// patience is how long to wait for a holder that takes no commands. It may be starting (and building its
// columns) or ending. Of one that listens and is stuck, control.Run says so sooner.
const patience = 2 * time.Minute

// hold takes the folder, or lets its holder carry out the command. elsewhere reports whether the holder did.
func hold(ctx context.Context, dir string, use folderUse,
	elsewhere func() (took bool, code int, err error)) (holding, error) {
	if err := prepare(dir, use); err != nil {
		return holding{}, err
	}
	wait := time.NewTimer(patience)
	defer wait.Stop()
	for {
		l, err := tryLock(dir)
		if err != nil {
			return holding{}, err
		}
		if l != nil {
			return holding{lock: l}, nil
		}
		took, code, err := elsewhere()
		if err != nil || took {
			return holding{code: code}, err
		}
		select {
		case <-ctx.Done():
			return holding{}, ctx.Err()
		case <-wait.C:
			return holding{}, silent(dir)
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// tryLock returns nil when another process holds the folder. Several may hold one that cannot be written, to read it.
func tryLock(dir string) (*lock, error) {
	if !writable(dir) {
		return tryReadLock(dir)
	}
	file, err := os.OpenFile(filepath.Join(dir, "lock"), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, folderError(dir, err)
	}
	l, err := locked(file, syscall.LOCK_EX)
	if l != nil {
		l.sign()
	}
	return l, err
}

// locked closes the file when it cannot be locked.
func locked(file *os.File, how int) (*lock, error) {
	err := syscall.Flock(int(file.Fd()), how|syscall.LOCK_NB)
	if err == nil {
		return &lock{file}, nil
	}
	_ = file.Close()
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return nil, nil
	}
	return nil, fmt.Errorf("lock %s: %w", filepath.Dir(file.Name()), err)
}

// sign writes which process has the lock into its file, for the message of another one. The lock holds without it,
// on a full disk for example.
func (l *lock) sign() {
	text := fmt.Sprintln(os.Getpid())
	if _, err := l.file.WriteAt([]byte(text), 0); err == nil {
		_ = l.file.Truncate(int64(len(text)))
	}
}

// silent is the error about a holder that does not answer.
func silent(dir string) error {
	who := "another process"
	if text, err := os.ReadFile(filepath.Join(dir, "lock")); err == nil {
		if pid, err := strconv.Atoi(strings.TrimSpace(string(text))); err == nil {
			who = fmt.Sprintf("process %d", pid)
		}
	}
	return fault.Busyf("%s holds %s and does not answer: continue or end it, then try again; nothing was carried out",
		who, dir)
}

// ours are the names that a data folder may contain. A folder with other names in it is not a data folder.
var ours = []string{truthName, truthName + "-wal", truthName + "-shm", columnsName, columnsName + ".wal", "lock",
	"control.sock", "metrics", "mappings", "rejects", "uploads", "spill", "checkpoints.jsonl", "checkpoint.key",
	"checkpoint.pub", "erasures.jsonl", "snapshots"}

// prepare checks the folder, or makes it.
func prepare(dir string, use folderUse) error {
	if whole, err := filepath.Abs(dir); err != nil || strings.Contains(whole, "?") {
		return errors.Join(err,
			fault.Invalidf("the path of the data folder may not contain a question mark: %s", whole))
	}
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, os.ErrNotExist) && use == needsFolder:
		return fault.Missingf("there is no data folder at %s: `salesops import PATH --data %s` makes one of an export",
			dir, dir)
	case errors.Is(err, os.ErrNotExist):
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return folderError(dir, err)
		}
	case err != nil:
		return folderError(dir, err)
	case !info.IsDir():
		return fault.Invalidf("%s is a file: --data takes a folder", dir)
	}
	kind, err := networkKind(dir)
	if err != nil {
		return fmt.Errorf("look at the file system of %s: %w", dir, err)
	}
	if kind != "" {
		return fault.Invalidf(
			"%s is on a network file system (%s), which cannot keep a database safe: use a folder on a disk of this "+
				"machine", dir, kind)
	}
	if err := onlyOurs(dir, use); err != nil {
		return err
	}
	if !writable(dir) {
		return nil
	}
	if err := os.Chmod(dir, 0o700); err != nil { //nolint:gosec // a folder needs its x bit
		return folderError(dir, err)
	}
	return nil
}

// onlyOurs prevents that a mistyped --data turns another folder into a data folder.
func onlyOurs(dir string, use folderUse) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return folderError(dir, err)
	}
	found := false
	for _, e := range entries {
		found = found || e.Name() == truthName
	}
	if found {
		return nil
	}
	if err := checkLost(dir); err != nil && use == needsFolder {
		return err
	}
	if use == needsFolder {
		return fault.Missingf("%s is not a data folder: `salesops import PATH --data %s` makes one of an export",
			dir, dir)
	}
	for _, e := range entries {
		if !slices.Contains(ours, e.Name()) && !strings.HasPrefix(e.Name(), columnsName+".") {
			return fault.Invalidf(
				"%s holds other files (%s) and is no data folder: give --data a new or an empty folder", dir, e.Name())
		}
	}
	return nil
}

func folderError(dir string, err error) error {
	if errors.Is(err, os.ErrPermission) {
		return fault.Deniedf("no right to use the data folder %s: give --data another one, or change its owner", dir)
	}
	return fmt.Errorf("open data folder %s: %w", dir, err)
}
