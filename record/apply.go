package record

import (
	"context"
	"errors"
	"maps"

	"salesops/internal/fault"
)

// Apply writes commands and returns when they are on disk. Each command is written completely or
// not at all.
//
// The result has one Done per command, in the same order. With a single command, Apply returns its
// refusal unchanged. With several commands, a refusal does not stop the others; the refusals are
// returned joined, each as a *CommandError.
//
// Commands of fewer than 200 drafts share a commit with other waiting commands and are written
// between the chunks of an import. An import should send a few thousand drafts per command.
func (l *Log) Apply(ctx context.Context, cmds ...Command) ([]Done, error) {
	requests := make([]*request, len(cmds))
	for i := range cmds {
		requests[i] = &request{gone: ctx.Err, cmd: &cmds[i], out: make(chan struct{})}
		l.queue.put(requests[i])
	}
	done := make([]Done, len(cmds))
	var errs []error
	for i, r := range requests {
		<-r.out // never blocks for long: the writer refuses a command whose ctx has ended
		done[i] = r.done
		switch {
		case r.err != nil && len(cmds) == 1:
			return done, r.err
		case r.err != nil:
			errs = append(errs, &CommandError{i, r.err})
		}
	}
	return done, errors.Join(errs...)
}

// write is the loop of the only goroutine that writes. It collects waiting commands into a batch,
// makes the batch durable and only then answers the commands. While one batch of an import is being
// made durable, write stages the import's next command on top of it.
func (l *Log) write(ctx context.Context) {
	defer close(l.queue.ended)
	var flying *flight
	large := false // true when the next batch should be a large command
	for {
		group, ok := l.queue.take(large, flying)
		if !ok {
			return
		}
		var next *flight
		if len(group) > 0 {
			large = !group[0].large()
			next = l.prepare(ctx, group, flying)
		}
		if flying == nil {
			flying = l.launch(ctx, next)
			continue
		}
		// Start writing the next batch before this one is published, so that the disk is not idle.
		<-flying.ended
		var launched *flight
		if flying.err == nil {
			launched = l.launch(ctx, next)
		}
		if stop := l.land(flying); stop != nil {
			if next != nil {
				next.answer(stop)
			}
			l.queue.stop(stop)
			return
		}
		if flying.err != nil && next != nil {
			launched = l.launch(ctx, l.restage(ctx, next))
		}
		flying = launched
	}
}

// storeError wraps an error of the store as fault.Internal. An error that already is a fault keeps
// its kind.
func storeError(doing string, err error) error {
	var known *fault.Error
	if errors.As(err, &known) {
		return err
	}
	return fault.New(fault.Internal, "%s the log: %w", doing, err)
}

// publish makes a durable batch visible to readers.
func (l *Log) publish(t *transaction) {
	if t.schema != l.schema.Load() {
		l.schema.Store(t.schema)
	}
	if len(t.batch.Aliases) > 0 {
		next := maps.Clone(*l.aliases.Load())
		for _, a := range t.batch.Aliases {
			if a.Into == 0 {
				delete(next, a.ID)
			} else {
				next[a.ID] = a.Into
			}
		}
		l.aliases.Store(&next)
	}
	l.hash = t.hash
	if n := len(t.batch.States); n > 0 {
		l.maxID = max(l.maxID, t.batch.States[n-1].ID) // States is sorted by ID
	}
	l.noteBound(t.batch.Bind)
	l.remember(t)
	l.noteMoved(t)
	if head := int64(t.seq); head != l.head.Load() {
		l.head.Store(head)
		l.mu.Lock()
		close(l.moved)
		l.moved = make(chan struct{})
		l.mu.Unlock()
	}
}

// remember caches what later commands are likely to need: which ids exist, and the states that this
// batch used.
func (l *Log) remember(t *transaction) {
	const mostKinds = 300_000
	if len(l.kinds) > mostKinds {
		clear(l.kinds)
	}
	few := len(t.held) <= mostRecent // the undo of a whole import would fill the memory
	for id, h := range t.held {
		if h.row.Seq == 0 {
			continue
		}
		l.kinds[id] = h.row.Object
		if few && h.state != nil {
			h.dirty, h.row.Data = false, nil
			l.recent.put(id, h)
		} else {
			l.recent.drop(id)
		}
	}
}
