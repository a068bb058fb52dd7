package sqlite

import (
	"context"
	"errors"
	"io/fs"
	"net/url"
	"os"

	"salesops/internal/fault"
)

var errReadOnly = fault.Deniedf("the data folder is open for reading only: nothing is written")

// openToRead opens the file for reading only.
func (db *DB) openToRead(ctx context.Context, o Options) error {
	db.access = url.Values{"mode": {"ro"}}
	switch wal, err := os.Stat(db.path + "-wal"); {
	case err == nil && wal.Size() > 0:
		// the log is read, too, which needs the file of shared memory beside it
	case err == nil || errors.Is(err, fs.ErrNotExist):
		// SQLite then neither makes files beside this one nor locks it
		db.access.Set("immutable", "1")
	default:
		return err
	}
	err := db.check(ctx)
	if err != nil {
		if _, missing := os.Stat(db.path + "-shm"); db.access.Get("immutable") == "" && missing != nil {
			return fault.New(fault.Invalid,
				"changes are in the write-ahead log, which cannot be read here without the "+
					"file -shm beside it: copy the folder to where it can be written, and read the copy (%w)", err)
		}
		return err
	}
	if db.readers, err = db.connect(o.Readers, "busy_timeout(5000)", "temp_store(MEMORY)", "cache_size(-16384)",
		"query_only(1)"); err != nil {
		return err
	}
	has, err := layoutIn(ctx, db.readers)
	if err != nil {
		return diskError("read", err)
	}
	missing, err := migrationsAfter(has)
	if err != nil {
		return err
	}
	if len(missing) > 0 {
		return fault.Invalidf(
			"the data has the layout %d and this program reads the layout %d: run `salesops upgrade` "+
				"where the folder can be written", has, missing[len(missing)-1].Layout)
	}
	if db.read, err = newReader(ctx, db.readers); err != nil {
		return err
	}
	return db.loadSources(ctx)
}
