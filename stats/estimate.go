package stats

import (
	"fmt"
	"math"
	"slices"

	"salesops/internal/reason"
)

// Result is one estimate with the data it is based on.
type Result struct {
	Value       float64
	OK          bool          // false when there is no value; Reason then says why
	Reason      reason.Reason // none when OK
	N           int           // number of spells
	Events      int           // number of spells that ended in a way the estimate counts
	Low, High   float64
	HasInterval bool   // Low and High hold a 95 % interval
	Interval    string // the method of the interval: LogLog or Normal
}

// Methods of an estimate's interval.
const (
	LogLog = "log_log" // on the scale of log(−log S), which keeps a share between 0 and 1
	Normal = "normal"  // a number of standard errors on each side
)

// Estimator computes a named estimate from spells.
type Estimator struct {
	Name   string
	Params []string // names of the parameters it needs
	run    func(c *Curve, params map[string]float64) Result
	fit    func(spells []Spell, params map[string]float64) (Result, error) // used instead of run
	// Purchases says that the estimate is computed from purchases, by ExpectWorth, and not from
	// spells.
	Purchases bool
}

// Horizon is the parameter of rmst and incidence: a time > 0 in the unit of the spells.
const Horizon = "horizon"

// Estimate returns the estimator with the name that metric files use:
//
//	km_median   time by which half have ended (either way), Kaplan–Meier
//	rmst        mean time to the end (either way), counting at most horizon
//	incidence   share ended with Event by horizon, Aalen–Johansen
//	bgnbd_worth value of the purchases expected of a customer within horizon, by BG/NBD and
//	            Gamma-Gamma
//	sbg_life    expected payments of a new customer within horizon periods, one at the start
//	            of each, by the shifted-beta-geometric model; spells count periods
func Estimate(name string) (Estimator, bool) {
	for _, e := range estimators() {
		if e.Name == name {
			return e, true
		}
	}
	return Estimator{}, false
}

// EstimateNames returns the names of all estimators, sorted.
func EstimateNames() []string {
	var names []string
	for _, e := range estimators() {
		names = append(names, e.Name)
	}
	slices.Sort(names)
	return names
}

func estimators() []Estimator {
	return []Estimator{
		{Name: "km_median", run: median},
		{Name: "rmst", Params: []string{Horizon}, run: restrictedMean},
		{Name: "incidence", Params: []string{Horizon}, run: incidence},
		{Name: "bgnbd_worth", Params: []string{Horizon}, Purchases: true},
		{Name: "sbg_life", Params: []string{Horizon}, fit: sbgLife},
	}
}

// Check returns an error unless params are exactly the parameters that the estimator needs. Metric
// files are checked with it when they are read.
func (e Estimator) Check(params map[string]float64) error {
	for _, name := range e.Params {
		v, given := params[name]
		if !given {
			return fmt.Errorf("%s needs the parameter %s", e.Name, name)
		}
		if !(v > 0) || math.IsInf(v, 0) {
			return fmt.Errorf("%s needs a %s above 0, got %v", e.Name, name, v)
		}
	}
	for name := range params {
		if !slices.Contains(e.Params, name) {
			return fmt.Errorf("%s has no parameter %s", e.Name, name)
		}
	}
	return nil
}

// Run computes the estimate from spells. It returns an error for wrong parameters and impossible
// spells. Too little data gives a Result with OK false.
func (e Estimator) Run(spells []Spell, params map[string]float64) (Result, error) {
	if e.Purchases {
		return Result{}, fmt.Errorf("%s is made of purchases, not of spells", e.Name)
	}
	if e.run == nil && e.fit == nil {
		return Result{}, fmt.Errorf("an estimator comes from stats.Estimate")
	}
	if err := e.Check(params); err != nil {
		return Result{}, err
	}
	if e.fit != nil {
		return e.fit(spells, params)
	}
	c, err := NewCurve(spells)
	if err != nil {
		return Result{}, err
	}
	if c.N == 0 {
		return Result{Reason: reason.Of("spells_none")}, nil
	}
	return e.run(c, params), nil
}

func median(c *Curve, _ map[string]float64) Result {
	r := Result{N: c.N, Events: c.Ended}
	r.Value, r.OK = c.Median()
	if !r.OK {
		r.Reason = reason.Of("median_not_reached", "day", number(c.Last))
		return r
	}
	if in, ok := c.MedianInterval(); ok {
		r.Low, r.High, r.HasInterval, r.Interval = in.Low, in.High, true, LogLog
	}
	return r
}

func restrictedMean(c *Curve, params map[string]float64) Result {
	horizon := params[Horizon]
	r := Result{N: c.N, Events: c.Ended}
	var se float64
	r.Value, se, r.OK = c.RestrictedMean(horizon)
	if !r.OK {
		r.Reason = tooShort(c, horizon)
		return r
	}
	if se > 0 {
		half := quantile(Confidence) * se
		r.Low, r.High, r.HasInterval, r.Interval = math.Max(0, r.Value-half), math.Min(horizon,
			r.Value+half), true, Normal
	}
	return r
}

func incidence(c *Curve, params map[string]float64) Result {
	horizon := params[Horizon]
	r := Result{N: c.N, Events: c.Events}
	var se float64
	r.Value, se, r.OK = c.IncidenceAt(horizon)
	if !r.OK {
		r.Reason = tooShort(c, horizon)
		return r
	}
	if in, ok := shareInterval(r.Value, se); ok {
		r.Low, r.High, r.HasInterval, r.Interval = in.Low, in.High, true, LogLog
	}
	return r
}

func sbgLife(spells []Spell, params map[string]float64) (Result, error) {
	r := Result{}
	var tenures []Tenure
	for i, s := range spells {
		if err := s.check(); err != nil {
			return r, fmt.Errorf("spell %d: %w", i+1, err)
		}
		tenures = append(tenures, Tenure{Periods: int(s.Days), Left: s.Event != Censored, Count: s.count()})
		r.N += s.count()
		if s.Event != Censored {
			r.Events += s.count()
		}
	}
	m, fit, err := FitSBG(tenures)
	switch {
	case err != nil:
		return r, err
	case !fit.Converged:
		r.Reason = reason.Of("model_not_fitted", "why", fit.Reason)
		return r, nil
	}
	r.Value, r.OK = m.Lifetime(0, int(params[Horizon])), true
	return r, nil
}

func tooShort(c *Curve, horizon float64) reason.Reason {
	return reason.Of("horizon_too_far", "day", number(c.Last), "horizon", number(horizon))
}

// number formats a time with at most two decimals and without trailing zeros.
func number(v float64) string { return fmt.Sprint(math.Round(v*100) / 100) }
