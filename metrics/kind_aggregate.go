package metrics

// aggregateKind counts or adds up rows.
type aggregateKind struct{ byStatement }

func (aggregateKind) check(m *metric, _ RowSets) error { return m.checkAggregate() }

func (aggregateKind) sentence(m *metric, over string) string {
	switch {
	case m.Measure == MeasureRatio:
		return m.Numerator.sentence() + " ÷ " + m.Denominator.sentence() + over + m.Each.sentence()
	case m.Value != "":
		return string(m.Measure) + "(" + m.Value + ")" + over
	}
	return string(m.Measure) + over
}
