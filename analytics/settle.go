package analytics

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
)

const (
	// walLimit is the size of the write-ahead log from which on it is merged into the file.
	walLimit = 16 << 20
	// walRest is the size that is merged in a quiet while.
	walRest = 1 << 20
	// sortFrom is how many changes must have come, and how many rows must stand out of order,
	// for a table to be sorted again.
	sortFrom = 50_000
)

// settle tidies up after a busy time: tables that have grown out of their order are sorted
// again, the engine gets the threads of a log that has grown, and the write-ahead log is merged
// into the file.
func (c *Columns) settle(ctx context.Context) error {
	c.write.Lock()
	defer c.write.Unlock()
	if c.unsorted >= sortFrom {
		if err := with(c.writer, func(s *session) error { return c.sort(ctx, s) }); err != nil {
			return fmt.Errorf("sorting the columns: %w", err)
		}
		c.unsorted = 0
	}
	if err := c.fitThreads(ctx); err != nil {
		return err
	}
	return c.checkpointFrom(ctx, walRest)
}

// sort sorts tables in which many rows stand out of order: a scan could skip little of them.
func (c *Columns) sort(ctx context.Context, s *session) error {
	sh := c.shape.Load()
	for _, name := range sh.names {
		l := sh.layouts[name]
		for _, t := range l.tables() {
			if err := s.sortTable(ctx, l, t); err != nil {
				return err
			}
		}
	}
	for _, name := range c.keyedNames {
		if err := s.sortTable(ctx, c.keyed[name].layout, tableRows); err != nil {
			return err
		}
	}
	return nil
}

// sortTable sorts a table in which many rows stand out of order.
func (s *session) sortTable(ctx context.Context, l *layout, t table) error {
	n, err := s.disorder(ctx, l, t)
	if err != nil || n < sortFrom {
		return err
	}
	return s.transaction(ctx, func() error { return s.exec(ctx, l.sorted(t)) })
}

// disorder counts the rows that are smaller than one before them.
func (s *session) disorder(ctx context.Context, l *layout, t table) (int64, error) {
	by := l.order(t)
	return s.one(ctx, "SELECT count(*) FROM (SELECT "+by+" AS k, max("+by+
		") OVER (ORDER BY rowid ROWS UNBOUNDED PRECEDING) AS top FROM "+
		Ident(l.name(t))+") WHERE k < top")
}

// sorted writes a table again in the order that lets a scan skip most of it.
func (l *layout) sorted(t table) string {
	name := Ident(l.name(t))
	return "CREATE OR REPLACE TABLE " + name + " AS SELECT * FROM " + name + " ORDER BY " + l.order(t) + ", id"
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

// checkpointFrom is checkpoint when the write-ahead log has grown to a size.
func (c *Columns) checkpointFrom(ctx context.Context, size int64) error {
	info, err := os.Stat(c.path + ".wal")
	if c.path == "" || errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil || info.Size() < size {
		return err
	}
	return c.checkpoint(ctx)
}
