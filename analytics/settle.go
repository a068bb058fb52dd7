package analytics

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
)

const (
	// walLimit is the size of the write-ahead log from which it is merged into the file.
	walLimit = 16 << 20
	// walRest is the size from which it is merged when nothing else is done.
	walRest = 1 << 20
	// sortFrom is the number of changes, and of rows out of order, from which a table is sorted
	// again.
	sortFrom = 50_000
)

// tidyUp tidies up after many changes: it sorts tables that have become disordered, adjusts the
// engine's threads to the size of the log, and merges the write-ahead log into the file.
func (c *Columns) tidyUp(ctx context.Context) error {
	if c.low() { // tidying up writes
		return nil
	}
	c.write.Lock()
	defer c.write.Unlock()
	if c.unsorted >= sortFrom {
		if err := withSession(c.writer, func(s *session) error { return c.sort(ctx, s) }); err != nil {
			return fmt.Errorf("sorting the columns: %w", err)
		}
		c.unsorted = 0
	}
	if err := c.fitThreads(ctx); err != nil {
		return err
	}
	for _, name := range c.keyedNames {
		if err := c.keepLocked(ctx, c.keyed[name]); err != nil {
			return err
		}
	}
	return c.checkpointFrom(ctx, walRest)
}

// sort sorts the tables in which many rows are out of order, so that scans can skip row groups
// again.
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

// sortTable sorts a table in which many rows are out of order.
func (s *session) sortTable(ctx context.Context, l *layout, t table) error {
	n, err := s.disorder(ctx, l, t)
	if err != nil || n < sortFrom {
		return err
	}
	return s.transaction(ctx, func() error { return s.exec(ctx, l.sorted(t)) })
}

// disorder counts the rows that are smaller than a row before them.
func (s *session) disorder(ctx context.Context, l *layout, t table) (int64, error) {
	by := l.order(t)
	return s.number(ctx, "SELECT count(*)"+
		" FROM (SELECT "+by+" AS k,"+
		" max("+by+") OVER (ORDER BY rowid ROWS UNBOUNDED PRECEDING) AS top"+
		" FROM "+Ident(l.name(t))+")"+
		" WHERE k < top")
}

// sorted returns the statement that writes a table again in its order.
func (l *layout) sorted(t table) string {
	name := Ident(l.name(t))
	return "CREATE OR REPLACE TABLE " + name + " AS SELECT * FROM " + name + " ORDER BY " + l.order(t) + ", id"
}

// checkpoint merges the write-ahead log into the file. When a reader's transaction is in the way,
// the next checkpoint does it.
func (c *Columns) checkpoint(ctx context.Context) error {
	if c.path == "" {
		return nil
	}
	if err := withSession(c.writer, func(s *session) error { return s.exec(ctx, "CHECKPOINT") }); err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if broken(err) {
			return err
		}
		c.options.Logger.DebugContext(ctx, "columns: the checkpoint waits", "reason", err.Error())
	}
	return nil
}

// checkpointFrom calls checkpoint when the write-ahead log has the given size.
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
