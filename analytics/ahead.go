package analytics

import (
	"context"
	"sync"

	"salesops/record"
)

// aheadSlice is the number of changes that are read together.
const aheadSlice = 5000

// upToAhead is upTo with several readers: while fn handles changes, the next ones are read and
// decoded. fn gets the changes in order.
func upToAhead(ctx context.Context, log record.Reader, from, last record.Seq, readers int,
	fn func([]record.Change) error) error {
	if readers <= 1 || last-from < aheadSlice {
		return upTo(ctx, log, everything, from, last, fn)
	}
	type slice struct {
		changes []record.Change
		err     error
	}
	ctx, stop := context.WithCancel(ctx)
	var running sync.WaitGroup
	defer running.Wait() // no goroutine reads the log after upToAhead has returned
	defer stop()
	queue := make(chan chan slice, readers)
	running.Go(func() {
		defer close(queue)
		for ; from <= last; from += aheadSlice {
			first, to, out := from, min(from+aheadSlice-1, last), make(chan slice, 1)
			select {
			case queue <- out:
			case <-ctx.Done():
				return
			}
			running.Go(func() {
				var s slice
				s.err = upTo(ctx, log, everything, first, to, func(changes []record.Change) error {
					s.changes = append(s.changes, changes...)
					return nil
				})
				out <- s
			})
		}
	})
	for out := range queue {
		s := <-out
		if s.err != nil {
			return s.err
		}
		if len(s.changes) == 0 {
			continue
		}
		if err := fn(s.changes); err != nil {
			return err
		}
	}
	return ctx.Err()
}
