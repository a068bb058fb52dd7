package metrics

import (
	"context"
	"math"
	"math/big"
	"strconv"

	"salesops/internal/expr"
	"salesops/internal/money"
	"salesops/internal/reason"
	"salesops/stats"
)

// Model describes the model behind an estimate of purchases: what else it expects, its parameters, and whether
// the search for them ended.
type Model struct {
	// Horizon is how many days ahead it looks.
	Horizon   Figure `json:"horizon"`
	Customers int64  `json:"customers"`
	Repeating int64  `json:"repeating"` // customers who bought more than once
	// Purchases is the number expected of a customer within the horizon; Alive is the probability that a
	// customer buys again. Both are nil when the model could not be fitted.
	Purchases *Figure `json:"purchases"`
	Alive     *Figure `json:"alive"`
	// Correlation is the correlation of number and amount of purchases; nil when either does not vary.
	Correlation *Figure `json:"correlation"`
	Fits        []Fit   `json:"fits"`
}

// Fit is one fitted model: its parameters in days and in the amounts' currency.
type Fit struct {
	Name          string      `json:"name"` // bg_nbd or gamma_gamma
	Parameters    []Parameter `json:"parameters"`
	LogLikelihood *Figure     `json:"log_likelihood"`
	Evaluations   int64       `json:"evaluations"`
	Converged     bool        `json:"converged"`
}

// Parameter is a number that a fit found.
type Parameter struct {
	Name  string `json:"name"`
	Value Figure `json:"value"`
}

// boughtBy prepares the purchases of each customer.
func (b *Statement) boughtBy(ctx context.Context, g *grouping) error {
	for _, p := range []struct{ key, src string }{{"repeats", b.m.Bought.Repeats}, {"last", b.m.Bought.Last},
		{"until", b.m.Bought.Until}} {
		f, err := b.value("bought."+p.key, p.src, expr.Int)
		if err != nil {
			return err
		}
		g.buyer = append(g.buyer, "("+f.SQL+")::BIGINT")
	}
	again, err := b.summable(ctx, g, "bought.again", b.m.Bought.Again)
	if err != nil {
		return err
	}
	g.buyer = append(g.buyer, "("+again+")::BIGINT")
	return nil
}

// expected is the value of the purchases that the cell's customers are expected to make.
func (t *table) expected(k *tally, o *outcome) {
	var seen []stats.Purchases
	o.n = 0
	unit, _ := money.MajorRat(big.NewInt(1), t.code).Float64()
	for at, n := range k.buyers {
		o.n += n
		p := stats.Purchases{Repeats: int(at[0]), Last: float64(at[1]), Until: float64(at[2]), Count: int(n)}
		if p.Repeats > 0 {
			p.Mean = float64(at[3]) * unit / float64(p.Repeats)
		}
		seen = append(seen, p)
	}
	horizon := t.m.Params[stats.Horizon]
	w, err := stats.ExpectWorth(seen, horizon)
	if err != nil {
		o.why = reason.From(err)
		return
	}
	o.model = modelOf(w, horizon)
	if o.why = w.Reason; o.why.None() {
		o.value = fromFloat(w.Value)
	}
}

func modelOf(w stats.Worth, horizon float64) *Model {
	m := &Model{Horizon: rounded(horizon), Customers: int64(w.Customers), Repeating: int64(w.Repeating)}
	if w.BuyingFit.Converged {
		purchases, alive := rounded(w.Purchases), rounded(w.Alive)
		m.Purchases, m.Alive = &purchases, &alive
	}
	if !math.IsNaN(w.Correlation) {
		c := rounded(w.Correlation)
		m.Correlation = &c
	}
	m.Fits = []Fit{
		fitOf("bg_nbd", w.BuyingFit, []string{"r", "alpha", "a", "b"}, w.Buying.R, w.Buying.Alpha,
			w.Buying.A, w.Buying.B),
		fitOf("gamma_gamma", w.SpendingFit, []string{"p", "q", "v"}, w.Spending.P, w.Spending.Q, w.Spending.V),
	}
	return m
}

func fitOf(name string, f stats.Fit, names []string, values ...float64) Fit {
	out := Fit{Name: name, Parameters: []Parameter{}, Evaluations: int64(f.Evaluations), Converged: f.Converged}
	if f.Evaluations == 0 {
		return out // nothing to search for
	}
	for i, v := range values {
		out.Parameters = append(out.Parameters, Parameter{names[i], rounded(v)})
	}
	if !math.IsInf(f.LogLikelihood, 0) {
		ll := rounded(f.LogLikelihood)
		out.LogLikelihood = &ll
	}
	return out
}

// rounded rounds a number of a model to six digits; it is not more precise.
func rounded(v float64) Figure {
	return Figure{Text: strconv.FormatFloat(v, 'g', 6, 64)}
}
