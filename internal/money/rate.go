package money

import (
	"math/big"

	"salesops/internal/fault"
)

// RateScale is the denominator of a stored rate: a rate is an integer count of 1e-9.
const RateScale = 1_000_000_000

// Rate converts minor units of one currency to minor units of another, as an integer count of 1e-9.
// It includes the difference in decimals: 1 USD = 150 JPY is stored as 1.5e9, because one cent is
// 1.5 yen.
type Rate int64

// ParseRate returns the rate for "one major unit of from is s major units of to". Text that is no
// positive number is fault.Invalid.
func ParseRate(s, from, to string) (Rate, error) {
	if !plain(s) {
		return 0, fault.Invalidf("%q is not a rate: write how many %s one %s is, such as 1.0842", s, to, from)
	}
	r, ok := new(big.Rat).SetString(s)
	if !ok || r.Sign() <= 0 {
		return 0, fault.Invalidf("%q is not a rate: write how many %s one %s is, such as 1.0842", s, to, from)
	}
	r.Mul(r, new(big.Rat).SetFrac(pow10(Digits(to)), pow10(Digits(from))))
	scaled := RoundHalfEven(r.Mul(r, big.NewRat(RateScale, 1)))
	if !scaled.IsInt64() || scaled.Sign() <= 0 {
		return 0, fault.Invalidf("the rate %s from %s to %s is out of range", s, from, to)
	}
	return Rate(scaled.Int64()), nil
}

// Convert applies a rate and rounds half to even to the minor unit of to.
func Convert(a Amount, rate Rate, to string) (Amount, error) {
	r := new(big.Rat).SetFrac(
		new(big.Int).Mul(big.NewInt(a.Minor), big.NewInt(int64(rate))), big.NewInt(RateScale))
	minor := RoundHalfEven(r)
	if !minor.IsInt64() {
		return Amount{}, fault.Invalidf("%s %s in %s is larger than an amount can be", a, a.Currency, to)
	}
	return Amount{minor.Int64(), to}, nil
}

// Text returns how many major units of to one major unit of from is.
func (rate Rate) Text(from, to string) string {
	r := big.NewRat(int64(rate), RateScale)
	r.Mul(r, new(big.Rat).SetFrac(pow10(Digits(from)), pow10(Digits(to))))
	return Decimal(r, 0, 12)
}
