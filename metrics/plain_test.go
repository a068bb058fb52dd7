package metrics_test

import (
	"maps"
	"math/big"
	"sort"
	"time"

	"salesops/internal/period"
	"salesops/metrics"
	"salesops/record"
)

// plain is a metric as a loop: which rows count, on which day, and what they give.
type plain struct {
	object string
	day    func(n *naive, r record.Record) (period.Day, bool)
	take   func(n *naive, r record.Record) bool // counted at all
	above  func(n *naive, r record.Record) (*big.Rat, bool)
	below  func(n *naive, r record.Record) (*big.Rat, bool)
	finish func(rows []row) *big.Rat // nil: above ÷ below, or the sum of above
	floor  int
	n      func(rows []row) int
}

// row is a counted row.
type row struct{ above, below *big.Rat }

// naive is a world folded at a moment.
type naive struct {
	w     *world
	asOf  period.Day
	state map[record.ID]record.Record
	past  func(id record.ID, at period.Instant) record.Record
}

func fold(w *world, q metrics.Query) *naive {
	at := record.At{}
	n := &naive{w: w, asOf: clock().Day(time.UTC), state: map[record.ID]record.Record{}}
	if q.KnownAt != nil {
		at.Known, n.asOf = q.KnownAt.End(time.UTC)-1, *q.KnownAt
	}
	if q.AsOf != nil {
		n.asOf = *q.AsOf
	}
	if q.AsOf != nil || q.KnownAt != nil {
		at.Effective = n.asOf.End(time.UTC) - 1
	}
	at.Position = q.Position
	by := map[record.ID][]record.Change{}
	for _, c := range w.changes {
		by[c.ID] = append(by[c.ID], c)
	}
	for id, changes := range by {
		if r := record.Fold(changes, at); r.Exists {
			n.state[id] = r
		}
	}
	n.past = func(id record.ID, effective period.Instant) record.Record {
		at := at
		at.Effective = effective
		return record.Fold(by[id], at)
	}
	return n
}

func outcome(r record.Record) string { return r.Fields["outcome"].Text() }
func closed(r record.Record) bool    { return outcome(r) == "won" || outcome(r) == "lost" }

func closedOn(_ *naive, r record.Record) (period.Day, bool) {
	v, ok := r.Fields["close_date"]
	return v.Day(), ok && closed(r)
}

func closeDate(_ *naive, r record.Record) (period.Day, bool) {
	v, ok := r.Fields["close_date"]
	return v.Day(), ok
}

func createdOn(_ *naive, r record.Record) (period.Day, bool) {
	v, ok := r.Fields["created_at"]
	return v.Instant().Day(time.UTC), ok
}

func isWon(_ *naive, r record.Record) bool { return outcome(r) == "won" }
func amountOf(_ *naive, r record.Record) (*big.Rat, bool) {
	v, ok := r.Fields["amount"]
	return v.Money().Rat(), ok
}
func one(*naive, record.Record) (*big.Rat, bool) { return big.NewRat(1, 1), true }

func when(cond func(*naive, record.Record) bool, give func(*naive, record.Record) (*big.Rat, bool)) func(*naive,
	record.Record) (*big.Rat, bool) {
	return func(n *naive, r record.Record) (*big.Rat, bool) {
		if !cond(n, r) {
			return nil, false
		}
		return give(n, r)
	}
}

// convertedWithin says whether a lead reached a deal within 90 days.
func convertedWithin(n *naive, r record.Record) bool {
	created, ok := createdOn(n, r)
	deal, has := r.Fields["converted_deal"]
	if !ok || !has {
		return false
	}
	on, known := r.Fields["converted_at"].Instant().Day(time.UTC), r.Fields["converted_at"].IsSet()
	if !known {
		on, known = createdOn(n, n.state[deal.Ref()])
	}
	return known && on-created <= 90
}

func customerWithin(n *naive, r record.Record) bool {
	created, _ := createdOn(n, r)
	deal := n.state[r.Fields["converted_deal"].Ref()]
	on, ok := closedOn(n, deal)
	return convertedWithin(n, r) && outcome(deal) == "won" && ok && on-created <= 90
}

