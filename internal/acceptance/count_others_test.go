package acceptance

import (
	"math/big"

	"salesops/internal/period"
)

// leadMetric counts one metric of leads for one row. Dimensions are the lead's own.
func (s *state) leadMetric(metric string, f frame, g group) figure {
	created, converted, won := 0, 0, 0    // what happened in the period
	cohort, reached, customers := 0, 0, 0 // what became of the leads of the period
	var createdIDs, cohortIDs, reachedIDs []string
	for i := range s.leads {
		l := &s.leads[i]
		if !g(l.dims) {
			continue
		}
		d := s.byID[l.deal]
		on := l.converted
		if on == nil && d != nil {
			on = d.created
		}
		isWon := l.reached && d != nil && d.outcome == "won" && !d.takesBack()
		if f.has(l.created) {
			created++
			createdIDs = append(createdIDs, l.id)
		}
		if l.reached && f.has(on) {
			converted++
		}
		if isWon && f.has(d.closedOn) {
			won++
		}
		if l.created == nil || !f.has(l.created) || s.asOf-*l.created < 90 {
			continue
		}
		cohort++
		cohortIDs = append(cohortIDs, l.id)
		if !l.reached || on == nil || *on-*l.created > 90 {
			continue
		}
		reached++
		reachedIDs = append(reachedIDs, l.id)
		if isWon && d.closedOn != nil && *d.closedOn-*l.created <= 90 {
			customers++
		}
	}
	switch metric {
	case "leads_created":
		return figure{value: whole(created), n: created, ids: createdIDs, zeroOrNone: created == 0}
	case "lead_to_deal":
		return rate(reached, cohort, cohortIDs)
	case "lead_to_customer":
		return rate(customers, cohort, cohortIDs)
	case "deal_to_customer":
		return rate(customers, reached, reachedIDs)
	case "lead_to_deal_period":
		return periodRate(converted, created)
	case "lead_to_customer_period":
		return periodRate(won, created)
	case "deal_to_customer_period":
		return periodRate(won, converted)
	}
	panic("no such metric: " + metric)
}

func periodRate(k, n int) figure {
	f := figure{numerator: whole(k), denominator: whole(n), n: n}
	if n >= 5 {
		f.value = big.NewRat(int64(k), int64(n))
	}
	return f
}

// newCustomers counts accounts by their first won deal, whose dimensions they take.
func (s *state) newCustomers(f frame, g group) figure {
	first := map[string]*dealNow{}
	for i := range s.deals {
		d := &s.deals[i]
		if d.outcome != "won" || d.takesBack() || d.account == "" || d.closedOn == nil {
			continue
		}
		if b := first[d.account]; b == nil || *d.closedOn < *b.closedOn {
			first[d.account] = d
		}
	}
	out := figure{}
	for _, d := range first {
		if g(d.dims) && f.has(d.closedOn) {
			out.n++
		}
	}
	out.value, out.zeroOrNone = whole(out.n), out.n == 0
	return out
}

// sellers are, without a roster, the owners of deals that were alive in the period and of
// activities in it.
func (s *state) sellers(f frame, g group) figure {
	who := map[string]bool{}
	for i := range s.deals {
		d := &s.deals[i]
		begun := f.to == nil || d.created != nil && *d.created <= *f.to
		over := f.from != nil && d.closedOn != nil && *d.closedOn < *f.from
		if begun && !over {
			who[d.dims["owner"]] = true
		}
	}
	for _, t := range s.tasks {
		if f.has(&t.on) {
			who[t.owner] = true
		}
	}
	delete(who, "")
	n := 0
	for id := range who {
		if g(map[string]string{"owner": id}) {
			n++
		}
	}
	return figure{value: whole(n), n: n, zeroOrNone: n == 0}
}

func (s *state) revenuePerSeller(f frame, g group) figure {
	revenue, people := s.dealMetric("won_revenue", f, g), s.sellers(f, g)
	out := figure{numerator: revenue.value, denominator: people.value, n: people.n}
	if ahead := f.from != nil && *f.from > s.asOf; people.n > 0 && !ahead { // nobody has sold in what has not begun
		out.value = new(big.Rat).Quo(revenue.value, people.value)
	}
	return out
}

// metric counts any of them.
func (s *state) metric(name string, f frame, g group) figure {
	switch name {
	case "new_customers":
		return s.newCustomers(f, g)
	case "sellers":
		return s.sellers(f, g)
	case "revenue_per_rep":
		return s.revenuePerSeller(f, g)
	case "revenue_per_fte":
		return figure{} // an export has no first and last days of people
	case "leads_created", "lead_to_deal", "lead_to_customer", "deal_to_customer", "lead_to_deal_period",
		"lead_to_customer_period", "deal_to_customer_period":
		return s.leadMetric(name, f, g)
	}
	return s.dealMetric(name, f, g)
}

// span is the days between which everything happened.
func (s *state) span() (from, to period.Day, any bool) {
	put := func(d *period.Day) {
		if d == nil {
			return
		}
		if !any || *d < from {
			from = *d
		}
		if !any || *d > to {
			to = *d
		}
		any = true
	}
	for i := range s.deals {
		put(s.deals[i].created)
		put(s.deals[i].due)
	}
	for i := range s.leads {
		put(s.leads[i].created)
		put(s.leads[i].converted)
	}
	for i := range s.tasks {
		put(&s.tasks[i].on)
	}
	return from, to, any
}
