package stats

import (
	"math"

	"gonum.org/v1/gonum/optimize"

	"salesops/internal/reason"
)

// Fit reports the outcome of a maximum-likelihood fit.
type Fit struct {
	LogLikelihood float64
	Evaluations   int           // number of evaluations of the likelihood
	Converged     bool          // a maximum was found within the range of sensible parameters
	Reason        reason.Reason // why it did not converge
}

// farOut limits the logarithm of a parameter. Beyond it there is no maximum: all customers are
// alike, or the data cannot tell.
const farOut = 11.5 // about 100,000 and its inverse

// maximise finds positive parameters with the greatest log-likelihood. It runs Nelder and Mead's
// simplex method on the logarithms of the parameters, and restarts it from its result until a round
// brings no gain.
func maximise(start []float64, likelihood func([]float64) float64) ([]float64, Fit) {
	logs := make([]float64, len(start))
	for i, v := range start {
		logs[i] = math.Log(v)
	}
	values := make([]float64, len(start))
	problem := optimize.Problem{Func: func(x []float64) float64 {
		for i, v := range x {
			if math.Abs(v) > 2*farOut {
				return math.Inf(1)
			}
			values[i] = math.Exp(v)
		}
		if ll := likelihood(values); !math.IsNaN(ll) {
			return -ll
		}
		return math.Inf(1)
	}}
	fit := Fit{LogLikelihood: math.Inf(-1)}
	for range maxRounds {
		settings := &optimize.Settings{FuncEvaluations: 4_000,
			Converger: &optimize.FunctionConverge{Absolute: 1e-9, Relative: 1e-12, Iterations: 60}}
		got, err := optimize.Minimize(problem, logs, settings, &optimize.NelderMead{SimplexSize: 0.5})
		if err != nil || got == nil || math.IsInf(got.F, 0) {
			fit.Reason = reason.Of("fit_no_maximum")
			return nil, fit
		}
		fit.Evaluations += got.FuncEvaluations
		gain := -got.F - fit.LogLikelihood
		fit.LogLikelihood = -got.F
		copy(logs, got.X)
		if gain < 1e-7*(1+math.Abs(got.F)) {
			fit.Converged = true
			break
		}
	}
	out := make([]float64, len(logs))
	for i, v := range logs {
		out[i] = math.Exp(v)
		if math.Abs(v) > farOut {
			fit.Converged = false
			fit.Reason = reason.Of("fit_beyond_limits")
		}
	}
	if !fit.Converged && fit.Reason.None() {
		fit.Reason = reason.Of("fit_not_ended", "evaluations", fit.Evaluations)
	}
	return out, fit
}

const maxRounds = 12

func lgamma(x float64) float64 {
	v, _ := math.Lgamma(x)
	return v
}

func logBeta(a, b float64) float64 { return lgamma(a) + lgamma(b) - lgamma(a+b) }
