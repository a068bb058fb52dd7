package stats

import (
	"fmt"
	"math"

	"salesops/internal/reason"
)

// Purchases is what was seen of customers who may buy at any time.
type Purchases struct {
	Repeats int     // purchases after the first, each day or week counted once
	Last    float64 // time from the first to the last purchase; 0 without repeats
	Until   float64 // time from the first purchase to the day of looking
	Mean    float64 // mean value of the repeat purchases; for Gamma-Gamma only
	Count   int     // how many customers; 0 means 1
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

// BGNBD is the BG/NBD model of repeat purchases: while a customer is alive purchases
// come evenly, at a rate that differs between customers (gamma with shape R and rate
// Alpha); after each one the customer may be gone for good, with a chance that differs
// too (beta with A and B). P. S. Fader, B. G. S. Hardie, K. L. Lee, "Counting your
// customers the easy way", Marketing Science 24, 2005.
type BGNBD struct{ R, Alpha, A, B float64 }

// FitBGNBD finds the parameters under which what was seen is likeliest. Times may be
// in any unit; the model's are in the same one.
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
	scale := 10 / longest // so that the search starts near any data
	seen = alike(seen)
	of := make([]float64, most+1)
	best, fit := maximise([]float64{1, 1, 1, 1}, func(v []float64) float64 {
		m := BGNBD{v[0], v[1], v[2], v[3]}
		for x := range of { // the part that depends on the number of purchases alone
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

// alike joins customers of whom the same was seen: times in days leave far fewer of them.
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

// Alive is the chance that a customer will buy again at all.
func (m BGNBD) Alive(p Purchases) float64 {
	if p.Repeats == 0 {
		return 1
	}
	n := float64(p.Repeats)
	return 1 / (1 + m.A/(m.B+n-1)*math.Pow((m.Alpha+p.Until)/(m.Alpha+p.Last), m.R+n))
}

// Expected is the number of repeat purchases of a new customer within t of the first.
func (m BGNBD) Expected(t float64) float64 { return m.ahead(0, 0, t) }

// ExpectedOf is the number of purchases in the time t that follows what was seen.
func (m BGNBD) ExpectedOf(p Purchases, t float64) float64 {
	return m.ahead(float64(p.Repeats), p.Until, t) * m.Alive(p)
}

// ahead is what somebody alive at the end of the time seen will buy in t.
func (m BGNBD) ahead(x, seen, t float64) float64 {
	if !(t > 0) {
		return 0
	}
	a := m.A
	if math.Abs(a-1) < 1e-7 { // the formula divides by a − 1; its limit is smooth
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
