package analytics

import (
	"context"
	"strings"

	"salesops/record"
)

// ThreadsFor returns the number of threads for a log of the given size.
var ThreadsFor = threadsFor

// Bind converts the arguments of a query for the driver.
func Bind(text string, args ...any) ([]any, error) { return bind(text, args) }

// TakeUpTo takes in at most one batch up to a position, as a follower that keeps up does.
func (c *Columns) TakeUpTo(ctx context.Context, last record.Seq) (record.Seq, error) {
	c.write.Lock()
	defer c.write.Unlock()
	last = min(last, c.log.Head())
	var changes []record.Change
	err := upTo(ctx, c.log, everything, c.state.mark.seq+1, last, func(part []record.Change) error {
		changes = append(changes, part...)
		return nil
	})
	if err == nil {
		err = c.apply(ctx, changes)
	}
	return c.state.mark.seq, err
}

// SortNow sorts the tables, as the follower does after a large import.
func (c *Columns) SortNow(ctx context.Context) error {
	c.write.Lock()
	defer c.write.Unlock()
	return withSession(c.writer, func(s *session) error {
		sh := c.shape.Load()
		for _, name := range sh.names {
			l := sh.layouts[name]
			for _, t := range l.tables() {
				if _, err := s.disorder(ctx, l, t); err != nil {
					return err
				}
				if err := s.transaction(ctx, func() error { return s.exec(ctx, l.sorted(t)) }); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// OutOfOrder returns the number of rows whose rank in SQL differs from that in Go, and of rows that
// come before a smaller one.
func (c *Columns) OutOfOrder(ctx context.Context, object string) (differing, unsorted int64, err error) {
	c.write.Lock()
	defer c.write.Unlock()
	l := c.shape.Load().layouts[object]
	err = withSession(c.writer, func(s *session) error {
		for _, t := range l.tables() {
			var list []string
			for _, column := range l.columns {
				list = append(list, Ident(column.name))
			}
			text := "SELECT " + strings.Join(list, ", ") + ", " + l.order(t) + " FROM " + Ident(l.name(t))
			if err := s.query(ctx, text, nil, func(b *Batch) error {
				for i := range b.Rows() {
					if l.rank(t, l.rowAt(b, i)) != b.Int(len(list), i) {
						differing++
					}
				}
				return nil
			}); err != nil {
				return err
			}
			n, err := s.disorder(ctx, l, t)
			if unsorted += n; err != nil {
				return err
			}
		}
		return nil
	})
	return differing, unsorted, err
}

// ForgetEnded makes the next question find the ended records anew.
func (c *Columns) ForgetEnded() { c.gone.everything(0) }

// TidyUp tidies up, as the follower does when nothing else is done.
func (c *Columns) TidyUp(ctx context.Context) error { return c.tidyUp(ctx) }

// SortFrom is the number of changes, and of rows out of order, from which a table is sorted again.
const SortFrom = sortFrom

// MaxGone is the greatest number of ended records of an object that are kept.
const MaxGone = maxGone

// KeyedBulk is the number of keys from which the rows of a keyed table are written in bulk.
const KeyedBulk = keyedBulk

// Mend does what is done after an error of the engine.
func (c *Columns) Mend(ctx context.Context, why error) error { return c.mend(ctx, why) }

// Helped does what is done after any error of the follower.
func (c *Columns) Helped(ctx context.Context, why error) error { return c.helped(ctx, why) }

// Notice passes the error of a question on.
func (c *Columns) Notice(err error) error { return c.notice(err) }

// Importing reports whether the log ends within an import.
func (c *Columns) Importing(ctx context.Context) (bool, error) { return c.importing(ctx, c.log.Head()) }
