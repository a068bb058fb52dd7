package metrics

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"salesops/analytics"
	"salesops/internal/expr"
	"salesops/internal/fault"
	"salesops/internal/period"
	"salesops/internal/reason"
	"salesops/sales"
)

// Statement builds one SELECT. Each step adds its part: rows reads the object, dimensions and filters join what
// they name, time limits, measure groups.
type Statement struct {
	s    *session
	r    *request
	m    *metric
	w    words
	args expr.Args

	set   *RowSet  // the metric's row set; nil for an object
	rows  Rows     // of it
	mixed []string // currencies of the row set that nobody has asked to convert
	// assumedIn is the company's currency when some amounts of the row set name a currency and others do not.
	assumedIn string
	base      map[string]bool            // columns of the object that are read
	hops      map[string]map[string]bool // reference → columns of the object behind it
	ctes      []string                   // further relations, in order
	joins     []string                   // joins of those

	computedJoins []string // the first of joins: those of computed fields
	where         []string
	only          analytics.Part

	on       string // the day that puts a row into a period; "" when the metric has none
	orgOn    string // the day of the hierarchy, where it is not on
	first    *firstRows
	ever     bool           // rows are all versions of their records up to the as-of day
	drilled  bool           // rows are listed: their ids are needed
	split    bool           // deals are shared out between people
	ends     []period.Range // at whose last days settled fields are taken
	org      bool           // the hierarchy is joined
	periods  []period.Range // for rows that do not lie on one day
	limitOf  []int          // the limit that each of the periods is in
	place    string         // of a row's period among them; "" where rows lie on a day
	pieces   []period.Range // rows are counted apart by the piece of time they lie in (together.go)
	byPeriod bool           // a row depends on the days of the question
	spread   *spreadRows    // rows lie on all their days
	lines    *dealLines     // the deals' lines are joined; nil without a dimension that asks for them
	computed map[string]string
	money    moneyMode
}

func newStatement(s *session, r *request, m *metric) *Statement {
	return &Statement{
		s: s, r: r, m: m, set: m.set,
		w:    m.words(s.schema),
		base: map[string]bool{"id": true}, hops: map[string]map[string]bool{}, computed: map[string]string{},
	}
}

// program compiles an expression of the metric's file.
func (b *Statement) program(key, src string, want expr.Kind) (*expr.Program, error) {
	p, err := b.s.programs.compile(b.w, src, want, nil)
	if err != nil {
		return nil, b.m.wrong(key, "%s", err)
	}
	return p, nil
}

// value translates an expression of the metric's file.
func (b *Statement) value(key, src string, want expr.Kind) (expr.Fragment, error) {
	p, err := b.program(key, src, want)
	if err != nil {
		return expr.Fragment{}, err
	}
	return p.SQL(b.target())
}

// condition translates a condition of the metric's file for FILTER or WHERE.
func (b *Statement) condition(key, src string) (string, error) {
	p, err := b.program(key, src, expr.Bool)
	if err != nil {
		return "", err
	}
	return p.FilterSQL(b.target())
}

func (b *Statement) target() expr.Target {
	return expr.Target{Column: b.column, Args: &b.args,
		Moment: expr.Moment{AsOf: b.r.asOf, Calendar: b.s.facts.calendar}}
}

// column returns where a field is stored, and notes that it is needed.
func (b *Statement) column(path string) (expr.Column, error) {
	if sql, ok := b.computed[path]; ok {
		return expr.Column{SQL: sql}, nil
	}
	ref, name, hop := strings.Cut(path, ".")
	if !hop {
		path = b.set.same(path)
		if b.w.isDerived(b.m.Over, path) {
			return b.derive(`"r"`, b.base, b.m.Over, path), nil
		}
		return b.need(`"r"`, b.base, b.m.Over, path), nil
	}
	f, ok := b.w.field(b.m.Over, ref)
	if !ok {
		return expr.Column{}, fmt.Errorf("%s has no reference %s", b.m.Over, ref)
	}
	if b.hops[ref] == nil {
		b.hops[ref] = map[string]bool{}
		if _, err := b.column(ref); err != nil {
			return expr.Column{}, err
		}
	}
	if b.w.isDerived(f.RefObject, name) {
		return b.derive(quote("h_"+ref), b.hops[ref], f.RefObject, name), nil
	}
	return b.need(quote("h_"+ref), b.hops[ref], f.RefObject, name), nil
}

func (b *Statement) need(table string, columns map[string]bool, object, name string) expr.Column {
	columns[name] = true
	c := expr.Column{SQL: table + "." + quote(name)}
	if f, ok := b.w.field(object, name); ok && f.Kind == expr.Money {
		columns[name+"_currency"] = true
		c.Currency = table + "." + quote(name+"_currency")
	}
	return c
}

