package sqlite_test

import (
	"path/filepath"
	"testing"

	"salesops/internal/jobs/jobstest"
	"salesops/record"
	"salesops/record/recordtest"
	"salesops/sqlite"
)

func open(t *testing.T, path string) *sqlite.DB {
	t.Helper()
	db, err := sqlite.Open(path, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return db
}

func TestStore(t *testing.T) {
	t.Parallel()
	recordtest.Run(t, func(t *testing.T) record.Store {
		db := open(t, filepath.Join(t.TempDir(), "truth.sqlite"))
		t.Cleanup(func() {
			if err := db.Close(); err != nil {
				t.Error(err)
			}
		})
		return db.Store()
	})
}

func TestJobs(t *testing.T) {
	t.Parallel()
	jobstest.Run(t, func(t *testing.T) record.Store {
		db := open(t, filepath.Join(t.TempDir(), "truth.sqlite"))
		t.Cleanup(func() {
			if err := db.Close(); err != nil {
				t.Error(err)
			}
		})
		return db.Store()
	})
}
