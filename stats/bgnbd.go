package stats

import (
	"fmt"
	"math"

	"salesops/internal/reason"
)

// Purchases is what was observed of customers who may buy at any time.
type Purchases struct {
	Repeats int     // number of purchases after the first; several in one day or week count once
	Last    float64 // time from the first to the last purchase; 0 when Repeats is 0
	Until   float64 // time from the first purchase to the end of observation
	Mean    float64 // mean value of the repeat purchases; used only by Gamma-Gamma
	Count   int     // number of customers with these values; 0 means 1
}

func (p Purchases) count() float64 { return float64(max(p.Count, 1)) }

func (p Purchases) check() error {
	switch {
	case p.Repeats < 0 || p.Count < 0:
		return fmt.Errorf("counts cannot be negative, got %d repeats of %d customers", p.Repeats, p.Count)
	case !(p.Last >= 0) || !(p.Until >= p.Last) || math.IsInf(p.Until, 0):
		return fmt.Errorf("the last purchase at %v must lie between the first at 0 and the end at %v", p.Last, p.Until)
	}
	return nil
}

// BGNBD is the BG/NBD model of repeat purchases. While a customer is alive, purchases come at a
// constant rate, which differs between customers by a gamma distribution (shape R, rate Alpha).
// After each purchase the customer may be lost for good, with a probability that differs by a beta
// distribution (A, B). P. S. Fader, B. G. S. Hardie, K. L. Lee, "Counting your customers the easy
// way", Marketing Science 24, 2005.
type BGNBD struct{ R, Alpha, A, B float64 }

// FitBGNBD estimates the parameters by maximum likelihood. Times may be in any unit; the model uses
// the same unit. It returns an error for impossible purchases.
func FitBGNBD(seen []Purchases) (BGNBD, Fit, error) {
	most, longest, repeats := 0, 0.0, 0.0
	for i, p := range seen {
		if err := p.check(); err != nil {
			return BGNBD{}, Fit{}, fmt.Errorf("customer %d: %w", i+1, err)
		}
		most, longest, repeats = max(most, p.Repeats), math.Max(longest, p.Until), repeats+float64(p.Repeats)*p.count()
	}
	if repeats == 0 || longest == 0 {
		return BGNBD{}, Fit{Reason: reason.Of("nobody_bought")}, nil
	}
	scale := 10 / longest // brings the parameters near the start of the search, whatever the unit
	seen = alike(seen)
	of := make([]float64, most+1)
	best, fit := maximise([]float64{1, 1, 1, 1}, func(v []float64) float64 {
		m := BGNBD{v[0], v[1], v[2], v[3]}
		for x := range of { // the part that depends only on the number of purchases
			n := float64(x)
			of[x] = lgamma(m.R+n) - lgamma(m.R) + m.R*math.Log(m.Alpha) +
				lgamma(m.A+m.B) + lgamma(m.B+n) - lgamma(m.B) - lgamma(m.A+m.B+n)
		}
		sum := 0.0
		for _, p := range seen {
			n := float64(p.Repeats)
			ll := of[p.Repeats] - (m.R+n)*math.Log(m.Alpha+p.Until*scale)
			if p.Repeats > 0 {
				ll += math.Log1p(m.A / (m.B + n - 1) * math.Pow((m.Alpha+p.Until*scale)/(m.Alpha+p.Last*scale), m.R+n))
			}
			sum += p.count() * ll
		}
		return sum
	})
	if best == nil {
		return BGNBD{}, fit, nil
	}
	fit.LogLikelihood += repeats * math.Log(scale)
	return BGNBD{best[0], best[1] / scale, best[2], best[3]}, fit, nil
}

// alike joins customers with the same values into one with a Count. With times in days there are
// far fewer.
func alike(seen []Purchases) []Purchases {
	type key struct {
		repeats     int
		last, until float64
	}
	at := map[key]int{}
	var out []Purchases
	for _, p := range seen {
		k := key{p.Repeats, p.Last, p.Until}
		i, found := at[k]
		if !found {
			i = len(out)
			at[k] = i
			out = append(out, Purchases{Repeats: p.Repeats, Last: p.Last, Until: p.Until})
		}
		out[i].Count += max(p.Count, 1)
	}
	return out
}

// Alive returns the probability that a customer will buy again at all.
func (m BGNBD) Alive(p Purchases) float64 {
	if p.Repeats == 0 {
		return 1
	}
	n := float64(p.Repeats)
	return 1 / (1 + m.A/(m.B+n-1)*math.Pow((m.Alpha+p.Until)/(m.Alpha+p.Last), m.R+n))
}

// Expected returns the number of repeat purchases of a new customer within time t after the first.
func (m BGNBD) Expected(t float64) float64 { return m.ahead(0, 0, t) }

// ExpectedOf returns the number of purchases of an observed customer within time t after the
// observation.
func (m BGNBD) ExpectedOf(p Purchases, t float64) float64 {
	return m.ahead(float64(p.Repeats), p.Until, t) * m.Alive(p)
}

// ahead returns the number of purchases within t of a customer who is alive at the end of the
// observation.
func (m BGNBD) ahead(x, seen, t float64) float64 {
	if !(t > 0) {
		return 0
	}
	a := m.A
	if math.Abs(a-1) < 1e-7 { // the formula divides by a − 1 and has a finite limit there
		a = 1 + 1e-7
	}
	z := t / (m.Alpha + seen + t)
	f := hypergeometric(m.R+x, m.B+x, a+m.B+x-1, z)
	return (a + m.B + x - 1) / (a - 1) * (1 - math.Pow((m.Alpha+seen)/(m.Alpha+seen+t), m.R+x)*f)
}

// hypergeometric is Gauss's series 2F1(a, b; c; z) for 0 <= z < 1.
func hypergeometric(a, b, c, z float64) float64 {
	sum, term := 1.0, 1.0
	for n := range 5_000_000 {
		k := float64(n)
		term *= (a + k) * (b + k) / ((c + k) * (k + 1)) * z
		sum += term
		if math.Abs(term) < 1e-15*math.Abs(sum) {
			break
		}
	}
	return sum
}
