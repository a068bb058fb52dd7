package metrics

import (
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"salesops/internal/spelling"
	"salesops/sales"
	"salesops/stats"
)

// The periods that a metric may use when the query names none.
const (
	lastQuarter    = "last_quarter"    // the last complete fiscal quarter
	currentQuarter = "current_quarter" // the fiscal quarter of the as-of day
)

// The closed sets of words in a metric file.
var (
	meant = []string{lastQuarter, currentQuarter}

	metricName = regexp.MustCompile(`^[a-z][a-z0-9_]{1,62}$`)
)

// check finds what is wrong with a file without knowing the company's fields.
func (m *metric) check(sets RowSets) error {
	switch {
	case !metricName.MatchString(m.Name):
		return m.wrong("name", "%q cannot be a name: use small letters, digits and _, such as win_rate", m.Name)
	case m.Version < 1:
		return m.wrong("version", "the version must be 1 or more; raise it when the meaning changes")
	case m.Question == "":
		return m.wrong("question", "say in one sentence which question the metric answers")
	case m.Description == "":
		return m.wrong("description", "say how it is computed and what is left out")
	case !slices.Contains(kinds(), m.Kind):
		return m.wrong("kind", "%q is no kind%s", m.Kind, oneOf(m.Kind, kinds()))
	case !slices.Contains(units(), m.Unit):
		return m.wrong("unit", "%q is no unit%s", m.Unit, oneOf(m.Unit, units()))
	case m.Better != "" && m.Better != "up" && m.Better != "down":
		return m.wrong("better", "write up, down, or leave it out")
	case m.Interval != "" && m.Interval != "wilson":
		return m.wrong("interval", "%q is no interval: write wilson, or leave it out", m.Interval)
	case m.Floor < 0:
		return m.wrong("floor", "the floor cannot be below 0")
	case m.Period != "" && !slices.Contains(meant, m.Period):
		return m.wrong("period", "%q is no period%s", m.Period, oneOf(m.Period, meant))
	case m.Chain < 0 || m.Chain > 12:
		return m.wrong("chain", "write the place among the twelve, 1 to 12")
	case m.Group != "" && !slices.ContainsFunc(Groups(), func(g Group) bool { return g.Code == m.Group }):
		return m.wrong("group", "%q is no group%s", m.Group, oneOf(m.Group, groupCodes()))
	}
	if err := m.checkGuards(); err != nil {
		return err
	}
	return kindOf(m.Kind).check(m, sets)
}

func (m *metric) checkAggregate() error {
	if m.Over == "" {
		return m.wrong("over", "say which object's records are counted, such as deal")
	}
	if !slices.Contains(measures(), m.Measure) {
		return m.wrong("measure", "%q is no measure%s", m.Measure, oneOf(m.Measure, measures()))
	}
	if m.Measure == MeasureRatio {
		if m.Numerator == nil || m.Denominator == nil {
			return m.wrong("measure", "a ratio needs numerator and denominator, such as numerator: {count: won}")
		}
		if err := m.checkEach(); err != nil {
			return err
		}
		for key, p := range m.parts() {
			if (p.Count == "") == (p.Sum == "") {
				return m.wrong(key, "write either count with a condition or sum with a field")
			}
			if p.Where != "" && p.Sum == "" {
				return m.wrong(key+".where", "put the condition into count itself")
			}
		}
	} else if m.Numerator != nil || m.Denominator != nil || m.Each != nil {
		return m.wrong("measure", "numerator and denominator belong to measure: ratio")
	}
	if err := m.checkUnit(); err != nil {
		return err
	}
	needsValue := m.Measure != MeasureRatio && m.Measure != MeasureCount
	if needsValue != (m.Value != "") {
		return m.wrong("value", "sum, distinct, mean and median need a value; count and ratio take none")
	}
	if m.Interval == "wilson" && (m.Measure != MeasureRatio || m.Numerator.Count == "" || m.Denominator.Count == "") {
		return m.wrong("interval", "a Wilson interval belongs to a ratio of two counts")
	}
	if err := m.checkPace(); err != nil {
		return err
	}
	if m.Times != "" && m.Measure != MeasureSum {
		return m.wrong("times", "only measure: sum multiplies its value")
	}
	if s := m.Spread; s != nil {
		switch {
		case s.From == "" || s.To == "":
			return m.wrong("spread", "write the first and the last day, such as {from: from_on, to: to_on}")
		case m.Measure != MeasureSum:
			return m.wrong("spread", "only measure: sum can be shared out over days")
		}
		return m.none("a spread metric", "on", "first_of", "estimate", "with", "params", "formula")
	}
	if m.Splits && (m.Over != sales.Deal || m.Measure != MeasureSum || m.Value != "amount" ||
		m.FirstOf != "" || len(m.Settled) > 0) {
		return m.wrong("splits", "only the sum of deals' amounts can be shared out between people")
	}
	if len(m.Settled) > 0 && (m.Over != sales.Deal || m.On == "" || m.FirstOf != "") {
		return m.wrong("settled",
			"only fields of deals with a day of their own (on) can be taken as of the end of a period")
	}
	if m.set.placed() {
		return m.none("a metric over "+m.Over+"s", "on", "first_of", "estimate", "with", "params", "formula")
	}
	return m.none("an aggregate", "estimate", "with", "params", "formula")
}

