package demo

import (
	"math"

	"salesops/sales"
)

// share gives others a part in a win: of every second one with a large buyer a colleague of the
// region gets 30 % of the credit, and the region's specialist the whole as overlay.
func (s *sim) share(d *deal) {
	if d.customer.segment != enterprise || d.nameless || d.orphan || !s.chance(.5) {
		return
	}
	partner := s.partner(d.owner)
	if partner == nil {
		return
	}
	d.shared = true
	s.truths.SharedWins++
	revenue, overlay := s.splits[0], s.splits[1]
	s.out.create(sales.Split, s.now, text("name", "Owner"), ref("deal", d.id),
		ref("person", d.owner.id), number("share", .7),
		ref("split_type", revenue), when("created_at", s.now))
	s.out.create(sales.Split, s.now, text("name", "Partner in the sale"), ref("deal", d.id),
		ref("person", partner.id), number("share", .3),
		ref("split_type", revenue), when("created_at", s.now))
	s.out.create(sales.Split, s.now, text("name", "Specialist"), ref("deal", d.id),
		ref("person", s.specialists[d.owner.team.region]), number("share", 1),
		flag("overlay", true), ref("split_type", overlay), when("created_at", s.now))
}

// partner is somebody else of the region who works today; nil if there is nobody.
func (s *sim) partner(of *seller) *seller {
	var found []*seller
	for _, p := range s.staff {
		if p != of && p.id != 0 && p.team.region == of.team.region && p.works(s.today()) {
			found = append(found, p)
		}
	}
	if len(found) == 0 {
		return nil
	}
	return pick(s, found)
}

// credit gives a part of a win back: a deal below zero, won on its own day.
func (s *sim) credit(d *deal) {
	s.truths.CreditNotes++
	back := max(1_00, int64(math.Round(float64(d.amount)*(.1+.2*s.Float64())/100))*100)
	owner := d.owner.id
	if d.orphan {
		owner = 0
	}
	line := s.pipelines[d.line]
	s.out.create(sales.Deal, s.now, text("name", d.customer.name+" – credit note"),
		ref("account", d.customer.id), ref("owner", owner),
		ref("contact", d.contact), ref("pipeline", line.id), ref("stage", line.won), text("outcome", sales.Won),
		on("close_date", s.today()),
		amount("amount", -back, d.currency), number("probability", 1), text("forecast_category", "Closed"),
		text("source", d.source),
		text("segment", segments[d.customer.segment].name), text("region", d.owner.team.region),
		ref("product", s.products[0].id),
		text("type", "Credit note"), when("created_at", s.now))
}

// overdue counts the open deals whose promised day has passed, on the last day.
func (s *sim) overdue() {
	for _, p := range s.staff {
		for _, d := range p.open {
			if d.promised < s.to {
				s.truths.Overdue++
			}
		}
	}
}
