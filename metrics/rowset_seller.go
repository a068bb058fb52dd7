package metrics

import (
	"context"
	"math/big"
	"strconv"
	"strings"

	"salesops/analytics"
	"salesops/internal/expr"
	"salesops/internal/period"
	"salesops/internal/reason"
	"salesops/sales"
)

// rosterInfo says where the sellers come from.
type rosterInfo struct {
	fromOwners bool // nobody is marked as selling: owners of deals and activities count
	ownerless  int64
	deals      int64
	unbounded  bool // a daily mean was asked for without days
}

// Sellers are the people who sell: one row per person, present for as long as the person sells.
// A seller is their own owner, so that filters on owners hold for both sides of a ratio.
func Sellers() *RowSet {
	return &RowSet{
		Name: "seller", Like: sales.Person, Opens: []string{sales.Person}, From: []string{sales.Person},
		Own:  []expr.Field{{Name: "owner", Kind: expr.Ref, RefObject: sales.Person, Label: "Owner"}},
		Same: map[string]string{"owner": "id"}, Prepare: prepareSellers, derived: sellers{},
	}
}

func prepareSellers(_ context.Context, b *Statement, _ []period.Range) (Rows, error) {
	return Select(func(columns []string) (string, error) {
		at := b.r.when
		at.Stubs = true
		return b.s.cols.Rows(sales.Person, columns, at, b.args.Add)
	}), nil
}

// deriver counts the rows of a row set itself.
type deriver interface {
	// measures are what a metric can say of the rows.
	measures() []Measure
	// table counts them; sh has the tables of a formula that were counted before.
	table(ctx context.Context, s *session, r *request, m *metric, sh *sheet) (*table, error)
	// open lists those of a cell.
	open(ctx context.Context, s *session, r *request, m *metric, c Cell, limit period.Range) (*opened, error)
}

// derivedSheet answers a metric of kind derived that is asked by itself.
func derivedSheet(ctx context.Context, s *session, r *request, m *metric) (*sheet, error) {
	sh := &sheet{m: m}
	t, err := m.set.derived.table(ctx, s, r, m, sh)
	if err != nil {
		return nil, err
	}
	own := t.sheet()
	own.ends = sh.ends
	return own, nil
}

// sellers count people by the days on which they sell.
type sellers struct{}

// The measures of sellers.
const (
	heads     Measure = "heads"
	dailyMean Measure = "daily_mean"
	daysSold  Measure = "days"
)

func (sellers) measures() []Measure { return []Measure{heads, dailyMean, daysSold} }

// table counts people marked as selling whose days overlap the
// period; without any, the owners of deals alive in the period and of activities in it.
func (d sellers) table(ctx context.Context, s *session, r *request, m *metric, sh *sheet) (*table, error) {
	t := &table{m: m, scale: 1, now: map[cell]*tally{}, then: map[cell]*tally{}, roster: &rosterInfo{}}
	if err := t.readRoster(ctx, s, r); err != nil {
		return nil, err
	}
	span, ok := sh.span(r)
	if !ok && r.ranges.grain != period.Whole {
		var err error
		if span, err = t.presence(ctx, s, r); err != nil {
			return nil, err
		}
		sh.ends = span
	}
	periods := []period.Range{r.ranges.now}
	if r.ranges.grain != period.Whole {
		periods = r.ranges.periods(span)
	}
	if err := t.count(ctx, s, r, periods, t.now); err != nil {
		return nil, err
	}
	if err := t.lookForPeople(ctx, s, r); err != nil {
		return nil, err
	}
	if r.ranges.compare == "" {
		return t, nil
	}
	err := t.addDated(r, m, func(past *request) (*table, error) { return d.table(ctx, s, past, m, &sheet{m: m}) })
	if err != nil {
		return nil, err
	}
	then := []period.Range{r.ranges.then}
	if r.ranges.grain != period.Whole {
		then = nil
		others := r.ranges.periods(r.ranges.then)
		if r.ranges.slide {
			others = nil
		}
		for i, p := range periods {
			if q, ok := r.ranges.partner(i, p, others); ok {
				then = append(then, q)
			}
		}
	}
	return t, t.count(ctx, s, r, then, t.then)
}

