package metrics

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"salesops/internal/expr"
	"salesops/internal/period"
)

// grouping is the last step: what is computed per cell of the answer.
type grouping struct {
	dims   []dimension
	guards []guardSQL
	ok     string // the condition that a row is counted; "" for all
	// unrated is the condition that a row would be counted if its amount had a rate; "" when nothing is
	// converted.
	unrated string
	// Measure: the SQL of the value, or of both sides of a ratio.
	value, numerator, denominator string
	sumNumerator, sumDenominator  string // the value behind a side that is a sum
	scale                         int64  // what a value is multiplied with in SQL; money's own decimals come on top
	money                         bool
	sides                         [2]bool  // of a ratio: whether the side is an amount
	days, event                   string   // of an estimate
	buyer                         []string // of one of purchases: repeats, last, until, and the amount of the repeats
	undated                       bool     // rows without a day are in the result
}

type guardSQL struct {
	guard
	key      string
	bad, all string // conditions; all "" means every row
}

// measure prepares everything but the time limits' flags.
func (b *Statement) measure(ctx context.Context) (*grouping, error) {
	g := &grouping{scale: 1}
	if err := b.measureValue(ctx, g); err != nil {
		return nil, err
	}
	if err := b.guards(g); err != nil {
		return nil, err
	}
	dims, err := b.dimensions()
	if err != nil {
		return nil, err
	}
	g.dims = dims
	return g, b.stepLines(g)
}

func (b *Statement) measureValue(ctx context.Context, g *grouping) error {
	switch {
	case b.m.Bought != nil:
		return b.boughtBy(ctx, g)
	case b.m.Kind == KindEstimate:
		return b.spells(g)
	case b.m.Measure == MeasureRatio:
		var err error
		if g.numerator, g.sumNumerator, err = b.side(ctx, g, "numerator", b.m.Numerator); err != nil {
			return err
		}
		g.sides[0], g.money = g.money, false
		g.denominator, g.sumDenominator, err = b.side(ctx, g, "denominator", b.m.Denominator)
		g.sides[1] = g.money
		g.money = g.sides[0] || g.sides[1]
		return err
	case b.m.Value == "":
		return nil
	}
	var err error
	g.value, err = b.summable(ctx, g, "value", b.m.Value)
	if b.m.Times != "" && err == nil {
		err = b.times(g)
	}
	if b.spread != nil {
		g.value = b.spread.part(g.value)
	}
	return err
}

// times multiplies the value with a number of the row, and rounds to the value's small unit, half away from 0.
func (b *Statement) times(g *grouping) error {
	f, err := b.value("times", b.m.Times, expr.Unset)
	if err != nil {
		return err
	}
	if f.Kind != expr.Int && f.Kind != expr.Number {
		return b.m.wrong("times", "%s is a %s: name a number", b.m.Times, f.Kind)
	}
	product := "((" + g.value + ")::HUGEINT * round(" + f.SQL + " * 1000000)::HUGEINT)"
	g.value = "((" + product + " + sign(" + product + ") * 500000) // 1000000)"
	return nil
}

// side returns the condition of one side of a ratio and, for a sum, its value.
func (b *Statement) side(ctx context.Context, g *grouping, key string, p *part) (condition, value string, err error) {
	if p.Sum != "" {
		if value, err = b.summable(ctx, g, key+".sum", p.Sum); err != nil {
			return "", "", err
		}
		if p.Where == "" {
			return "true", value, nil
		}
		condition, err = b.condition(key+".where", p.Where)
		return condition, value, err
	}
	condition, err = b.condition(key+".count", p.Count)
	return condition, "", err
}

// summable is the SQL of a value as a whole number of small units.
func (b *Statement) summable(ctx context.Context, g *grouping, key, src string) (string, error) {
	f, err := b.value(key, src, expr.Unset)
	if err != nil {
		return "", err
	}
	switch {
	case b.m.Measure == MeasureDistinct:
		return f.SQL, nil
	case f.Kind == expr.Money:
		g.money = true
		if _, ok := b.w.field(b.m.Over, src); !ok {
			return "", b.m.wrong(key, "%s: name one of %s's own money fields", src, b.m.Over)
		}
		return b.amount(ctx, src, f)
	case f.Kind == expr.Int:
		return f.SQL, nil
	case f.Kind == expr.Number:
		g.scale = 1_000_000
		return "round(" + f.SQL + " * 1000000)::HUGEINT", nil
	}
	return "", b.m.wrong(key, "%s is a %s and cannot be added up", src, f.Kind)
}

