package analytics

import (
	"context"
	"sync"
)

// steps gives the follower priority over queries that have not begun, while it takes in an edit of
// a person. With all processors busy it would otherwise become slower with every query. A query
// waits only for the step that is running when it begins, a few milliseconds, so neither side can
// starve the other.
type steps struct {
	mu      sync.Mutex
	running chan struct{} // closed when the step has ended; nil between steps
}

// begin starts a step and returns the function that ends it. Steps must not overlap.
func (s *steps) begin() (end func()) {
	running := make(chan struct{})
	s.mu.Lock()
	s.running = running
	s.mu.Unlock()
	return func() {
		s.mu.Lock()
		s.running = nil
		s.mu.Unlock()
		close(running)
	}
}

// wait returns when the step that is running now has ended, or with ctx's error.
func (s *steps) wait(ctx context.Context) error {
	s.mu.Lock()
	running := s.running
	s.mu.Unlock()
	if running == nil {
		return nil
	}
	select {
	case <-running:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
