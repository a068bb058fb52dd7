package metrics

import (
	"context"
	"maps"
	"math/big"
	"slices"
	"strings"

	"salesops/analytics"
	"salesops/internal/expr"
	"salesops/internal/period"
	"salesops/internal/reason"
)

// cell identifies one number of an answer.
type cell struct {
	start period.Day // of its period, not clipped; MinDay without grain
	dims  [maxDimensions]dimValue
}

// tally is what was counted in one cell, before it becomes a figure.
type tally struct {
	n          int64
	bad, of    []int64  // per guard
	a, b       *big.Int // sums or counts: numerator and denominator, sum and count, lower and upper median
	values     int64    // rows with a value (mean, median)
	spells     map[[2]int64]int64
	buyers     map[[4]int64]int64 // customers of an estimate of purchases, by what was seen of them
	months     *big.Rat           // the length of the cell's period; nil without limits
	backfilled int64
	unproven   []int64  // rows without history, by the table's fields
	proven     *big.Int // what of a sum is proven; nil when nobody asked
	missing    int64
	undated    int64
	priced     bool // has amounts, of rows kept apart by currency
	mixed      bool // several currencies that nobody asked to convert
}

// table is the result of a statement.
type table struct {
	m        *metric
	dims     []dimension
	guards   []guardSQL
	scale    int64
	money    bool
	sides    [2]bool // of a ratio: whether the side is an amount
	code     string  // currency
	now      map[cell]*tally
	then     map[cell]*tally
	dated    map[period.Day]*table // by the start of the period that is not over
	days     period.Range          // of a dated table: what is compared
	mixed    []string              // currencies found where there should be one
	reported bool                  // rows give all their amounts in the result's currency
	hasDates bool
	// leftOut are the amounts without a rate, by currency.
	leftOut []currencySum
	undated int64  // rows without a day, in no period
	unknown int64  // rows for which a condition of the query is unknown
	none    bool   // the object has no records at all
	nobody  string // whose records were asked for, when they have none at all
	// Of a calculator: its work, and why there is no number.
	calculation *Calculation
	cannot      reason.Reason
	set         *float64 // of a setting; nil while it is not set
	assumedIn   string   // the currency of amounts that name none, beside others that do
	assumed     bool     // then a formula counts it as 1
	instead     string   // what there is none of, so that this table is used instead
	lag         string   // the metric whose value is the lag of its rows
	lagDays     int
	whole       bool       // part of a formula that a dimension of the query does not divide
	shared      bool       // deals are divided by credit splits
	byLines     bool       // deals count under the products of their lines
	several     *several   // the numbers for the notes about them
	unseen      []evidence // what the metric needs and the log never had
	extent      extent
	fields      []string // the stored fields that a question about the past reads
	behind      []behind // records without history behind the rows
	passed      []Note   // records that make no row because a value is unset
}

type currencySum struct {
	code  string
	count int64
	minor *big.Int
}

// compute runs an aggregate or an estimate.
func (e *Engine) compute(ctx context.Context, s *session, r *request, m *metric) (*table, error) {
	t := &table{m: m, now: map[cell]*tally{}, then: map[cell]*tally{}, hasDates: m.On != ""}
	sh, err := t.common(ctx, s, r)
	if err != nil {
		return nil, err
	}
	switch rg := r.ranges; {
	case sh != nil && sh.answer(s, r, t):
	case rg.compare == "" || rg.grain == period.Whole && len(r.pairs()) > 0:
		if err := t.run(ctx, s, r, []period.Range{rg.now}, t.now, nil); err != nil {
			return nil, err
		}
	case rg.slide: // a period is compared with an earlier one of the same table
		if err := t.run(ctx, s, r, []period.Range{{From: rg.then.From, To: rg.now.To}}, t.then, nil); err != nil {
			return nil, err
		}
		if rg.begunIn() { // as the earlier one of the next, the first period is whole
			if err := t.run(ctx, s, r, []period.Range{rg.now}, t.now, nil); err != nil {
				return nil, err
			}
			break
		}
		for c, k := range t.then {
			if c.start >= rg.now.From {
				t.now[c] = k
			}
		}
	case apart(rg.now, rg.then):
		if err := t.run(ctx, s, r, []period.Range{rg.now, rg.then}, t.now, t.then); err != nil {
			return nil, err
		}
	default: // the ranges share days: a row may belong to both
		if err := t.run(ctx, s, r, []period.Range{rg.now}, t.now, nil); err != nil {
			return nil, err
		}
		if err := t.run(ctx, s, r, []period.Range{rg.then}, t.then, nil); err != nil {
			return nil, err
		}
	}
	if err := t.lookBehind(ctx, s, r); err != nil {
		return nil, err
	}
	if err := t.lookPassedOver(ctx, s, r); err != nil {
		return nil, err
	}
	if err := t.addDated(r, m, func(d *request) (*table, error) { return e.compute(ctx, s, d, m) }); err != nil {
		return nil, err
	}
	if err := t.lookAround(ctx, s, r); err != nil || !t.byLines && !t.shared {
		return t, err
	}
	return t, t.lookAtLines(ctx, s, r)
}