func mature(n *naive, r record.Record) bool {
	created, ok := createdOn(n, r)
	return ok && n.asOf-created >= 90
}

func cycle(n *naive, r record.Record) (*big.Rat, bool) {
	c, ok1 := closedOn(n, r)
	o, ok2 := createdOn(n, r)
	return big.NewRat(int64(c-o), 1), ok1 && ok2
}

func notBackwards(n *naive, r record.Record) bool {
	days, ok := cycle(n, r)
	return !ok || days.Sign() >= 0
}

func median(rows []row) *big.Rat {
	var values []*big.Rat
	for _, r := range rows {
		if r.above != nil {
			values = append(values, r.above)
		}
	}
	if len(values) == 0 {
		return nil
	}
	sort.Slice(values, func(i, j int) bool { return values[i].Cmp(values[j]) < 0 })
	sum := new(big.Rat).Add(values[(len(values)-1)/2], values[len(values)/2])
	return sum.Mul(sum, big.NewRat(1, 2))
}

func withValue(rows []row) int {
	n := 0
	for _, r := range rows {
		if r.above != nil {
			n++
		}
	}
	return n
}

func meanOf(rows []row) *big.Rat {
	sum := new(big.Rat)
	for _, r := range rows {
		if r.above != nil {
			sum.Add(sum, r.above)
		}
	}
	if n := withValue(rows); n > 0 {
		return sum.Quo(sum, big.NewRat(int64(n), 1))
	}
	return nil
}

func plains() map[string]plain {
	count := func(rows []row) *big.Rat { return big.NewRat(int64(len(rows)), 1) }
	sum := func(rows []row) *big.Rat {
		s := new(big.Rat)
		for _, r := range rows {
			if r.above != nil {
				s.Add(s, r.above)
			}
		}
		return s
	}
	belowN := func(rows []row) int {
		n := 0
		for _, r := range rows {
			if r.below != nil {
				n++
			}
		}
		return n
	}
	isOpen := func(_ *naive, r record.Record) bool { return !closed(r) }
	isClosed := func(_ *naive, r record.Record) bool { return closed(r) }
	wonAmount := func(n *naive, r record.Record) bool { _, ok := amountOf(n, r); return isWon(n, r) && ok }
	all := func(*naive, record.Record) bool { return true }
	return map[string]plain{
		"won_revenue":      {object: "deal", day: closedOn, take: isWon, above: amountOf, finish: sum},
		"won_deals":        {object: "deal", day: closedOn, take: isWon, above: one, finish: count},
		"open_pipeline":    {object: "deal", day: closeDate, take: isOpen, above: amountOf, finish: sum},
		"pipeline_created": {object: "deal", day: createdOn, take: all, above: amountOf, finish: sum},
		"leads_created":    {object: "lead", day: createdOn, take: all, above: one, finish: count},
		"win_rate": {object: "deal", day: closedOn, take: isClosed,
			above: when(isWon, one), below: one, floor: 5},
		"win_rate_created": {object: "deal", day: createdOn, take: all, above: when(isWon, one), below: one, floor: 5},
		"asp":              {object: "deal", day: closedOn, take: wonAmount, above: amountOf, below: one},
		"asp_median": {object: "deal", day: closedOn, take: wonAmount, above: amountOf,
			finish: median, n: withValue},
		"cycle_won_mean": {object: "deal", day: closedOn,
			take: func(n *naive, r record.Record) bool { return isWon(n, r) && notBackwards(n, r) }, above: cycle,
			finish: meanOf, n: withValue},
		"cycle_won_median": {object: "deal", day: closedOn,
			take: func(n *naive, r record.Record) bool { return isWon(n, r) && notBackwards(n, r) }, above: cycle,
			finish: median, n: withValue},
		"lead_to_deal": {object: "lead", day: createdOn, take: mature, above: when(convertedWithin, one),
			below: one, floor: 5, n: belowN},
		"lead_to_customer": {object: "lead", day: createdOn, take: mature, above: when(customerWithin, one),
			below: one, floor: 5, n: belowN},
		"deal_to_customer": {object: "lead", day: createdOn, take: mature, above: when(customerWithin, one),
			below: when(convertedWithin, one), floor: 5, n: belowN},
	}
}