// readRoster learns whether anybody is marked as selling, and if not whether
// deals have owners.
func (t *table) readRoster(ctx context.Context, s *session, r *request) error {
	var args expr.Args
	people, err := s.cols.Rows(sales.Person, []string{"id", "sells"}, r.when, args.Add)
	if err != nil {
		return err
	}
	err = s.each(ctx, "SELECT count(*) FROM ("+people+") WHERE sells", args.Values(),
		func(b *analytics.Batch, row int) error {
			t.roster.fromOwners = b.Int(0, row) == 0
			return nil
		})
	if err != nil || !t.roster.fromOwners {
		return err
	}
	args = expr.Args{}
	deals, err := s.cols.Rows(sales.Deal, []string{"owner"}, r.when, args.Add)
	if err != nil {
		return err
	}
	return s.each(ctx, "SELECT count(*), count(owner) FROM ("+deals+")", args.Values(),
		func(b *analytics.Batch, row int) error {
			t.roster.deals, t.roster.ownerless = b.Int(0, row), b.Int(0, row)-b.Int(1, row)
			return nil
		})
}

// stretches is the relation of people and the days on which they sell, both included.
func (t *table) stretches(b *Statement, periods []period.Range) (string, error) {
	const open = ", DATE '9999-12-30')"
	if !t.roster.fromOwners {
		rows, err := b.s.cols.Rows(sales.Person, []string{"id", "sells", "started_on", "left_on"}, b.r.when, b.args.Add)
		return "SELECT id AS person, coalesce(started_on, DATE '0001-01-01') AS day_from, coalesce(left_on" +
			open + " AS day_to FROM (" + rows + ") WHERE sells", err
	}
	deals, err := b.s.cols.Rows(sales.Deal, []string{"owner", "created_on", "closed_on"}, b.r.when, b.args.Add)
	if err != nil {
		return "", err
	}
	activities, err := b.s.cols.Rows(sales.Activity, []string{"owner", "start_on", "created_on"}, b.r.when, b.args.Add)
	days := "(SELECT owner AS person, coalesce(created_on, closed_on, DATE '0001-01-01') AS day_from, " +
		"coalesce(closed_on" + open + " AS day_to FROM (" + deals + ") WHERE owner IS NOT NULL" +
		" UNION ALL SELECT owner, coalesce(start_on, created_on), coalesce(start_on, created_on) FROM (" + activities +
		") WHERE owner IS NOT NULL AND coalesce(start_on, created_on) IS NOT NULL)"
	if wholePeriods(b.r.ranges, periods) {
		return b.periodsSold(days, periods), err
	}
	// Of the stretches that begin on one day the longest says it all.
	return "SELECT person, day_from, max(day_to) AS day_to FROM " + days + " GROUP BY person, day_from", err
}

// periodsSold makes of stretches of days the numbers of the periods that they touch, once each: of
// those that begin in one period the longest says it all.
func (b *Statement) periodsSold(days string, periods []period.Range) string {
	first, last := periods[0].From, periods[0].To
	for _, p := range periods {
		first, last = min(first, p.From), max(last, p.To)
	}
	from, to := b.args.Add(first)+"::DATE", b.args.Add(last)+"::DATE"
	key := func(on string) string { return periodKey(b.r.ranges.calendar, b.r.ranges.grain, on) }
	return "SELECT DISTINCT person, unnest(range(begun, ended + 1)) AS key FROM (SELECT person, " + key("day_from") +
		" AS begun, max(" + key("day_to") + ") AS ended FROM (" +
		"SELECT person, greatest(day_from, " + from + ") AS day_from, least(day_to, " + to + " - 1) AS day_to FROM " +
		days + " WHERE day_from < " + to + " AND day_to >= " + from +
		") GROUP BY 1, 2)"
}

// wholePeriods says whether the answer's periods are those of the calendar, none cut off.
func wholePeriods(r ranges, periods []period.Range) bool {
	if r.grain == period.Whole || len(periods) == 0 {
		return false
	}
	for _, p := range periods {
		if r.calendar.PeriodOf(p.From, r.grain) != p {
			return false
		}
	}
	return true
}

