package metrics

import (
	"context"
	"math/big"
	"regexp"
	"slices"

	"salesops/analytics"
	"salesops/internal/expr"
	"salesops/internal/fault"
	"salesops/internal/reason"
)

// oneDivision is a formula that is a ratio of two metrics: its two sides are
// shown as numerator and denominator.
var oneDivision = regexp.MustCompile(`^\s*(\w+)\s*/\s*(\w+)\s*$`)

// formulaSheet computes the parts and does the arithmetic per cell.
func (e *Engine) formulaSheet(ctx context.Context, s *session, r *request, m *metric) (*sheet, error) {
	f, err := e.catalog.formula(m)
	if err != nil {
		return nil, err
	}
	sh := &sheet{m: m}
	parts := map[string]*table{}
	cells := map[string]formulaPart{}
	asked, err := e.parts(ctx, s, r, m, f)
	if err != nil {
		return nil, err
	}
	// Parts that have their own range of days come first, because the others use their periods.
	slices.SortStableFunc(asked, func(a, b formulaPart) int { return order(a.m) - order(b.m) })
	var impossible reason.Reason
	for _, part := range asked {
		t, err := kindOf(part.m.Kind).part(ctx, e, s, part, sh)
		if err != nil {
			return nil, partFault(m, part.m, err)
		}
		if part.m.Name != part.name {
			t.instead = e.catalog.current[part.name].Noun.Many
		}
		if part.lag != "" && part.why.None() {
			t.lag, t.lagDays = part.lag, part.r.lag
		}
		if impossible.None() {
			impossible = part.why
		}
		parts[part.name], cells[part.name] = t, part
		t.whole = part.whole != nil
		sh.tables = append(sh.tables, t)
		if part.m.Kind != KindSetting && !t.whole {
			sh.dims = t.dims
		}
	}
	sides := oneDivision.FindStringSubmatch(m.Formula)
	var above *expr.Formula
	if m.Positive != nil {
		if above, err = expr.CompileFormula(m.Positive.Of, e.catalog.unitsFor(m)); err != nil {
			return nil, m.wrong("positive.of", "%s", err)
		}
	}
	unseen, err := s.unseen(ctx, r, m, m.itself)
	if err != nil {
		return nil, err
	}
	sh.figure = func(s side, c cell) outcome {
		if !impossible.None() {
			return outcome{}.without(impossible)
		}
		figures := map[string]outcome{}
		for name, t := range parts {
			part := cells[name]
			figures[name] = t.at(s, part.cell(c))
		}
		o := arithmetic(m, f, figures, sides)
		if o.value != nil && len(unseen) > 0 {
			return o.unknownFor(lacking(unseen))
		}
		if above == nil {
			return o
		}
		v, _ := above.Eval(func(name string) *big.Rat { return figures[name].value })
		if v != nil && v.Sign() <= 0 {
			return o.without(reason.Of("formula_rule", "says", m.own(m.Name, m.Positive.Say)))
		}
		return o
	}
	return sh, nil
}

func order(m *metric) int {
	if m.Kind == KindDerived {
		return 1
	}
	return 0
}

// partFault names the part of a formula that cannot be asked that way.
func partFault(m, part *metric, err error) error {
	if fault.KindOf(err) == fault.Invalid && !analytics.IsHidden(err) {
		return fault.Invalidf("%s is %s: %w", m.Name, m.sentence(), err)
	}
	return err
}

// arithmetic evaluates the formula on one cell's figures.
func arithmetic(m *metric, f *expr.Formula, figures map[string]outcome, sides []string) outcome {
	var o outcome
	for _, name := range f.Metrics() {
		part := figures[name]
		for _, flag := range part.flags {
			if !slices.Contains(o.flags, flag) && flag != FlagLowSample {
				o.flags = append(o.flags, flag)
			}
		}
		if part.code != "" {
			o.code = part.code
		}
		if part.model != nil {
			o.model = part.model
		}
	}
	if sides != nil {
		above, below := figures[sides[1]], figures[sides[2]]
		o.numerator, o.denominator = above.value, below.value
		o.numeratorMoney, o.denomMoney = above.isMoney, below.isMoney
		o.n = below.n
	} else {
		for _, part := range figures {
			o.n = max(o.n, part.n)
		}
	}
	for _, name := range f.Metrics() {
		if part := figures[name]; part.value == nil {
			o.why = part.why
			return o
		}
	}
	value, why := f.Eval(func(name string) *big.Rat { return figures[name].value })
	if value == nil {
		if sides != nil && figures[sides[2]].value.Sign() == 0 {
			below := figures[sides[2]]
			why = reason.Of("none_to_divide_by", "noun", below.noun)
			if !below.hint.None() {
				why = reason.Of("none_known", "noun", below.noun, "why", below.hint)
			}
		}
		return o.without(why)
	}
	if o.n < m.Floor {
		return o.without(reason.Of("fewer_than_needed"))
	}
	o.value = value
	for _, name := range f.Metrics() {
		if part := figures[name]; !part.why.None() { // a part of a total
			o.why = part.why
		}
	}
	return o
}
