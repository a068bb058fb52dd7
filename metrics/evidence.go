package metrics

import (
	"context"
	"slices"
	"strings"

	"salesops/analytics"
	"salesops/internal/period"
	"salesops/internal/reason"
	"salesops/record"
	"salesops/sales"
)

// evidence is something that the log must have for a metric to be known. Without it, a count of 0 or a share of
// 100 % only shows that nobody records such things.
type evidence struct {
	code string // the code in a metric's needs
	says string // what is missing, in the plural
	of   []trace
	self half // instead of traces: a row of the metric's own
	// given is a row without which nothing can be missing: when no deal was ever won, no amount of a won deal
	// is missing, and the amount won is 0.
	given trace
	// recorded means that a row counts when it is so on the as-of day, or was so by the history of its stage.
	// That a deal was open before it closed follows without history, and is no evidence of open deals.
	recorded bool
	// standing means that only rows as they are on the as-of day count, because every deal was once not won and
	// every lead once not converted.
	standing bool
	// habit means that the evidence shows what a company records at all. Then a row of any day counts, also one
	// after the as-of day: a company that records losses later had none before.
	habit bool
	alone bool // a guard or another reason says so; this evidence alone refuses nothing
}

// trace is a row that is evidence: of an object, on any day up to the as-of day.
type trace struct{ object, where string }

// half is the side of a metric's ratio on which there must be a row.
type half int

const (
	noSide half = iota
	counted
	notCounted
)

// evidences returns all evidence that a metric may need.
func evidences() []evidence {
	one := func(code, says, object, where string) evidence {
		return evidence{code: code, says: says, of: []trace{{object, where}}}
	}
	own := func(code, says string, on half) evidence { return evidence{code: code, says: says, self: on} }
	habit := func(e evidence) evidence { e.habit = true; return e }
	recorded := func(e evidence) evidence { e.recorded = true; return e }
	standing := func(e evidence) evidence { e.standing = true; return e }
	said := func(e evidence) evidence { e.alone = true; return e }
	given := func(where string, e evidence) evidence { e.given = trace{e.of[0].object, where}; return e }
	return []evidence{
		one("deals", "deals", sales.Deal, ""),
		one("won_deals", "won deals", sales.Deal, "won"),
		habit(one("lost_deals", "lost deals", sales.Deal, "lost")),
		recorded(one("open_deals", "open deals", sales.Deal, "open")),
		one("closed_deals", "won or lost deals", sales.Deal, "closed"),
		standing(one("unwon_deals", "deals that were not won", sales.Deal, "!won")),
		one("close_dates", "close dates of won or lost deals", sales.Deal, "closed && has(closed_on)"),
		given("won", one("won_dates", "close dates of won deals", sales.Deal, "won && has(closed_on)")),
		given("lost", one("lost_dates", "close dates of lost deals", sales.Deal, "lost && has(closed_on)")),
		one("due_dates", "close dates of deals", sales.Deal, "has(close_date)"),
		one("created_dates", "days on which deals were created", sales.Deal, "has(created_on)"),
		one("deal_stages", "stages of deals", sales.Deal, "has(stage)"),
		one("amounts", "amounts of deals", sales.Deal, "has(amount)"),
		given("won", one("won_amounts", "amounts of won deals", sales.Deal, "won && has(amount)")),
		given("lost", one("lost_amounts", "amounts of lost deals", sales.Deal, "lost && has(amount)")),
		given("open", recorded(one("open_amounts", "amounts of open deals", sales.Deal, "open && has(amount)"))),
		one("owners", "owners of deals", sales.Deal, "has(owner)"),
		given("won", one("accounts", "accounts of won deals", sales.Deal, "won && has(account)")),
		one("competitors", "competitors of lost deals", sales.Deal, "lost && has(competitor)"),
		one("leads", "leads", sales.Lead, ""),
		one("lead_dates", "days on which leads were created", sales.Lead, "has(created_on)"),
		standing(one("unconverted_leads", "leads that did not become a deal", sales.Lead, "!reached_deal")),
		one("conversions", "leads that name the deal they became", sales.Lead, "reached_deal"),
		one("conversion_dates", "days on which leads became deals", sales.Lead,
			"reached_deal && (has(converted_on) || has(converted_deal.created_on))"),
		one("lead_outcomes", "leads whose deal was won or lost", sales.Lead, "reached_deal && converted_deal.closed"),
		{code: "activities", says: "activities", of: []trace{{sales.Activity, ""}, {sales.Event, ""}}},
		own("stage_moves", "moves of deals between stages", counted),
		own("connected_calls", "calls that reached somebody", counted),
		own("other_calls", "calls that reached nobody", notCounted),
		own("replies", "mails that were answered", counted),
		own("unanswered_mails", "mails without an answer", notCounted),
		own("held_meetings", "meetings that took place", counted),
		own("missed_meetings", "meetings that did not take place", notCounted),
		one("costs", "costs with an amount and a day", sales.Cost, "has(amount) && has(from_on)"),
		one("ad_costs", "costs of advertising", sales.Cost, "kind == 'ads' && has(amount) && has(from_on)"),
		one("paid_channels", "costs of advertising that name a channel", sales.Cost, "kind == 'ads' && has(channel)"),
		one("contracts", "contracts with an account and a start", sales.Contract, "has(account) && has(start_on)"),
		one("contract_ends", "contracts with a last day", sales.Contract, "has(end_on)"),
		one("mrr", "recurring revenue of contracts", sales.Contract, "has(mrr)"),
		one("orders", "orders with an account, a day and an amount", sales.Order,
			"has(account) && has(ordered_on) && has(amount)"),
		{code: "purchases", says: "orders or won deals with an account, a day and an amount", of: []trace{
			{sales.Order, "has(account) && has(ordered_on) && has(amount)"},
			{sales.Deal, "won && has(account) && has(closed_on) && has(amount)"}}},
		one("deal_lines", "lines of deals", sales.DealLine, ""),
		given("deal.outcome == 'won'", one("list_prices", "lines of won deals with a list price", sales.DealLine,
			"deal.outcome == 'won' && has(total) && has(list_price) && has(quantity)")),
		one("quotas", "quotas with a person, an amount and both days", sales.Quota,
			"has(person) && has(amount) && has(from_on) && has(to_on)"),
		one("calendars", "calendar events", sales.Event, ""),
		one("attendees", "calendar events that say who was there", sales.Event, "has(attendees) || has(contact)"),
		said(one("contacts", "contacts", sales.Contact, "")),
		said(one("roster", "people marked as selling", sales.Person, "sells == true")),
		said(one("working_hours", "working hours", sales.Company, "has(working_hours)")),
		said(one("gross_margin", "gross margin", sales.Company, "has(gross_margin)")),
		said(evidence{code: "history", says: "history"}),
	}
}

