package metrics

import (
	"slices"
	"strings"
)

// each is the measure of a ratio of people when every row is one person. The share of people who reach their
// quota is 0 or 1 for one person; the row therefore says how much of the quota that person reached.
type each struct {
	By          string `yaml:"by"` // the dimension by which every row is one person
	Numerator   *part  `yaml:"numerator"`
	Denominator *part  `yaml:"denominator"`
}

// asked returns the metric with the measure for a question.
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

// sentence says how one person is measured, to be added to the sentence of the whole; "" for nil.
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

// checkEach checks the key each of a file.
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
