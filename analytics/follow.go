package analytics

import (
	"context"
	"errors"
	"sync"
	"time"

	"salesops/record"
)

const (
	// batchSize is the maximum number of changes in one transaction. It is large because a record
	// with facts out of order is computed again from all its facts once per transaction.
	batchSize = 100_000
	// loadSize is the number of waiting changes from which a rebuild may be faster than following.
	loadSize = 30_000
	// loadShare is how many times faster a rebuild handles a change than following does.
	loadShare = 8
	// quiet is how long no change must have come before the follower tidies up.
	quiet = 2 * time.Second
)

// Run follows the log until ctx ends, and returns ctx's error. A damaged file does not end it.
func (c *Columns) Run(ctx context.Context) error {
	for {
		err := c.follow(ctx)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err = c.helped(ctx, err); err != nil {
			return err
		}
	}
}

// helped does what helps against an error, so that following can go on. It returns the error when
// nothing does.
func (c *Columns) helped(ctx context.Context, why error) error {
	for {
		full := c.path != "" && noRoom(why)
		if full {
			c.options.Logger.WarnContext(ctx, "columns wait for room on the disk", "error", why.Error())
			if err := c.awaitRoom(ctx); err != nil {
				return err
			}
			if !broken(why) {
				return nil
			}
		}
		err := c.mend(ctx, why)
		if !noRoom(err) || ctx.Err() != nil {
			return err
		}
		if !full {
			why = errors.Join(why, err)
		}
	}
}

// follow follows the log until ctx ends or the engine fails, also in a question.
func (c *Columns) follow(ctx context.Context) error {
	ctx, stop := context.WithCancelCause(ctx)
	var watching sync.WaitGroup
	defer watching.Wait()
	defer stop(nil)
	watching.Go(func() {
		select {
		case why := <-c.ailing:
			stop(why)
		case <-ctx.Done():
		}
	})
	for {
		if c.log.Head() > c.Position() && c.low() {
			if err := c.awaitRoom(ctx); err != nil {
				return err
			}
		}
		c.write.Lock()
		err := c.next(ctx, c.surges)
		reached := c.state.mark.seq
		c.write.Unlock()
		if err == nil {
			err = c.wait(ctx, reached)
		}
		if why := context.Cause(ctx); why != nil && broken(why) {
			return why
		}
		if err != nil {
			return err
		}
	}
}

// wait returns when the log has changes beyond reached. It tidies up when none come for a while.
func (c *Columns) wait(ctx context.Context, reached record.Seq) error {
	calm, cancel := context.WithTimeout(ctx, quiet)
	err := c.log.Wait(calm, reached)
	cancel()
	if err == nil || ctx.Err() != nil || !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	if err := c.tidyUp(ctx); err != nil {
		return err
	}
	return c.log.Wait(ctx, reached)
}

// CatchUp takes in all changes that the log holds now and returns the position reached. It is for
// commands that do not call Run.
func (c *Columns) CatchUp(ctx context.Context) (record.Seq, error) {
	head := c.log.Head()
	for {
		c.write.Lock()
		err := c.next(ctx, neverSurges)
		reached := c.state.mark.seq
		c.write.Unlock()
		if err != nil || reached >= head {
			return reached, err
		}
	}
}

// next takes in the next batch. surges reports whether waiting for more changes is worthwhile. The
// caller holds c.write.
func (c *Columns) next(ctx context.Context, surges surging) error {
	if c.stateUncertain.Load() {
		if err := withSession(c.writer, func(s *session) error {
			return errors.Join(c.loadState(ctx, s), c.readBuilt(ctx, s))
		}); err != nil {
			return err
		}
		c.moveAll(c.state.mark.seq)
		c.stateUncertain.Store(false)
	}
	mark, head := c.state.mark.seq, c.log.Head()
	if head <= mark {
		return nil
	}
	enough := min(max(mark/loadShare, loadSize), batchSize)
	for head-mark >= surge && head-mark < enough {
		if more, err := surges(ctx, head); err != nil || !more {
			if err != nil {
				return err
			}
			break
		}
		head = c.log.Head()
	}
	if head-mark >= max(mark/loadShare, loadSize) {
		return c.load(ctx, nil, surges)
	}
	changes := make([]record.Change, 0, min(int64(head-mark), batchSize))
	err := upTo(ctx, c.log, everything, mark+1, min(head, mark+batchSize), func(part []record.Change) error {
		changes = append(changes, part...) // Tail reuses the slice, but not what the changes point to
		return nil
	})
	if err != nil {
		return err
	}
	if len(changes) < surge {
		defer c.steps.begin()()
	}
	if err := c.apply(ctx, changes); err != nil {
		return err
	}
	return c.checkpointFrom(context.WithoutCancel(ctx), walLimit)
}

// everything is the scope of the follower: the columns hold every record, and a View hides those
// outside its scope.
var everything = record.Everything()

var errEnough = errors.New("enough")

// upTo calls fn with the changes from..last. The slice is reused.
func upTo(ctx context.Context, log record.Reader, scope record.Scope, from, last record.Seq,
	fn func([]record.Change) error) error {
	if from > last {
		return nil
	}
	err := log.Tail(ctx, scope, from, func(changes []record.Change) error {
		for n := len(changes); n > 0 && changes[n-1].Seq > last; n-- {
			changes = changes[:n-1]
		}
		if len(changes) == 0 {
			return errEnough
		}
		if err := fn(changes); err != nil {
			return err
		}
		if changes[len(changes)-1].Seq >= last {
			return errEnough
		}
		return nil
	})
	if errors.Is(err, errEnough) {
		return nil
	}
	return err
}
