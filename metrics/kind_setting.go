package metrics

import "context"

// settingKind is a number that the company sets.
type settingKind struct{ alone }

func (settingKind) check(m *metric, _ RowSets) error {
	if m.Setting != "gross_margin" {
		return m.wrong("setting", "%q is no number that the company sets: write gross_margin", m.Setting)
	}
	return m.none("a setting", "over", "on", "where", "measure", "value", "numerator", "denominator", "estimate",
		"with", "params", "problem", "guards", "first_of", "interval", "formula", "period", "floor")
}

func (settingKind) sentence(m *metric, _ string) string { return "the company's setting " + m.Setting }

func (settingKind) sheet(_ context.Context, _ *Engine, s *session, r *request, m *metric) (*sheet, error) {
	t, err := s.settingTable(r, m, false)
	if err != nil {
		return nil, err
	}
	return t.sheet(), nil
}

func (settingKind) part(_ context.Context, _ *Engine, s *session, p formulaPart, _ *sheet) (*table, error) {
	return s.settingTable(p.r, p.m, true)
}
