package record

import (
	"context"

	"salesops/internal/fault"
	"salesops/internal/reason"
)

// flight is a batch that is being made durable, with the requests that it answers.
type flight struct {
	*transaction
	group []*request
	err   error
	ended chan struct{}
}

// prepare stages a group of requests on top of the log and of the batch in flight, if there is one.
// When the whole group is refused, prepare answers it and returns nil.
func (l *Log) prepare(ctx context.Context, group []*request, flying *flight) *flight {
	drafts := 0
	for _, r := range group {
		drafts += len(r.cmd.Drafts)
	}
	f := &flight{transaction: l.begin(flying, drafts), group: group, ended: make(chan struct{})}
	err := f.prefetch(ctx, group)
	if err != nil {
		err = storeError("read", err)
	} else {
		for _, r := range group {
			f.command(ctx, r)
		}
		err = f.finish()
	}
	f.tidy()
	if err != nil { // nothing was written, so later commands may succeed
		f.answer(err)
		return nil
	}
	return f
}

// launch starts the commit of a batch. An empty batch has ended at once. launch(nil) is nil.
func (l *Log) launch(ctx context.Context, f *flight) *flight {
	if f == nil {
		return nil
	}
	f.below = nil
	if f.empty() {
		close(f.ended)
		return f
	}
	go func() {
		defer close(f.ended)
		f.err = l.store.Commit(ctx, &f.batch)
	}()
	return f
}

// land publishes a batch whose commit has ended and answers its requests. After a failed commit
// nothing of the batch is visible. A non-nil stop is the reason why the log takes no more writes.
func (l *Log) land(f *flight) (stop error) {
	if f.err == nil {
		l.publish(f.transaction)
	} else if fault.KindOf(f.err) != fault.Busy {
		// The state of the disk is unknown: take no more writes until the folder is opened again.
		f.err = storeError("write", f.err)
		why := reason.Of("log_stopped", "cause", f.err)
		stop = &fault.Error{Kind: fault.Busy, Message: why.Text, Why: why, Cause: f.err}
	}
	f.answer(f.err)
	return stop
}

// restage stages a group again, because the batch that it was staged on could not be written.
func (l *Log) restage(ctx context.Context, f *flight) *flight {
	for _, r := range f.group {
		r.done, r.err = Done{}, nil
	}
	return l.prepare(ctx, f.group, nil)
}

// answer ends the requests of a group. err replaces the result of every request that was not
// refused itself.
func (f *flight) answer(err error) {
	for _, r := range f.group {
		if r.err == nil {
			r.err = err
		}
		if r.err != nil {
			r.done = Done{}
		}
		r.after = nil
		close(r.out)
	}
}

// allowsStaging reports whether a command may be staged on this batch before it is durable. That is
// safe while the batch contains only what later commands look up in it; merges, new fields,
// released ids, erasures and jobs must be published first.
func (f *flight) allowsStaging() bool {
	b := &f.batch
	return f.schema == f.log.schema.Load() && len(f.held) < f.log.vast &&
		len(b.Aliases)+len(b.Unbind)+len(b.Erase)+len(b.Jobs) == 0
}

// stageable reports whether a command may be staged on a batch that is not yet durable: it only
// creates and sets, and is not so large that its records are packed.
func (r *request) stageable(vast int) bool {
	if len(r.cmd.Drafts) >= vast {
		return false
	}
	for i := range r.cmd.Drafts {
		if k := r.cmd.Drafts[i].Kind; k != Create && k != Set {
			return false
		}
	}
	return true
}
