package metrics

import (
	"math"
	"math/big"

	"salesops/internal/period"
)

// pace converts the share of customers lost over a period into the share lost per month or year, with a
// constant rate, or into the months that customers stay.
type pace struct {
	Per string `yaml:"per"` // month or year
	// Life asks for the expected months of a customer, 1 ÷ the share per month. AtMost limits them: at least 1
	// ÷ AtMost of the customers leave each month. With a Discount per month, the result is the present value of
	// a payment of 1 at the start of every month.
	Life     bool    `yaml:"life"`
	AtMost   float64 `yaml:"at_most"`
	Discount float64 `yaml:"discount"`
}

var paces = []string{"month", "year"}

func (m *metric) checkPace() error {
	p := m.Pace
	if p == nil {
		return nil
	}
	number := func(v float64) bool { return v >= 0 && !math.IsInf(v, 0) }
	switch {
	case m.Measure != MeasureRatio:
		return m.wrong("pace", "a pace belongs to measure: ratio")
	case p.Per != "month" && p.Per != "year":
		return m.wrong("pace.per", "%q is no pace%s", p.Per, oneOf(p.Per, paces))
	case p.Life && p.Per != "month":
		return m.wrong("pace.per", "a life is counted in months: write per: month")
	case !p.Life && (p.AtMost != 0 || p.Discount != 0):
		return m.wrong("pace", "at_most and discount belong to life: true")
	case !number(p.AtMost) || !number(p.Discount):
		return m.wrong("pace", "at_most and discount cannot be below 0")
	case p.Life && p.AtMost == 0 && p.Discount == 0:
		return m.wrong("pace.at_most",
			"say how many months a life has at most: where nobody leaves it would have no end")
	}
	return nil
}

// monthsIn returns the length of a range in months: whole months are counted, other days are parts of 365.25 ÷
// 12 days.
func monthsIn(c period.Calendar, r period.Range) *big.Rat {
	if n := c.Months(r); n > 0 {
		return new(big.Rat).SetInt64(int64(n))
	}
	return new(big.Rat).Mul(new(big.Rat).SetInt64(int64(r.Days())), big.NewRat(12*4, 1461))
}

// monthsOf returns the length of a cell's period up to the as-of day.
func (b *Statement) monthsOf(start period.Day, then bool) *big.Rat {
	if b.m.Pace == nil {
		return nil
	}
	rg := b.r.ranges
	of := rg.now
	if then {
		of = rg.then
	}
	if rg.grain != period.Whole {
		whole := rg.calendar.PeriodOf(start, rg.grain)
		if rg.slide {
			of = whole
		}
		of = period.Range{From: max(whole.From, of.From), To: min(whole.To, of.To)}
	}
	of.To = min(of.To, b.r.asOf+1)
	if of.From == period.MinDay || of.From >= of.To {
		return nil
	}
	return monthsIn(rg.calendar, of)
}

// paced converts a share over some months. The result is exact when the months equal the pace's own, otherwise
// it has the precision of a float.
func (p *pace) paced(share, months *big.Rat) (value *big.Rat, capped bool) {
	per := int64(1)
	if p.Per == "year" {
		per = 12
	}
	one := big.NewRat(1, 1)
	lost := share
	if exponent := new(big.Rat).Quo(big.NewRat(per, 1), months); exponent.Cmp(one) != 0 {
		kept, _ := new(big.Rat).Sub(one, share).Float64()
		e, _ := exponent.Float64()
		lost = fromFloat(1 - math.Pow(kept, e))
		if whole := exponent.IsInt() && exponent.Num().IsInt64() && exponent.Num().Int64() <= 60; whole {
			lost = new(big.Rat).Sub(one, powRat(new(big.Rat).Sub(one, share), exponent.Num().Int64()))
		}
	}
	if !p.Life {
		return lost, false
	}
	if p.AtMost > 0 { // the least part of customers that leaves each month
		if least := new(big.Rat).Inv(exactly(p.AtMost)); lost.Cmp(least) < 0 {
			lost, capped = least, true
		}
	}
	if p.Discount > 0 { // Σ (kept ÷ (1+d))^t for t = 0, 1, 2 …
		d := new(big.Rat).Add(one, exactly(p.Discount))
		kept := new(big.Rat).Sub(one, lost)
		return new(big.Rat).Quo(d, new(big.Rat).Sub(d, kept)), capped
	}
	return new(big.Rat).Inv(lost), capped
}

func powRat(base *big.Rat, n int64) *big.Rat {
	e := big.NewInt(n)
	return new(big.Rat).SetFrac(new(big.Int).Exp(base.Num(), e, nil), new(big.Int).Exp(base.Denom(), e, nil))
}

// exactly returns the decimal number that was written: 0.01 is one hundredth.
func exactly(f float64) *big.Rat {
	r, ok := new(big.Rat).SetString(big.NewFloat(f).Text('g', 15))
	if !ok {
		return new(big.Rat)
	}
	return r
}
