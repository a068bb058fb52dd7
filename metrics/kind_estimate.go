package metrics

// estimateKind passes rows to an estimate of package stats.
type estimateKind struct{ byStatement }

func (estimateKind) check(m *metric, _ RowSets) error { return m.checkEstimate() }

func (estimateKind) sentence(m *metric, over string) string {
	if m.Bought != nil {
		return m.Estimate + "(" + m.Bought.Repeats + ", " + m.Bought.Last + ", " + m.Bought.Until + ", " +
			m.Bought.Again + ")" + over
	}
	return m.Estimate + "(" + m.With.Start + " to " + m.With.End + ", " + m.With.Event + ")" + over
}
