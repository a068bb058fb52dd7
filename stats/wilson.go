package stats

import "math"

// Confidence is the level of every interval for which no other level is given.
const Confidence = 0.95

// Interval is a closed range of plausible values.
type Interval struct{ Low, High float64 }

// Wilson returns the score interval of a share, k successes out of n, at the given confidence level
// (0 < level < 1). It stays within [0,1] and can be used for small n and for k = 0 or k = n, where
// the textbook interval collapses. ok is false when n is 0 or an argument is out of range.
//
// Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927).
func Wilson(k, n int, level float64) (in Interval, ok bool) {
	if n <= 0 || k < 0 || k > n || !(level > 0 && level < 1) {
		return Interval{}, false
	}
	z := quantile(level)
	nf := float64(n)
	p := float64(k) / nf
	denominator := 1 + z*z/nf
	centre := (p + z*z/(2*nf)) / denominator
	half := z / denominator * math.Sqrt(p*(1-p)/nf+z*z/(4*nf*nf))
	in = Interval{Low: math.Max(0, centre-half), High: math.Min(1, centre+half)}
	// These ends are exact; rounding must not move them.
	if k == 0 {
		in.Low = 0
	}
	if k == n {
		in.High = 1
	}
	return in, true
}

// quantile returns the two-sided normal quantile, 1.96 for level 0.95.
func quantile(level float64) float64 { return math.Sqrt2 * math.Erfinv(level) }