func (m *metric) checkEstimate() error {
	e, known := stats.Estimate(m.Estimate)
	switch {
	case !known:
		return m.wrong("estimate", "%q is no estimate%s", m.Estimate, oneOf(m.Estimate, stats.EstimateNames()))
	case m.Over == "":
		return m.wrong("over", "say which object's records are followed, such as deal")
	case e.Purchases && (m.With != nil || m.Bought == nil || m.Bought.Repeats == "" || m.Bought.Last == "" ||
		m.Bought.Until == "" || m.Bought.Again == ""):
		return m.wrong("bought",
			"write repeats, last, until and again, such as {repeats: repeats, last: last_days, until: seen_days, "+
				"again: again}, and no with")
	case e.Purchases:
		if err := e.Check(m.Params); err != nil {
			return m.wrong("params", "%s", err)
		}
		return m.none("an estimate", "measure", "value", "numerator", "denominator", "interval",
			"formula", "first_of", "with")
	case m.Bought != nil:
		return m.wrong("bought", "%s is made of spells: write with", m.Estimate)
	case m.With == nil || m.With.Start == "" || m.With.End == "" || m.With.Event == "" || m.With.Until == "":
		return m.wrong("with",
			"write start, end, event and until, such as {start: created_on, end: closed_on, event: closed, until: "+
				"as_of}")
	}
	if p := m.With.Per; p != "" && p != "day" && p != "month" {
		return m.wrong("with.per", "%q is no length of time: write day or month", p)
	}
	if err := e.Check(m.Params); err != nil {
		return m.wrong("params", "%s", err)
	}
	return m.none("an estimate", "measure", "value", "numerator", "denominator", "interval", "formula", "first_of")
}

func (m *metric) checkDerived(sets RowSets) error {
	if m.set == nil || m.set.Calculator == nil {
		return m.wrong("over", "%q is no row set with a calculator: write %s", m.Over,
			strings.Join(sets.calculated(), " or "))
	}
	if measures := m.set.Calculator.Measures(); !slices.Contains(measures, m.Measure) {
		return m.wrong("measure", "%q is no measure of %s%s", m.Measure, m.Over, oneOf(m.Measure, measures))
	}
	return m.none("a derived metric", "on", "where", "value", "numerator", "denominator", "interval", "estimate",
		"with", "params", "formula", "problem", "guards", "first_of")
}

