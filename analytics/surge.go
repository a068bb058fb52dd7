package analytics

import (
	"context"
	"time"

	"salesops/record"
	"salesops/sales"
)

const (
	// surge is the number of waiting changes from which a large write is assumed.
	surge = 1000
	// lull is how long to wait for the next changes. During an import the wait is longer, because
	// the log shows when an import has ended.
	lull       = 100 * time.Millisecond
	importLull = 3 * time.Second
)

// surging reports whether so many changes arrive beyond a position that taking them in together
// later is faster than following step by step.
type surging func(ctx context.Context, reached record.Seq) (bool, error)

// neverSurges is the surging function for a log that is taken as it is.
func neverSurges(context.Context, record.Seq) (bool, error) { return false, nil }

// surges is the surging function for a log that is being written.
func (c *Columns) surges(ctx context.Context, reached record.Seq) (bool, error) {
	patience, cancel := context.WithTimeout(ctx, importLull)
	defer cancel()
	for head := c.log.Head(); head-reached < surge; head = c.log.Head() {
		importing, err := c.importing(ctx, head)
		if err != nil {
			return false, err
		}
		calm, done := patience, func() {}
		if !importing {
			calm, done = context.WithTimeout(patience, lull)
		}
		err = c.log.Wait(calm, head)
		done()
		if err != nil {
			return false, ctx.Err()
		}
		if !importing && c.log.Head()-head < surge {
			return false, nil // an edit must not wait for further edits
		}
	}
	return true, nil
}

// importing reports whether the latest changes belong to an import that has not ended.
func (c *Columns) importing(ctx context.Context, head record.Seq) (bool, error) {
	const latest = 100 // number of edits that may come after an import's last chunk
	open := false
	err := upTo(ctx, c.log, everything, max(1, head-latest), head, func(changes []record.Change) error {
		for i := range changes {
			if ch := &changes[i]; ch.Flags&record.Import != 0 {
				open = ch.Object != sales.Import || ch.Kind == record.Create
			}
		}
		return nil
	})
	return open, err
}
