package record

import (
	"context"
	"errors"
	"maps"

	"salesops/internal/fault"
)

// Apply writes commands, each all or nothing, and returns when they are on disk. With one
// command its refusal is returned as it is; with several, the others are written and the
// refusals come joined as *CommandError. A Done stands for each command in order.
//
// Commands of fewer than 200 drafts share a commit with others that wait, and go between the
// chunks of an import: an import sends a few thousand drafts a command.
func (l *Log) Apply(ctx context.Context, cmds ...Command) ([]Done, error) {
	requests := make([]*request, len(cmds))
	for i := range cmds {
		requests[i] = &request{gone: ctx.Err, cmd: &cmds[i], out: make(chan struct{})}
		l.queue.put(requests[i])
	}
	done := make([]Done, len(cmds))
	var errs []error
	for i, r := range requests {
		<-r.out // soon: a command whose ctx ended is refused when its turn comes
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

// write is the one writer: it puts waiting commands into one batch, has it made durable, and
// only then answers them. While a batch of an import is made durable the import's next command
// is staged upon it.
func (l *Log) write(ctx context.Context) {
	defer close(l.queue.ended)
	var flying *flight
	large := false // whether it is the turn of a large command
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
		// The disk gets the next batch at once: this one is made visible meanwhile.
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
			launched = l.launch(ctx, l.again(ctx, next))
		}
		flying = launched
	}
}

// storeError keeps what the store says about itself.
func storeError(doing string, err error) error {
	var known *fault.Error
	if errors.As(err, &known) {
		return err
	}
	return fault.New(fault.Internal, "%s the log: %w", doing, err)
}

// publish makes a durable batch visible.
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
		l.maxID = max(l.maxID, t.batch.States[n-1].ID) // they are sorted
	}
	l.bound(t.batch.Bind)
	l.remember(t)
	if head := int64(t.seq); head != l.head.Load() {
		l.head.Store(head)
		l.mu.Lock()
		close(l.moved)
		l.moved = make(chan struct{})
		l.mu.Unlock()
	}
}

// remember keeps what later commands are likely to ask for: which ids exist, and the states
// just used.
func (l *Log) remember(t *transaction) {
	const mostKinds = 300_000
	if len(l.kinds) > mostKinds {
		clear(l.kinds)
	}
	few := len(t.held) <= mostRecent // a whole import's undo would fill the memory
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
