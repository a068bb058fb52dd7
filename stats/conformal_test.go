package stats_test

import (
	"testing"

	"salesops/stats"
)

func TestConformalRank(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		n        int
		coverage float64
		rank     int
		ok       bool
	}{{19, 0.8, 16, true}, {4, 0.8, 4, true}, {3, 0.8, 4, false}, {9, 0.9, 9, true}, {8, 0.9, 9, false},
		{0, 0.8, 0, false}, {5, 1, 0, false}} {
		if rank, ok := stats.ConformalRank(c.n, c.coverage); ok != c.ok || ok && rank != c.rank {
			t.Errorf("of %d errors at %v: %d %v, want %d %v", c.n, c.coverage, rank, ok, c.rank, c.ok)
		}
	}
}
