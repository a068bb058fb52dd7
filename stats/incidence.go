package stats

import "math"

// IncidenceAt returns the share that ended with Event by the horizon. Competing ends are treated as
// ends after which Event cannot follow; treating them as censored would give too high a share. se
// is the standard error by the delta method (Choudhury, Statistics in Medicine 21, 2002). ok is
// false when the curve is not known up to the horizon.
func (c *Curve) IncidenceAt(horizon float64) (share, se float64, ok bool) {
	if !c.knows(horizon) {
		return 0, 0, false
	}
	for _, s := range c.Steps {
		if s.Time <= horizon {
			share = s.Incidence
		}
	}
	variance := 0.0
	for _, s := range c.Steps {
		if s.Time > horizon {
			break
		}
		n, d, d1 := float64(s.AtRisk), float64(s.Events+s.Competing), float64(s.Events)
		later := share - s.Incidence
		if n > d {
			variance += later * later * d / (n * (n - d))
		}
		variance += s.before * s.before * (n - d1) * d1 / (n * n * n)
		variance -= 2 * later * s.before * d1 / (n * n)
	}
	return share, math.Sqrt(math.Max(0, variance)), true
}

// shareInterval returns the interval of a cumulative share on the log(-log) scale, which keeps it
// inside (0,1). There is none for a share of 0 or 1.
func shareInterval(share, se float64) (in Interval, ok bool) {
	if share <= sameShare || share >= 1-sameShare || se == 0 {
		return Interval{}, false
	}
	width := quantile(Confidence) * se / (share * math.Abs(math.Log(share)))
	return Interval{Low: math.Pow(share, math.Exp(width)), High: math.Pow(share, math.Exp(-width))}, true
}