func (m *metric) checkFormula() error {
	if m.Formula == "" {
		return m.wrong("formula", "write arithmetic over metrics, such as won_revenue / won_deals")
	}
	switch {
	case m.Per != "" && m.Per != "day":
		return m.wrong("per", "%q is no pace: write day, or leave it out", m.Per)
	case m.Positive != nil && (m.Positive.Of == "" || m.Positive.Say == ""):
		return m.wrong("positive",
			"write of: arithmetic that must come to more than 0, and say: what is said where it does not")
	}
	return m.none("a formula", "over", "on", "where", "measure", "value", "numerator", "denominator", "estimate",
		"with", "params", "problem", "guards", "first_of", "interval")
}

// none refuses keys that have no effect on this kind of metric.
func (m *metric) none(what string, keys ...string) error {
	for _, key := range keys {
		if _, given := m.lines[key]; given {
			return m.wrong(key, "%s has no such key: leave it out", what)
		}
	}
	return nil
}

func (m *metric) checkGuards() error {
	m.Guards = append(m.Guards, m.impliedGuards()...)
	for i, g := range m.allGuards() {
		key := m.guardKey(i)
		switch {
		case g.Rows == "" && g.Zero == "":
			return m.wrong(key, "say with rows: which rows are meant")
		case g.Code == "" && key != "problem":
			return m.wrong(key, "give it a code, such as no_amount")
		case g.Say.One == "" || g.Say.Many == "":
			return m.wrong(key, "write say: {one: …, many: …}, the words behind the count")
		case key != "problem" && !slices.Contains(acts(), g.Act):
			return m.wrong(key+".act", "%q is no act%s", g.Act, oneOf(g.Act, acts()))
		case g.Act == ActRefuse && g.Above == nil:
			return m.wrong(key+".above", "say above which share there is no answer")
		case g.Above != nil && !(*g.Above >= 0 && *g.Above <= 1):
			return m.wrong(key+".above", "write a share between 0 and 1")
		}
	}
	return nil
}

// allGuards returns the problem, if there is one, and the guards.
func (m *metric) allGuards() []guard {
	if m.Problem == nil {
		return m.Guards
	}
	p := *m.Problem
	p.Act = ActLeaveOut
	if p.Code == "" {
		p.Code = "problem_rows"
	}
	return append([]guard{p}, m.Guards...)
}

func (m *metric) guardKey(i int) string {
	if m.Problem != nil {
		if i == 0 {
			return "problem"
		}
		i--
	}
	return "guards." + strconv.Itoa(i)
}

// fileKeys are the keys a metric file may have, for suggestions.
func fileKeys() []string {
	var keys []string
	for _, t := range []reflect.Type{
		reflect.TypeFor[file](), reflect.TypeFor[spread](), reflect.TypeFor[pace](), reflect.TypeFor[guard](),
		reflect.TypeFor[part](), reflect.TypeFor[spell](),
		reflect.TypeFor[source](), reflect.TypeFor[positive](), reflect.TypeFor[example](), reflect.TypeFor[ask](),
		reflect.TypeFor[want](),
	} {
		for i := range t.NumField() {
			keys = append(keys, t.Field(i).Tag.Get("yaml"))
		}
	}
	return keys
}

// didYouMean suggests the nearest word, or nothing.
func didYouMean(word string, words []string) string {
	best, distance := "", 3
	for _, w := range words {
		if d := spelling.Distance(strings.ToLower(word), strings.ToLower(w), distance-1); w != word &&
			d < distance && d < len(w) {
			best, distance = w, d
		}
	}
	if best == "" {
		return ""
	}
	return "; did you mean " + best + "?"
}

// oneOf suggests the nearest word, or lists all.
func oneOf[W ~string](word W, all []W) string {
	words := make([]string, len(all))
	for i, w := range all {
		words[i] = string(w)
	}
	if hint := didYouMean(string(word), words); hint != "" {
		return hint
	}
	return ": write " + strings.Join(words[:len(words)-1], ", ") + " or " + words[len(words)-1]
}
