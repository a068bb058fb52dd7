package metrics

import (
	"context"
	"math/big"
	"slices"
	"sort"

	"salesops/analytics"
	"salesops/internal/money"
	"salesops/internal/period"
	"salesops/sales"
)

// rateBook has the company's exchange rates. Each is valid from its day until the next one of the same pair.
type rateBook struct {
	pairs    map[[2]string][]datedRate // by from and to, in the order of days
	home     string                    // the company's currency, through which two others are converted
	currency []string
}

type datedRate struct {
	from period.Day
	rate *big.Rat // minor units to minor units
}

// ratesAt reads the rates as known at a moment; Forever means now. A rate that was entered later for an earlier
// day counts from that day on.
func (f *facts) ratesAt(ctx context.Context, s *session, known period.Instant) (*rateBook, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if book, ok := f.rates[known]; ok {
		return book, nil
	}
	book := &rateBook{pairs: map[[2]string][]datedRate{}, home: f.settings.Currency}
	at := analytics.When{}
	if known != period.Forever {
		asOf := period.Forever
		at.KnownAt, at.AsOf = &known, &asOf
	}
	err := s.rows(ctx, sales.Rate, []string{"from_currency", "to_currency", "day", "rate"},
		at, func(b *analytics.Batch, row int) error {
			rate := b.Int(3, row)
			if b.Null(0, row) || b.Null(1, row) || b.Null(2, row) || rate <= 0 {
				return nil // an incomplete rate is ignored; amounts without a rate are reported
			}
			pair := [2]string{b.Text(0, row), b.Text(1, row)}
			book.pairs[pair] = append(book.pairs[pair], datedRate{b.Day(2, row), big.NewRat(rate, money.RateScale)})
			book.currency = append(book.currency, pair[0], pair[1])
			return nil
		})
	if err != nil {
		return nil, err
	}
	for _, rates := range book.pairs {
		sort.SliceStable(rates, func(i, j int) bool { return rates[i].from < rates[j].from })
	}
	slices.Sort(book.currency)
	book.currency = slices.Compact(book.currency)
	f.rates[known] = book
	return book, nil
}

// rate returns the rate between minor units on a day: that of the pair, else the inverse of the opposite pair,
// else through the company's currency.
func (b *rateBook) rate(from, to string, on period.Day) (*big.Rat, bool) {
	if from == to {
		return big.NewRat(1, 1), true
	}
	if from == "" {
		if b.home == "" {
			return nil, false
		}
		// Amounts without a currency are the company's, written with two decimals.
		r, ok := b.rate(b.home, to, on)
		if !ok {
			return nil, false
		}
		return new(big.Rat).Mul(r, scale(2, money.Digits(b.home))), true
	}
	if r, ok := b.direct(from, to, on); ok {
		return r, true
	}
	if b.home == "" || b.home == from || b.home == to {
		return nil, false
	}
	first, ok := b.direct(from, b.home, on)
	if !ok {
		return nil, false
	}
	second, ok := b.direct(b.home, to, on)
	if !ok {
		return nil, false
	}
	return new(big.Rat).Mul(first, second), true
}

func (b *rateBook) direct(from, to string, on period.Day) (*big.Rat, bool) {
	if r, ok := b.latest([2]string{from, to}, on); ok {
		return r, true
	}
	if r, ok := b.latest([2]string{to, from}, on); ok {
		return new(big.Rat).Inv(r), true
	}
	return nil, false
}

func (b *rateBook) latest(pair [2]string, on period.Day) (*big.Rat, bool) {
	rates := b.pairs[pair]
	i := sort.Search(len(rates), func(i int) bool { return rates[i].from > on })
	if i == 0 {
		return nil, false
	}
	return rates[i-1].rate, true
}

// scale is 10^(to−from): from minor units with some decimals to others.
func scale(from, to int) *big.Rat {
	r := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(max(to-from, from-to))), nil))
	if to < from {
		r.Inv(r)
	}
	return r
}

// steps lists the rates from one currency to another as the days from which each
// holds and integers of 1e-9; 0 means that there is none.
func (b *rateBook) steps(from, to string) (days []period.Day, rates []int64) {
	starts := []period.Day{period.MinDay}
	for _, pair := range b.pairs {
		for _, r := range pair {
			starts = append(starts, r.from)
		}
	}
	slices.Sort(starts)
	last := int64(-1)
	for _, day := range slices.Compact(starts) {
		rate := int64(0)
		if r, ok := b.rate(from, to, day); ok {
			rounded := money.RoundHalfEven(new(big.Rat).Mul(r, big.NewRat(money.RateScale, 1)))
			if rounded.IsInt64() {
				rate = rounded.Int64()
			}
		}
		if rate != last {
			days, rates, last = append(days, day), append(rates, rate), rate
		}
	}
	return days, rates
}

// Currencies lists those with a rate (expr.Converter).
func (b *rateBook) Currencies() []string { return b.currency }

// Convert gives a money literal in another currency (expr.Converter).
func (b *rateBook) Convert(a money.Amount, to string, on period.Day) (money.Amount, bool) {
	r, ok := b.rate(a.Currency, to, on)
	if !ok {
		return money.Amount{}, false
	}
	minor := money.RoundHalfEven(new(big.Rat).Mul(r, new(big.Rat).SetInt64(a.Minor)))
	if !minor.IsInt64() {
		return money.Amount{}, false
	}
	return money.Amount{Minor: minor.Int64(), Currency: to}, true
}