// evidenceOf finds evidence by its code.
func evidenceOf(code string) (evidence, bool) {
	all := evidences()
	i := slices.IndexFunc(all, func(e evidence) bool { return e.code == code })
	if i < 0 {
		return evidence{}, false
	}
	return all[i], true
}

func evidenceCodes() []string {
	var codes []string
	for _, e := range evidences() {
		codes = append(codes, e.code)
	}
	return codes
}

// lookForEvidence notes what the metric needs and the log never had, for any period or filter.
func (t *table) lookForEvidence(ctx context.Context, s *session, r *request) error {
	if t.none || t.proven() {
		return nil
	}
	var err error
	t.unseen, err = s.unseen(ctx, r, t.m, t.m.Needs)
	return err
}

// unseen returns the evidence, of the given codes, that the log never had.
func (s *session) unseen(ctx context.Context, r *request, m *metric, codes []string) ([]evidence, error) {
	var out []evidence
	for _, code := range codes {
		e, known := evidenceOf(code)
		if !known || e.alone {
			continue
		}
		found, err := s.seen(ctx, r, m, e)
		if err != nil {
			return nil, err
		}
		if !found {
			out = append(out, e)
		}
	}
	return lowest(out), nil
}

// lowest leaves out what follows from something else that is missing: without leads there are no conversions
// either, and only the leads are named.
func lowest(missing []evidence) []evidence {
	var none []string // objects that have no record at all
	for _, e := range missing {
		if len(e.of) == 1 && e.of[0].where == "" {
			none = append(none, e.of[0].object)
		}
	}
	return slices.DeleteFunc(slices.Clone(missing), func(e evidence) bool {
		return len(e.of) > 0 && !slices.ContainsFunc(e.of,
			func(tr trace) bool { return tr.where == "" || !slices.Contains(none, tr.object) })
	})
}

