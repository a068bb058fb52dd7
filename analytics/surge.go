package analytics

import (
	"context"
	"time"

	"salesops/record"
	"salesops/sales"
)

const (
	// surge is how many changes that wait say that something large is being written.
	surge = 1000
	// lull is how long the next ones may take; an import says itself when it has ended.
	lull       = 100 * time.Millisecond
	importLull = 3 * time.Second
)

// surging says whether the log goes on so fast beyond a position that taking its changes in
// together, when the rush is over, is faster than following it step by step.
type surging func(ctx context.Context, reached record.Seq) (bool, error)

// still is surging of a log that is taken as it stands.
func still(context.Context, record.Seq) (bool, error) { return false, nil }

// surges is surging of a log that is being written.
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
			return false, nil // somebody's edits are not to wait for more of them
		}
	}
	return true, nil
}

// importing says whether the latest changes are of an import that has not ended.
func (c *Columns) importing(ctx context.Context, head record.Seq) (bool, error) {
	const latest = 100 // edits that may stand behind an import's last chunk
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
