package record

import (
	"sync"

	"salesops/internal/fault"
)

// queue holds the commands that wait for the writer. Small commands (made by people) and large
// commands (chunks of imports) wait in separate lists, so that people do not wait for an import to
// end.
type queue struct {
	mu     sync.Mutex
	small  []*request
	large  []*request
	refuse error         // non-nil when no more commands are taken
	wake   chan struct{} // holds at most one token: something waits
	ended  chan struct{} // closed when the writer has stopped
}

// request is one command on its way through the writer.
type request struct {
	gone  func() error // ctx.Err of the caller; non-nil when it no longer waits
	cmd   *Command
	line  bool     // the command belongs to a Line
	after *request // the command before it in its Line, until this one is answered
	done  Done
	err   error
	out   chan struct{} // closed when done and err are set
}

const (
	// largeCommand is the number of drafts from which a command counts as a chunk of an import.
	largeCommand = 200
	// groupDrafts limits the drafts of small commands that share one commit, which limits its
	// duration.
	groupDrafts = 2000
)

var errClosed = fault.New(fault.Busy, "the data folder is being closed: try again when it is open")

func (q *queue) init() { q.wake, q.ended = make(chan struct{}, 1), make(chan struct{}) }

// put adds a request, or refuses it at once when the queue is closed.
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

// large reports whether a request waits in the list of large commands. All commands of a Line do,
// because a small one must not overtake the large ones before it.
func (r *request) large() bool { return r.line || len(r.cmd.Drafts) >= largeCommand }

// take returns the requests of the next commit: one large command when it is its turn or no small
// one waits, otherwise small ones. While a batch is in flight, take returns only a large command
// that can be staged on that batch; small ones wait until the batch has ended, and take then
// returns an empty group. ok is false when the queue is closed and empty.
func (q *queue) take(large bool, flying *flight) (group []*request, ok bool) {
	var ended chan struct{} // a receive from a nil channel blocks forever
	if flying != nil {
		ended = flying.ended
	}
	for {
		q.mu.Lock()
		switch {
		case len(q.large) > 0 && (large || len(q.small) == 0) &&
			(flying == nil || flying.allowsStaging() && q.large[0].stageable(flying.log.vast)):
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

// stop refuses all waiting and all later requests.
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

// close lets the waiting requests finish and refuses later ones.
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
