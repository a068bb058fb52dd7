package metrics

import (
	"context"
	"math/big"
	"slices"

	"salesops/analytics"
	"salesops/internal/money"
	"salesops/internal/period"
	"salesops/internal/reason"
)

// maxFilled is the greatest number of empty rows that are added: periods times combinations of dimensions.
const maxFilled = 50_000

// sheet has what an answer is made of: one table, or the tables of a formula's parts.
type sheet struct {
	m      *metric
	dims   []dimension
	tables []*table
	figure func(s side, c cell) outcome
	more   []Note       // said after those of the tables
	ends   period.Range // the observed days, where the query sets no limit
}

func (e *Engine) answer(ctx context.Context, s *session, r *request, m *metric) (*Answer, error) {
	sh, err := e.sheet(ctx, s, r, m)
	if err != nil {
		return nil, err
	}
	names, err := s.names(ctx, sh)
	if err != nil {
		return nil, err
	}
	return sh.answer(ctx, s, r, m, names)
}

// answer turns the sheet into an answer with its notes and its receipt.
func (sh *sheet) answer(ctx context.Context, s *session, r *request, m *metric, names nameBook) (*Answer, error) {
	var err error
	a := &Answer{
		Metric: m.Name, Version: m.Version, Unit: string(m.Unit), Grain: string(r.q.Grain), Dimensions: r.q.By,
		From: r.q.From, To: r.q.To, AsOf: r.q.AsOf, KnownAt: r.q.KnownAt, Position: s.position,
	}
	if r.q.KnownAt != nil && a.AsOf == nil {
		asOf := r.asOf
		a.AsOf = &asOf
	}
	for _, w := range r.whose {
		a.Whose = append(a.Whose, w.name)
	}
	a.Rows = sh.rows(r, names)
	if a.Notes, err = sh.notes(r); err != nil {
		return nil, err
	}
	if a.HistorySince, err = sh.historySince(ctx, s); err != nil {
		return nil, err
	}
	a.Receipt, err = makeReceipt(r, m, s.position)
	return a, err
}

func (e *Engine) sheet(ctx context.Context, s *session, r *request, m *metric) (*sheet, error) {
	return kindOf(m.Kind).sheet(ctx, e, s, r, m)
}

func (t *table) sheet() *sheet {
	sh := &sheet{m: t.m, dims: t.dims, tables: []*table{t}}
	sh.figure = t.at
	return sh
}

// observed is the run of days from the first period with rows to the last.
func (sh *sheet) observed(r *request) (period.Range, bool) {
	found := period.Range{From: period.MaxDay, To: period.MinDay}
	for _, t := range sh.tables {
		for c := range t.now {
			if c.start == period.MinDay {
				continue
			}
			found.From, found.To = min(found.From, c.start), max(found.To,
				r.ranges.calendar.PeriodOf(c.start, r.ranges.grain).To)
		}
	}
	return found, found.From < found.To
}

// span returns the range of the answer's periods: that of the query; where the query has no limit, up to the
// first and last rows.
func (sh *sheet) span(r *request) (period.Range, bool) {
	span, seen := r.ranges.now, period.Range{}
	if span.Bounded() {
		return span, true
	}
	seen, any := sh.observed(r)
	if sh.ends.From < sh.ends.To {
		seen, any = sh.ends, true
	}
	if !any {
		return span, false
	}
	if span.From == period.MinDay {
		span.From = seen.From
	}
	if span.To == period.MaxDay {
		span.To = seen.To
	}
	return span, span.From < span.To
}

// combinations returns the combinations of dimension values that occur in any period.
func (sh *sheet) combinations() []cell {
	seen := map[cell]bool{}
	var out []cell
	for _, t := range sh.tables {
		if t.whole { // its cells are others
			continue
		}
		sides := []map[cell]*tally{t.now, t.then}
		for _, d := range t.dated {
			sides = append(sides, d.now)
		}
		for _, side := range sides {
			for c := range side {
				c.start = period.MinDay
				if !seen[c] {
					seen[c] = true
					out = append(out, c)
				}
			}
		}
	}
	if len(sh.dims) == 0 {
		return []cell{{start: period.MinDay}}
	}
	return out
}

