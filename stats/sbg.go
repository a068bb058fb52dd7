package stats

import (
	"fmt"
	"math"

	"salesops/internal/reason"
)

// SBG is the shifted-beta-geometric model of customers who may leave at the end of
// every period: each has a constant chance to leave, which differs between customers
// as a beta distribution does. So the share that leaves falls with time, although
// nobody changes (P. S. Fader, B. G. S. Hardie, "How to project customer retention",
// Journal of Interactive Marketing 21, 2007).
type SBG struct{ Alpha, Beta float64 }

// Tenure is how long customers stayed: Count of them left in period Periods (counted
// from 1), or had come through Periods of them (0 or more) and were still there.
type Tenure struct {
	Periods int
	Left    bool
	Count   int
}

// FitSBG finds the parameters under which what was seen is likeliest. It errors on
// impossible tenures; what cannot be fitted is a Fit that did not converge.
func FitSBG(tenures []Tenure) (SBG, Fit, error) {
	last, left := 0, 0
	for i, t := range tenures {
		switch {
		case t.Count < 0 || t.Periods < 0 || t.Left && t.Periods < 1:
			return SBG{}, Fit{}, fmt.Errorf("tenure %d: %d customers after %d periods cannot be",
				i+1, t.Count, t.Periods)
		case t.Left:
			left += t.Count
		}
		last = max(last, t.Periods)
	}
	if left == 0 {
		return SBG{}, Fit{Reason: reason.Of("nobody_left")}, nil
	}
	gone, kept := make([]float64, last+1), make([]float64, last+1)
	for _, t := range tenures {
		if t.Left {
			gone[t.Periods] += float64(t.Count)
		} else {
			kept[t.Periods] += float64(t.Count)
		}
	}
	best, fit := maximise([]float64{1, 1}, func(p []float64) float64 {
		m := SBG{p[0], p[1]}
		all := logBeta(m.Alpha, m.Beta)
		sum := 0.0
		for t := range gone {
			if gone[t] > 0 {
				sum += gone[t] * (logBeta(m.Alpha+1, m.Beta+float64(t)-1) - all)
			}
			if kept[t] > 0 && t > 0 {
				sum += kept[t] * (logBeta(m.Alpha, m.Beta+float64(t)) - all)
			}
		}
		return sum
	})
	if best == nil {
		return SBG{}, fit, nil
	}
	return SBG{best[0], best[1]}, fit, nil
}

// Survival is the share of customers still there after t periods.
func (m SBG) Survival(t int) float64 {
	return math.Exp(logBeta(m.Alpha, m.Beta+float64(t)) - logBeta(m.Alpha, m.Beta))
}

// Leaving is the share that leaves in period t, counted from 1.
func (m SBG) Leaving(t int) float64 {
	return math.Exp(logBeta(m.Alpha+1, m.Beta+float64(t)-1) - logBeta(m.Alpha, m.Beta))
}

// Retention is the share of those who came through t−1 periods that comes through
// the next.
func (m SBG) Retention(t int) float64 {
	return (m.Beta + float64(t) - 1) / (m.Alpha + m.Beta + float64(t) - 1)
}

// Lifetime is the expected number of payments of a new customer who pays 1 at the
// start of every period: Σ S(t) ÷ (1+discount)^t for t from 0. horizon limits the
// periods, 0 does not; without both the sum may have no end and is +Inf.
func (m SBG) Lifetime(discount float64, horizon int) float64 { return m.life(0, 1, discount, horizon) }

// Residual is what is still to come of a customer who came through n periods, on the day
// of the next payment, before it is known whether there is one.
func (m SBG) Residual(n int, discount float64, horizon int) float64 {
	return m.life(n+1, m.Retention(n+1), discount, horizon)
}

// life adds up from period n on, for a customer who makes that payment with the given chance.
func (m SBG) life(n int, alive, discount float64, horizon int) float64 {
	if horizon <= 0 && discount <= 0 {
		if m.Alpha <= 1 {
			return math.Inf(1)
		}
		horizon = maxPeriods
	}
	sum, worth := 0.0, 1.0
	for t := 0; horizon <= 0 || t < horizon; t++ {
		sum += alive * worth
		if alive*worth < 1e-13*sum || t >= maxPeriods {
			break
		}
		alive *= m.Retention(n + t + 1)
		worth /= 1 + discount
	}
	return sum
}

const maxPeriods = 2_000_000