// spells computes durations of rows and how they ended.
func (b *Statement) spells(g *grouping) error {
	var parts [4]expr.Fragment
	for i, p := range []struct {
		key, src string
		want     expr.Kind
	}{{"start", b.m.With.Start, expr.Day}, {"end", b.m.With.End, expr.Day}, {"until", b.m.With.Until, expr.Day},
		{"event", b.m.With.Event, expr.Bool}} {
		var err error
		if parts[i], err = b.value("with."+p.key, p.src, p.want); err != nil {
			return err
		}
	}
	event := "CASE WHEN " + parts[3].SQL + " THEN 1 ELSE 0 END"
	if b.m.With.Competing != "" {
		competing, err := b.value("with.competing", b.m.With.Competing, expr.Bool)
		if err != nil {
			return err
		}
		event = "CASE WHEN " + parts[3].SQL + " THEN 1 WHEN " + competing.SQL + " THEN 2 ELSE 0 END"
	}
	g.event = "(" + event + ")"
	if b.m.With.Per == "month" {
		g.days = "(CASE WHEN " + g.event + " <> 0 THEN " + monthsBetween(parts[0].SQL, parts[1].SQL, true) + " ELSE " +
			monthsBetween(parts[0].SQL, parts[2].SQL, false) + " END)"
		return nil
	}
	g.days = "(CASE WHEN " + g.event + " <> 0 THEN " + parts[1].SQL + " - " + parts[0].SQL + " ELSE " + parts[2].SQL +
		" - " + parts[0].SQL + " END)"
	return nil
}

// monthsBetween counts the months from a first to a last day, both included, by the day of the month: the
// complete months, or with begun also the month of the last day.
func monthsBetween(first, last string, begun bool) string {
	end := "(" + last + " + 1)"
	odd := "CASE WHEN day(" + end + ") < day(" + first + ") THEN 1 ELSE 0 END"
	sql := "(year(" + end + ") * 12 + month(" + end + ") - year(" + first + ") * 12 - month(" + first + ") - " + odd
	if begun {
		sql += " + CASE WHEN day(" + end + ") <> day(" + first + ") THEN 1 ELSE 0 END"
	}
	return sql + ")"
}

// guards prepares the counts of the guards' rows. A row is counted by the first guard that leaves it out, so
// that the counts add up.
func (b *Statement) guards(g *grouping) error {
	var out []string
	for i, gd := range b.m.allGuards() {
		key := b.m.guardKey(i)
		var bad []string
		if gd.Rows != "" {
			sql, err := b.condition(key+".rows", gd.Rows)
			if err != nil {
				return err
			}
			bad = append(bad, sql)
		}
		if gd.Zero != "" {
			c, err := b.value(key+".zero", gd.Zero, expr.Money)
			if err != nil {
				return err
			}
			bad = append(bad, "coalesce("+c.SQL+", 0) = 0")
		}
		one := guardSQL{guard: gd, key: key, bad: "(" + strings.Join(bad, " OR ") + ")"}
		left := strings.Join(out, " AND ")
		if gd.Of != "" {
			all, err := b.condition(key+".of", gd.Of)
			if err != nil {
				return err
			}
			one.all = all
		}
		one.bad = conjunction(one.bad, one.all, left)
		one.all = conjunction(one.all, left)
		g.guards = append(g.guards, one)
		if gd.Act == ActLeaveOut {
			out = append(out, "("+one.bad+") IS NOT TRUE")
		}
	}
	if b.spread != nil {
		out = append(out, b.spread.days+" > 0")
	}
	if b.money.missing != "" {
		g.unrated = conjunction(append(slices.Clone(out), b.money.missing)...)
		out = append(out, "NOT "+b.money.missing)
	}
	g.ok = strings.Join(out, " AND ")
	return nil
}

