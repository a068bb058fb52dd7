package sqlite_test

import (
	"errors"
	"path/filepath"
	"testing"

	"salesops/backup/backuptest"
	"salesops/record"
	"salesops/sqlite"
)

func TestBackups(t *testing.T) {
	t.Parallel()
	backuptest.Run(t, func(t *testing.T, dir string, options record.Options) backuptest.Folder {
		const file = "truth.sqlite"
		db := open(t, filepath.Join(dir, file))
		log, err := record.Open(t.Context(), db.Store(), options)
		if err != nil {
			t.Fatal(err)
		}
		return backuptest.Folder{
			Engine: sqlite.Backups{DB: db, File: file, Log: options}, Log: log, Users: db.Auth(),
			Close: func() error { return errors.Join(log.Close(), db.Close()) },
		}
	})
}
