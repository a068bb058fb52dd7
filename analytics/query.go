package analytics

import (
	"context"

	"salesops/internal/fault"
	"salesops/record"
)

// Query runs a SELECT and calls fn with its rows, batch by batch. It returns the log
// position the answer rests on, read in the same snapshot.
//
// args are bound to $1, $2 …: int, int64, record.ID, record.Seq, float64, bool, string, period.Day (a
// DATE), period.Instant (microseconds; a TIMESTAMP where the text says $n::TIMESTAMP), *big.Int,
// []int64, []record.ID, []string, or nil. Every argument must be used and every $n given.
// Queries wait for their turn (Options.Gate); fn must not call Query. A cancelled ctx stops
// a running query and gives ctx's error.
func (c *Columns) Query(ctx context.Context, sql string, args []any, fn func(*Batch) error) (record.Seq, error) {
	var position record.Seq
	err := c.admitted(ctx, func() error {
		conn, err := c.db.Conn(ctx)
		if err != nil {
			return ended(ctx, fault.New(fault.Internal, "opening the columns: %w", err))
		}
		defer conn.Close()
		return with(conn, func(s *session) error {
			found, calm, err := c.queryUnwritten(ctx, s, sql, args, fn)
			if calm {
				position = found
				return err
			}
			return s.snapshot(ctx, func() error {
				at, err := s.one(ctx, "SELECT seq FROM mark")
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

// queryUnwritten runs a statement by itself. While nobody writes the tables, what it finds is of one
// moment whose position is known, and a transaction around it would only cost time. calm is false
// where somebody wrote: fn was not called then.
func (c *Columns) queryUnwritten(ctx context.Context, s *session, sql string, args []any,
	fn func(*Batch) error) (position record.Seq, calm bool, err error) {
	now, calm := c.unwritten()
	if !calm {
		return 0, false, nil
	}
	rows, err := s.open(ctx, sql, args) // which has read all of them
	if err == nil {
		defer rows.Release()
	}
	if !now.lasts(c) {
		return 0, false, nil
	}
	if err == nil {
		err = ended(ctx, each(rows, fn))
	}
	return now.position, true, err
}

// admitted runs fn when it is its turn.
func (c *Columns) admitted(ctx context.Context, fn func() error) error {
	select {
	case c.gate <- struct{}{}:
	case <-c.closed:
		return fault.Busyf("the columns are being closed: try again when the program has started")
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-c.gate }()
	if err := c.steps.wait(ctx); err != nil {
		return err
	}
	return fn()
}

// snapshot runs fn in a transaction that is never committed: all it reads is of one moment.
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
