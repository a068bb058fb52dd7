package metrics

import "context"

// formulaKind is arithmetic over other metrics. It cannot be a part of another formula.
type formulaKind struct{}

func (formulaKind) check(m *metric, _ RowSets) error { return m.checkFormula() }

func (formulaKind) link(c *Catalog, m *metric) error {
	_, err := c.formula(m)
	return err
}

func (formulaKind) parts(c *Catalog, m *metric) []string {
	f, err := c.formula(m)
	if err != nil {
		return nil
	}
	return f.Metrics()
}

func (formulaKind) sentence(m *metric, _ string) string { return m.Formula }

func (formulaKind) sheet(ctx context.Context, e *Engine, s *session, r *request, m *metric) (*sheet, error) {
	return e.formulaSheet(ctx, s, r, m)
}

func (formulaKind) part(ctx context.Context, e *Engine, s *session, p formulaPart, _ *sheet) (*table, error) {
	return e.compute(ctx, s, p.r, p.m)
}
