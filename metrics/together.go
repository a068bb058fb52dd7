package metrics

import (
	"cmp"
	"context"
	"maps"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"salesops/internal/fault"
	"salesops/internal/period"
)

// together lets questions that differ only in their days share statements: one statement counts a number, its
// comparison and its last periods. Planning a statement takes longer than reading the rows, so nine periods in
// one statement cost little more than one.
//
// Days are divided wherever one of the questions begins or ends. A statement counts the rows of each piece, and
// a question adds up its pieces. When rows are about periods, which cannot be divided, each period asked for is
// a piece.
type together struct {
	windows []period.Range // of all questions; the first count most
	read    map[commonKey]*common
}

// commonKey has everything but the days in which statements of questions asked together can differ.
type commonKey struct {
	m         *metric
	lag       int
	by, where string
	whose     int
}

// common is what one statement counted.
type common struct {
	like       table // with everything but the cells
	windows    []period.Range
	pieces     []period.Range    // of time; those of rows that stand for periods may share days
	counted    []map[cell]*tally // in each piece; cells without a start
	currencies []map[string]bool
	bySplit    bool // rows are kept apart by currency
	keyless    bool // a statement for one window returns a row also without rows to count
	unproven   int
	proven     bool
}

// windowsOf returns the ranges of days that a question is about, and those of its comparison.
func (r *request) windowsOf() []period.Range {
	out := r.cut(r.ranges.now)
	if r.compares() {
		out = append(out, r.cut(r.ranges.then)...)
	}
	for _, p := range r.pairs() {
		if p.begun() {
			out = append(out, period.Range{From: p.then.From, To: p.until + 1})
		}
	}
	return out
}

// cut returns the periods of a range; the range itself without a grain.
func (r *request) cut(days period.Range) []period.Range {
	if r.ranges.grain != period.Whole && !days.Bounded() {
		return []period.Range{days}
	}
	return r.ranges.periods(days)
}

// compares reports whether a whole other range is counted.
func (r *request) compares() bool {
	return r.ranges.compare != "" && (r.ranges.grain != period.Whole || len(r.pairs()) == 0)
}

// maxWindows is the greatest number of windows of one statement.
const maxWindows = 40

// newTogether prepares questions that will be asked of one metric; nil when their days are not known beforehand
// or not shared.
func newTogether(questions ...*request) *together {
	to := &together{read: map[commonKey]*common{}}
	for _, r := range questions {
		if r.ranges.slide {
			continue
		}
		for _, w := range r.windowsOf() {
			if w.Bounded() && w.From < w.To && !slices.Contains(to.windows, w) {
				to.windows = append(to.windows, w)
			}
		}
	}
	if n := len(to.windows); n < 2 || n > maxWindows {
		return nil
	}
	return to
}

// adds reports whether the counts of a metric in two pieces of time add up to its count in both.
func (m *metric) adds() bool {
	return m.Measure != MeasureMedian && m.Measure != MeasureDistinct && len(m.Settled) == 0 && m.Bought == nil &&
		(m.On != "" || m.Spread != nil || m.set.placed()) && (m.set == nil || !m.set.Uncut)
}

// wholePeriods reports whether a metric's rows are about periods of the question, which cannot be divided.
func (m *metric) wholePeriods() bool {
	return m.Spread != nil || m.set.periodic()
}

// common finds or reads the counts of a statement for all questions; nil when the request must be counted
// alone.
func (t *table) common(ctx context.Context, s *session, r *request) (*common, error) {
	to := r.together
	if to == nil || !t.m.adds() || r.ranges.slide {
		return nil, nil
	}
	key := commonKey{t.m, r.lag, strings.Join(r.q.By, "\n"), strings.Join(r.where, "\n"), len(r.whose)}
	sh, read := to.read[key]
	if !read {
		sh = &common{windows: to.windows}
		if t.m.set.periodic() && !t.m.set.placed() { // they are told apart by their first day
			sh.windows = disjoint(to.windows)
		}
		usable, err := sh.count(ctx, s, r, t.m)
		if err != nil {
			return nil, err
		}
		if !usable {
			sh = nil
		}
		to.read[key] = sh
	}
	if sh == nil {
		return nil, nil
	}
	windows := r.cut(r.ranges.now)
	if r.compares() {
		windows = append(windows, r.cut(r.ranges.then)...)
	}
	for _, w := range windows {
		if !slices.Contains(sh.windows, w) {
			return nil, nil
		}
	}
	return sh, nil
}

// disjoint keeps the windows that share no day with one before them.
func disjoint(windows []period.Range) []period.Range {
	var out []period.Range
	for _, w := range windows {
		if !slices.ContainsFunc(out, func(o period.Range) bool { return !apart(o, w) }) {
			out = append(out, w)
		}
	}
	return out
}

// joined returns the days of windows, with windows that touch as one range.
func joined(windows []period.Range) []period.Range {
	var out []period.Range
	for _, w := range slices.SortedFunc(slices.Values(windows),
		func(a, b period.Range) int { return cmp.Compare(a.From, b.From) }) {
		if n := len(out); n > 0 && w.From <= out[n-1].To {
			out[n-1].To = max(out[n-1].To, w.To)
		} else {
			out = append(out, w)
		}
	}
	return out
}

