package analytics

import (
	"context"
	"errors"
	"testing"
)

// TestAQueryWaitsForTheStepThatRuns begins and ends steps: who asks meanwhile waits for that step, or until giving up.
func TestAQueryWaitsForTheStepThatRuns(t *testing.T) {
	t.Parallel()
	var s steps
	ended, stop := context.WithCancel(t.Context())
	stop()
	for range 2 {
		if err := s.wait(ended); err != nil {
			t.Errorf("between steps: %v", err)
		}
		end := s.begin()
		if err := s.wait(ended); !errors.Is(err, context.Canceled) {
			t.Errorf("during a step, of somebody who gave up: %v", err)
		}
		waited := make(chan error, 1)
		go func() { waited <- s.wait(t.Context()) }()
		end()
		if err := <-waited; err != nil {
			t.Errorf("during a step: %v", err)
		}
	}
}