// presence is the run of days from the first day anybody sold to the as-of day.
func (t *table) presence(ctx context.Context, s *session, r *request) (period.Range, error) {
	b := newStatement(s, r, t.m)
	days, err := t.stretches(b, nil)
	if err != nil {
		return period.Range{}, err
	}
	span := r.ranges.now
	first := r.asOf
	err = s.each(ctx, "SELECT min(day_from) FROM ("+days+") WHERE day_from > DATE '0001-01-01'", b.args.Values(),
		func(b *analytics.Batch, row int) error {
			if !b.Null(0, row) {
				first = min(first, b.Day(0, row))
			}
			return nil
		})
	if span.From == period.MinDay {
		span.From = min(first, span.To-1)
	}
	if span.To == period.MaxDay {
		span.To = max(r.asOf, span.From) + 1
	}
	return span, err
}

// count fills a table with the sellers of each period.
func (t *table) count(ctx context.Context, s *session, r *request, periods []period.Range, into map[cell]*tally) error {
	fte := t.m.Measure != heads
	if fte && (t.roster.fromOwners || len(periods) == 1 && !periods[0].Bounded()) {
		t.roster.unbounded = !t.roster.fromOwners
		return nil // figure says why
	}
	b, g, err := t.sellerBuild(ctx, s, r, periods)
	if err != nil {
		return err
	}
	list := []string{`"p".idx`}
	for _, d := range g.dims {
		list = append(list, d.sql)
	}
	keys := len(list)
	list = append(list, `count(DISTINCT "r".id)`)
	if fte {
		list = append(list, t.presentDays(b))
	}
	with, from, err := b.from()
	if err != nil {
		return err
	}
	c := cells{list: list, keys: keys}
	return s.each(ctx, with+" SELECT "+strings.Join(list, ", ")+from+b.restrict()+c.groupBy(), b.args.Values(),
		func(batch *analytics.Batch, row int) error {
			p := periods[batch.Int(0, row)]
			k := cell{start: period.MinDay}
			if r.ranges.grain != period.Whole {
				k.start = r.ranges.calendar.PeriodOf(p.From, r.ranges.grain).From
			}
			for i, d := range g.dims {
				k.dims[i] = readDim(d, batch, i+1, row)
			}
			one := &tally{n: batch.Int(keys, row), a: big.NewInt(batch.Int(keys, row)), b: big.NewInt(1)}
			if fte {
				one.a, one.b = batch.Big(keys+1, row), big.NewInt(int64(p.Days()))
			}
			if t.m.Measure == daysSold {
				one.b = big.NewInt(1)
			}
			into[k] = one
			return nil
		})
}

// sellerBuild joins people with the days on which they sell and with the periods.
func (t *table) sellerBuild(ctx context.Context, s *session, r *request,
	periods []period.Range) (*Statement, *grouping, error) {
	b := newStatement(s, r, t.m)
	stretches, err := t.stretches(b, periods)
	if err != nil {
		return nil, nil, err
	}
	var index, first, last []int64
	for i, p := range periods {
		index, first, last = append(index, int64(i)), append(first, int64(p.From)), append(last,
			int64(min(p.To, period.MaxDay-1)-1))
	}
	b.ctes = append(b.ctes, `"s" AS (`+stretches+")",
		`"p" AS (SELECT idx, DATE '1970-01-01' + a::INTEGER AS first, DATE '1970-01-01' + z::INTEGER AS last FROM (SELECT unnest(`+
			b.args.Add(index)+"::BIGINT[]) AS idx, unnest("+b.args.Add(first)+"::BIGINT[]) AS a, unnest("+
			b.args.Add(last)+"::BIGINT[]) AS z))")
	sold := `"s".day_from <= "p".last AND "s".day_to >= "p".first`
	if t.roster.fromOwners && wholePeriods(r.ranges, periods) {
		sold = `"s".key = ` + periodKey(r.ranges.calendar, r.ranges.grain, `"p".first`)
	}
	b.joins = append(b.joins, ` JOIN "s" ON "s".person = "r".id JOIN "p" ON `+sold)
	if err := b.stepRows(ctx, periods); err != nil {
		return nil, nil, err
	}
	if err := b.stepFilter(ctx); err != nil {
		return nil, nil, err
	}
	// The team is that of the period's last day on which the person sold.
	b.orgOn = `least("p".last, "s".day_to)`
	if t.roster.fromOwners {
		b.orgOn = `"p".last`
	}
	if err := b.stepWhose(ctx); err != nil {
		return nil, nil, err
	}
	g := &grouping{scale: 1}
	g.dims, err = b.dimensions()
	t.dims = g.dims
	return b, g, err
}

