package analytics

import (
	"context"
	"sync"
)

// steps lets the taking in of somebody's edit go before queries that have not begun: with all
// processors busy it would otherwise take as many times longer as there are queries. A query
// waits for the one step that it finds running, some milliseconds, so neither can starve the other.
type steps struct {
	mu      sync.Mutex
	running chan struct{} // closed when the step has ended; nil between steps
}

// begin starts a step; the function it returns ends it. Only one runs at a time.
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

// wait returns when the step that runs now has ended, or with ctx's error.
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
