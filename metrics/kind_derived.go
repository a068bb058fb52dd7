package metrics

import "context"

// derivedKind computes its number with the calculator of a row set.
type derivedKind struct{ alone }

func (derivedKind) check(m *metric, sets RowSets) error { return m.checkDerived(sets) }

func (derivedKind) sentence(m *metric, over string) string { return string(m.Measure) + over }

func (derivedKind) sheet(ctx context.Context, _ *Engine, s *session, r *request, m *metric) (*sheet, error) {
	return calculatedSheet(ctx, s, r, m)
}

func (derivedKind) part(ctx context.Context, _ *Engine, s *session, p formulaPart, sh *sheet) (*table, error) {
	return calculate(ctx, s, p.r, p.m, sh)
}
