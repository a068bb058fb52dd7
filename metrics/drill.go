package metrics

import (
	"context"
	"math/big"
	"slices"
	"strconv"

	"salesops/internal/expr"
	"salesops/internal/fault"
	"salesops/internal/money"
	"salesops/internal/period"
	"salesops/internal/reason"
	"salesops/record"
)

// Records lists the records behind one row of the query's answer or, with Cell.Compared, behind the row's
// comparison. The sums of their contributions equal the row's figures. A ratio opens to its numerator and
// denominator, an estimate to its spells. Records that were left out come last, with the reason.
func (e *Engine) Records(ctx context.Context, scope record.Scope, q Query, c Cell, page Page) (*RecordSet, error) {
	q, err := normalise(q)
	if err != nil {
		return nil, err
	}
	e.using.RLock()
	defer e.using.RUnlock()
	m, err := e.catalog.find(q.Metric, q.Version, "")
	if err != nil {
		return nil, err
	}
	m = m.asked(q)
	if page.Limit < 0 || page.Limit > maxPage {
		return nil, fault.Invalidf("a page has at most %d records: ask for fewer and follow the cursor", maxPage)
	}
	if page.Limit == 0 {
		page.Limit = defaultPage
	}
	var out *RecordSet
	err = e.at(ctx, scope, q.Position, func(s *session) error {
		r, err := e.request(ctx, s, q, m)
		if err != nil {
			return err
		}
		limit, err := e.cellDays(ctx, s, r, m, c)
		if err != nil {
			return err
		}
		if c.Compared {
			r.compared = r.comparedPair(c)
		}
		out, err = e.drill(ctx, s, r, m, c, limit, page)
		return err
	})
	return out, err
}

// cellDays returns the days of a row, or of its comparison.
func (e *Engine) cellDays(ctx context.Context, s *session, r *request, m *metric, c Cell) (period.Range, error) {
	if c.Compared && r.ranges.compare == "" {
		return period.Range{}, fault.Invalidf("this answer has no comparison to open: ask with --compare")
	}
	if r.ranges.grain == period.Whole {
		if c.Period != "" {
			return period.Range{}, fault.Invalidf(
				"this answer has no periods: leave out the period, or ask with a grain")
		}
		if c.Compared {
			return r.ranges.then, nil
		}
		return r.ranges.now, nil
	}
	if c.Period == "" {
		return period.Range{}, fault.Invalidf("which period? take it from the answer's row, such as %s",
			r.ranges.calendar.Label(r.ranges.calendar.PeriodOf(r.today, r.ranges.grain).From, r.ranges.grain))
	}
	start, err := r.ranges.calendar.ParseLabel(c.Period, r.ranges.grain)
	if err != nil {
		return period.Range{}, err
	}
	whole := r.ranges.calendar.PeriodOf(start, r.ranges.grain)
	if !c.Compared {
		clipped := period.Range{From: max(whole.From, r.ranges.now.From), To: min(whole.To, r.ranges.now.To)}
		if clipped.From >= clipped.To {
			return period.Range{}, fault.Invalidf("%s lies outside the days that were asked for", c.Period)
		}
		return clipped, nil
	}
	if r.ranges.slide {
		q, _ := r.ranges.partner(0, whole, nil)
		return q, nil
	}
	then := r.ranges.periods(r.ranges.then)
	for i, p := range r.ranges.periods(r.ranges.now) {
		if r.ranges.calendar.PeriodOf(p.From, r.ranges.grain) == whole {
			if q, ok := r.ranges.partner(i, p, then); ok {
				return q, nil
			}
		}
	}
	return period.Range{}, fault.Invalidf("%s has no period to compare with", c.Period)
}

// opened is one metric's part of a drill: the statement that lists its records.
type opened struct {
	m       *metric
	object  string
	base    string // WITH
	rows    string // SELECT of id, role, rank, contribution and reason
	args    []any
	scale   *big.Rat // of contributions
	money   bool
	code    string
	ratio   bool            // records add to the numerator, the denominator, or both
	sides   [2]bool         // of a ratio: whether the side is an amount
	counted [2]bool         // of a ratio: whether the side is a count
	numbers *big.Rat        // the scale of the side that is none
	says    []reason.Reason // by number
	rename  map[string]string
	// Of a row set: the objects that the column kind counts from 0, and fields of its own.
	objects []string
	shown   []FieldInfo
}

// The order in which roles are listed.
const (
	rankNumerator = iota
	rankDenominator
	rankRow
	rankLeftOut
)

var roleNames = map[int64]string{rankNumerator: RoleNumerator, rankDenominator: RoleDenominator, rankRow: RoleRow,
	rankLeftOut: RoleLeftOut}

func (e *Engine) drill(ctx context.Context, s *session, r *request, m *metric, c Cell, limit period.Range,
	page Page) (*RecordSet, error) {
	all, err := e.openAll(ctx, s, r, m, c, limit)
	if err != nil {
		return nil, err
	}
	return s.pages(ctx, r, all, c, page)
}

