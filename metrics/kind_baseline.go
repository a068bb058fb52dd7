package metrics

import (
	"context"
	"strconv"
)

// baselineKind is the mean of another metric's last periods. It cannot be a part of a formula.
type baselineKind struct{}

func (baselineKind) check(m *metric, _ RowSets) error { return m.checkBaseline() }

func (baselineKind) link(c *Catalog, m *metric) error { return c.linkBaseline(m) }

func (baselineKind) parts(_ *Catalog, m *metric) []string { return []string{m.Of} }

func (baselineKind) sentence(m *metric, _ string) string {
	return "mean of " + m.Of + " over " + strconv.Itoa(m.Periods) + " periods"
}

func (baselineKind) sheet(ctx context.Context, e *Engine, s *session, r *request, m *metric) (*sheet, error) {
	return e.baselineSheet(ctx, s, r, m)
}

func (baselineKind) part(ctx context.Context, e *Engine, s *session, p formulaPart, _ *sheet) (*table, error) {
	return e.compute(ctx, s, p.r, p.m)
}
