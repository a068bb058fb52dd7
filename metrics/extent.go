package metrics

import (
	"context"
	"slices"
	"strings"

	"salesops/analytics"
	"salesops/internal/expr"
	"salesops/internal/period"
	"salesops/internal/reason"
	"salesops/sales"
)

// extent is the range of days that the data covers. A count of 0 before its first day, or long after its last,
// only means that nothing was recorded.
type extent struct {
	first    period.Day // of the metric's rows; MinDay when it was not looked for
	last     period.Day // on which anything happened; MaxDay when it was not looked for
	looked   bool
	stock    bool // what is counted are deals that are open on the as-of day
	now      period.Range
	then     period.Range
	calendar period.Calendar
	grain    period.Grain
	asOf     period.Day
}

// silence is the number of days without any event after which the data is considered ended. A shorter pause is
// a true 0, for example holidays.
const silence = 60

// noDay means "no day" in a statement that returns one number.
const noDay = -1 << 40

// lookAtExtent reads the extent when a period without rows could be outside it.
func (t *table) lookAtExtent(ctx context.Context, s *session, r *request) error {
	rg := r.ranges
	only, _ := partOf(t.m.Where)
	stock := t.m.Over == sales.Deal && only == analytics.OnlyOpen
	switch {
	case t.none || !t.m.Measure.total():
		return nil
	case t.m.set.periodic() && !t.m.set.placed(), t.m.On == "" && t.m.Spread == nil && !t.m.set.placed():
		return nil
	case stock && !anyRows(t.now): // open once; its later state is unknown
	case rg.compare == "" && rg.grain == period.Whole &&
		(rg.now == period.Range{From: period.MinDay, To: period.MaxDay} || anyRows(t.now)):
		return nil
	}
	first, err := s.firstDay(ctx, r, t.m)
	if err != nil {
		return err
	}
	last, err := s.lastDay(ctx, r)
	if err != nil {
		return err
	}
	t.extent = extent{first: first, last: last, looked: true, stock: stock, now: rg.now, then: rg.then,
		calendar: rg.calendar, grain: rg.grain, asOf: r.asOf}
	return nil
}

func anyRows(cells map[cell]*tally) bool {
	for _, k := range cells {
		if k.n > 0 {
			return true
		}
	}
	return false
}

// outside returns why nothing is known of days without rows; none when the data covers them.
func (e extent) outside(days period.Range) reason.Reason {
	if !e.looked {
		return reason.Reason{}
	}
	seen := min(days.To-1, e.asOf)
	switch {
	case !e.stock && days.From > e.asOf:
		return reason.Of("not_enough_data", "why", reason.Of("period_ahead"))
	case days.To != period.MaxDay && days.To <= e.first:
		return reason.Of("before_data", "day", e.first)
	case (e.stock || days.From > e.last) && days.From <= e.asOf && seen-e.last >= silence:
		return reason.Of("after_data", "day", e.last)
	}
	return reason.Reason{}
}

// partly reports whether the data begins within a range of days, so that their total is incomplete. Up to a
// tenth of the days may be before the first row, because the first days may have no events.
func (t *table) partly(e extent, days period.Range) reason.Reason {
	if !e.looked || e.stock || t.m.set.placed() || !days.Bounded() {
		return reason.Reason{}
	}
	if missing := int(e.first) - int(days.From); e.first < days.To && missing*10 > days.Days() {
		return reason.Of("part_of_data", "day", e.first)
	}
	return reason.Reason{}
}

// compared returns the figure of a tally for a comparison. An incomplete total keeps its value and says that it
// is incomplete; no change is computed from it.
func (t *table) compared(k *tally, e extent, days period.Range) outcome {
	o := t.known(k, days)
	if why := t.partly(e, days); o.value != nil && !why.None() {
		o.why = why
	}
	return o
}

