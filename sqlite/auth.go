package sqlite

import (
	"context"
	"database/sql"
	"errors"

	"salesops/auth"
	"salesops/internal/fault"
	"salesops/internal/reason"
)

// Auth is the store of users and sessions in this file.
func (db *DB) Auth() auth.Store { return authStore{db} }

type authStore struct{ db *DB }

// Read asks on the connections that read. Every question sees what is committed by then.
func (s authStore) Read(ctx context.Context, fn func(auth.Reader) error) error {
	return fn(authReader{ctx, s.db.readers})
}

// Write runs on a connection of its own, so that it waits for the log's commits and they for
// it. Once begun it is not cut short: it is small, and a commit that is interrupted leaves
// nobody knowing whether a session has ended.
func (s authStore) Write(ctx context.Context, fn func(auth.Writer) error) error {
	if err := s.db.flush.tell(); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	ctx = context.WithoutCancel(ctx)
	tx, err := s.db.auths.BeginTx(ctx, nil)
	if err != nil {
		if isBusy(err) {
			return fault.Because(fault.Busy, reason.Of("log_busy", "path", s.db.path))
		}
		return s.broken("begin", err)
	}
	w := &authWriter{authReader: authReader{ctx, tx}}
	err = fn(w)
	if w.failed != nil && !isConstraint(w.failed) {
		err = s.broken("write", w.failed)
	}
	if err == nil {
		err = w.failed // the caller went on after a failed statement
	}
	if err != nil {
		return errors.Join(err, ended(tx.Rollback()))
	}
	if err := tx.Commit(); err != nil {
		return s.broken("write", err)
	}
	s.db.flush.committed(ctx, false)
	return nil
}

// broken stops all writes: the disk refused one (see flusher.stop).
func (s authStore) broken(doing string, err error) error {
	err = diskError(doing, err)
	s.db.flush.stop(err)
	return err
}

// ended ignores that SQLite has rolled back by itself.
func ended(err error) error {
	if errors.Is(err, sql.ErrTxDone) {
		return nil
	}
	return err
}