// rows makes the answer's rows: every combination in every period, so that an empty month is a row.
func (sh *sheet) rows(r *request, names nameBook) []Row {
	combinations := sh.combinations()
	if len(combinations) == 0 {
		row := sh.row(r, cell{start: period.MinDay}, period.Range{}, -1, nil, names)
		row.By = map[string]Key{}
		return []Row{row}
	}
	var rows []Row
	if r.ranges.grain == period.Whole {
		for _, c := range combinations {
			rows = append(rows, sh.row(r, c, period.Range{}, -1, nil, names))
		}
		sortRows(rows, sh.dims)
		return rows
	}
	span, ok := sh.span(r)
	if !ok {
		return []Row{sh.row(r, cell{start: period.MinDay}, period.Range{}, -1, nil, names)}
	}
	periods := r.ranges.periods(span)
	var then []period.Range
	if r.ranges.compare != "" && !r.ranges.slide {
		then = r.ranges.periods(r.ranges.then)
	}
	fill := len(combinations)*len(periods) <= maxFilled
	for i, p := range periods {
		var of []Row
		for _, c := range combinations {
			c.start = r.ranges.calendar.PeriodOf(p.From, r.ranges.grain).From
			if !fill && !sh.has(c) {
				continue
			}
			of = append(of, sh.row(r, c, p, i, then, names))
		}
		sortRows(of, sh.dims)
		rows = append(rows, of...)
	}
	return rows
}

func (sh *sheet) has(c cell) bool {
	return slices.ContainsFunc(sh.tables, func(t *table) bool { return !t.whole && t.now[c] != nil })
}

// sparse reports whether empty periods were left out of the answer.
func (sh *sheet) sparse(r *request) bool {
	if r.ranges.grain == period.Whole {
		return false
	}
	span, ok := sh.span(r)
	return ok && len(sh.combinations())*len(r.ranges.periods(span)) > maxFilled
}

func (sh *sheet) row(r *request, c cell, p period.Range, i int, then []period.Range, names nameBook) Row {
	row := Row{By: map[string]Key{}, at: c}
	for j, d := range sh.dims {
		row.By[d.name] = names.key(d, c.dims[j])
	}
	now := sh.figure(sideNow, c)
	if sh.notBegun(r, c, p, i) {
		now = outcome{}.without(reason.Of("period_ahead"))
	}
	days := r.ranges.now
	if i >= 0 {
		days = p
	}
	now = sh.whileOpen(r, now, days)
	if i >= 0 {
		row.Period, row.Start, row.From, row.To = label(r, p)
		if r.ranges.calendar.PeriodOf(p.From, r.ranges.grain).To > r.asOf+1 && p.To > r.asOf+1 &&
			sh.m.Kind != KindBaseline {
			now.flags = append(now.flags, FlagIncomplete)
		}
	} else if r.q.To != nil && *r.q.To > r.asOf && sh.m.Kind != KindBaseline {
		now.flags = append(now.flags, FlagIncomplete)
	}
	row.Result = now.shown(sh.m)
	if r.ranges.compare == "" {
		return row
	}
	other := Comparison{}
	var before outcome
	open, unfinished := r.pairOf(c.start)
	if unfinished = unfinished && sh.m.Kind != KindBaseline; unfinished {
		if i >= 0 {
			other.Period, other.Start, _, _ = label(r, open.then)
		}
		if open.begun() {
			other.From, other.To, other.ToDate = &open.then.From, &open.until, true
		}
		before = sh.figure(sideDated, c)
	} else if i >= 0 {
		q, ok := r.ranges.partner(i, p, then)
		if !ok {
			return row
		}
		other.Period, other.Start, other.From, other.To = label(r, q)
		c.start = r.ranges.calendar.PeriodOf(q.From, r.ranges.grain).From
		before = sh.whileOpen(r, sh.figure(sideThen, c), q)
	} else {
		from, to := r.ranges.then.From, r.ranges.then.To-1
		other.From, other.To = &from, &to
		before = sh.whileOpen(r, sh.figure(sideThen, c), r.ranges.then)
	}
	other.Result = before.shown(sh.m)
	other.judge(sh.m, now, before)
	if sh.m.leftOver(r, days) {
		other.Verdict = ""
	}
	row.Compare = &other
	return row
}