// count runs the statement. Its result cannot be used when a row depends on the days of the question.
func (sh *common) count(ctx context.Context, s *session, r *request, m *metric) (usable bool, err error) {
	one := *r
	one.q.Grain, one.q.Compare = period.Whole, ""
	one.ranges.grain, one.ranges.compare, one.ranges.now = period.Whole, "", period.Range{From: period.MinDay,
		To: period.MaxDay}
	limits := joined(sh.windows)
	sh.pieces = cutUp(sh.windows)
	if m.wholePeriods() {
		limits = slices.SortedFunc(slices.Values(sh.windows),
			func(a, b period.Range) int { return cmp.Compare(a.From, b.From) })
		sh.pieces = limits
	}
	b := newStatement(s, &one, m)
	if err := b.rowsOf(ctx, limits...); err != nil {
		if fault.KindOf(err) == fault.Invalid { // it may be too much for all questions together, but not for one
			err = nil
		}
		return false, err
	}
	g, err := b.measure(ctx)
	if err != nil || b.byPeriod || b.on == "" {
		return false, err
	}
	b.pieces = sh.pieces
	c := b.selectList(g, false)
	sh.keyless = c.keys == 1 // the piece
	sh.unproven, sh.proven = len(c.fields), c.proven >= 0
	t := &sh.like
	t.m, t.hasDates = m, m.On != ""
	with, from, err := b.from()
	if err != nil {
		return false, err
	}
	t.take(b, g, c)
	sh.bySplit = c.split >= 0
	for range sh.pieces {
		sh.counted = append(sh.counted, map[cell]*tally{})
		sh.currencies = append(sh.currencies, map[string]bool{})
	}
	sql := with + " SELECT " + strings.Join(c.list, ", ") + from + b.restrict() + c.groupBy()
	return true, t.eachRow(ctx, s, sql, b, g, c, func(piece int64, k cell, one *tally, currency *string) {
		if b.place != "" {
			piece = int64(b.limitOf[piece])
		}
		addTo(sh.counted[piece], k, one)
		if currency != nil {
			sh.currencies[piece][*currency] = true
		}
	})
}

// cutUp returns the pieces of time between all beginnings and ends of windows.
func cutUp(windows []period.Range) []period.Range {
	var bounds []period.Day
	for _, w := range windows {
		bounds = append(bounds, w.From, w.To)
	}
	slices.Sort(bounds)
	bounds = slices.Compact(bounds)
	var pieces []period.Range
	for i := range len(bounds) - 1 {
		pieces = append(pieces, period.Range{From: bounds[i], To: bounds[i+1]})
	}
	return pieces
}

// piece returns the SQL of the index of the piece that contains a row's day; for a row about a period, the
// index of the period.
func (b *Statement) piece() string {
	if b.place != "" {
		return b.place
	}
	last := len(b.pieces) - 1
	sql := strconv.Itoa(last)
	for i := last; i > 0; i-- {
		sql = "CASE WHEN " + b.on + " < " + b.args.Add(b.pieces[i].From) + "::DATE THEN " +
			strconv.Itoa(i-1) + " ELSE " + sql + " END"
	}
	return sql
}

// answer fills a table with what it would have counted alone. It cannot do so when rows have no rate, because
// their amounts are added up by currency for the days of one question.
func (sh *common) answer(s *session, r *request, t *table) bool {
	like := sh.like
	like.now, like.then, like.hasDates = map[cell]*tally{}, map[cell]*tally{}, t.hasDates
	currencies := map[string]bool{}
	sh.fill(s, r, like.now, r.ranges.now, false, currencies)
	if r.compares() {
		sh.fill(s, r, like.then, r.ranges.then, true, currencies)
	}
	for _, k := range like.now {
		if k.missing > 0 {
			return false
		}
	}
	*t = like
	t.widenAll(t.now, t.then)
	if sh.bySplit {
		t.split(currencies)
	}
	return true
}

func (sh *common) fill(s *session, r *request, into map[cell]*tally, days period.Range, then bool,
	currencies map[string]bool) {
	b := newStatement(s, r, sh.like.m)
	for _, w := range r.cut(days) {
		start := period.MinDay
		if r.ranges.grain != period.Whole {
			start = r.ranges.calendar.PeriodOf(w.From, r.ranges.grain).From
		}
		for i, piece := range sh.pieces {
			if sh.like.m.wholePeriods() && piece != w || piece.From < w.From || piece.To > w.To {
				continue
			}
			for k, one := range sh.counted[i] {
				k.start = start
				addTo(into, k, one)
				into[k].months = b.monthsOf(start, then)
			}
			maps.Copy(currencies, sh.currencies[i])
		}
		if k := (cell{start: start}); sh.keyless && r.ranges.grain == period.Whole && !r.compares() && into[k] == nil {
			into[k] = sh.nothing()
			into[k].months = b.monthsOf(start, then)
		}
	}
}

// nothing is the tally of no rows at all.
func (sh *common) nothing() *tally {
	k := sh.like.empty()
	k.unproven = make([]int64, sh.unproven)
	if sh.proven {
		k.proven = new(big.Int)
	}
	return k
}

// addTo adds a tally to that of a cell, and leaves it as it is.
func addTo(into map[cell]*tally, c cell, one *tally) {
	if before := into[c]; before != nil {
		before.add(one)
		return
	}
	own := *one
	own.bad, own.of, own.unproven = slices.Clone(one.bad), slices.Clone(one.of), slices.Clone(one.unproven)
	own.spells, own.buyers = maps.Clone(one.spells), maps.Clone(one.buyers)
	into[c] = &own
}