func (t *table) run(ctx context.Context, s *session, r *request, limits []period.Range,
	now, then map[cell]*tally) error {
	b := newStatement(s, r, t.m)
	if err := b.rowsOf(ctx, limits...); err != nil {
		return err
	}
	g, err := b.measure(ctx)
	if err != nil {
		return err
	}
	g.undated = b.on != "" && r.ranges.grain == period.Whole && len(limits) == 1 && !limits[0].Bounded() &&
		limits[0].From == period.MinDay && limits[0].To == period.MaxDay
	c := b.selectList(g, then != nil)
	with, from, err := b.from()
	if err != nil {
		return err
	}
	t.take(b, g, c)
	currencies := map[string]bool{}
	sql := with + " SELECT " + strings.Join(c.list, ", ") + from + b.restrict() + c.groupBy()
	err = t.eachRow(ctx, s, sql, b, g, c, func(flag int64, k cell, one *tally, currency *string) {
		into := now
		if flag == 1 {
			into = then
		}
		one.months = b.monthsOf(k.start, flag == 1)
		if currency != nil {
			currencies[*currency] = true
		}
		addTo(into, k, one)
	})
	if err != nil {
		return err
	}
	t.widenAll(now, then)
	if c.split >= 0 {
		t.split(currencies)
	}
	return nil
}

// take notes how a statement was built.
func (t *table) take(b *Statement, g *grouping, c *cells) {
	t.dims, t.guards, t.scale, t.money, t.code, t.sides = g.dims, g.guards, g.scale, g.money, b.money.code, g.sides
	t.byLines, t.shared, t.fields, t.mixed, t.assumedIn = b.lines != nil, b.split, c.fields, b.mixed, b.assumedIn
	t.reported = b.set != nil && !b.converts()
}

// eachRow runs a statement and calls fn with what it counted: the flag, the cell, and the currency
// of amounts that are kept apart.
func (t *table) eachRow(ctx context.Context, s *session, sql string, b *Statement, g *grouping, c *cells,
	fn func(flag int64, k cell, one *tally, currency *string)) error {
	rg := b.r.ranges
	return s.each(ctx, sql, b.args.Values(), func(batch *analytics.Batch, row int) error {
		k, flag := cell{start: period.MinDay}, int64(0)
		if c.flag >= 0 {
			flag = batch.Int(c.flag, row)
		}
		if c.period >= 0 {
			if batch.Null(c.period, row) {
				t.undated += batch.Int(c.n, row)
				return nil
			}
			k.start = periodStart(rg.calendar, rg.grain, batch.Int(c.period, row))
		}
		for i, col := range c.dims {
			k.dims[i] = readDim(g.dims[i], batch, col, row)
		}
		one := t.read(c, batch, row, len(g.guards))
		var currency *string
		if one.priced = c.split >= 0 && one.n > 0 && !batch.Null(c.split, row); one.priced {
			text := batch.Text(c.split, row)
			currency = &text
		}
		fn(flag, k, one, currency)
		return nil
	})
}

