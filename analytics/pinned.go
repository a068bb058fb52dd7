package analytics

import (
	"context"
	"errors"
	"sync"

	"salesops/internal/fault"
	"salesops/record"
)

// ErrStale means that a pinned view cannot name a table, because it is not built or the tables' shape changed while
// the view was pinned. A view that is not pinned builds it.
var ErrStale = errors.New("the pinned view lacks a table")

// pin is a transaction in which every statement of a pinned view runs.
type pin struct {
	mu       sync.Mutex // held while a statement runs
	s        *session
	shape    *shape
	position record.Seq
}

// maxPinned is how many views are pinned at once at most. Each keeps the engine from removing older versions of
// rows. Their statements share Options.Gate places with all others.
const maxPinned = 16

// Pinned runs fn with a view of one moment: everything that fn reads through it is of one position, whatever is written
// meanwhile. Statements of the view run one after another.
func (c *Columns) Pinned(ctx context.Context, scope record.Scope, fn func(*View) error) error {
	if err := c.place(ctx, c.pins); err != nil {
		return err
	}
	defer c.pins.Give()
	if r, ok := c.Renewal(); ok {
		return r.Refusal()
	}
	conn, err := c.db.Conn(ctx)
	if err != nil {
		return preferContextError(ctx, fault.New(fault.Internal, "opening the columns: %w", err))
	}
	defer conn.Close()
	return withSession(conn, func(s *session) error {
		p := &pin{s: s, shape: c.shape.Load()}
		return s.snapshot(ctx, func() error {
			at, err := s.number(ctx, "SELECT seq FROM mark")
			if err != nil {
				return err
			}
			if c.shape.Load() != p.shape {
				return ErrStale
			}
			p.position = record.Seq(at)
			return fn(newView(c, scope, p))
		})
	})
}

// Position returns the position that the view shows: of a pinned view always the same one.
func (v *View) Position() record.Seq {
	if v.pin != nil {
		return v.pin.position
	}
	return v.columns.Position()
}

// shape returns the tables that the view can name.
func (v *View) shape() *shape {
	if v.pin != nil {
		return v.pin.shape
	}
	return v.columns.shape.Load()
}

// query runs a statement of a pinned view.
func (v *View) query(ctx context.Context, sql string, args []any, fn func(*Batch) error) (record.Seq, error) {
	v.pin.mu.Lock()
	defer v.pin.mu.Unlock()
	err := v.columns.admitted(ctx, func() error { return v.pin.s.query(ctx, sql, args, fn) })
	return v.pin.position, err
}

// Schema is the schema of the tables that the view can name.
func (v *View) Schema() *record.Schema { return v.shape().schema }
