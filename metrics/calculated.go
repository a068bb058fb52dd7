package metrics

import (
	"context"
	"math/big"
	"strconv"
	"strings"

	"salesops/analytics"
	"salesops/internal/money"
	"salesops/internal/period"
	"salesops/internal/reason"
)

// calculatedSheet answers a metric of kind derived that is asked by itself.
func calculatedSheet(ctx context.Context, s *session, r *request, m *metric) (*sheet, error) {
	sh := &sheet{m: m}
	t, err := calculate(ctx, s, r, m, sh)
	if err != nil {
		return nil, err
	}
	own := t.sheet()
	own.ends = sh.ends
	return own, nil
}

// calculate lets the row set's calculator compute the answer. sh has the tables of a formula's earlier parts.
func calculate(ctx context.Context, s *session, r *request, m *metric, sh *sheet) (*table, error) {
	t := &table{m: m, scale: 1, now: map[cell]*tally{}, then: map[cell]*tally{}}
	if err := t.begin(ctx, s, r); err != nil {
		return nil, err
	}
	span, ok := sh.span(r)
	if !ok && r.ranges.grain != period.Whole {
		var err error
		if span, err = t.calculable(ctx, s, r); err != nil {
			return nil, err
		}
		sh.ends = span
	}
	periods := []period.Range{r.ranges.now}
	if r.ranges.grain != period.Whole {
		periods = r.ranges.periods(span)
	}
	if err := t.addLines(ctx, s, r, periods, t.now); err != nil {
		return nil, err
	}
	if len(t.now) == 0 {
		if err := t.lookForWhose(ctx, s, r, m.set.From[:1]); err != nil {
			return nil, err
		}
	}
	if r.ranges.compare == "" {
		return t, nil
	}
	err := t.addDated(r, m, func(past *request) (*table, error) { return calculate(ctx, s, past, m, &sheet{m: m}) })
	if err != nil {
		return nil, err
	}
	return t, t.addLines(ctx, s, r, r.comparedPeriods(periods), t.then)
}

// comparedPeriods returns the periods with which the given ones are compared.
func (r *request) comparedPeriods(periods []period.Range) []period.Range {
	if r.ranges.grain == period.Whole {
		return []period.Range{r.ranges.then}
	}
	var then []period.Range
	others := r.ranges.periods(r.ranges.then)
	if r.ranges.slide {
		others = nil
	}
	for i, p := range periods {
		if q, ok := r.ranges.partner(i, p, others); ok {
			then = append(then, q)
		}
	}
	return then
}

func (t *table) begin(ctx context.Context, s *session, r *request) error {
	var err error
	if t.calculation, err = t.m.set.Calculator.Begin(ctx, newStatement(s, r, t.m)); err == nil {
		t.cannot = t.calculation.Why
	}
	return err
}

// calculable returns the range from the calculator's first day to the as-of day.
func (t *table) calculable(ctx context.Context, s *session, r *request) (period.Range, error) {
	span := r.ranges.now
	if span.From == period.MinDay {
		first, err := t.calculation.First(ctx, newStatement(s, r, t.m))
		if err != nil {
			return span, err
		}
		span.From = min(first, span.To-1)
	}
	if span.To == period.MaxDay {
		span.To = max(r.asOf, span.From) + 1
	}
	return span, nil
}

// lines joins the row set's records with their lines in the periods.
func (t *table) lines(ctx context.Context, b *Statement, periods []period.Range) (Lines, error) {
	lines, err := t.calculation.Lines(ctx, b, periods)
	if !lines.Why.None() {
		t.cannot = lines.Why
	}
	t.money, t.sides, t.code = lines.Money[0] || lines.Money[1], lines.Money, lines.Currency
	return lines, err
}

// linesIn sets up the rows of lines: those of the records that the question asks for, with its dimensions.
func (b *Statement) linesIn(ctx context.Context, lines Lines, periods []period.Range) (*grouping, error) {
	b.ctes = append(b.ctes, `"line" AS (`+firstOf(lines.SQL, noLines)+")")
	b.joins = append(b.joins, ` JOIN "line" ON "line".record = "r".id`)
	b.orgOn = `"line".day`
	if err := b.stepRows(ctx, periods); err != nil {
		return nil, err
	}
	if err := b.stepFilter(ctx); err != nil {
		return nil, err
	}
	if err := b.stepWhose(ctx); err != nil {
		return nil, err
	}
	g := &grouping{scale: 1}
	var err error
	g.dims, err = b.dimensions()
	return g, err
}

