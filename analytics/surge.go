package analytics

import (
	"context"
	"time"

	"salesops/record"
)

const (
	// surge is how many changes in a lull's time say that an import is running.
	surge = 1000
	// lull is how long an import may take for its next changes.
	lull = 250 * time.Millisecond
)

// surging says whether the log goes on so fast beyond a position that taking its changes in
// together, when the rush is over, is faster than following it step by step.
type surging func(ctx context.Context, reached record.Seq) bool

// surges is surging of a log that is being written.
func (c *Columns) surges(ctx context.Context, reached record.Seq) bool {
	calm, cancel := context.WithTimeout(ctx, lull)
	defer cancel()
	for head := c.log.Head(); head-reached < surge; head = c.log.Head() {
		if c.log.Wait(calm, head) != nil {
			return false
		}
	}
	return true
}