// openAll builds the statements that list what one row is made of, part by part.
func (e *Engine) openAll(ctx context.Context, s *session, r *request, m *metric, c Cell,
	limit period.Range) ([]*opened, error) {
	stand, err := e.stand(ctx, s, r, m)
	if err != nil {
		return nil, err
	}
	parts := []formulaPart{{name: m.Name, m: stand, r: r}}
	roles := map[string]string{}
	if m.Kind == KindBaseline {
		b, err := e.newBaseline(r, m)
		if err != nil {
			return nil, err
		}
		parts, limit = []formulaPart{{name: m.Of, m: b.of, r: r}}, b.before(b.c.PeriodOf(limit.From, b.grain))
		roles[b.of.Name] = RoleNumerator
	}
	if m.Kind == KindFormula {
		f, err := e.catalog.formula(m)
		if err != nil {
			return nil, err
		}
		if parts, err = e.parts(ctx, s, r, m, f); err != nil {
			return nil, err
		}
		// no records are behind it
		parts = slices.DeleteFunc(parts, func(p formulaPart) bool { return p.m.Kind == KindSetting })
		if sides := oneDivision.FindStringSubmatch(m.Formula); sides != nil {
			slices.SortStableFunc(parts,
				func(a, b formulaPart) int { return slices.Index(sides, a.name) - slices.Index(sides, b.name) })
			roles = map[string]string{sides[1]: RoleNumerator, sides[2]: RoleDenominator}
		}
	}
	if m.Kind == KindSetting {
		return nil, fault.Invalidf("%s is a setting of the company: no records are behind it", m.Name)
	}
	var all []*opened
	for _, part := range parts {
		o, also, err := e.open(ctx, s, part.r, part.m, part.opens(c, r.q.By), limit)
		if err != nil {
			return nil, partFault(m, part.m, err)
		}
		all = append(all, o)
		if len(roles) > 0 || m.Kind == KindFormula {
			o.rename = map[string]string{RoleRow: roles[part.name]}
			continue
		}
		all = append(all, also...)
	}
	return all, nil
}

// open builds the statement that lists a cell's records, and those that list what rows of a
// row set are made of.
func (e *Engine) open(ctx context.Context, s *session, r *request, m *metric, c Cell,
	limit period.Range) (*opened, []*opened, error) {
	if r.compared != nil {
		r = r.dated(m, *r.compared)
		r.compared, limit = nil, r.ranges.now
	}
	if m.Kind == KindDerived {
		o, err := openLines(ctx, s, r, m, c, limit)
		return o, nil, err
	}
	b := newStatement(s, r, m)
	b.drilled = true
	g, err := b.cellRows(ctx, c, limit)
	if err != nil {
		return nil, nil, err
	}
	o, err := b.opened(g, c)
	if err != nil {
		return nil, nil, err
	}
	parts, err := b.parts(ctx, c, limit)
	return o, parts, err
}

// cellRows sets up the rows of one cell.
func (b *Statement) cellRows(ctx context.Context, c Cell, limit period.Range) (*grouping, error) {
	if err := b.rowsOf(ctx, limit); err != nil {
		return nil, err
	}
	g, err := b.measure(ctx)
	if err != nil {
		return nil, err
	}
	return g, b.inCell(g, c)
}

// opened writes the statement of a cell's rows.
func (b *Statement) opened(g *grouping, c Cell) (*opened, error) {
	m := b.m
	o := &opened{m: m, object: m.listed(), money: g.money, code: b.money.code,
		scale: new(big.Rat).SetFrac64(1, g.scale)}
	if o.ratio = m.Measure == MeasureRatio; o.ratio {
		o.sides, o.counted = g.sides, [2]bool{m.Numerator.Count != "", m.Denominator.Count != ""}
	}
	if g.money {
		o.numbers = o.scale
		o.scale = scale(money.Digits(o.code), 0)
	}
	role, contribution := b.roles(g, c.Role)
	below := b.belowLine(g)
	number := "CASE"
	for _, gd := range g.guards {
		if gd.Act == ActLeaveOut {
			o.says = append(o.says, reason.Of("record_rule", "says", b.m.own(gd.Code, gd.Say.One)))
			number += " WHEN " + gd.bad + " THEN " + strconv.Itoa(len(o.says))
		}
	}
	if b.spread != nil {
		o.says = append(o.says, reason.Of("record_ends_first"))
		number += " WHEN " + b.spread.days + " <= 0 THEN " + strconv.Itoa(len(o.says))
	}
	if b.money.missing != "" {
		o.says = append(o.says, reason.Of("record_without_rate"))
		number += " WHEN " + b.money.missing + " THEN " + strconv.Itoa(len(o.says))
	}
	if value := firstOf(g.value, g.days); value != "" && b.m.Measure != MeasureSum {
		o.says = append(o.says, reason.Of("record_lacks_value"))
		number += " WHEN (" + value + ") IS NULL THEN " + strconv.Itoa(len(o.says))
		if g.days != "" {
			o.says = append(o.says, reason.Of("record_ends_first"))
			number += " WHEN " + value + " < 0 THEN " + strconv.Itoa(len(o.says))
		}
	}
	number += " ELSE 0 END"
	if number == "CASE ELSE 0 END" {
		number = "0"
	}
	kind, line, inner, shown := b.ownColumns(o)
	with, from, err := b.from()
	if err != nil {
		return nil, err
	}
	o.base = with
	group := ""
	if b.lines != nil || b.split { // a deal with several products or people in the cell is one record
		add := "min"
		if b.split || b.lines.summed {
			add = "sum"
		}
		role, contribution, number = "min("+role+")", add+"("+contribution+")", "min("+number+")"
		below, group = "min("+below+")", ` GROUP BY "r".id`
	}
	o.rows = `SELECT id, CASE WHEN reason > 0 THEN ` + strconv.Itoa(rankLeftOut) +
		` ELSE role END AS role, CASE WHEN reason > 0 THEN NULL ELSE contribution END AS contribution, below, reason,
		kind, line` + shown + `
		FROM (SELECT "r".id AS id, ` + kind + " AS kind, " + line + " AS line" + inner + ", " +
		role + " AS role, " + contribution + " AS contribution, " + below + " AS below, " + number + " AS reason" +
		from + b.restrict() + group + ") WHERE role IS NOT NULL OR reason > 0"
	o.args = b.args.Values()
	return o, nil
}

