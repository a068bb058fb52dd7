package expr

import "math/big"

// Unit is what a metric is counted in.
type Unit string

const (
	Ratio Unit = "ratio" // money ÷ money, days ÷ days
	Share Unit = "share" // a ratio of a part to its whole
	Count Unit = "count"
	Days  Unit = "days"
	Sum   Unit = "money"
)

// Formula is arithmetic over other metrics: won_revenue / sellers.
type Formula struct{}

// CompileFormula checks a formula. units gives the unit of each metric that it
// may name. The error is an *Error with line and column.
func CompileFormula(src string, units map[string]Unit) (*Formula, error) { return nil, errTodo }

// Unit is the unit of the result.
func (f *Formula) Unit() Unit { return "" }

// Metrics lists the metrics it names, sorted and each once.
func (f *Formula) Metrics() []string { return nil }

// Eval computes exactly. value returns a metric's value, nil when it has none.
// The result is nil with a reason when there is none: a metric without a
// value, or a division by zero.
func (f *Formula) Eval(value func(metric string) *big.Rat) (result *big.Rat, reason string) {
	return nil, ""
}
