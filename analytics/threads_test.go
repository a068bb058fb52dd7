package analytics_test

import (
	"testing"

	"salesops/analytics"
	"salesops/record"
)

func TestASmallLogIsAnsweredByTheThreadThatAsks(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		changes record.Seq
		most    int
		want    int
	}{{0, 8, 1}, {999_999, 8, 1}, {1_000_000, 8, 2}, {5_000_000, 8, 6}, {50_000_000, 8, 8}, {50_000_000, 1, 1}} {
		if got := analytics.ThreadsFor(tt.changes, tt.most); got != tt.want {
			t.Errorf("%d changes on %d processors: %d threads, want %d", tt.changes, tt.most, got, tt.want)
		}
	}
}

func TestTheEngineHasTheThreadsOfItsLog(t *testing.T) {
	t.Parallel()
	c := open(t, "", smallLog(t), analytics.Options{Threads: 4})
	asks := func() (n int64) {
		t.Helper()
		if _, err := c.Query(t.Context(), "SELECT current_setting('threads')::BIGINT",
			nil, func(b *analytics.Batch) error {
				n = b.Int(0, 0)
				return nil
			}); err != nil {
			t.Fatal(err)
		}
		return n
	}
	if n := asks(); n != 1 {
		t.Errorf("a small log has %d threads, want 1", n)
	}
	if err := c.Rebuild(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if n := asks(); n != 1 {
		t.Errorf("made again, the columns have %d threads, want 1", n)
	}
}
