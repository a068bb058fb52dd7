package stats

import "math"

// Curve is the share still running over time (Kaplan–Meier), together with the cumulative incidence
// of each way to end (Aalen–Johansen). Both use the same risk table, so Survival plus both
// incidences is always 1.
//
// Kaplan and Meier, JASA 53 (1958); Aalen and Johansen, Scand. J. Statist. 5 (1978).
type Curve struct {
	Steps  []Step
	N      int     // number of spells
	Events int     // number of spells that ended with Event
	Ended  int     // number of spells that ended with Event or Competing
	Last   float64 // the curve is known from 0 up to and including this time
}

// Step is the state of the curve from Time until the next step.
type Step struct {
	Time      float64
	AtRisk    int // number at risk just before Time
	Events    int // number that ended with Event at Time
	Competing int // number that ended with Competing at Time
	Survival  float64
	// Low and High are the interval of Survival (Greenwood variance on the log(-log) scale). They
	// equal Survival where it is 0 or 1.
	Low, High float64
	// Incidence is the share that ended with Event up to Time; CompetingIncidence is the share that
	// ended with Competing.
	Incidence, CompetingIncidence float64

	before float64 // survival just before Time
}

// sameShare is the tolerance for rounding when a product of ratios is compared with a share.
const sameShare = 1e-12

// NewCurve estimates the curve. Event and Competing both end a spell. It returns an error for a
// negative, infinite or NaN duration, for an entry that is not before the end, and for an unknown
// event code. Without spells the curve is empty.
func NewCurve(spells []Spell) (*Curve, error) {
	t, err := tabulate(spells)
	if err != nil {
		return nil, err
	}
	c := &Curve{N: t.n, Events: t.events, Ended: t.ended, Last: t.last}
	z := quantile(Confidence)
	s, greenwood, f1, f2 := 1.0, 0.0, 0.0, 0.0
	for _, m := range t.moments {
		if m.time > t.last {
			break // after a gap in observation nothing can be estimated
		}
		n, d := float64(m.atRisk), float64(m.ended())
		before := s
		f1 += before * float64(m.events) / n
		f2 += before * float64(m.competing) / n
		if m.ended() == m.atRisk {
			s, greenwood = 0, math.Inf(1)
		} else {
			s *= 1 - d/n
			greenwood += d / (n * (n - d))
		}
		low, high := logLog(s, math.Sqrt(greenwood), z)
		c.Steps = append(c.Steps, Step{
			Time: m.time, AtRisk: m.atRisk, Events: m.events, Competing: m.competing,
			Survival: s, Low: low, High: high, Incidence: f1, CompetingIncidence: f2, before: before,
		})
	}
	return c, nil
}

// logLog returns the interval of a survival s whose logarithm has the standard error se.
func logLog(s, se, z float64) (low, high float64) {
	if s <= 0 || s >= 1 {
		return s, s
	}
	width := z * se / math.Abs(math.Log(s))
	return math.Pow(s, math.Exp(width)), math.Pow(s, math.Exp(-width))
}

// At returns the share still running at time t. ok is false where the curve is not known: before 0,
// or after the last observation while some are still running.
func (c *Curve) At(t float64) (share float64, ok bool) {
	if !c.knows(t) {
		return 0, false
	}
	share = 1
	for _, s := range c.Steps {
		if s.Time > t {
			break
		}
		share = s.Survival
	}
	return share, true
}

// knows reports whether the curve is known at t. After everybody has ended it stays at 0 and is
// known at all later times.
func (c *Curve) knows(t float64) bool {
	if c.N == 0 || !(t >= 0) {
		return false
	}
	return t <= c.Last || c.finished()
}

func (c *Curve) finished() bool {
	return len(c.Steps) > 0 && c.Steps[len(c.Steps)-1].Survival == 0
}

// Median returns the first time by which half have ended. ok is false when the curve does not fall
// that far.
func (c *Curve) Median() (t float64, ok bool) {
	return c.first(func(s Step) float64 { return s.Survival })
}

// MedianInterval returns the Brookmeyer–Crowley interval (Biometrics 38, 1982) on the log(-log)
// scale. ok is false when one of its ends is not reached.
func (c *Curve) MedianInterval() (in Interval, ok bool) {
	low, reached := c.first(func(s Step) float64 { return s.Low })
	if !reached {
		return Interval{}, false
	}
	// At survival 0 the band has no upper limit, so this step does not end the interval.
	high, reached := c.first(func(s Step) float64 {
		if s.Survival == 0 {
			return 1
		}
		return s.High
	})
	return Interval{Low: low, High: high}, reached
}

func (c *Curve) first(share func(Step) float64) (float64, bool) {
	for _, s := range c.Steps {
		if share(s) <= 0.5+sameShare {
			return s.Time, true
		}
	}
	return 0, false
}

// RestrictedMean returns the mean time until the end, counting at most horizon, and its standard
// error. It is the area under the curve from 0 to horizon. ok is false when the curve is not known
// up to the horizon, because the area beyond the last observation would be invented.
func (c *Curve) RestrictedMean(horizon float64) (mean, se float64, ok bool) {
	if !c.knows(horizon) {
		return 0, 0, false
	}
	variance, area := 0.0, 0.0
	right := horizon
	// from the horizon backwards, so that area is the part to the right of each step
	for i := len(c.Steps) - 1; i >= 0; i-- {
		s := c.Steps[i]
		if s.Time > horizon {
			continue
		}
		area += s.Survival * (right - s.Time)
		right = s.Time
		n, d := float64(s.AtRisk), float64(s.Events+s.Competing)
		if n > d {
			variance += area * area * d / (n * (n - d))
		}
	}
	return area + right, math.Sqrt(variance), true
}
