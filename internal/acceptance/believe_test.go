package acceptance

import (
	"cmp"
	"slices"

	"salesops/internal/period"
)

// A fact is one value of one field: so from eff on, known from known on.
type fact struct {
	eff, known period.Instant
	field      string
	text       string
	set        bool
}

// story is what an export says about one record over time. Facts of the same time stand
// in the order in which they count.
type story struct {
	id      string
	facts   []fact
	deleted period.Instant // 0: never
}

func (s *story) add(eff, known period.Instant, field, text string, set bool) {
	s.facts = append(s.facts, fact{eff, known, field, text, set})
}

// moment is when a question is asked about: ends, excluded.
type moment struct{ eff, known period.Instant }

// at is the record's values at a moment; nil when it did not exist.
func (s *story) at(m moment) map[string]string {
	if s.deleted != 0 && s.deleted < m.eff && s.deleted < m.known {
		return nil
	}
	type rank struct{ eff, known period.Instant }
	best := map[string]rank{}
	var out map[string]string
	for _, f := range s.facts {
		if f.eff >= m.eff || f.known >= m.known {
			continue
		}
		if out == nil {
			out = map[string]string{}
		}
		r := rank{f.eff, f.known}
		if b, ok := best[f.field]; ok && cmp.Or(cmp.Compare(r.eff, b.eff), cmp.Compare(r.known, b.known)) < 0 {
			continue
		}
		best[f.field] = r
		delete(out, f.field)
		if f.set {
			out[f.field] = f.text
		}
	}
	return out
}

// company is a world as believed over time.
type company struct {
	w                      *world
	deals, leads, accounts []*story
	tasks                  []*story
}

func believe(w *world) *company {
	c := &company{w: w}
	for _, d := range w.deals {
		c.deals = append(c.deals, c.deal(d))
	}
	for _, l := range w.leads {
		c.leads = append(c.leads, c.lead(l))
	}
	for _, a := range w.accounts {
		s := &story{id: a.id}
		from := a.created
		if from == 0 {
			from = w.cfg.imported
		}
		s.add(from, from, "owner", a.owner, a.owner != "")
		s.add(from, w.cfg.imported, "industry", a.industry, a.industry != "")
		c.accounts = append(c.accounts, s)
	}
	for _, a := range w.tasks {
		s := &story{id: a.id}
		s.add(a.created, a.created, "owner", a.owner, a.owner != "")
		for field, v := range map[string]string{"account": a.account, "on": a.on.String(),
			"who": a.who, "what": a.what} {
			s.add(a.created, w.cfg.imported, field, v, v != "")
		}
		if a.deleted {
			s.deleted = a.modified
		}
		c.tasks = append(c.tasks, s)
	}
	return c
}

// deal applies the rules for history: what the source dated is dated; what it did not is
// taken as if it had always been so, known only since the import.
func (c *company) deal(d deal) *story {
	w, s := c.w, &story{id: d.id}
	now := w.cfg.imported
	modified := d.modified
	if w.cfg.createdByDay { // the day is all that is left of it
		d.created = w.day(d.created).Start(w.cfg.zone)
	}
	if w.cfg.modifiedByDay {
		modified = w.day(modified).Start(w.cfg.zone)
	}
	var shots []snapshot
	for _, h := range w.history {
		if h.deal == d.id && !h.stray {
			shots = append(shots, h)
		}
	}
	slices.SortFunc(shots, func(a, b snapshot) int { return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.id, b.id)) })
	diffs := map[string][]diff{}
	for _, x := range w.diffs {
		if x.deal == d.id && (x.field != "Owner" || len(x.old) == 18 || len(x.new) == 18) {
			diffs[x.field] = append(diffs[x.field], x)
		}
	}
	for _, of := range diffs {
		slices.SortFunc(of, func(a, b diff) int { return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.id, b.id)) })
	}
	// A closing without history may be dated before the deal was entered. It exists from then,
	// and with it what the row says of it.
	from := d.created
	undated := len(shots) == 0 && len(diffs["StageName"]) == 0 && w.outcome(d.stage) != "open"
	if undated {
		from = min(from, d.closeDate.Start(w.cfg.zone))
	}
	s.add(d.created, d.created, "created", w.day(d.created).String(), true)
	c.tracked(s, d.created, d.created, "owner", d.owner, diffs["Owner"])
	for field, v := range map[string]string{"account": d.account, "source": d.source, "kind": d.kind,
		"tier": d.tier, "contact": d.contact} {
		s.add(from, now, field, v, v != "")
	}
	if w.cfg.competitors {
		s.add(from, now, "competitor", d.opponent, d.opponent != "")
	}
	amount, amountSet := minor(d.amount)
	closes, closesSet := dayText(d.closeDate)
	if len(shots) > 0 {
		for _, h := range shots {
			s.add(h.at, h.at, "stage", h.stage, true)
			a, set := minor(h.amount)
			s.add(h.at, h.at, "amount", a, set)
			on, set := dayText(h.closeDate)
			s.add(h.at, h.at, "close", on, set)
		}
		last := s.at(moment{period.Forever, period.Forever})
		gap := max(modified, shots[len(shots)-1].at)
		reconcile := func(field, v string, set bool) {
			if was, had := last[field]; was != v || had != set {
				s.add(gap, gap, field, v, set)
			}
		}
		reconcile("stage", d.stage, true)
		reconcile("amount", amount, amountSet)
		reconcile("close", closes, closesSet)
	} else {
		s.add(from, now, "amount", amount, amountSet)
		s.add(from, now, "close", closes, closesSet)
		switch {
		case len(diffs["StageName"]) > 0:
			c.tracked(s, d.created, d.created, "stage", d.stage, diffs["StageName"])
		case undated:
			s.add(d.closeDate.Start(w.cfg.zone), now, "stage", d.stage, true)
		default:
			s.add(d.created, now, "stage", d.stage, true)
		}
	}
	if d.deleted {
		s.deleted = modified
	}
	return s
}

// tracked adds a field that has a history of single changes: what it held before the
// first one it held from the beginning.
func (c *company) tracked(s *story, from, known period.Instant, field, now string, of []diff) {
	if len(of) == 0 {
		s.add(from, known, field, now, now != "")
		return
	}
	s.add(from, known, field, of[0].old, of[0].old != "")
	for _, x := range of {
		s.add(x.at, x.at, field, x.new, x.new != "")
	}
}

// lead is not converted before the day of its conversion.
func (c *company) lead(l lead) *story {
	w, s := c.w, &story{id: l.id}
	now, from := w.cfg.imported, l.created
	if from == 0 {
		from = now
	} else {
		s.add(from, from, "created", w.day(from).String(), true)
	}
	s.add(from, from, "owner", l.owner, l.owner != "")
	for field, v := range map[string]string{"source": l.source, "industry": l.industry} {
		s.add(from, now, field, v, v != "")
	}
	if l.converted {
		at := l.convertedOn.Start(w.cfg.zone)
		s.add(at, now, "converted", l.convertedOn.String(), true)
		s.add(at, now, "deal", l.deal, l.deal != "")
	}
	if l.deleted {
		s.deleted = l.modified
	}
	return s
}
