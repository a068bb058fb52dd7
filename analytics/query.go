package analytics

import (
	"context"

	"salesops/internal/fair"
	"salesops/internal/fault"
	"salesops/record"
)

// Query runs a SELECT and calls fn with batches of its rows. It returns the log position of the
// result, read in the same snapshot.
//
// args are bound to $1, $2 …: int, int64, record.ID, record.Seq, float64, bool, string, period.Day
// (a DATE), period.Instant (microseconds; a TIMESTAMP where the text says $n::TIMESTAMP), *big.Int,
// []int64, []record.ID, []string, or nil. The text must use every argument, and every $n must have
// one. A query waits while Options.Gate others run, so fn must not call Query. When ctx ends, the
// running query is stopped and Query returns ctx's error.
func (c *Columns) Query(ctx context.Context, sql string, args []any, fn func(*Batch) error) (record.Seq, error) {
	var position record.Seq
	err := c.admitted(ctx, func() error {
		conn, err := c.db.Conn(ctx)
		if err != nil {
			return preferContextError(ctx, fault.New(fault.Internal, "opening the columns: %w", err))
		}
		defer conn.Close()
		return withSession(conn, func(s *session) error {
			found, calm, err := c.queryUnwritten(ctx, s, sql, args, fn)
			if calm {
				position = found
				return err
			}
			return s.snapshot(ctx, func() error {
				at, err := s.number(ctx, "SELECT seq FROM mark")
				position = record.Seq(at)
				if err != nil {
					return err
				}
				return s.query(ctx, sql, args, fn)
			})
		})
	})
	return position, err
}

// queryUnwritten runs a statement without a transaction, which takes time. When nobody writes the
// tables meanwhile, the result is of one moment with a known position. calm is false when somebody
// wrote; fn was not called then.
func (c *Columns) queryUnwritten(ctx context.Context, s *session, sql string, args []any,
	fn func(*Batch) error) (position record.Seq, calm bool, err error) {
	now, calm := c.unwritten()
	if !calm {
		return 0, false, nil
	}
	rows, err := s.open(ctx, sql, args) // open has read all rows
	if err == nil {
		defer rows.Release()
	}
	if !now.stillHolds(c) {
		return 0, false, nil
	}
	if err == nil {
		err = preferContextError(ctx, each(rows, fn))
	}
	return now.position, true, err
}

// admitted runs fn when fewer than Options.Gate queries are running.
func (c *Columns) admitted(ctx context.Context, fn func() error) error {
	if err := c.place(ctx, c.gate); err != nil {
		return err
	}
	defer c.gate.Give()
	if err := c.steps.wait(ctx); err != nil {
		return err
	}
	if r, ok := c.Renewal(); ok {
		return r.Refusal()
	}
	return c.notice(fn())
}

// place waits for a place. Afterwards the caller gives it back.
func (c *Columns) place(ctx context.Context, f *fair.Queue) error {
	switch {
	case f.Take(ctx, c.closed):
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	}
	return fault.Busyf("the columns are being closed: try again when the program has started")
}

// snapshot runs fn in a transaction that is rolled back: everything fn reads is of one moment.
func (s *session) snapshot(ctx context.Context, fn func() error) error {
	if err := s.exec(ctx, "BEGIN TRANSACTION"); err != nil {
		return err
	}
	err := fn()
	if end := s.exec(context.WithoutCancel(ctx), "ROLLBACK"); err == nil {
		err = end
	}
	return err
}
