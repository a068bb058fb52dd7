package analytics_test

import (
	"os"
	"testing"

	"go.uber.org/goleak"
)

// TestMain is also the process that TestKilledInTheMiddle kills.
func TestMain(m *testing.M) {
	if path := os.Getenv("ANALYTICS_FOLLOW"); path != "" {
		follow(path)
		return
	}
	goleak.VerifyTestMain(m)
}
