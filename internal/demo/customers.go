package demo

import (
	"math"

	"salesops/internal/period"
	"salesops/record"
	"salesops/sales"
)

// customer is an account; it is one in earnest from its first win on.
type customer struct {
	id, contact        record.ID
	name, domain, mail string
	segment            int
	team               *team
	owner              *seller
	bought             bool
	place              int // among the customers
	contracts          []*contract
	gone               bool // it has said that it leaves
}

// contract is one in force.
type contract struct {
	id       record.ID
	customer *customer
	mrr      int64
	currency string
}

// buys is what follows a win: a first contract and orders, or more of the contract there is.
func (s *sim) buys(d *deal) {
	c := d.customer
	if !c.bought {
		c.bought, c.place = true, len(s.customers)
		s.customers = append(s.customers, c)
		s.orders(d)
	}
	if c.gone || d.nameless || s.chance(.2) { // a one-off
		return
	}
	start := s.today() + period.Day(s.between(1, 14))
	k := &contract{customer: c, mrr: d.amount / 12, currency: d.currency}
	s.truths.Contracts++
	k.id = s.out.create(sales.Contract, s.now, text("name", c.name+" subscription"), ref("account", c.id),
		ref("deal", d.id), ref("owner", d.owner.id),
		ref("product", s.products[0].id), on("start_on", start), amount("mrr", k.mrr, k.currency),
		amount("value", k.mrr*12, k.currency),
		text("status", "active"), text("type", [...]string{"New business", "Expansion"}[d.line]),
		when("created_at", s.now))
	if len(c.contracts) == 0 {
		s.stay(c, start)
	}
	c.contracts = append(c.contracts, k)
	s.at(s.clock(start+period.Day(s.between(80, 110)), 11), func() { s.review(k) })
}

// review is how a contract goes on, about each quarter, while the customer stays: it shrinks, grows or is as before.
func (s *sim) review(k *contract) {
	if k.customer.gone {
		return
	}
	switch s.weighted(.03, .10, .87) {
	case 0:
		s.resize(k, .75)
	case 1:
		s.resize(k, 1+.1*float64(s.between(1, 4)))
	}
	s.at(s.clock(s.today()+period.Day(s.between(80, 100)), 11), func() { s.review(k) })
}

func (s *sim) resize(k *contract, factor float64) {
	k.mrr = int64(math.Round(float64(k.mrr) * factor))
	s.out.set(sales.Contract, k.id, s.now, amount("mrr", k.mrr, k.currency), amount("value", k.mrr*12, k.currency))
}

// expand is a deal with somebody who is a customer already.
func (s *sim) expand() {
	if len(s.customers) == 0 {
		s.outbound()
		return
	}
	c := pick(s, s.customers)
	if !c.owner.works(s.today()) {
		c.owner = s.colleague(c.team)
	}
	d := &deal{
		customer: c, contact: c.contact, owner: c.owner, name: c.name + " – more seats", line: 1, created: s.now,
		currency: c.owner.team.currency, source: "Customer", boost: 1,
		amount: int64(math.Round(s.around(segments[c.segment].median*.35, .4)/100)) * 100_00,
	}
	s.open(d)
}