// sellers turns a count of people into a figure.
func (t *table) sellers(k *tally, o outcome) outcome {
	o.noun = "reps"
	if t.roster.fromOwners {
		o.flags = append(o.flags, FlagFromDealOwners)
		if t.roster.deals > 0 && t.roster.ownerless == t.roster.deals {
			o.hint = reason.Of("sellers_ownerless", "deals", t.roster.deals)
		}
	}
	if t.nobody != "" {
		return o.without(reason.Of("whose_empty", "noun", "reps", "whose", t.nobody))
	}
	if t.m.Measure == heads {
		switch {
		case !o.hint.None():
			return o.without(o.hint)
		case t.roster.fromOwners && t.roster.deals == 0:
			return o.without(reason.Of("sellers_none"))
		}
		o.value = new(big.Rat).SetInt64(k.n)
		return o
	}
	switch {
	case t.roster.fromOwners:
		return o.without(reason.Of("presence_unknown", "what", t.presenceWord()))
	case t.roster.unbounded:
		return o.without(reason.Of("presence_endless", "what", t.presenceWord()))
	}
	o.numerator, o.denominator = new(big.Rat), big.NewRat(1, 1)
	if k.a != nil && k.b != nil && k.b.Sign() > 0 {
		o.numerator, o.denominator = new(big.Rat).SetInt(k.a), new(big.Rat).SetInt(k.b)
	}
	o.value = new(big.Rat).Quo(o.numerator, o.denominator)
	if t.m.Measure == daysSold {
		o.numerator, o.denominator = nil, nil
	}
	return o
}

// presentDays is the SQL of the days on which people sold in a period. Days ahead are part of
// a daily mean, which is of the whole period; nobody has worked on them yet.
func (t *table) presentDays(b *Statement) string {
	last := `"p".last`
	if t.m.Measure == daysSold {
		last = `least("p".last, ` + b.args.Add(b.r.asOf) + "::DATE)"
	}
	return "sum(greatest(least(" + last + `, "s".day_to) - greatest("p".first, "s".day_from) + 1, 0))`
}

func (t *table) presenceWord() string {
	if t.m.Measure == daysSold {
		return "days of reps"
	}
	return "full-time equivalents"
}

func (t *table) rosterNotes(part string) []Note {
	if t.roster == nil || !t.roster.fromOwners {
		return nil
	}
	return []Note{{Code: FlagFromDealOwners, Metric: part,
		Text: "Nobody is marked as a rep: the owners of deals alive in the period and of activities in it are " +
			"counted instead"}}
}

// open lists the people behind a number of sellers.
func (sellers) open(ctx context.Context, s *session, r *request, m *metric, c Cell,
	limit period.Range) (*opened, error) {
	t := &table{m: m, scale: 1, roster: &rosterInfo{}}
	if err := t.readRoster(ctx, s, r); err != nil {
		return nil, err
	}
	b, g, err := t.sellerBuild(ctx, s, r, []period.Range{limit})
	if err != nil {
		return nil, err
	}
	if err := b.inCell(g, c); err != nil {
		return nil, err
	}
	o := &opened{m: m, object: sales.Person, scale: big.NewRat(1, 1)}
	contribution := "1::HUGEINT"
	if m.Measure != heads {
		contribution = t.presentDays(b) + "::HUGEINT"
		if m.Measure == dailyMean && limit.Bounded() {
			o.scale = big.NewRat(1, int64(limit.Days()))
		}
		if t.roster.fromOwners || !limit.Bounded() {
			b.where = append(b.where, "false")
		}
	}
	with, from, err := b.from()
	if err != nil {
		return nil, err
	}
	o.base = with
	o.rows = `SELECT "r".id AS id, ` + strconv.Itoa(rankRow) + " AS role, " + contribution +
		" AS contribution, NULL::HUGEINT AS below, 0 AS reason, 0 AS kind, 0 AS line" +
		from + b.restrict() + ` GROUP BY "r".id`
	o.args = b.args.Values()
	return o, nil
}