func conjunction(conditions ...string) string {
	var and []string
	for _, c := range conditions {
		if c != "" && c != "true" {
			and = append(and, c)
		}
	}
	return strings.Join(and, " AND ")
}

func filter(conditions ...string) string {
	if c := conjunction(conditions...); c != "" {
		return " FILTER (WHERE " + c + ")"
	}
	return ""
}

// cells is the select list: the columns that identify a cell, then what is computed for it.
type cells struct {
	list               []string
	keys               int
	flag, period       int // columns, -1 when absent; the flag is 1 for the compared range, or the piece of time
	dims               []int
	split              int
	days, event        int
	buyer              int // the first of four columns
	n, guards, measure int
	backfilled         int
	unproven           []int // rows without history of each of fields
	fields             []string
	proven             int
	missing            int
	undated            int
}

func (b *Statement) selectList(g *grouping, flagged bool) *cells {
	c := &cells{flag: -1, period: -1, split: -1, days: -1, event: -1, buyer: -1, backfilled: -1, proven: -1,
		missing: -1, undated: -1}
	add := func(sql string) int {
		c.list = append(c.list, sql)
		return len(c.list) - 1
	}
	if b.pieces != nil {
		c.flag = add(b.piece())
	}
	if flagged {
		c.flag = add("CASE WHEN " + b.within(b.r.ranges.now) + " THEN 0 ELSE 1 END")
	}
	if b.r.ranges.grain != period.Whole && b.on != "" {
		c.period = add(periodKey(b.r.ranges.calendar, b.r.ranges.grain, b.on))
	}
	for _, d := range g.dims {
		c.dims = append(c.dims, add(d.sql))
	}
	if b.money.split != "" {
		c.split = add(b.money.split)
	}
	if g.days != "" {
		// A row that ended on an unknown day, or before it began, is no spell.
		c.days = add("CASE WHEN " + conjunction(g.ok, g.days+" >= 0") + " THEN " + g.days + " END")
		c.event = add(g.event)
	}
	if g.buyer != nil {
		c.buyer = len(c.list)
		for _, sql := range g.buyer {
			add(sql)
		}
	}
	c.keys = len(c.list)
	each := "count(*)"
	if b.split { // a deal with several people in the cell is one
		each = `count(DISTINCT "r".id)`
	}
	c.n = add(each + filter(g.ok))
	c.guards = len(c.list)
	for _, gd := range g.guards {
		add(each + filter(gd.bad))
		add(each + filter(gd.all))
	}
	c.measure = len(c.list)
	switch b.m.Measure {
	case MeasureSum:
		add("sum(" + g.value + ")" + filter(g.ok))
	case MeasureDistinct:
		add("count(DISTINCT " + g.value + ")" + filter(g.ok))
	case MeasureMean:
		add("sum(" + g.value + ")" + filter(g.ok))
		add("count(" + g.value + ")" + filter(g.ok))
	case MeasureMedian:
		both := "(quantile_disc(" + g.value + ", " + middle + ")" + filter(g.ok) + ")"
		add(both + "[1]")
		add(both + "[2]")
		add("count(" + g.value + ")" + filter(g.ok))
	case MeasureRatio:
		for _, side := range [][2]string{{g.numerator, g.sumNumerator}, {g.denominator, g.sumDenominator}} {
			what := "count(*)"
			if side[1] != "" {
				what = "sum(" + side[1] + ")"
			}
			add(what + filter(g.ok, side[0]))
		}
	}
	if b.r.past() {
		c.backfilled = add(each + filter(g.ok, b.backfilled()))
		c.fields, c.unproven, c.proven = b.hindsight(g, each, add)
	}
	if b.money.missing != "" {
		c.missing = add(each + filter(g.unrated))
	}
	if g.undated {
		c.undated = add(each + filter(g.ok, b.on+" IS NULL"))
	}
	return c
}

// middle asks for the lower and the upper median, which differ when the number of values is even. A quantile
// slightly above a half is the upper one, below 500 million values.
const middle = "[0.5, 0.500000001]"

func (c *cells) groupBy() string {
	if c.keys == 0 {
		return ""
	}
	var by []string
	for i := range c.keys {
		by = append(by, strconv.Itoa(i+1))
	}
	return " GROUP BY " + strings.Join(by, ", ")
}
