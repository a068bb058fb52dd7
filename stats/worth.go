package stats

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"salesops/internal/reason"
)

// Worth is what customers who may buy at any time are expected to buy. All values are means over
// the customers; BG/NBD models how often they buy, Gamma-Gamma for how much.
type Worth struct {
	Customers, Repeating int
	Purchases            float64 // expected purchases of a customer within the horizon
	Alive                float64 // probability that a customer will buy again at all
	Value                float64 // value of the purchases expected of a customer
	// between the number and the value of purchases; NaN when one of them does not vary
	Correlation float64
	Buying      BGNBD
	Spending    GammaGamma
	BuyingFit   Fit
	SpendingFit Fit
	Reason      reason.Reason // why there is no Value; none when there is one
}

// mostCorrelated is the greatest correlation accepted between number and value of purchases, which
// Gamma-Gamma assumes to be independent.
const mostCorrelated = 0.3

// ExpectWorth fits both models and computes what to expect within horizon, in the unit of the
// times. It returns an error for impossible purchases. When there is no value, Worth.Reason says
// why.
func ExpectWorth(seen []Purchases, horizon float64) (Worth, error) {
	seen = slices.Clone(seen)
	// a fixed order gives the same digits for the same customers
	slices.SortFunc(seen, func(a, b Purchases) int {
		return cmp.Or(cmp.Compare(a.Repeats, b.Repeats), cmp.Compare(a.Last, b.Last), cmp.Compare(a.Until, b.Until),
			cmp.Compare(a.Mean, b.Mean), cmp.Compare(a.Count, b.Count))
	})
	w := Worth{Correlation: math.NaN()}
	for _, p := range seen {
		w.Customers += max(p.Count, 1)
		if p.Repeats > 0 {
			w.Repeating += max(p.Count, 1)
		}
	}
	var err error
	if w.Buying, w.BuyingFit, err = FitBGNBD(seen); err != nil {
		return w, err
	}
	if w.Spending, w.SpendingFit, err = FitGammaGamma(seen); err != nil {
		return w, err
	}
	if r, ok := Correlation(seen); ok {
		w.Correlation = r
	}
	if !w.BuyingFit.Converged {
		w.Reason = reason.Of("purchases_not_fitted", "why", w.BuyingFit.Reason)
		return w, nil
	}
	type alikes struct {
		repeats int
		until   float64
	}
	ahead := map[alikes]float64{}
	_, bounded := w.Spending.Mean()
	for _, p := range seen {
		k := alikes{p.Repeats, p.Until}
		next, known := ahead[k]
		if !known {
			next = w.Buying.ahead(float64(p.Repeats), p.Until, horizon)
			ahead[k] = next
		}
		alive := w.Buying.Alive(p)
		w.Alive += p.count() * alive
		w.Purchases += p.count() * alive * next
		if w.SpendingFit.Converged && bounded {
			w.Value += p.count() * alive * next * w.Spending.Expected(p.Repeats, math.Max(p.Mean, 0))
		}
	}
	n := float64(w.Customers)
	w.Alive, w.Purchases, w.Value = w.Alive/n, w.Purchases/n, w.Value/n
	switch {
	case !w.SpendingFit.Converged:
		w.Reason = reason.Of("purchases_not_fitted", "why", w.SpendingFit.Reason)
	case !bounded:
		w.Reason = reason.Of("worth_unbounded")
	case math.Abs(w.Correlation) >= mostCorrelated:
		w.Reason = reason.Of("worth_depends", "correlation", fmt.Sprintf("%.2f", w.Correlation))
	}
	return w, nil
}
