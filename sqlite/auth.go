package sqlite

import (
	"context"
	"database/sql"
	"errors"

	"salesops/auth"
	"salesops/internal/fault"
	"salesops/internal/reason"
)

// Auth returns the store of users and sessions in this file.
func (db *DB) Auth() auth.Store { return authStore{db} }

type authStore struct{ db *DB }

// Read runs fn on the connections for reading. Each query sees everything committed before it.
func (s authStore) Read(ctx context.Context, fn func(auth.Reader) error) error {
	return fn(authReader{ctx, s.db.readers})
}

// Write runs fn in one transaction on a connection of its own; the transaction and the log's
// commits wait for each other. Once begun, it ignores the end of ctx: it is short, and after an
// interrupted commit nobody would know whether a session has ended.
func (s authStore) Write(ctx context.Context, fn func(auth.Writer) error) error {
	if s.db.readOnly {
		return errReadOnly
	}
	if err := s.db.flush.report(); err != nil {
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
		return s.db.failed("begin", err)
	}
	w := &authWriter{authReader: authReader{ctx, tx}}
	err = fn(w)
	if w.failed != nil && !isConstraint(w.failed) {
		err = s.db.failed("write", w.failed)
	}
	if err == nil {
		err = w.failed // fn continued after a failed statement
	}
	if err != nil {
		return errors.Join(err, ignoreDone(tx.Rollback()))
	}
	if err := tx.Commit(); err != nil {
		return s.db.failed("write", err)
	}
	s.db.flush.committed(ctx, false)
	return nil
}

// ignoreDone drops the error of a rollback that SQLite has already done itself.
func ignoreDone(err error) error {
	if errors.Is(err, sql.ErrTxDone) {
		return nil
	}
	return err
}
