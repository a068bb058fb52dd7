package demo

import (
	"math"
	"time"

	"salesops/internal/period"
	"salesops/sales"
)

// Each customer leaves in any month with a chance of its own, which differs between customers
// as a beta distribution with these parameters does: half in leaveAlpha, leaveBeta whole. Nobody
// changes, and yet fewer leave the longer they have stayed, since those who leave easily are gone.
const (
	leaveAlpha = .5
	leaveBeta  = 12
)

// leaveChance draws a customer's chance to leave in a month: a ratio of two gamma variables.
func (s *sim) leaveChance() float64 {
	z := s.NormFloat64()
	a, b := z*z*leaveAlpha, 0.0 // half the square of a normal variable is gamma with shape one half
	for range leaveBeta {
		b += s.ExpFloat64()
	}
	return a / (a + b)
}

// notice is how long before its last day a customer says that it leaves.
const notice = 30

// stay draws how many months a customer pays, from the first day of its first contract on.
func (s *sim) stay(c *customer, start period.Day) {
	months := 1 + math.Floor(math.Log(1-s.Float64())/math.Log1p(-s.leaveChance()))
	if months > 12*(history+1) {
		return // later than the company's last day
	}
	y, m, d := start.Date()
	last := period.DayOf(y, m+time.Month(months), min(d, 28)) - 1
	s.at(s.clock(last-notice, 11), func() { s.goes(c, last) })
}

// goes ends all contracts of a customer and what it might still buy.
func (s *sim) goes(c *customer, last period.Day) {
	c.gone = true
	moved := s.customers[len(s.customers)-1]
	moved.place, s.customers[c.place] = c.place, moved
	s.customers = s.customers[:len(s.customers)-1]
	missing := .06 * math.Exp(.72*s.year(s.today())) // this reason's share of those who leave doubles each year
	rest := 1 - missing
	reason := churnReasons[s.weighted(missing, rest*.3, rest*.15, rest*.3, rest*.25)]
	for _, k := range c.contracts {
		s.out.set(sales.Contract, k.id, s.now, on("end_on", last), text("end_reason", reason), text("status", "ending"))
	}
}

var churnReasons = []string{"Missing integration", "Price", "Went out of business",
	"Moved to a competitor", "Hardly used"}
