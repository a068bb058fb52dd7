package stats

import (
	"fmt"
	"math"

	"salesops/internal/reason"
)

// SBG is the shifted-beta-geometric model of customers who may leave at the end of every period.
// Each customer has a constant probability of leaving, and these probabilities follow a beta
// distribution. The share that leaves therefore falls with time, although no customer changes (P.
// S. Fader, B. G. S. Hardie, "How to project customer retention", Journal of Interactive Marketing
// 21, 2007).
type SBG struct{ Alpha, Beta float64 }

// Tenure says how long customers stayed: Count customers left in period Periods (from 1) or, when
// Left is false, had completed Periods periods (from 0) and were still there.
type Tenure struct {
	Periods int
	Left    bool
	Count   int
}

// FitSBG estimates the parameters by maximum likelihood. It returns an error for impossible
// tenures. Data that cannot be fitted give a Fit that did not converge.
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

// Survival returns the share of customers who are still there after t periods.
func (m SBG) Survival(t int) float64 {
	return math.Exp(logBeta(m.Alpha, m.Beta+float64(t)) - logBeta(m.Alpha, m.Beta))
}

// Leaving returns the share of customers who leave in period t, counted from 1.
func (m SBG) Leaving(t int) float64 {
	return math.Exp(logBeta(m.Alpha+1, m.Beta+float64(t)-1) - logBeta(m.Alpha, m.Beta))
}

// Retention returns the share of those who completed t−1 periods that also completes period t.
func (m SBG) Retention(t int) float64 {
	return (m.Beta + float64(t) - 1) / (m.Alpha + m.Beta + float64(t) - 1)
}

// Lifetime returns the expected number of payments of a new customer who pays 1 at the start of
// every period: Σ S(t) ÷ (1+discount)^t for t from 0. A horizon > 0 limits the number of periods.
// Without a horizon and a discount the sum may be +Inf.
func (m SBG) Lifetime(discount float64, horizon int) float64 { return m.life(0, 1, discount, horizon) }

// Residual returns the payments to expect from a customer who completed n periods, on the day of
// the next payment and before it is known whether the customer pays.
func (m SBG) Residual(n int, discount float64, horizon int) float64 {
	return m.life(n+1, m.Retention(n+1), discount, horizon)
}

// life sums the payments from period n on. alive is the probability that the customer makes the
// first of them.
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
