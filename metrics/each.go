package metrics

import (
	"slices"
	"strings"
)

// each is what a ratio of people measures where every row is one person: the share of those who reach
// their quota is 0 or 1 of one person, so the row says how much of the quota that person reached.
type each struct {
	By          string `yaml:"by"` // the dimension that gives every row one of them
	Numerator   *part  `yaml:"numerator"`
	Denominator *part  `yaml:"denominator"`
}

// asked is the metric as it measures a question.
func (m *metric) asked(q Query) *metric {
	if m.Each == nil || !slices.ContainsFunc(q.By, func(name string) bool {
		return strings.TrimPrefix(strings.TrimSpace(name), m.Over+".") == m.Each.By
	}) {
		return m
	}
	one := *m
	one.Numerator, one.Denominator, one.Interval, one.Each = m.Each.Numerator, m.Each.Denominator, "", nil
	return &one
}

// sentence is how one of them is measured, behind how all of them are; "" for nil.
func (e *each) sentence() string {
	if e == nil {
		return ""
	}
	return "; of each " + e.By + ": " + e.Numerator.sentence() + " ÷ " + e.Denominator.sentence()
}

// parts are the two sides of a ratio, by key.
func (m *metric) parts() map[string]*part {
	parts := map[string]*part{"numerator": m.Numerator, "denominator": m.Denominator}
	if m.Each != nil {
		parts["each.numerator"], parts["each.denominator"] = m.Each.Numerator, m.Each.Denominator
	}
	return parts
}

// checkEach finds what is wrong with what a metric is of each.
func (m *metric) checkEach() error {
	switch e := m.Each; {
	case e == nil:
		return nil
	case m.Measure != MeasureRatio || e.Numerator == nil || e.Denominator == nil:
		return m.wrong("each", "what a ratio is of each needs by, numerator and denominator")
	case !slices.Contains(m.Dimensions, e.By):
		return m.wrong("each.by", "%q is no dimension of this metric%s", e.By, oneOf(e.By, m.Dimensions))
	}
	return nil
}