// from returns WITH and FROM of the finished statement. It must be called last.
func (b *Statement) from() (with, from string, err error) {
	name, grouped := `"r"`, false
	if b.first != nil {
		if grouped = b.grouped(); grouped {
			name = `"rows"`
		} else {
			b.where = append(b.where, `"r".id IN (SELECT id FROM "first")`)
		}
		maps.Copy(b.base, b.first.columns)
	}
	rows, err := b.source(slices.Sorted(maps.Keys(b.base)))
	if err != nil {
		return "", "", err
	}
	ctes := []string{name + " AS (" + rows + ")"}
	if grouped {
		ctes = append(ctes, b.first.groups(b.m.FirstOf, b.m.On))
	}
	refs := slices.Sorted(maps.Keys(b.hops))
	for _, ref := range refs {
		f, _ := b.w.field(b.m.Over, ref)
		columns := b.hops[ref]
		columns["id"] = true
		behind := b.r.when
		behind.Stubs = true
		rows, err := b.s.cols.Rows(f.RefObject, slices.Sorted(maps.Keys(columns)), behind, b.args.Add)
		if err != nil {
			return "", "", err
		}
		ctes = append(ctes, quote("h_"+ref)+" AS ("+rows+")")
	}
	if b.set.placed() { // they are made of the periods
		ctes = append(slices.Clone(b.ctes), ctes...)
	} else {
		ctes = append(ctes, b.ctes...)
	}
	if b.first != nil && !grouped {
		ctes = append(ctes, b.first.cte(` FROM "r"`+b.joinsOf(b.first.hops)+strings.Join(b.computedJoins, "")))
	}
	return "WITH " + strings.Join(ctes, ", "), ` FROM "r"` + b.joinsOf(refs) + strings.Join(b.joins, ""), nil
}

// restrict returns the WHERE of the finished statement.
func (b *Statement) restrict() string {
	if len(b.where) == 0 {
		return ""
	}
	return " WHERE " + strings.Join(b.where, " AND ")
}

// rowsOf sets up everything that decides which rows there are: what the metric counts, who may see it, and the
// question's filters and days.
func (b *Statement) rowsOf(ctx context.Context, limits ...period.Range) error {
	if err := b.stepRows(ctx, limits); err != nil {
		return err
	}
	b.stepSettled(limits)
	for _, step := range []func(context.Context) error{b.stepSplits, b.stepComputed, b.stepWhere,
		b.stepFirst, b.stepFilter} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	if err := b.stepDays(ctx, limits); err != nil {
		return err
	}
	return b.stepWhose(ctx) // last: the team is that of the row's day
}

// stepDays assigns rows to periods.
func (b *Statement) stepDays(ctx context.Context, limits []period.Range) error {
	switch {
	case b.set.placed():
		return b.stepPlaced(ctx, limits)
	case b.m.Spread != nil:
		return b.stepSpread(ctx, limits)
	}
	return b.stepTime(limits)
}

// stepWhere applies the metric's own condition. When it holds for open or for closed deals only, the columns
// are told so, because they store the two separately.
func (b *Statement) stepWhere(context.Context) error {
	if b.m.Where == "" {
		return nil
	}
	where := b.m.Where
	if b.m.Over == sales.Deal {
		b.only, where = partOf(where)
	}
	sql, err := b.condition("where", b.m.Where) // also when it is always true, because it says which fields matter
	if err == nil && where != b.m.Where && where != "" {
		sql, err = b.condition("where", where)
	}
	if err != nil {
		return err
	}
	if where != "" {
		b.where = append(b.where, sql)
	}
	return nil
}

// partOf returns for which deals (open or closed) a condition can be true, judged by its outer && only, and the
// rest of the condition for these deals.
func partOf(where string) (only analytics.Part, rest string) {
	if strings.ContainsAny(where, "|?(\"'") {
		return analytics.AllDeals, where
	}
	var left []string
	for _, c := range strings.Split(where, "&&") {
		part := analytics.AllDeals
		switch c = strings.TrimSpace(c); c {
		case "won", "lost":
			part = analytics.OnlyClosed
			left = append(left, c)
		case "closed":
			part = analytics.OnlyClosed
		case "open":
			part = analytics.OnlyOpen
		default:
			left = append(left, c)
		}
		switch {
		case part == analytics.AllDeals:
		case only == analytics.AllDeals || only == part:
			only = part
		default:
			return analytics.AllDeals, where // both: there is none
		}
	}
	return only, strings.Join(left, " && ")
}

// stepFilter applies the conditions of the query.
func (b *Statement) stepFilter(ctx context.Context) error {
	for _, src := range b.r.where {
		p, err := b.filter(ctx, src)
		if err != nil {
			return err
		}
		sql, err := p.FilterSQL(b.target())
		if err != nil {
			return err
		}
		b.where = append(b.where, sql)
	}
	return nil
}

func (b *Statement) filter(ctx context.Context, src string) (*expr.Program, error) {
	var rates expr.Converter
	if strings.Contains(src, "money(") {
		book, err := b.s.facts.ratesAt(ctx, b.s, b.r.known)
		if err != nil {
			return nil, err
		}
		rates = book
	}
	p, err := b.s.programs.compile(b.w, src, expr.Bool, rates)
	if err != nil {
		why := reason.Of("condition_wrong", "condition", strconv.Quote(src), "over", b.m.stored(),
			"why", reason.From(err))
		return nil, &fault.Error{Kind: fault.Invalid, Message: why.Text, Why: why, Cause: err}
	}
	return p, nil
}
