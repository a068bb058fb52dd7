package analytics

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// walLimit is the size of the write-ahead log from which on it is merged into the file.
const walLimit = 16 << 20

// settle tidies up after a busy time: tables that have grown out of their order are sorted
// again, and the write-ahead log is merged into the file.
func (c *Columns) settle(ctx context.Context) error {
	c.write.Lock()
	defer c.write.Unlock()
	if c.settled {
		return nil
	}
	if err := with(c.writer, func(s *session) error { return c.sort(ctx, s) }); err != nil {
		return fmt.Errorf("sorting the columns: %w", err)
	}
	c.settled = true
	return c.checkpoint(ctx)
}

// sort sorts tables in which many neighbouring row groups overlap in what they are ordered by.
func (c *Columns) sort(ctx context.Context, s *session) error {
	sh := c.shape.Load()
	for _, name := range sh.names {
		l := sh.layouts[name]
		for _, t := range l.tables() {
			n, err := s.disorder(ctx, l, t)
			if err != nil {
				return err
			}
			if n < sortFrom {
				continue
			}
			if err := s.transaction(ctx, func() error { return s.exec(ctx, l.sorted(t, l.name(t))) }); err != nil {
				return err
			}
		}
	}
	return nil
}

// sortFrom is how many rows must stand out of order for a table to be sorted again.
const sortFrom = 50_000

// disorder counts the rows that are smaller than one before them.
func (s *session) disorder(ctx context.Context, l *layout, t table) (int64, error) {
	by := t.order()
	return s.one(ctx, "SELECT count(*) FROM (SELECT "+by+" AS k, max("+by+") OVER (ORDER BY rowid ROWS UNBOUNDED PRECEDING) AS top FROM "+
		Ident(l.name(t))+") WHERE k < top")
}

// checkpoint merges the write-ahead log into the file. A reader's transaction may be in the
// way; then the next one will do it.
func (c *Columns) checkpoint(ctx context.Context) error {
	if c.path == "" {
		return nil
	}
	if err := with(c.writer, func(s *session) error { return s.exec(ctx, "CHECKPOINT") }); err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		c.options.Logger.DebugContext(ctx, "columns: the checkpoint waits", "reason", err.Error())
	}
	return nil
}

// checkpointLarge is checkpoint when the write-ahead log has grown large.
func (c *Columns) checkpointLarge(ctx context.Context) error {
	info, err := os.Stat(c.path + ".wal")
	if c.path == "" || errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil || info.Size() < walLimit {
		return err
	}
	return c.checkpoint(ctx)
}