func firstOf(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}

// roles returns the SQL of a record's role in the number and of its contribution. When the denominator is asked
// for, records of the numerator are listed with what they add to the denominator.
func (b *Statement) roles(g *grouping, asked string) (role, contribution string) {
	one := func(value string) string {
		if value == "" {
			return "1::HUGEINT"
		}
		return "(" + value + ")::HUGEINT"
	}
	switch {
	case b.m.Measure == MeasureRatio && asked == RoleDenominator:
		return "CASE WHEN " + g.denominator + " THEN " + strconv.Itoa(rankDenominator) + " END", one(g.sumDenominator)
	case b.m.Measure == MeasureRatio:
		return "CASE WHEN " + g.numerator + " THEN " + strconv.Itoa(rankNumerator) + " WHEN " + g.denominator +
				" THEN " + strconv.Itoa(rankDenominator) + " END",
			"CASE WHEN " + g.numerator + " THEN " + one(g.sumNumerator) + " ELSE " + one(g.sumDenominator) + " END"
	case g.days != "":
		return strconv.Itoa(rankRow), one(g.days)
	case b.m.Measure == MeasureDistinct:
		return strconv.Itoa(rankRow), one("")
	}
	return strconv.Itoa(rankRow), one(g.value)
}

// belowLine is what a record adds to the denominator of a ratio.
func (b *Statement) belowLine(g *grouping) string {
	if b.m.Measure != MeasureRatio {
		return "NULL::HUGEINT"
	}
	value := "1"
	if g.sumDenominator != "" {
		value = g.sumDenominator
	}
	return "CASE WHEN " + g.denominator + " THEN (" + value + ")::HUGEINT END"
}

// inCell keeps the rows with the cell's values of the dimensions. A dimension that is a reason limits the
// numerator only.
func (b *Statement) inCell(g *grouping, c Cell) error {
	for name := range c.By {
		if !slices.ContainsFunc(g.dims, func(d dimension) bool { return d.name == name }) {
			return fault.Invalidf("the answer is not cut by %s: leave it out, or ask for it with --by", name)
		}
	}
	for _, d := range g.dims {
		id, given := c.By[d.name]
		if !given {
			continue // all of its values
		}
		sql, err := b.has(d, id)
		if err != nil {
			return err
		}
		if d.outcome {
			g.numerator = conjunction("("+g.numerator+")", sql)
		} else {
			b.where = append(b.where, sql)
		}
	}
	return nil
}

// has is the condition that a row has a dimension's value; "" is none.
func (b *Statement) has(d dimension, id string) (string, error) {
	switch {
	case id == "":
		return d.sql + " IS NULL", nil
	case d.kind == expr.Ref:
		object, n, err := record.ParseID(id)
		if err != nil {
			return "", err
		}
		if object != d.object {
			return "", fault.Invalidf("%s is no %s: %s takes ids of the object %s", id, d.object, d.name, d.object)
		}
		return d.sql + " = " + b.args.Add(n) + "::BIGINT", nil
	case d.kind == expr.Bool:
		v, err := strconv.ParseBool(id)
		if err != nil {
			return "", fault.Invalidf("%q is neither true nor false: %s is a yes/no field", id, d.name)
		}
		return d.sql + " = " + b.args.Add(v) + "::BOOLEAN", nil
	}
	return d.sql + " = " + b.args.Add(id) + "::VARCHAR", nil
}
