package expr

import (
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"

	"salesops/internal/reason"
)

// Formula is arithmetic over other metrics, such as won_revenue / sellers. It is safe for
// concurrent use.
type Formula struct {
	source  string
	root    ast.Expr
	unit    Unit
	metrics []string
}

// CompileFormula checks a formula, which consists of names of metrics, numbers, + - * / and
// parentheses. units holds the unit of each metric that may be named. The error is an *Error with
// line and column.
func CompileFormula(src string, units map[string]Unit) (*Formula, error) {
	o := Options{}.withDefaults()
	env, err := cel.NewCustomEnv(cel.ClearMacros(), cel.ParserRecursionLimit(4*o.MaxDepth),
		cel.ParserErrorRecoveryLimit(4),
		cel.ParserExpressionSizeLimit(o.MaxLength), cel.ExpressionNodeLimit(o.MaxNodes))
	if err != nil {
		return nil, fmt.Errorf("prepare formulas: %w", err)
	}
	if strings.TrimSpace(src) == "" {
		return nil, &Error{Source: src, Why: reason.Of("formula_empty")}
	}
	if len(src) > o.MaxLength {
		return nil, &Error{Why: reason.Of("formula_long", "most", o.MaxLength)}
	}
	parsed, issues := env.Parse(src)
	if issues.Err() != nil {
		return nil, syntaxError(src, issues)
	}
	c := &formulaCheck{source: src, ast: parsed.NativeRep(), units: units,
		used: map[string]bool{}, maxDepth: o.MaxDepth}
	root := parsed.NativeRep().Expr()
	unit, err := c.unit(root, 1)
	if err != nil {
		return nil, err
	}
	if len(c.used) == 0 {
		return nil, &Error{Source: src, Line: 1, Col: 1, Why: reason.Of("formula_none")}
	}
	return &Formula{source: src, root: root, unit: unit, metrics: slices.Sorted(maps.Keys(c.used))}, nil
}

type formulaCheck struct {
	source   string
	ast      *ast.AST
	units    map[string]Unit
	used     map[string]bool
	maxDepth int
}

func (c *formulaCheck) at(e ast.Expr, why, hint reason.Reason) error {
	bad := &Error{Source: c.source, Why: why, Hint: hint}
	bad.Line, bad.Col = position(c.ast.SourceInfo(), e.ID())
	return bad
}

// unit checks a node and returns its unit.
func (c *formulaCheck) unit(e ast.Expr, depth int) (Unit, error) {
	if depth > c.maxDepth {
		return unitNone, c.at(e, reason.Of("formula_deep", "most", c.maxDepth), reason.Of("hint_split_metrics"))
	}
	switch e.Kind() {
	case ast.LiteralKind:
		if _, ok := writtenNumber(e); ok {
			return unitNone, nil
		}
		return unitNone, c.at(e, reason.Of("formula_holds"), none)
	case ast.IdentKind:
		name := e.AsIdent()
		u, ok := c.units[name]
		if !ok {
			return unitNone, c.at(e, reason.Of("formula_metric", "name", quote(name)),
				nearMetric(closest(name, slices.Collect(maps.Keys(c.units)), "")))
		}
		c.used[name] = true
		return u, nil
	case ast.CallKind:
		call := e.AsCall()
		op, args := call.FunctionName(), call.Args()
		switch op {
		case operators.Negate:
			return c.unit(args[0], depth+1)
		case operators.Add, operators.Subtract, operators.Multiply, operators.Divide:
			a, err := c.unit(args[0], depth+1)
			if err != nil {
				return a, err
			}
			b, err := c.unit(args[1], depth+1)
			if err != nil {
				return b, err
			}
			u, ok := combine(op, a, b)
			if !ok {
				sign, _ := operatorSign(op)
				return u, c.at(e, reason.Of("formula_meaning", "first", a.words(), "sign", sign, "second", b.words()),
					none)
			}
			return u, nil
		}
	}
	return unitNone, c.at(e, reason.Of("formula_signs"), none)
}

// writtenNumber returns the number as it was written: 0.1 is exactly one tenth, not the nearest
// float64.
func writtenNumber(e ast.Expr) (*big.Rat, bool) {
	switch v := e.AsLiteral().(type) {
	case types.Int:
		return new(big.Rat).SetInt64(int64(v)), true
	case types.Double:
		return new(big.Rat).SetString(strconv.FormatFloat(float64(v), 'g', -1, 64))
	}
	return nil, false
}

// Source returns the text of the formula.
func (f *Formula) Source() string { return f.source }

// Unit returns the unit of the result.
func (f *Formula) Unit() Unit { return f.unit }

// Metrics returns the names of the metrics it uses, sorted and without duplicates.
func (f *Formula) Metrics() []string { return slices.Clone(f.metrics) }

// Eval computes the formula exactly. value returns a metric's value, nil when it has none. When the
// result is nil, why is the reason: a metric without a value, or a division by zero.
func (f *Formula) Eval(value func(metric string) *big.Rat) (result *big.Rat, why reason.Reason) {
	values := map[string]*big.Rat{}
	for _, name := range f.metrics {
		v := value(name)
		if v == nil {
			return nil, reason.Of("part_unknown", "metric", name)
		}
		values[name] = v
	}
	return evalFormula(f.root, values)
}

func evalFormula(e ast.Expr, values map[string]*big.Rat) (*big.Rat, reason.Reason) {
	switch e.Kind() {
	case ast.IdentKind:
		return new(big.Rat).Set(values[e.AsIdent()]), reason.Reason{}
	case ast.LiteralKind:
		n, _ := writtenNumber(e)
		return n, reason.Reason{}
	}
	call := e.AsCall()
	a, why := evalFormula(call.Args()[0], values)
	if !why.None() {
		return nil, why
	}
	if call.FunctionName() == operators.Negate {
		return a.Neg(a), why
	}
	b, why := evalFormula(call.Args()[1], values)
	if !why.None() {
		return nil, why
	}
	switch call.FunctionName() {
	case operators.Add:
		return a.Add(a, b), why
	case operators.Subtract:
		return a.Sub(a, b), why
	case operators.Multiply:
		return a.Mul(a, b), why
	}
	if b.Sign() == 0 {
		return nil, zeroDivisor(call.Args()[1])
	}
	return a.Quo(a, b), why
}

func zeroDivisor(e ast.Expr) reason.Reason {
	if e.Kind() == ast.IdentKind {
		return reason.Of("part_zero", "metric", e.AsIdent())
	}
	return reason.Of("divisor_zero")
}
