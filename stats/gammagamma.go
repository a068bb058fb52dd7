package stats

import (
	"fmt"
	"math"

	"salesops/internal/reason"
)

// GammaGamma is the model of the value of a purchase. Values vary around a mean per customer, and
// these means vary between customers. The model assumes that values do not depend on how often a
// customer buys; see Correlation. P. S. Fader, B. G. S. Hardie, "The Gamma-Gamma model of monetary
// value", 2013.
type GammaGamma struct{ P, Q, V float64 }

// FitGammaGamma estimates the parameters from customers with repeat purchases and a mean value
// above 0. Other customers are ignored.
func FitGammaGamma(seen []Purchases) (GammaGamma, Fit, error) {
	var used []Purchases
	most, sum, n := 0, 0.0, 0.0
	for i, p := range seen {
		if err := p.check(); err != nil {
			return GammaGamma{}, Fit{}, fmt.Errorf("customer %d: %w", i+1, err)
		}
		if p.Repeats > 0 && p.Mean > 0 && !math.IsInf(p.Mean, 0) {
			used = append(used, p)
			most, sum, n = max(most, p.Repeats), sum+p.Mean*p.count(), n+p.count()
		}
	}
	if len(used) < 2 {
		return GammaGamma{}, Fit{Reason: reason.Of("few_bought")}, nil
	}
	scale := 10 * n / sum // scales means to about 10
	logs := make([]float64, len(used))
	for i := range used {
		used[i].Mean *= scale
		logs[i] = math.Log(used[i].Mean)
	}
	of := make([]float64, most+1)
	best, fit := maximise([]float64{1, 2, 10}, func(v []float64) float64 {
		p, q, w := v[0], v[1], v[2]
		for x := 1; x <= most; x++ {
			k := p * float64(x)
			of[x] = lgamma(k+q) - lgamma(k) - lgamma(q) + q*math.Log(w) + k*math.Log(float64(x))
		}
		sum := 0.0
		for i, s := range used {
			k := p * float64(s.Repeats)
			sum += s.count() * (of[s.Repeats] + (k-1)*logs[i] - (k+q)*math.Log(w+float64(s.Repeats)*s.Mean))
		}
		return sum
	})
	if best == nil {
		return GammaGamma{}, fit, nil
	}
	fit.LogLikelihood += n * math.Log(scale)
	return GammaGamma{best[0], best[1], best[2] / scale}, fit, nil
}

// Mean returns the mean value of a purchase over all customers. ok is false when the fitted
// distribution has no mean (Q <= 1).
func (m GammaGamma) Mean() (value float64, ok bool) {
	return m.P * m.V / (m.Q - 1), m.Q > 1
}

// Expected returns the expected mean value of one customer's purchases, which lies between the
// observed mean and the mean of all customers.
func (m GammaGamma) Expected(repeats int, mean float64) float64 {
	k := m.P * float64(repeats)
	return m.P * (m.V + float64(repeats)*mean) / (k + m.Q - 1)
}

// Correlation returns Pearson's correlation between the number of repeat purchases and their mean
// value, over customers with repeat purchases. ok is false when one of the two does not vary.
func Correlation(seen []Purchases) (r float64, ok bool) {
	var n, sx, sy, sxx, syy, sxy float64
	for _, p := range seen {
		if p.Repeats < 1 {
			continue
		}
		c, x, y := p.count(), float64(p.Repeats), p.Mean
		n, sx, sy = n+c, sx+c*x, sy+c*y
		sxx, syy, sxy = sxx+c*x*x, syy+c*y*y, sxy+c*x*y
	}
	if n < 2 {
		return 0, false
	}
	vx, vy := sxx-sx*sx/n, syy-sy*sy/n
	if !(vx > 1e-12*sxx) || !(vy > 1e-12*syy) {
		return 0, false
	}
	return (sxy - sx*sy/n) / math.Sqrt(vx*vy), true
}
