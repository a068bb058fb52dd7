package record

import (
	"context"

	"salesops/internal/fault"
	"salesops/internal/reason"
)

// flight is a batch on its way to the disk, with the requests that it answers.
type flight struct {
	*transaction
	group []*request
	err   error
	ended chan struct{}
}

// prepare stages a group upon what is there and upon the batch that is on its way. It returns
// nil when the group was refused as a whole, and has answered it then.
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
	if err != nil { // nothing was written; what comes may succeed
		f.answer(err)
		return nil
	}
	return f
}

// launch has a batch made durable. One that holds nothing has landed already; of nil comes nil.
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

// land makes a batch that is durable visible and answers its group. Where the batch has
// an err nothing of it is visible; stop says why the log takes no more.
func (l *Log) land(f *flight) (stop error) {
	if f.err == nil {
		l.publish(f.transaction)
	} else if fault.KindOf(f.err) != fault.Busy {
		// Nobody knows what the disk kept: stop until the folder is opened again.
		f.err = storeError("write", f.err)
		why, ok := fault.ReasonOf(f.err)
		if !ok || why.Code != "disk_full" { // which says itself what to do
			why = reason.Of("log_stopped", "cause", f.err)
		}
		stop = &fault.Error{Kind: fault.Busy, Message: why.Text, Why: why, Cause: f.err}
	}
	f.answer(f.err)
	return stop
}

// again stages a group once more: the batch upon which it was staged was not written.
func (l *Log) again(ctx context.Context, f *flight) *flight {
	for _, r := range f.group {
		r.done, r.err = Done{}, nil
	}
	return l.prepare(ctx, f.group, nil)
}

// answer ends the requests of a group: with err, or with what became of each.
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

// carries says that a command may be staged upon the batch before it is durable: it holds only
// what look-ups of later commands go through. Merges, new fields and erasures are published first.
func (f *flight) carries() bool {
	b := &f.batch
	return f.schema == f.log.schema.Load() && len(f.held) < f.log.vast && len(b.Aliases)+len(b.Unbind)+len(b.Erase) == 0
}

// ahead says that a command only creates and sets, so that it can be staged before the batch in
// front of it is durable.
func (r *request) ahead(vast int) bool {
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