// proven reports whether a number shows by itself that its evidence exists: an amount above 0, a share between
// 0 and 100 %.
func (t *table) proven() bool {
	for _, k := range t.now {
		switch t.m.Measure {
		case MeasureCount:
			if k.n > 0 {
				return true
			}
		case MeasureSum, MeasureDistinct:
			if k.n > 0 && k.a.Sign() != 0 {
				return true
			}
		case MeasureRatio:
			if k.a != nil && k.b != nil && k.a.Sign() > 0 && k.a.Cmp(k.b) < 0 {
				return true
			}
		}
	}
	return false
}

// lacking returns what is missing as a reason; none when nothing is.
func (t *table) lacking() reason.Reason { return lacking(t.unseen) }

func lacking(unseen []evidence) reason.Reason {
	if len(unseen) == 0 {
		return reason.Reason{}
	}
	var codes, says []string
	for _, e := range unseen {
		codes, says = append(codes, e.code), append(says, e.says)
	}
	why := reason.Of("evidence_missing", "what", strings.Join(says, ", no "))
	why.Parts["codes"] = strings.Join(codes, " ") // for other languages; the English sentence has no place for them
	return why
}

// unknownFor returns an outcome without a value. The counts of a share are kept: 18 of 18 closed deals were
// won, but it is unknown whether losses are recorded.
func (o outcome) unknownFor(why reason.Reason) outcome {
	o.value, o.low, o.high = nil, nil, nil
	if o.denominator == nil || o.denominator.Sign() == 0 {
		o.numerator, o.denominator = nil, nil
	}
	o.why = why
	return o
}

// seen reports whether the log had the evidence up to the as-of day.
func (s *session) seen(ctx context.Context, r *request, m *metric, e evidence) (bool, error) {
	if e.self != noSide {
		return s.seenOwn(ctx, r, m, e.self)
	}
	if e.given.object != "" {
		if found, err := s.seenTrace(ctx, r, m, e.given, e); err != nil || !found {
			return true, err
		}
	}
	for _, tr := range e.of {
		if found, err := s.seenTrace(ctx, r, m, tr, e); err != nil || found {
			return found, err
		}
	}
	return false, nil
}

// seenTrace reports whether any row was ever as the trace says.
func (s *session) seenTrace(ctx context.Context, r *request, m *metric, tr trace, e evidence) (bool, error) {
	over := &metric{file: file{Name: m.Name, Over: tr.object, Where: tr.where}, hash: "evidence of " + tr.object}
	whole := r.everything()
	if tr.object == sales.Quota || tr.object == sales.Company { // plans and settings count as they stand
		whole.when = analytics.When{}
	}
	if e.habit {
		whole.when = analytics.When{AsOf: r.when.KnownAt, KnownAt: r.when.KnownAt}
	}
	if e.recorded {
		b := newStatement(s, whole, over)
		if found, err := b.anyRow(ctx, b.stepWhere); err != nil || found {
			return found, err
		}
	}
	b := newStatement(s, whole, over)
	b.ever = !e.standing
	if e.recorded {
		b.base["stage"], b.base["outcome"], b.base["backfilled_fields"] = true, true, true
		b.where = append(b.where, `coalesce("r".stage::VARCHAR, "r".outcome) IS NOT NULL`)
		for _, field := range []string{",stage,", ",outcome,"} {
			b.where = append(b.where, `NOT contains(',' || coalesce("r".backfilled_fields, '') || ',', '`+field+`')`)
		}
	}
	return b.anyRow(ctx, b.stepWhere)
}

