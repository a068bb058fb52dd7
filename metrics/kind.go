package metrics

import "context"

// Kind says how a metric comes to its number.
type Kind string

// The kinds. What they do differently stands in a file each, kind_*.go.
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
	// check finds what is wrong with a file of the kind.
	check(m *metric, sets RowSets) error
	// link checks what it says about other metrics, and parts are those that it is made of.
	link(c *Catalog, m *metric) error
	parts(c *Catalog, m *metric) []string
	// sentence is how it is computed, in one line; over says of which rows.
	sentence(m *metric, over string) string
	// sheet answers it, and part counts it as a part of a formula; sh has the parts before it.
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

// alone is of kinds that are not made of other metrics.
type alone struct{}

func (alone) link(*Catalog, *metric) error     { return nil }
func (alone) parts(*Catalog, *metric) []string { return nil }

// byStatement is of kinds that one statement counts.
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