// addLines adds up the lines of each period.
func (t *table) addLines(ctx context.Context, s *session, r *request, periods []period.Range,
	into map[cell]*tally) error {
	b := newStatement(s, r, t.m)
	lines, err := t.lines(ctx, b, periods)
	if err != nil || lines.SQL == "" {
		return err
	}
	g, err := b.linesIn(ctx, lines, periods)
	if err != nil {
		return err
	}
	t.dims = g.dims
	list := []string{`"line".place`}
	for _, d := range g.dims {
		list = append(list, d.sql)
	}
	c := cells{keys: len(list)}
	c.list = append(list, `count(DISTINCT "r".id)`, `sum("line".above)`, `coalesce(sum("line".below), 0)::HUGEINT`)
	with, from, err := b.from()
	if err != nil {
		return err
	}
	return s.each(ctx, with+" SELECT "+strings.Join(c.list, ", ")+from+b.restrict()+c.groupBy(), b.args.Values(),
		func(batch *analytics.Batch, row int) error {
			p := periods[batch.Int(0, row)]
			k := cell{start: period.MinDay}
			if r.ranges.grain != period.Whole {
				k.start = r.ranges.calendar.PeriodOf(p.From, r.ranges.grain).From
			}
			for i, d := range g.dims {
				k.dims[i] = readDim(d, batch, i+1, row)
			}
			one := &tally{n: batch.Int(c.keys, row), a: batch.Big(c.keys+1, row), b: batch.Big(c.keys+2, row)}
			if t.calculation.Form == DailyMean {
				one.b = big.NewInt(int64(p.Days()))
			}
			into[k] = one
			return nil
		})
}

// calculated turns the lines of a cell into a figure.
func (t *table) calculated(k *tally, o outcome) outcome {
	c := t.calculation
	o.flags, o.hint = append(o.flags, c.Flags...), c.Hint
	switch {
	case t.nobody != "":
		return o.without(reason.Of("whose_empty", "noun", t.many(), "whose", t.nobody))
	case !t.cannot.None():
		return o.without(t.cannot)
	case o.n < t.m.Floor:
		return o.without(reason.Of("too_few", "count", o.n, "noun", t.counted(o.n), "floor", t.m.Floor))
	}
	above, below := t.side(k.a, 0), t.side(k.b, 1)
	if c.Form == Added {
		o.value = above
		return o
	}
	if c.Form == DailyMean && below.Sign() == 0 { // a cell without people: 0 on each day
		below.SetInt64(1)
	}
	o.numerator, o.denominator, o.numeratorMoney, o.denomMoney = above, below, t.sides[0], t.sides[1]
	if o.value = quotient(above, below); o.value == nil {
		return o.without(reason.Of("none_to_compute", "noun", t.many()))
	}
	return o
}

// side returns the sum above (0) or below (1).
func (t *table) side(sum *big.Int, i int) *big.Rat {
	if t.sides[i] {
		return money.MajorRat(sum, t.code)
	}
	return new(big.Rat).SetInt(sum)
}

// calculatedNotes are the calculator's.
func (t *table) calculatedNotes(part string) []Note {
	if t.calculation == nil {
		return nil
	}
	var out []Note
	for _, n := range t.calculation.Notes {
		n.Metric = part
		out = append(out, n)
	}
	return out
}

// openLines lists the lines of a cell, one for each record.
func openLines(ctx context.Context, s *session, r *request, m *metric, c Cell, limit period.Range) (*opened, error) {
	t := &table{m: m, scale: 1}
	if err := t.begin(ctx, s, r); err != nil {
		return nil, err
	}
	b, periods := newStatement(s, r, m), []period.Range{limit}
	lines, err := t.lines(ctx, b, periods)
	if err != nil {
		return nil, err
	}
	g, err := b.linesIn(ctx, lines, periods)
	if err != nil {
		return nil, err
	}
	if err := b.inCell(g, c); err != nil {
		return nil, err
	}
	o := &opened{m: m, object: m.set.Opens[0], money: t.money, code: t.code, sides: t.sides, scale: big.NewRat(1, 1)}
	if t.money {
		o.numbers, o.scale = o.scale, scale(money.Digits(o.code), 0)
	}
	role, contribution, below := strconv.Itoa(rankRow), `sum("line".above)::HUGEINT`, "NULL::HUGEINT"
	switch {
	case t.calculation.Form == DailyMean && limit.Bounded():
		o.scale = big.NewRat(1, int64(limit.Days()))
	case t.calculation.Form == Quotient:
		o.ratio = true
		role, contribution, below = quotientRoles(c.Role)
	}
	with, from, err := b.from()
	if err != nil {
		return nil, err
	}
	o.base = with
	o.rows = `SELECT "r".id AS id, ` + role + " AS role, " + contribution +
		" AS contribution, " + below + " AS below, 0 AS reason, 0 AS kind, 0 AS line" +
		from + b.restrict() + ` GROUP BY "r".id`
	o.args = b.args.Values()
	return o, nil
}

// quotientRoles is the SQL of a record's role in a quotient and of what it adds on each side.
func quotientRoles(asked string) (role, contribution, below string) {
	const above, under = `sum("line".above)::HUGEINT`, `sum("line".below)::HUGEINT`
	if asked == RoleDenominator {
		return strconv.Itoa(rankDenominator), under, under
	}
	either := func(yes, no string) string {
		return "CASE WHEN " + above + " <> 0 THEN " + yes + " ELSE " + no + " END"
	}
	return either(strconv.Itoa(rankNumerator), strconv.Itoa(rankDenominator)), either(above, under), under
}