// seenOwn looks for a row of the metric on one side of its ratio.
func (s *session) seenOwn(ctx context.Context, r *request, m *metric, on half) (bool, error) {
	b := newStatement(s, r.everything(), m)
	steps := []func(context.Context) error{
		func(ctx context.Context) error {
			return b.rowsOf(ctx, period.Range{From: period.MinDay, To: period.MaxDay})
		},
		func(context.Context) error {
			if m.Numerator != nil {
				above, err := b.condition("numerator.count", m.Numerator.Count)
				if err != nil {
					return err
				}
				below, err := b.condition("denominator.count", m.Denominator.Count)
				if on == notCounted {
					above = "(" + above + ") IS NOT TRUE"
				}
				if err != nil {
					return err
				}
				b.where = append(b.where, "("+above+")", "("+below+")")
			}
			g := &grouping{}
			err := b.guards(g)
			if g.ok != "" { // rows that are left out are no evidence
				b.where = append(b.where, "("+g.ok+")")
			}
			return err
		},
	}
	return b.anyRow(ctx, steps...)
}

// everything returns the request without its period, filters and dimensions: all rows up to the as-of day.
func (r *request) everything() *request {
	all := *r
	all.q.Where, all.q.By, all.q.Grain, all.q.Compare, all.q.From, all.q.To = nil, nil, period.Whole, "", nil, nil
	all.where, all.whose = nil, nil
	all.ranges = ranges{calendar: r.ranges.calendar, grain: period.Whole,
		now: period.Range{From: period.MinDay, To: period.MaxDay}}
	return &all
}

// anyRow reports whether the steps leave any row.
func (b *Statement) anyRow(ctx context.Context, steps ...func(context.Context) error) (bool, error) {
	for _, step := range steps {
		if err := step(ctx); err != nil {
			return false, err
		}
	}
	with, from, err := b.from()
	if err != nil {
		return false, err
	}
	n, err := b.s.count(ctx, "SELECT count(*) FROM ("+with+" SELECT 1"+from+b.restrict()+" LIMIT 1)", b.args.Values())
	return n > 0, err
}

// Missing returns the codes of what a metric needs and the log never had up to the as-of day. What cannot be
// looked up, such as history, is always included.
func (e *Engine) Missing(ctx context.Context, scope record.Scope, q Query) ([]string, error) {
	q, err := normalise(q)
	if err != nil {
		return nil, err
	}
	m, err := e.catalog.find(q.Metric, q.Version, "")
	if err != nil {
		return nil, err
	}
	var missing []evidence
	err = e.at(ctx, scope, q.Position, func(s *session) error {
		missing = missing[:0]
		r, err := e.settle(q, s.facts, m)
		if err != nil {
			return err
		}
		return e.eachNeed(m, func(of *metric, ev evidence) error {
			found, err := s.seen(ctx, r, of, ev)
			if err == nil && !found && !slices.ContainsFunc(missing,
				func(m evidence) bool { return m.code == ev.code }) {
				missing = append(missing, ev)
			}
			return err
		})
	})
	codes := []string{}
	for _, ev := range lowest(missing) {
		codes = append(codes, ev.code)
	}
	return codes, err
}

// eachNeed calls fn for the needs of a metric and of its parts.
func (e *Engine) eachNeed(m *metric, fn func(of *metric, ev evidence) error) error {
	of := []*metric{m}
	for _, name := range kindOf(m.Kind).parts(e.catalog, m) {
		of = append(of, e.catalog.current[name])
	}
	for i, part := range of {
		for _, code := range part.Needs {
			ev, known := evidenceOf(code)
			if !known || ev.self != noSide && i == 0 && len(of) > 1 {
				continue // a row of a formula's part is looked for there
			}
			if err := fn(part, ev); err != nil {
				return err
			}
		}
	}
	return nil
}

// linkNeeds checks what metrics need, and adds to a formula's what its parts need.
func (c *Catalog) linkNeeds(m *metric) error {
	for _, code := range m.Needs {
		if _, known := evidenceOf(code); !known {
			return m.wrong("needs", "%q is nothing that can be looked for%s", code, oneOf(code, evidenceCodes()))
		}
	}
	if m.Kind == KindFormula && m.itself == nil {
		m.itself = slices.Clone(m.Needs)
	}
	for _, name := range kindOf(m.Kind).parts(c, m) {
		part := c.current[name]
		if part == nil {
			continue // said where parts are checked
		}
		m.itself = slices.DeleteFunc(m.itself, func(code string) bool { return slices.Contains(part.Needs, code) })
		for _, code := range part.Needs {
			if !slices.Contains(m.Needs, code) {
				m.Needs = append(m.Needs, code)
			}
		}
	}
	return nil
}