// dimensionOf gives the id of a dimension's value as answers show it.
func (n *naive) dimensionOf(name string, p plain, r record.Record) string {
	ref := func(object string, v record.Value) string {
		if !v.IsSet() {
			return ""
		}
		return record.FormatID(object, v.Ref())
	}
	switch name {
	case "owner":
		return ref("person", r.Fields["owner"])
	case "source":
		return r.Fields["source"].Text()
	case "account.segment":
		return n.state[r.Fields["account"].Ref()].Fields["segment"].Text()
	case "team", "team_1":
		owner := r.Fields["owner"]
		if !owner.IsSet() {
			return ""
		}
		on := n.asOf
		if p.object == "deal" {
			if c, ok := closedOn(n, r); ok {
				on = min(on, c)
			}
		} else if d, ok := p.day(n, r); ok {
			on = min(on, d)
		}
		person := n.past(owner.Ref(), on.End(time.UTC)-1)
		if name == "team_1" && person.Fields["team"].IsSet() {
			return ref("team", record.RefValue(n.w.named("team", "all")))
		}
		return ref("team", person.Fields["team"])
	}
	return ""
}

func (n *naive) count(name string, p plain, q metrics.Query) map[string][]row {
	cal := period.Calendar{}
	out := map[string][]row{}
	for id, r := range n.state {
		if r.Object != p.object || r.Stub || !p.take(n, r) {
			continue
		}
		on, dated := p.day(n, r)
		if (q.From != nil && (!dated || on < *q.From)) || (q.To != nil && (!dated || on > *q.To)) ||
			(q.Grain != "" && !dated) {
			continue
		}
		if len(q.Where) > 0 && r.Fields["source"].Text() == "web" { // the only filter: source != 'web'
			continue
		}
		key := ""
		if q.Grain != "" {
			key = cal.Label(cal.PeriodOf(on, q.Grain).From, q.Grain)
		}
		n := n
		if name == "pipeline_created" && dated && (q.Grain != "" || q.To != nil) {
			end := n.asOf
			if q.To != nil {
				end = min(end, *q.To)
			}
			if q.Grain != "" {
				end = min(end, cal.PeriodOf(on, q.Grain).To-1)
			}
			n, r = n.settled(id, r, end)
		}
		for _, d := range q.By {
			key += "|" + n.dimensionOf(d, p, r)
		}
		one := row{}
		if v, ok := p.above(n, r); ok {
			one.above = v
		}
		if p.below != nil {
			if v, ok := p.below(n, r); ok {
				one.below = v
			}
		}
		out[key] = append(out[key], one)
	}
	return out
}

// settled is a deal with the amount and owner that it had at the end of a day, for whose team
// that day counts.
func (n *naive) settled(id record.ID, r record.Record, end period.Day) (*naive, record.Record) {
	at, states := n.moments(n.w, id)
	then := states[0]
	for i := range at {
		if at[i].Day(time.UTC) <= end {
			then = states[i]
		}
	}
	out := r
	out.Fields = maps.Clone(r.Fields)
	for _, f := range []string{"amount", "owner", "outcome"} {
		delete(out.Fields, f)
	}
	for _, f := range []string{"amount", "owner"} {
		if v, ok := then.Fields[f]; ok {
			out.Fields[f] = v
		}
	}
	m := *n
	m.asOf = end
	return &m, out
}

func (p plain) result(rows []row) (value *big.Rat, n int) {
	n = len(rows)
	if p.n != nil {
		n = p.n(rows)
	}
	if p.finish != nil {
		value = p.finish(rows)
	} else {
		a, b := new(big.Rat), new(big.Rat)
		for _, r := range rows {
			if r.above != nil {
				a.Add(a, r.above)
			}
			if r.below != nil {
				b.Add(b, r.below)
			}
		}
		if b.Sign() != 0 {
			value = a.Quo(a, b)
		}
	}
	if n < p.floor {
		value = nil
	}
	return value, n
}
