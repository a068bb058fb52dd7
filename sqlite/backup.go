package sqlite

import (
	"context"
	"errors"
	"path/filepath"

	"salesops/backup"
	"salesops/record"
)

// Backups is what a backup.Keeper needs of a data folder's database.
type Backups struct {
	// DB is the open database; a keeper that only checks and restores needs none.
	DB *DB
	// File is the name of the database in its folder.
	File string
	// Log is how a log is opened to be checked.
	Log record.Options
}

// Snapshot is DB.Snapshot.
func (b Backups) Snapshot(ctx context.Context, fn func(backup.Snapshot) error) error {
	return b.DB.Snapshot(ctx, fn)
}

// Check walks the chain of a restored folder's log and gives its end.
func (b Backups) Check(ctx context.Context, dir string) (found backup.Found, err error) {
	err = b.Within(ctx, dir, func(log *record.Log) error {
		report, err := log.VerifyChain(ctx, nil)
		if err != nil {
			return err
		}
		if !report.OK() {
			found.Problem = report.Problems[0].Text
		}
		end, err := log.End(ctx)
		m := backup.Of(end, int64(report.Records), 0, "")
		found.Changes, found.Head, found.Records = m.Changes, m.Head, m.Records
		return err
	})
	return found, err
}

// Within opens the log of a folder that nobody else has open, without its columns.
func (b Backups) Within(ctx context.Context, dir string, fn func(*record.Log) error) (err error) {
	db, err := Open(filepath.Join(dir, b.File), Options{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	log, err := record.Open(ctx, db.Store(), b.Log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, log.Close()) }()
	return fn(log)
}
