package metrics

import "context"

// derivedKind has a row set count its rows itself.
type derivedKind struct{ alone }

func (derivedKind) check(m *metric, sets RowSets) error { return m.checkDerived(sets) }

func (derivedKind) sentence(m *metric, over string) string { return string(m.Measure) + over }

func (derivedKind) sheet(ctx context.Context, _ *Engine, s *session, r *request, m *metric) (*sheet, error) {
	return derivedSheet(ctx, s, r, m)
}

func (derivedKind) part(ctx context.Context, _ *Engine, s *session, p formulaPart, sh *sheet) (*table, error) {
	return p.m.set.derived.table(ctx, s, p.r, p.m, sh)
}