// of returns the days of a cell: the whole range, or the cell's period.
func (e extent) of(whole period.Range, c cell) period.Range {
	if e.grain == period.Whole || c.start == period.MinDay { // no row, and so no period: all days asked for
		return whole
	}
	return e.calendar.PeriodOf(c.start, e.grain)
}

// known returns the figure of a tally. Without rows it is 0 only when the data covers the days.
func (t *table) known(k *tally, days period.Range) outcome {
	o := t.figure(k)
	if o.value != nil && o.value.Sign() == 0 && o.n == 0 && !k.leftOut() {
		if why := t.extent.outside(days); !why.None() {
			return o.unknownFor(why)
		}
	}
	return o
}

// leftOut reports whether there are rows that were left out; then the data covers these days.
func (t *tally) leftOut() bool {
	return t != nil && slices.ContainsFunc(t.bad, func(n int64) bool { return n > 0 })
}

// firstDay returns the first day of any row of the metric, whether the row counts or not.
func (s *session) firstDay(ctx context.Context, r *request, m *metric) (period.Day, error) {
	all := *m
	all.Where, all.FirstOf, all.Problem, all.Guards = "", "", nil, nil
	switch {
	case m.set.placed():
		all = metric{file: file{Name: m.Name, Over: m.object(), On: m.set.Begins}, hash: "extent of " + m.object()}
	case m.Spread != nil:
		all.Spread, all.On = nil, m.Spread.From
	}
	whole := r.everything()
	whole.lag = r.lag
	b := newStatement(s, whole, &all)
	if err := b.rowsOf(ctx, whole.ranges.now); err != nil {
		return 0, err
	}
	day := b.on
	if all.Over == sales.Deal || all.Over == sales.Lead { // a created deal or lead shows that the data covers that day
		created, err := b.column("created_on")
		if err != nil {
			return 0, err
		}
		day = "least(" + day + ", " + created.SQL + ")"
	}
	with, from, err := b.from()
	if err != nil {
		return 0, err
	}
	n, err := s.count(ctx, with+" SELECT coalesce(min("+day+" - DATE '1970-01-01'), "+noDayText+")::BIGINT"+
		from+b.restrict(), b.args.Values())
	if n == noDay {
		return period.MinDay, err
	}
	return period.Day(n), err //nolint:gosec // a DATE's days
}

const noDayText = "-1099511627776" // noDay

// lastDay is the last day, up to the as-of day, on which anything happened: a deal was created,
// changed or closed, a lead came, a call was made, a contract began.
func (s *session) lastDay(ctx context.Context, r *request) (period.Day, error) {
	var args expr.Args
	asOf := args.Add(int64(r.asOf)) + "::BIGINT"
	var days []string
	for _, of := range []struct {
		object  string
		columns []string
	}{
		{sales.Deal, []string{"created_on", "closed_on"}}, {sales.Lead, []string{"created_on", "converted_on"}},
		{sales.Activity, []string{"created_on", "start_on"}}, {sales.Event, []string{"start_on"}},
		{sales.Contract, []string{"start_on", "end_on"}}, {sales.Order, []string{"ordered_on"}},
		{sales.Cost, []string{"from_on", "to_on"}},
	} {
		rows, err := s.cols.Rows(of.object, of.columns, r.when, args.Add)
		if err != nil {
			return 0, err
		}
		for _, c := range of.columns {
			days = append(days, "SELECT "+c+" - DATE '1970-01-01' AS d FROM ("+rows+")")
		}
	}
	edits, err := s.cols.EditDays(sales.Deal, r.when, args.Add)
	if err != nil {
		return 0, err
	}
	days = append(days, edits)
	n, err := s.count(ctx, "SELECT coalesce(max(d), "+noDayText+")::BIGINT FROM ("+strings.Join(days, " UNION ALL ")+
		") WHERE d <= "+asOf, args.Values())
	if n == noDay {
		return period.MaxDay, err
	}
	return period.Day(n), err //nolint:gosec // a DATE's days
}
