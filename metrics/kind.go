package metrics

import "context"

// Kind says how a metric is computed.
type Kind string

// The kinds. Each has a file kind_*.go with what it does differently.
const (
	KindAggregate Kind = "aggregate"
	KindEstimate  Kind = "estimate"
	KindDerived   Kind = "derived"
	KindFormula   Kind = "formula"
	KindSetting   Kind = "setting"
	KindBaseline  Kind = "baseline"
)

func kinds() []Kind {
	return []Kind{KindAggregate, KindEstimate, KindDerived, KindFormula, KindSetting, KindBaseline}
}

// kind is what a kind of metrics does.
type kind interface {
	// check finds mistakes in a file of the kind.
	check(m *metric, sets RowSets) error
	// link checks what the file says about other metrics. parts returns the metrics of which it is made.
	link(c *Catalog, m *metric) error
	parts(c *Catalog, m *metric) []string
	// sentence says in one line how the metric is computed; over names the rows.
	sentence(m *metric, over string) string
	// sheet answers the metric alone; part counts it as a part of a formula, and sh has the parts before it.
	sheet(ctx context.Context, e *Engine, s *session, r *request, m *metric) (*sheet, error)
	part(ctx context.Context, e *Engine, s *session, p formulaPart, sh *sheet) (*table, error)
}

// kindOf finds what a kind does.
func kindOf(name Kind) kind {
	switch name {
	case KindEstimate:
		return estimateKind{}
	case KindDerived:
		return derivedKind{}
	case KindFormula:
		return formulaKind{}
	case KindSetting:
		return settingKind{}
	case KindBaseline:
		return baselineKind{}
	}
	return aggregateKind{}
}

// alone is embedded by kinds that are not made of other metrics.
type alone struct{}

func (alone) link(*Catalog, *metric) error     { return nil }
func (alone) parts(*Catalog, *metric) []string { return nil }

// byStatement is embedded by kinds that one statement counts.
type byStatement struct{ alone }

func (byStatement) sheet(ctx context.Context, e *Engine, s *session, r *request, m *metric) (*sheet, error) {
	stand, err := e.stand(ctx, s, r, m)
	if err != nil {
		return nil, err
	}
	t, err := e.compute(ctx, s, r, stand)
	if err != nil {
		return nil, err
	}
	if stand != m {
		t.instead = m.Noun.Many
	}
	sh := t.sheet()
	sh.m = m
	return sh, nil
}

func (byStatement) part(ctx context.Context, e *Engine, s *session, p formulaPart, _ *sheet) (*table, error) {
	return e.compute(ctx, s, p.r, p.m)
}
