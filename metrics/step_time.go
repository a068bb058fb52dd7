package metrics

import (
	"strings"

	"salesops/internal/expr"
	"salesops/internal/fault"
	"salesops/internal/period"
	"salesops/internal/reason"
)

// stepTime keeps the rows whose day is in one of the limits. The period and the limit of a row are computed in
// the last step, for the remaining rows only.
func (b *Statement) stepTime(limits []period.Range) error {
	if b.m.On == "" {
		if b.r.q.From != nil || b.r.q.To != nil || b.r.q.Grain != period.Whole {
			return fault.Because(fault.Invalid, reason.Of("no_day", "metric", b.m.Name))
		}
		return nil
	}
	on, err := b.value("on", b.m.On, expr.Day)
	if err != nil {
		return err
	}
	b.on = b.later(on.SQL)
	var any []string
	for _, l := range merge(limits) {
		sql := b.within(l)
		if sql == "" {
			return nil // no limit
		}
		any = append(any, sql)
	}
	if len(any) > 0 {
		b.where = append(b.where, "("+strings.Join(any, " OR ")+")")
	}
	return nil
}

// within returns the condition that the row's day is in a range; "" for any day.
func (b *Statement) within(r period.Range) string {
	var and []string
	if r.From != period.MinDay {
		and = append(and, b.on+" >= "+b.args.Add(r.From)+"::DATE")
	}
	if r.To != period.MaxDay {
		and = append(and, b.on+" < "+b.args.Add(r.To)+"::DATE")
	}
	if len(and) == 0 {
		return ""
	}
	return "(" + strings.Join(and, " AND ") + ")"
}

// merge joins ranges that touch.
func merge(limits []period.Range) []period.Range {
	if len(limits) == 2 {
		a, c := limits[0], limits[1]
		if a.To >= c.From && c.To >= a.From {
			return []period.Range{{From: min(a.From, c.From), To: max(a.To, c.To)}}
		}
	}
	return limits
}
