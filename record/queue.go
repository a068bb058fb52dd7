package record

import (
	"sync"

	"salesops/internal/fault"
)

// queue holds the commands that wait for the writer. Small ones (a person's) and large ones
// (an import's chunks) wait apart, so that a person does not stand behind an import.
type queue struct {
	mu     sync.Mutex
	small  []*request
	large  []*request
	refuse error         // why no more are taken
	wake   chan struct{} // one token: something waits
	ended  chan struct{} // closed when the writer has stopped
}

// request is one command on its way through the writer.
type request struct {
	gone  func() error // why its caller no longer wants it; nil while it does
	cmd   *Command
	line  bool     // it is one of a Line
	after *request // the one before it in its Line, until it is answered
	done  Done
	err   error
	out   chan struct{} // closed when done and err are there
}

const (
	// largeCommand is from how many drafts on a command counts as an import's chunk.
	largeCommand = 200
	// groupDrafts limits what small commands share one commit: it bounds its time.
	groupDrafts = 2000
)

var errClosed = fault.New(fault.Busy, "the data folder is being closed: try again when it is open")

func (q *queue) init() { q.wake, q.ended = make(chan struct{}, 1), make(chan struct{}) }

// put adds a request, or refuses it at once.
func (q *queue) put(r *request) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.refuse != nil {
		r.finish(Done{}, q.refuse)
		return
	}
	if r.large() {
		q.large = append(q.large, r)
	} else {
		q.small = append(q.small, r)
	}
	q.poke()
}

func (q *queue) poke() {
	select {
	case q.wake <- struct{}{}:
	default:
	}
}

// large says that a command goes between those of persons. The commands of a Line keep their
// order: a small one does not pass the large ones before it.
func (r *request) large() bool { return r.line || len(r.cmd.Drafts) >= largeCommand }

// take returns what shares the next commit: one large command when it is its turn or nothing
// small waits, else small ones. While a batch is on its way to the disk it returns only a large
// command that can be staged upon it, and nothing once the batch has ended: small ones gather
// until then. ok is false when the queue is closed and empty.
func (q *queue) take(large bool, flying *flight) (group []*request, ok bool) {
	var ended chan struct{} // of nil nothing ever comes
	if flying != nil {
		ended = flying.ended
	}
	for {
		q.mu.Lock()
		switch {
		case len(q.large) > 0 && (large || len(q.small) == 0) &&
			(flying == nil || flying.carries() && q.large[0].ahead(flying.log.vast)):
			group, q.large = q.large[:1:1], q.large[1:]
		case len(q.small) > 0 && flying == nil:
			n, drafts := 0, 0
			for n < len(q.small) && (n == 0 || drafts+len(q.small[n].cmd.Drafts) <= groupDrafts) {
				drafts += len(q.small[n].cmd.Drafts)
				n++
			}
			group, q.small = q.small[:n:n], q.small[n:]
		}
		closed := q.refuse != nil
		q.mu.Unlock()
		if len(group) > 0 {
			return group, true
		}
		if closed && flying == nil {
			return nil, false
		}
		select {
		case <-q.wake:
		case <-ended:
			return nil, true
		}
	}
}

// stop refuses what waits and what comes.
func (q *queue) stop(why error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.refuse = why
	for _, r := range append(q.small, q.large...) {
		r.finish(Done{}, why)
	}
	q.small, q.large = nil, nil
	q.poke()
}

// close lets what waits finish and refuses what comes.
func (q *queue) close() {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.refuse == nil {
		q.refuse = errClosed
	}
	q.poke()
}

func (r *request) finish(d Done, err error) {
	r.done, r.err = d, err
	close(r.out)
}
