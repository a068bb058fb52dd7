package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	sqlite "modernc.org/sqlite"
	codes "modernc.org/sqlite/lib"
)

// preparer is a *sql.DB or a *sql.Conn.
type preparer interface {
	PrepareContext(ctx context.Context, query string) (*sql.Stmt, error)
}

// rowsAtOnce are the numbers of rows or keys for which a statement is prepared. This takes few
// statements, and few calls for many rows.
var rowsAtOnce = [...]int{100, 10, 1}

// sized is one statement, prepared for each number of rows in rowsAtOnce.
type sized struct {
	columns int
	stmts   [len(rowsAtOnce)]*sql.Stmt
}

// prepare prepares head, then n groups "(?, …)" separated by commas, then tail, for each n in
// rowsAtOnce.
func prepare(ctx context.Context, on preparer, head string, columns int, tail string) (*sized, error) {
	s := &sized{columns: columns}
	row := strings.TrimSuffix(strings.Repeat("?, ", columns), ", ")
	if columns > 1 || strings.HasSuffix(head, "VALUES ") {
		row = "(" + row + ")"
	}
	for i, n := range rowsAtOnce {
		rows := strings.TrimSuffix(strings.Repeat(row+", ", n), ", ")
		//nolint:sqlclosecheck // lives as long as what it is prepared on
		stmt, err := on.PrepareContext(ctx, head+rows+tail)
		if err != nil {
			return nil, fmt.Errorf("prepare %s: %w", head, err)
		}
		s.stmts[i] = stmt
	}
	return s, nil
}

// each splits args, which hold complete rows, into the largest numbers of rows that fit.
func (s *sized) each(args []any, fn func(stmt *sql.Stmt, args []any) error) error {
	for i, n := range rowsAtOnce {
		for width := n * s.columns; len(args) >= width && width > 0; args = args[width:] {
			if err := fn(s.stmts[i], args[:width]); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *sized) exec(ctx context.Context, args []any) error {
	return s.each(args, func(stmt *sql.Stmt, args []any) error {
		_, err := stmt.ExecContext(ctx, args...)
		return err
	})
}

// execFor runs the statement for keys. pre are arguments that come before each slice of keys.
func (s *sized) execFor(ctx context.Context, pre, keys []any) error {
	return s.each(keys, func(stmt *sql.Stmt, args []any) error {
		_, err := stmt.ExecContext(ctx, append(append(make([]any, 0, len(pre)+len(args)), pre...), args...)...)
		return err
	})
}

// query reads the rows for keys. pre are arguments that come before each slice of keys. When a
// slice has too few keys, its last key is repeated: that costs less than another call.
func (s *sized) query(ctx context.Context, pre, keys []any, fn func(*sql.Rows) error) error {
	for len(keys) > 0 {
		i := len(rowsAtOnce) - 1
		for i > 0 && len(keys) > fewSlices*rowsAtOnce[i] {
			i--
		}
		n := min(rowsAtOnce[i], len(keys))
		args := append(append(make([]any, 0, len(pre)+rowsAtOnce[i]), pre...), keys[:n]...)
		for len(args) < len(pre)+rowsAtOnce[i] {
			args = append(args, keys[n-1])
		}
		if err := scan(ctx, s.stmts[i], args, fn); err != nil {
			return err
		}
		keys = keys[n:]
	}
	return nil
}

// fewSlices is how many calls of one size are made at most before the next larger size is used.
const fewSlices = 2

func scan(ctx context.Context, stmt *sql.Stmt, args []any, fn func(*sql.Rows) error) (err error) {
	rows, err := stmt.QueryContext(ctx, args...)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		if err := fn(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// isBusy reports whether another connection held a lock, so that nothing was done.
func isBusy(err error) bool {
	var e *sqlite.Error
	return errors.As(err, &e) && (e.Code()&0xff == codes.SQLITE_BUSY || e.Code()&0xff == codes.SQLITE_LOCKED)
}

// isFull reports whether the disk is full. The file shared by readers and writer (-shm) usually
// fails first, and SQLite has a separate code for it.
func isFull(err error) bool {
	var e *sqlite.Error
	return errors.As(err, &e) && (e.Code()&0xff == codes.SQLITE_FULL || e.Code() == codes.SQLITE_IOERR_SHMSIZE)
}

// isForeign reports whether a file is not a database or is damaged.
func isForeign(err error) bool {
	var e *sqlite.Error
	return errors.As(err, &e) && (e.Code()&0xff == codes.SQLITE_NOTADB || e.Code()&0xff == codes.SQLITE_CORRUPT)
}

// isConstraint reports whether a row violates a uniqueness constraint.
func isConstraint(err error) bool {
	var e *sqlite.Error
	return errors.As(err, &e) && e.Code()&0xff == codes.SQLITE_CONSTRAINT
}
