package metrics

import (
	"context"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"

	"salesops/internal/expr"
	"salesops/internal/fault"
	"salesops/internal/money"
	"salesops/internal/period"
	"salesops/internal/reason"
)

// formulaPart is one metric of a formula and its question.
type formulaPart struct {
	name string  // in the formula
	m    *metric // that metric, or the one that stands in for it
	r    *request
	why  reason.Reason // why there is no value, whatever the part's value
	lag  string        // the metric whose value is its lag
	// whole are the indexes of the query's dimensions that do not divide this part.
	whole []int
}

// parts returns which metrics a formula asks, and what.
func (e *Engine) parts(ctx context.Context, s *session, r *request, m *metric, f *expr.Formula) ([]formulaPart, error) {
	var out []formulaPart
	for _, name := range f.Metrics() {
		part := formulaPart{name: name, m: e.catalog.current[name], r: r}
		if lag := m.Lag[name]; lag != "" {
			var err error
			if part.r, part.why, err = e.lagged(ctx, s, r, lag); err != nil {
				return nil, partFault(m, e.catalog.current[lag], err)
			}
			part.lag = lag
		}
		stand, err := e.stand(ctx, s, r, part.m)
		if err != nil {
			return nil, partFault(m, part.m, err)
		}
		part.m = stand
		part.keepWhole(m.Cuts)
		out = append(out, part)
	}
	return out, nil
}

// keepWhole removes the dimensions that do not divide the part from its question.
func (p *formulaPart) keepWhole(cuts map[string][]string) {
	var by []string
	for i, name := range p.r.q.By {
		if parts, ok := cuts[strings.TrimSpace(name)]; ok && !slices.Contains(parts, p.name) {
			p.whole = append(p.whole, i)
			continue
		}
		by = append(by, name)
	}
	if p.whole != nil {
		r := *p.r
		r.q.By = by
		p.r = &r
	}
}

// cell returns the part's cell for a cell of the formula.
func (p *formulaPart) cell(c cell) cell {
	if p.whole == nil {
		return c
	}
	out, n := cell{start: c.start}, 0
	for i, d := range c.dims {
		if !slices.Contains(p.whole, i) {
			out.dims[n] = d
			n++
		}
	}
	return out
}

// opens returns the part's cell for a row that is opened.
func (p *formulaPart) opens(c Cell, by []string) Cell {
	if p.whole == nil {
		return c
	}
	out := c
	out.By = maps.Clone(c.By)
	for _, i := range p.whole {
		delete(out.By, by[i])
	}
	return out
}

// lagged returns the request with rows counting later by the value, in days, of another metric over the whole
// range of the question.
func (e *Engine) lagged(ctx context.Context, s *session, r *request, name string) (*request, reason.Reason, error) {
	whole := *r
	whole.q.By, whole.q.Grain, whole.q.Compare, whole.q.Where = nil, period.Whole, "", nil
	whole.ranges.grain, whole.ranges.compare = period.Whole, ""
	whole.where, whole.whose = nil, nil
	t, err := e.compute(ctx, s, &whole, e.catalog.current[name])
	if err != nil {
		return r, reason.Reason{}, err
	}
	o := t.figure(t.now[cell{start: period.MinDay}])
	if o.value == nil {
		return r, reason.Of("lag_unknown", "metric", name), nil
	}
	days := money.RoundHalfEven(o.value)
	if !days.IsInt64() || days.Sign() < 0 || days.Int64() > maxLag {
		return r, reason.Of("lag_impossible", "metric", name, "days", o.value.FloatString(0)), nil
	}
	later := *r
	later.lag = int(days.Int64())
	return &later, reason.Reason{}, nil
}

const maxLag = 10_000 // days

// stand returns the metric that answers: the metric itself or, when it has no rows on any day, the one that its
// file names for that case.
func (e *Engine) stand(ctx context.Context, s *session, r *request, m *metric) (*metric, error) {
	if m.Otherwise == "" {
		return m, nil
	}
	other := e.catalog.current[m.Otherwise]
	for _, candidate := range []*metric{m, other} {
		any, err := s.any(ctx, r, candidate)
		if err != nil || any {
			return candidate, err
		}
	}
	return m, nil
}

// any reports whether a metric has rows on any day.
func (s *session) any(ctx context.Context, r *request, m *metric) (bool, error) {
	b := newStatement(s, r, m)
	if err := b.stepWhere(ctx); err != nil {
		return false, err
	}
	return s.exists(ctx, b)
}

// checkParts checks what a metric says about other metrics.
func (c *Catalog) checkParts(m *metric) error {
	if name := m.Otherwise; name != "" {
		other, ok := c.current[name]
		switch {
		case !ok:
			return m.wrong("otherwise", "there is no metric %s%s", name, didYouMean(name, c.names()))
		case other.Kind != KindAggregate || m.Kind != KindAggregate || other.Unit != m.Unit || other.Otherwise != "":
			return m.wrong("otherwise",
				"%s cannot stand in: it must be an aggregate in %s, as this one is, with no otherwise of its own",
				name, m.Unit)
		}
	}
	for name, cut := range m.Cuts {
		for _, part := range cut {
			if p, ok := c.current[part]; !ok || p.Kind != KindAggregate {
				return m.wrong("cuts."+name, "%s is no aggregate of the formula: name the parts that %s cuts",
					part, name)
			}
		}
	}
	for part, name := range m.Lag {
		other, ok := c.current[name]
		switch {
		case !ok:
			return m.wrong("lag."+part, "there is no metric %s%s", name, didYouMean(name, c.names()))
		case other.Unit != UnitDays || other.Kind == KindFormula:
			return m.wrong("lag."+part, "%s cannot be a lag: it must be counted in days, and be no formula", name)
		case c.current[part] == nil || c.current[part].Kind != KindAggregate:
			return m.wrong("lag."+part, "%s is no aggregate of the formula: only those can be moved in time", part)
		}
	}
	return nil
}

// setting is the figure of a number that the company has set.
func (t *table) setting(o outcome) outcome {
	o.n, o.noun = 1, "settings"
	switch {
	case t.set != nil:
		o.value = exactly(*t.set)
	case t.assumed:
		o.value = big.NewRat(1, 1)
		o.flags = append(o.flags, FlagOnRevenue)
	default:
		return o.without(reason.Of("margin_unset"))
	}
	return o
}

// settingTable returns a table with a setting of the company. In a formula, a margin that is not set counts as
// 1.
func (s *session) settingTable(r *request, m *metric, assumed bool) (*table, error) {
	if len(r.q.By) > 0 && !assumed {
		return nil, fault.Invalidf("%s is one number of the company and cannot be cut: leave out %v", m.Name, r.q.By)
	}
	return &table{m: m, scale: 1, set: s.facts.settings.GrossMargin, assumed: assumed}, nil
}

// partNotes say how a formula's parts were asked.
func (t *table) partNotes(part string) []Note {
	var out []Note
	if t.instead != "" {
		out = append(out, Note{Code: "otherwise", Metric: part,
			Text: fmt.Sprintf("There are no %s: %s are counted instead", t.instead, t.many())})
	}
	if t.lag != "" {
		out = append(out, Note{Code: "lag", Metric: part, Count: int64(t.lagDays),
			Text: fmt.Sprintf("%s is that of %d days earlier, as %s says", capital(t.m.Name), t.lagDays, t.lag)})
	}
	if t.m.Kind == KindSetting && t.set == nil && t.assumed {
		out = append(out, Note{Code: FlagOnRevenue, Metric: part,
			Text: "No gross margin is set: this is on revenue, not on margin"})
	}
	return out
}
