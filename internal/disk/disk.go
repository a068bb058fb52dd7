package disk

import (
	"errors"
	"fmt"
	"path/filepath"

	"golang.org/x/sys/unix"
)

const (
	// ForWrites is what a write to the log leaves free, in bytes.
	ForWrites = 16 << 20
	// ForCopies is what the copy of the log into columns leaves free. It is less, so that what the log
	// has taken still reaches the columns.
	ForCopies = 8 << 20
	// ForFiles is what files beside the database leave free: uploads, unpacked archives, backups. It is more, so that
	// the log goes on where they do not fit.
	ForFiles = 64 << 20
)

// Free returns how many bytes may still be written to the disk of a folder, which need not be there yet.
func Free(dir string) (int64, error) {
	var s unix.Statfs_t
	err := unix.Statfs(dir, &s)
	for up := filepath.Dir(dir); errors.Is(err, unix.ENOENT) && up != dir; up = filepath.Dir(dir) {
		dir = up
		err = unix.Statfs(dir, &s)
	}
	if err != nil {
		return 0, fmt.Errorf("look at the room left in %s: %w", dir, err)
	}
	return int64(s.Bavail) * int64(s.Bsize), nil //nolint:gosec,unconvert // the kinds differ between systems
}

// Low reports whether less than keep bytes are free. A disk that cannot be asked is not low: the
// write itself will tell.
func Low(dir string, keep int64) bool {
	free, err := Free(dir)
	return err == nil && free < keep
}
