package recordtest

import (
	"testing"

	"salesops/record"
)

// Run holds an engine to the suite. open gives a new empty store, closed by the test's cleanup.
func Run(t *testing.T, open func(t *testing.T) record.Store) {
	tests := []struct {
		name string
		fn   func(t *testing.T, w *world)
	}{
		{"write and read", writeAndRead},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			test.fn(t, newWorld(t, open(t)))
		})
	}
}
