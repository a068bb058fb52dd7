package connectors

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"salesops/internal/disk"
)

// fits refuses an import whose files are larger than what is free on the disk of the data folder: the log takes about
// as much as they have, so it would be stopped half-way. A file that is packed takes more, and is stopped then.
func (o *Options) fits() error {
	if o.RejectDir == "" || o.DryRun {
		return nil
	}
	var size int64
	for _, path := range o.Paths {
		err := filepath.WalkDir(path, func(_ string, e fs.DirEntry, err error) error {
			if err != nil || !e.Type().IsRegular() {
				return err
			}
			info, err := e.Info()
			if err == nil {
				size += info.Size()
			}
			return err
		})
		if err != nil && !errors.Is(err, os.ErrNotExist) && !errors.Is(err, os.ErrPermission) { // reading tells better
			return err
		}
	}
	if err := disk.Fits(o.RejectDir, size, 0, nil); err != nil {
		return fmt.Errorf("import: %w", err)
	}
	return nil
}
