package metrics

import (
	"strconv"
	"strings"

	"salesops/analytics"
	"salesops/internal/fault"
	"salesops/internal/money"
	"salesops/internal/period"
	"salesops/internal/reason"
)

// maxDimensions is the greatest number of dimensions of one answer.
const maxDimensions = 3

// request is a query that was checked and whose days were computed.
type request struct {
	q        Query
	when     analytics.When
	today    period.Day
	asOf     period.Day // the as-of day, today without one
	known    period.Instant
	ranges   ranges
	lag      int      // days by which rows count later, for a part of a formula
	where    []string // the query's, without what whose holds
	whose    []whose
	compared *pair      // what is opened, of a period that is not over
	together *together  // questions that are asked with this one; nil for none
	until    period.Day // the last day of what is compared to date; 0 otherwise
}

// normalise checks what can be checked without data, and reads name@version.
func normalise(q Query) (Query, error) {
	if name, version, ok := strings.Cut(q.Metric, "@"); ok {
		v, err := strconv.Atoi(version)
		if err != nil || v < 1 || (q.Version != 0 && q.Version != v) {
			return q, fault.Invalidf("%q is no metric with a version: write %s@1", q.Metric, name)
		}
		q.Metric, q.Version = name, v
	}
	if q.Version < 0 {
		return q, fault.Invalidf("version %d does not exist: versions start at 1", q.Version)
	}
	if _, err := period.ParseGrain(string(q.Grain)); err != nil {
		return q, err
	}
	if q.From != nil && q.To != nil && *q.From > *q.To {
		return q, fault.Because(fault.Invalid, reason.Of("range_exchange", "from", *q.From, "to", *q.To))
	}
	for _, d := range []*period.Day{q.From, q.To, q.AsOf, q.KnownAt} {
		if d != nil && (*d < period.MinDay || *d >= period.MaxDay-1) {
			return q, fault.Invalidf("%s is outside the days that can be asked for", *d)
		}
	}
	switch {
	case q.AsOf != nil && q.KnownAt != nil && *q.AsOf > *q.KnownAt:
		return q, fault.Because(fault.Invalid, reason.Of("as_of_late", "as_of", *q.AsOf, "known_at", *q.KnownAt))
	case q.Position < 0:
		return q, fault.Invalidf("position %d does not exist: positions start at 1", q.Position)
	case q.Org != "" && q.Org != "as-was" && q.Org != "as-is":
		return q, fault.Invalidf("%q is no hierarchy: use as-was (the hierarchy on the close day) or as-is (today's)",
			q.Org)
	case q.Compare != "" && q.Compare != "previous" && q.Compare != "year":
		return q, fault.Invalidf("%q is no comparison: use previous or year", q.Compare)
	case len(q.By) > maxDimensions:
		return q, fault.Invalidf("%d dimensions are too many: use at most %d", len(q.By), maxDimensions)
	}
	for i, d := range q.By {
		d = strings.TrimSpace(d)
		if d == "" {
			return q, fault.Invalidf("a dimension has no name: write it as owner or account.segment")
		}
		for _, other := range q.By[:i] {
			if strings.TrimSpace(other) == d {
				return q, fault.Invalidf("the dimension %s is given twice: leave one out", d)
			}
		}
	}
	q.Currency = strings.ToUpper(strings.TrimSpace(q.Currency))
	if q.Currency != "" && !money.Known(q.Currency) {
		return q, fault.Invalidf("%q is not a currency: write its three letters, such as EUR", q.Currency)
	}
	return q, nil
}

// settle converts the query's days to moments in the company's zone.
func (e *Engine) settle(q Query, f *facts, m *metric) (*request, error) {
	r := &request{q: q, where: q.Where, today: q.Today, known: period.Forever}
	zone := f.calendar.Location()
	if r.today == 0 {
		r.today = e.clock().Day(zone)
	}
	r.asOf = r.today
	if q.KnownAt != nil {
		known := q.KnownAt.End(zone)
		r.when.KnownAt, r.known = &known, known
		r.asOf = *q.KnownAt
	}
	if q.AsOf != nil {
		r.asOf = *q.AsOf
	}
	if q.AsOf != nil || q.KnownAt != nil {
		end := r.asOf.End(zone)
		r.when.AsOf = &end
	}
	r.fillPeriod(m, f.calendar)
	var err error
	r.ranges, err = makeRanges(r.q, f.calendar)
	return r, err
}

// fillPeriod sets the period that a metric uses when the query names none.
func (r *request) fillPeriod(m *metric, c period.Calendar) {
	if m.Period == "" || r.q.From != nil && r.q.To != nil {
		return
	}
	meant := c.PeriodOf(r.asOf, period.Quarter)
	if m.Period == lastQuarter { // the last that is over by the end of the as-of day
		meant = c.PeriodOf(c.PeriodOf(r.asOf+1, period.Quarter).From-1, period.Quarter)
	}
	first, last := meant.From, meant.To-1
	switch {
	case r.q.From != nil: // from a day on means until the as-of day
		last = max(*r.q.From, r.asOf)
		first = *r.q.From
	case r.q.To != nil: // until a day means the quarter of that day
		last = *r.q.To
		first = c.PeriodOf(last, period.Quarter).From
	}
	r.q.From, r.q.To = &first, &last
}

// past reports whether the query is about another state than the latest.
func (r *request) past() bool { return r.when.AsOf != nil }
