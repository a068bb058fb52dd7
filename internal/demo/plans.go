package demo

import (
	"math"
	"time"

	"salesops/internal/period"
	"salesops/sales"
)

// quarters calls fn with the first day of each calendar quarter that touches the company's time.
func (s *sim) quarters(fn func(first, last period.Day)) {
	y, m, _ := s.from.Date()
	first := period.DayOf(y, (m-1)/3*3+1, 1)
	for first < s.to {
		y, m, _ := first.Date()
		next := period.DayOf(y, m+3, 1)
		fn(first, next-1)
		first = next
	}
}

// quotas give each seller one a quarter, a week before it begins, halved in the first.
func (s *sim) quotas() {
	working := float64(s.deals) / history / 4 / float64(max(1, len(s.staff)))
	s.quarters(func(first, last period.Day) {
		base := 42_000 * .29 * working * math.Pow(1.2, s.year(first)) / 1.33
		for _, p := range s.staff {
			from := max(first, p.start)
			if from > last || p.left <= first {
				continue
			}
			s.at(max((first-7).Start(s.zone), p.start.Start(s.zone)+hour, s.from.Start(s.zone)+hour), func() {
				ramp := 1.0
				if p.start != s.from && first < p.start+90 {
					ramp = .5
				}
				full := int64(math.Round(base*(.9+.2*s.Float64())/500)) * 500_00
				s.out.create(sales.Quota, s.now, text("name", "Quota "+p.team.name), ref("person", p.id),
					on("from_on", first), on("to_on", last),
					amount("amount", full, "USD"), number("ramp", ramp))
			})
		}
	})
}

// costs are booked month by month, when the month is over.
func (s *sim) costs() {
	scale := float64(s.sellers) / 30
	y, m, _ := s.from.Date()
	for first := period.DayOf(y, m, 1); first < s.to; {
		fy, fm, _ := first.Date()
		next := period.DayOf(fy, fm+1, 1)
		begin, last, grown := first, next-1, math.Pow(1.15, s.year(first)) // booked later, when first has moved on
		book := func(name, kind, channel string, dollars float64) {
			s.at(s.clock(workday(next), 15), func() {
				minor := int64(math.Round(s.around(dollars*scale*grown, .06))) * 100
				s.out.create(sales.Cost, s.now, text("name", name), text("kind", kind), text("channel", channel),
					on("from_on", begin), on("to_on", last), amount("amount", minor, "USD"))
			})
		}
		book("Sales pay", "pay", "", 440_000)
		book("Commission", "commission", "", 170_000)
		book("Marketing pay", "pay", "", 120_000)
		book("Web advertising", "ads", "Website", 84_000)
		book("Events", "ads", "Event", 62_000)
		book("Address lists", "ads", weakSource, 38_000)
		book("Webinars", "ads", "Webinar", 16_000)
		book("Partner fees", "ads", "Partner", 25_000)
		book("Software", "tools", "", 40_000)
		book("Share of overhead", "overhead", "", 50_000)
		first = next
	}
}

// rates are quoted on the first of each month; they wander.
func (s *sim) rates() {
	rate := map[string]float64{"EUR": 1.08, "GBP": 1.27}
	y, m, _ := s.from.Date()
	for first := period.DayOf(y, m, 1); first < s.to; {
		for _, code := range []string{"EUR", "GBP"} { // a map would give them in any order
			rate[code] *= math.Exp(.012 * s.NormFloat64())
			quoted, from := int64(math.Round(rate[code]*1e9)), first
			s.at(max(first.Start(s.zone), s.from.Start(s.zone)), func() {
				s.out.create(sales.Rate, s.now, text("from_currency", code), text("to_currency", "USD"),
					on("day", from), whole("rate", quoted))
			})
		}
		fy, fm, _ := first.Date()
		first = period.DayOf(fy, fm+time.Month(1), 1)
	}
}
