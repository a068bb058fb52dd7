package demo

import (
	"math"
	"math/rand/v2"

	"salesops/internal/period"
	"salesops/sales"
)

// How often a customer orders and when it stops is its own, as BG/NBD has it: a rate per day, gamma
// with shape rateShape and rate rateDays, and after each order but the first a chance to order
// nothing more, beta with stopAlpha and stopBeta.
const (
	rateShape = .8
	rateDays  = 40
	stopAlpha = .9
	stopBeta  = 3
)

// What an order is worth varies around each customer's own mean, as Gamma-Gamma has it, whatever
// the rate: gamma with shape worthShape and a rate that is itself gamma with shape worthSpread and
// rate worthScale. The mean of all is worthShape × worthScale ÷ (worthSpread − 1) = 2,400.
const (
	worthShape  = 6
	worthSpread = 4
	worthScale  = 1200
)

// buyer is a customer that orders.
type buyer struct {
	deal              *deal
	rate, stops, cost float64 // per day, a chance, the rate of the gamma variable of an amount
}

// orders are bought again and again, by two of three customers, until one has lost interest.
func (s *sim) orders(d *deal) {
	r := s.shop
	if r.Float64() > 2./3 {
		return
	}
	a, b := gamma(r, stopAlpha), gamma(r, stopBeta)
	c := &buyer{d, gamma(r, rateShape) / rateDays, a / (a + b), gamma(r, worthSpread) / worthScale}
	s.order(c)
	s.later(c)
}

// later plans the next order. A web shop is open at all hours.
func (s *sim) later(c *buyer) {
	s.at(s.now+period.Instant(math.Min(s.shop.ExpFloat64()/c.rate, 1e5)*float64(day)), func() {
		s.order(c)
		if s.shop.Float64() >= c.stops {
			s.later(c)
		}
	})
}

func (s *sim) order(c *buyer) {
	d, r := c.deal, s.shop
	channel := "Web shop"
	switch p := r.Float64(); {
	case p < .2:
		channel = "Phone"
	case p < .4:
		channel = "Partner"
	}
	cents := max(1_00, int64(math.Round(gamma(r, worthShape)/c.cost*100)))
	s.out.create(sales.Order, s.now, text("name", d.customer.name+" order"), ref("account", d.customer.id),
		ref("contact", d.customer.contact),
		ref("deal", d.id), ref("owner", d.owner.id), on("ordered_on", s.today()), amount("amount", cents, d.currency),
		text("channel", channel), when("created_at", s.now))
}

// gamma draws a gamma variable of a shape, with rate 1 (G. Marsaglia, W. W. Tsang, "A simple method
// for generating gamma variables", 2000).
func gamma(r *rand.Rand, shape float64) float64 {
	boost := 1.
	if shape < 1 {
		boost = math.Pow(1-r.Float64(), 1/shape)
		shape++
	}
	d := shape - 1./3
	for {
		x := r.NormFloat64()
		v := math.Pow(1+x/math.Sqrt(9*d), 3)
		if v > 0 && math.Log(1-r.Float64()) < x*x/2+d-d*v+d*math.Log(v) {
			return boost * d * v
		}
	}
}