func (t *table) widenAll(now, then map[cell]*tally) {
	if slices.ContainsFunc(t.dims, func(d dimension) bool { return d.outcome }) {
		t.widen(now)
		t.widen(then)
	}
}

// split handles several currencies: one that the filters leave is the currency of the result; several have no
// sum.
func (t *table) split(currencies map[string]bool) {
	if len(currencies) <= 1 {
		for c := range currencies {
			t.code = c
		}
		return
	}
	for _, c := range slices.Sorted(maps.Keys(currencies)) {
		t.mixed = append(t.mixed, currencyName(c))
	}
}

func readDim(d dimension, b *analytics.Batch, col, row int) dimValue {
	switch {
	case b.Null(col, row):
		return dimValue{null: true}
	case d.kind == expr.Ref:
		return dimValue{num: b.Int(col, row)}
	case d.kind == expr.Bool:
		v := dimValue{}
		if b.Bool(col, row) {
			v.num = 1
		}
		return v
	}
	return dimValue{text: b.Text(col, row)}
}

func (t *table) read(c *cells, b *analytics.Batch, row, guards int) *tally {
	one := &tally{n: b.Int(c.n, row)}
	for i := range guards {
		one.bad = append(one.bad, b.Int(c.guards+2*i, row))
		one.of = append(one.of, b.Int(c.guards+2*i+1, row))
	}
	whole := func(col int) *big.Int {
		if b.Null(col, row) {
			return new(big.Int)
		}
		return b.Big(col, row)
	}
	switch t.m.Measure {
	case MeasureSum, MeasureDistinct:
		one.a = whole(c.measure)
	case MeasureMean:
		one.a, one.values = whole(c.measure), b.Int(c.measure+1, row)
	case MeasureMedian:
		one.a, one.b, one.values = whole(c.measure), whole(c.measure+1), b.Int(c.measure+2, row)
	case MeasureRatio:
		one.a, one.b = whole(c.measure), whole(c.measure+1)
	}
	if c.days >= 0 && !b.Null(c.days, row) {
		one.spells = map[[2]int64]int64{{b.Int(c.days, row), b.Int(c.event, row)}: one.n}
	}
	if c.buyer >= 0 {
		var seen [4]int64
		for i := range seen {
			if !b.Null(c.buyer+i, row) {
				seen[i] = b.Int(c.buyer+i, row)
			}
		}
		one.buyers = map[[4]int64]int64{seen: one.n}
	}
	for _, extra := range []struct {
		col  int
		into *int64
	}{{c.backfilled, &one.backfilled}, {c.missing, &one.missing}, {c.undated, &one.undated}} {
		if extra.col >= 0 {
			*extra.into = b.Int(extra.col, row)
		}
	}
	for _, col := range c.unproven {
		one.unproven = append(one.unproven, b.Int(col, row))
	}
	if c.proven >= 0 {
		one.proven = whole(c.proven)
	}
	return one
}

// add adds another group of the same cell: the spells of an estimate, or another currency.
func (t *tally) add(o *tally) {
	t.mixed = t.mixed || t.priced && o.priced
	t.priced = t.priced || o.priced
	t.n += o.n
	t.values += o.values
	t.backfilled += o.backfilled
	t.missing += o.missing
	t.undated += o.undated
	for i := range o.unproven {
		t.unproven[i] += o.unproven[i]
	}
	if o.proven != nil {
		t.proven = new(big.Int).Add(t.proven, o.proven)
	}
	for i := range o.bad {
		t.bad[i] += o.bad[i]
		t.of[i] += o.of[i]
	}
	if o.a != nil {
		t.a = new(big.Int).Add(t.a, o.a)
	}
	if o.b != nil {
		t.b = new(big.Int).Add(t.b, o.b)
	}
	if t.buyers != nil {
		for k, n := range o.buyers {
			t.buyers[k] += n
		}
	}
	if t.spells == nil {
		t.spells = maps.Clone(o.spells)
		return
	}
	for k, n := range o.spells {
		t.spells[k] += n
	}
}
