package mapping

import (
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"salesops/connectors/tool"
)

var (
	fieldKeys = []string{"column", "columns", "constant", "cel", "values", "by", "create", "format", "dates",
		"since", "plus_days", "minus_days", "plus_months", "minus_months", "plus_quarters", "minus_quarters"}
	formats = []string{"percent", "comma", "point", "micros", "month", "quarter", "pair_from", "pair_to"}
)

// field reads one item of fields: a column's name, or keys that say more.
func (m *Mapping) field(r *reader, e *entry, object string, p pair) {
	o, _ := objectNamed(object)
	t, ok := targetOf(o, p.key)
	if !ok {
		if p.key == "outcome" {
			r.fail(p.line,
				"the outcome of a deal comes of its stage: give stage the column, and say under stages which of its "+
					"values are won, lost and open")
			return
		}
		r.fail(p.line,
			"a %s has no field %s%s: write one of %s; a column that no field names is kept as a field of its own",
			object, p.key, meant(p.key, fieldNames(o)), strings.Join(fieldNames(o), ", "))
		return
	}
	s := spec{line: p.line, field: p.key}
	if p.key == "created_at" {
		s.field = "created"
	}
	if p.value.Kind != yaml.MappingNode {
		s.columns = r.list(p.value, p.key)
		m.addField(r, e, t, s)
		return
	}
	for _, q := range r.pairs(p.value, p.key, fieldKeys...) {
		switch q.key {
		case "column", "columns":
			s.columns = r.list(q.value, q.key)
		case "constant":
			s.constant, s.fixed = r.text(q.value, q.key), true
		case "cel":
			s.cel = r.text(q.value, q.key)
			s.line = q.value.Line
		case "values":
			s.values = map[string]string{}
			for _, v := range r.pairs(q.value, "values") {
				s.values[v.key] = r.text(v.value, "a value")
			}
		case "by":
			if r.oneOf(q.value, "by", []string{"name", "id"}) == "name" && s.byName == tool.NotByName {
				s.byName = tool.NameKnown
			}
		case "create":
			if r.yes(q.value, "create") {
				s.byName = tool.NameCreate
			}
		case "format":
			s.format = r.oneOf(q.value, "format", formats)
		case "dates":
			s.order = r.order(q.value)
		case "since":
			s.since = named{r.text(q.value, "since"), q.value.Line}
		default:
			m.shift(r, &s, q)
		}
	}
	m.addField(r, e, t, s)
}

// shift reads plus_days and its like: a number, or the column that holds it. Months come
// before days, in whatever order they stand: the last day of a quarter is its first, three
// months later, less a day.
func (m *Mapping) shift(r *reader, s *spec, q pair) {
	by := shift{sign: 1, months: !strings.HasSuffix(q.key, "days")}
	if slices.ContainsFunc(s.shifts, func(other shift) bool { return other.months == by.months }) {
		r.fail(q.line, "a date can be moved once by months or quarters and once by days: %s is one too many", q.key)
		return
	}
	if strings.HasPrefix(q.key, "minus") {
		by.sign = -1
	}
	if strings.HasSuffix(q.key, "quarters") {
		by.sign *= 3
	}
	text := r.text(q.value, q.key)
	if n, err := strconv.Atoi(text); err == nil && q.value.Tag == "!!int" {
		by.count = n
	} else {
		by.column = named{text, q.value.Line}
	}
	if s.shifts = append(s.shifts, by); by.months {
		slices.Reverse(s.shifts)
	}
}

func (m *Mapping) addField(r *reader, e *entry, t target, s spec) {
	if r.err != nil {
		return
	}
	ways := 0
	for _, given := range []bool{len(s.columns) > 0, s.fixed, s.cel != ""} {
		if given {
			ways++
		}
	}
	dated := t.kind == tool.Day || t.kind == tool.Instant
	isRef := t.kind == tool.Reference
	switch {
	case ways != 1:
		r.fail(s.line, "%s must have one of column, columns, constant and cel", s.field)
	case s.byName != tool.NotByName && !isRef:
		r.fail(s.line, "%s refers to no record: take by and create away", s.field)
	case len(s.shifts) > 0 && !dated:
		r.fail(s.line, "%s is no date: only a date can be moved by days or months", s.field)
	case s.format == "percent" && t.kind != tool.Number:
		r.fail(s.line, "%s is no share: format percent does not fit it", s.field)
	case (s.format == "comma" || s.format == "point") &&
		!slices.Contains([]tool.Kind{tool.Number, tool.Amount, tool.Whole,
			tool.ExchangeRate}, t.kind):
		r.fail(s.line, "%s is no number: format %s does not fit it", s.field, s.format)
	case s.format == "micros" && t.kind != tool.Amount:
		r.fail(s.line, "%s is no sum of money: format micros does not fit it", s.field)
	case (s.format == "month" || s.format == "quarter") && t.kind != tool.Day:
		r.fail(s.line, "%s is no day: format %s does not fit it", s.field, s.format)
	case strings.HasPrefix(s.format, "pair_") && s.field != "from_currency" && s.field != "to_currency":
		r.fail(s.line, "%s is no currency of a rate: format %s does not fit it", s.field, s.format)
	case s.since.name != "" && (t.use != tool.Value || e.role != tool.Current):
		r.fail(s.line, "%s cannot have since: only a field of a record has a day from which it is so", s.field)
	case slices.ContainsFunc(e.fields, func(have spec) bool { return have.field == s.field }):
		r.fail(s.line, "%s stands twice: keep one of them", s.field)
	default:
		e.fields = append(e.fields, s)
	}
}
