package analytics

import (
	"context"
	"strings"

	"salesops/record"
)

// ThreadsFor is how many threads a log of so many changes asks for.
var ThreadsFor = threadsFor

// TakeUpTo takes in one batch at most, up to a position, as the follower does when it keeps up.
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

// SortNow sorts the tables, in order or not, as a quiet while after a large import does.
func (c *Columns) SortNow(ctx context.Context) error {
	c.write.Lock()
	defer c.write.Unlock()
	return with(c.writer, func(s *session) error {
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

// OutOfOrder counts the rows for which the order in SQL is not that in Go, and those that stand
// before a smaller one.
func (c *Columns) OutOfOrder(ctx context.Context, object string) (differing, unsorted int64, err error) {
	c.write.Lock()
	defer c.write.Unlock()
	l := c.shape.Load().layouts[object]
	err = with(c.writer, func(s *session) error {
		for _, t := range l.tables() {
			var list []string
			for _, column := range l.columns {
				list = append(list, Ident(column.name))
			}
			text := "SELECT " + strings.Join(list, ", ") + ", " + l.order(t) + " FROM " + Ident(l.name(t))
			if err := s.query(ctx, text, nil, func(b *Batch) error {
				for i := range b.Rows() {
					if l.rank(t, l.read(b, i)) != b.Int(len(list), i) {
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
