package analytics

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"

	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/duckdb/duckdb-go/v2"

	"salesops/internal/fault"
)

// session is a connection in use: it executes SQL, appends rows through the Appender and returns
// rows as Arrow.
type session struct {
	conn  driver.Conn
	arrow *duckdb.Arrow
}

// withSession runs fn with a session on a connection.
func withSession(conn *sql.Conn, fn func(*session) error) error {
	return conn.Raw(func(raw any) error {
		dc, ok := raw.(driver.Conn)
		if !ok {
			return fault.New(fault.Internal, "the columns' driver gave no connection")
		}
		a, err := duckdb.NewArrowFromConn(dc)
		if err != nil {
			return err
		}
		return fn(&session{dc, a})
	})
}

// exec runs statements without arguments.
func (s *session) exec(ctx context.Context, text string) error {
	e, ok := s.conn.(driver.ExecerContext)
	if !ok {
		return fault.New(fault.Internal, "the columns' driver runs no statements")
	}
	_, err := e.ExecContext(ctx, text, nil)
	return preferContextError(ctx, err)
}

// query runs a statement and passes its rows to fn. args are as in Columns.Query.
func (s *session) query(ctx context.Context, text string, args []any, fn func(*Batch) error) error {
	r, err := s.open(ctx, text, args)
	if err != nil {
		return err
	}
	defer r.Release()
	return preferContextError(ctx, each(r, fn))
}

// open runs a statement to its end. Its rows can be read afterwards.
func (s *session) open(ctx context.Context, text string, args []any) (array.RecordReader, error) {
	bound, err := bind(text, args)
	if err != nil {
		return nil, err
	}
	r, err := s.arrow.QueryContext(ctx, text, bound...)
	return r, preferContextError(ctx, err)
}

func each(r array.RecordReader, fn func(*Batch) error) error {
	var names []string
	for _, f := range r.Schema().Fields() {
		names = append(names, f.Name)
	}
	for r.Next() {
		if err := fn(&Batch{names, r.RecordBatch()}); err != nil {
			return err
		}
	}
	return r.Err() // must be read before Release
}

// preferContextError replaces the engine's message for an interrupted query by ctx's error.
func preferContextError(ctx context.Context, err error) error {
	if err != nil && ctx.Err() != nil {
		return ctx.Err()
	}
	return err
}

// transaction runs fn between BEGIN and COMMIT, or ROLLBACK when fn fails.
func (s *session) transaction(ctx context.Context, fn func() error) error {
	if err := s.exec(ctx, "BEGIN TRANSACTION"); err != nil {
		return err
	}
	err := fn()
	if err == nil {
		if err = s.exec(context.WithoutCancel(ctx), "COMMIT"); err == nil {
			return nil
		}
	}
	if undo := s.exec(context.WithoutCancel(ctx), "ROLLBACK"); undo != nil {
		err = fmt.Errorf("%w (and rolling back: %w)", err, undo)
	}
	return err
}

// number returns a single number; 0 when there is no row.
func (s *session) number(ctx context.Context, text string, args ...any) (int64, error) {
	var n int64
	err := s.query(ctx, text, args, func(b *Batch) error {
		n = b.Int(0, 0)
		return nil
	})
	return n, err
}
