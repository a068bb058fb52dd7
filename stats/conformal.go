package stats

import "math"

// ConformalRank returns the rank, from 1, of the absolute error among n past ones in ascending
// order that a new error does not exceed with probability coverage. The rank is ⌈(n+1)·coverage⌉.
// ok is false when n is too small: 80 % needs 4 errors, 90 % needs 9.
//
// Split conformal prediction; Vovk, Gammerman and Shafer, Algorithmic Learning in a Random World
// (2005).
func ConformalRank(n int, coverage float64) (rank int, ok bool) {
	if n < 1 || !(coverage > 0 && coverage < 1) {
		return 0, false
	}
	// A float64 cannot hold a share such as 0.8 exactly, and 5 · 0.8 must stay 4.
	rank = int(math.Ceil(float64(n+1)*coverage - 1e-9))
	return rank, rank <= n
}
