package stats

import "math"

// ConformalRank says which of n past absolute errors, in ascending order and counted from 1,
// a new one does not exceed with the given probability: ⌈(n+1)·coverage⌉. ok is false where n
// is too small to say so: 4 errors for 80 %, 9 for 90 %.
//
// Split conformal prediction; Vovk, Gammerman and Shafer, Algorithmic Learning in a Random
// World (2005).
func ConformalRank(n int, coverage float64) (rank int, ok bool) {
	if n < 1 || !(coverage > 0 && coverage < 1) {
		return 0, false
	}
	// A share such as 0.8 is not exactly a double: 5 · 0.8 must stay 4.
	rank = int(math.Ceil(float64(n+1)*coverage - 1e-9))
	return rank, rank <= n
}