// notBegun reports whether a row's period is in the future and nothing planned is in any future period. Such a
// row has no value; it is not 0.
func (sh *sheet) notBegun(r *request, c cell, p period.Range, i int) bool {
	first := r.ranges.now.From
	if i >= 0 {
		first = p.From
	}
	if first <= r.asOf || first == period.MaxDay || sh.m.Kind == KindBaseline || sh.m.Kind == KindSetting {
		return false
	}
	for _, t := range sh.tables {
		for at, k := range t.now {
			if k.n > 0 && (i < 0 || at.start > r.asOf) {
				return false
			}
		}
	}
	return true
}

// whileOpen removes the value of a period that is over when the metric counts what is still to come.
func (sh *sheet) whileOpen(r *request, o outcome, days period.Range) outcome {
	if !sh.m.ToCome || days.To == period.MaxDay || r.asOf < days.To {
		return o
	}
	return outcome{why: reason.Of("period_over", "day", days.To-1)}
}

// leftOver reports whether a metric counts deals that are still open although they were due in a period that is
// over. A greater value is then not better, as it is for future periods, so there is no verdict.
func (m *metric) leftOver(r *request, days period.Range) bool {
	only, _ := partOf(m.Where)
	return only == analytics.OnlyOpen && m.On == "close_date" && days.To != period.MaxDay && r.asOf >= days.To
}

func label(r *request, p period.Range) (name *string, start, from, to *period.Day) {
	begin := r.ranges.calendar.PeriodOf(p.From, r.ranges.grain).From
	text := r.ranges.calendar.Label(begin, r.ranges.grain)
	first, last := p.From, p.To-1
	return &text, &begin, &first, &last
}

// judge sets change and verdict.
func (c *Comparison) judge(m *metric, now, before outcome) {
	if now.value == nil || before.value == nil || !before.why.None() || now.code != before.code {
		return
	}
	change := new(big.Rat).Sub(now.value, before.value)
	c.Change = show(change, m.Unit, m, now.code)
	if before.value.Sign() != 0 {
		relative := new(big.Rat).Quo(change, new(big.Rat).Abs(before.value))
		c.Relative = &Figure{money.Decimal(relative, 4, 12), false}
	}
	switch {
	case m.Better == "":
	case change.Sign() == 0:
		c.Verdict = "same"
	case (change.Sign() > 0) == (m.Better == "up"):
		c.Verdict = "better"
	default:
		c.Verdict = "worse"
	}
}

// historySince returns the latest of the parts' first days of history, because before it some part has no
// history.
func (sh *sheet) historySince(ctx context.Context, s *session) (*period.Day, error) {
	var latest *period.Day
	for _, t := range sh.tables {
		objects := []string{t.m.object()}
		if t.m.set != nil {
			objects = t.m.set.From
		}
		if t.calculation != nil && t.calculation.From != nil {
			objects = t.calculation.From
		}
		for _, object := range objects {
			since, err := s.facts.historySince(ctx, s, object)
			if err != nil {
				return nil, err
			}
			if since != nil && (latest == nil || *since > *latest) {
				latest = since
			}
		}
	}
	return latest, nil
}

// sortRows sorts by value, the greatest first, and puts rows without a value last. Equal rows are sorted by
// name and id, with "none" last, so that the order is always the same.
func sortRows(rows []Row, dims []dimension) {
	if len(dims) == 0 {
		return
	}
	values := make(map[*Figure]*big.Rat, len(rows))
	for _, r := range rows {
		if r.Value != nil {
			values[r.Value], _ = new(big.Rat).SetString(r.Value.Text)
		}
	}
	slices.SortStableFunc(rows, func(a, b Row) int {
		if c := compareValues(values[b.Value], values[a.Value]); c != 0 {
			return c
		}
		for _, d := range dims {
			x, y := a.By[d.name], b.By[d.name]
			if c := compareKeys(x, y); c != 0 {
				return c
			}
		}
		return 0
	})
}

// compareValues compares two values; nil is less than any value.
func compareValues(a, b *big.Rat) int {
	switch {
	case a == nil && b == nil:
		return 0
	case a == nil:
		return -1
	case b == nil:
		return 1
	}
	return a.Cmp(b)
}
