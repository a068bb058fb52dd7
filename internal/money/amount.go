package money

import (
	"math/big"
	"strings"

	"github.com/bojanz/currency"

	"salesops/internal/fault"
)

// Amount is a sum of money in minor units. Currency is an ISO 4217 code, or "" when the company has
// set no currency; "" has two decimals.
type Amount struct {
	Minor    int64
	Currency string
}

// Digits returns the number of decimals of a currency: JPY 0, KWD 3, unknown or none 2.
func Digits(code string) int {
	if d, ok := currency.GetDigits(code); ok {
		return int(d)
	}
	return 2
}

// Known reports whether code is an ISO 4217 currency.
func Known(code string) bool { return currency.IsValid(code) }

// Parse reads a plain decimal number of major units ("1234.5", "-0.01") exactly. Decimals beyond
// those of the currency are rounded half to even. Other text is fault.Invalid.
func Parse(s, code string) (Amount, error) {
	if !plain(s) {
		return Amount{}, fault.Invalidf("%q is not an amount: write digits with a point, such as 1234.50", s)
	}
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		return Amount{}, fault.Invalidf("%q is not an amount: write digits with a point, such as 1234.50", s)
	}
	return FromRat(r, code)
}

// plain reports whether s is digits with an optional sign and point. It excludes what big.Rat also
// accepts but people do not mean: 1/3, 0x10, 1e9, 1_000.
func plain(s string) bool {
	digits := 0
	for i, c := range s {
		switch {
		case c >= '0' && c <= '9':
			digits++
		case (c == '-' || c == '+') && i == 0, c == '.':
		default:
			return false
		}
	}
	return digits > 0 && len(s) <= 40
}

// FromRat rounds an exact number of major units half to even. An amount that does not fit in an
// int64 is fault.Invalid.
func FromRat(major *big.Rat, code string) (Amount, error) {
	minor := RoundHalfEven(new(big.Rat).Mul(major, new(big.Rat).SetInt(pow10(Digits(code)))))
	if !minor.IsInt64() {
		return Amount{}, fault.Invalidf("%s %s is larger than an amount can be", major.FloatString(2), code)
	}
	return Amount{minor.Int64(), code}, nil
}

// Rat returns the exact amount in major units.
func (a Amount) Rat() *big.Rat { return MajorRat(new(big.Int).SetInt64(a.Minor), a.Currency) }

// String returns the amount in major units with all decimals of the currency, without the
// currency's code.
func (a Amount) String() string { return a.Rat().FloatString(Digits(a.Currency)) }

// MajorRat converts minor units, which may exceed an int64, to major units.
func MajorRat(minor *big.Int, code string) *big.Rat {
	return new(big.Rat).SetFrac(minor, pow10(Digits(code)))
}

// RoundHalfEven rounds to the nearest integer, ties to the even one.
func RoundHalfEven(r *big.Rat) *big.Int { return divide(r.Num(), r.Denom()) }

// divide returns a/b, rounded half to even. b must be positive.
func divide(a, b *big.Int) *big.Int {
	q, rem := new(big.Int).QuoRem(a, b, new(big.Int))
	twice := rem.Lsh(rem.Abs(rem), 1)
	switch c := twice.Cmp(b); {
	case c < 0, c == 0 && q.Bit(0) == 0:
		return q
	}
	return q.Add(q, big.NewInt(int64(a.Sign())))
}

func pow10(n int) *big.Int {
	if n > 18 {
		return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil)
	}
	p := int64(1)
	for range n {
		p *= 10
	}
	return big.NewInt(p)
}

// Decimal formats an exact number with at least minDigits and at most maxDigits decimals. A longer
// expansion is rounded half to even.
func Decimal(r *big.Rat, minDigits, maxDigits int) string {
	scaled := new(big.Int).Mul(r.Num(), pow10(maxDigits))
	if !r.IsInt() {
		scaled = divide(scaled, r.Denom())
	}
	sign := ""
	if scaled.Sign() < 0 {
		sign = "-"
		scaled.Neg(scaled)
	}
	digits := scaled.String()
	if short := maxDigits + 1 - len(digits); short > 0 {
		digits = strings.Repeat("0", short) + digits
	}
	point := len(digits) - maxDigits
	end := len(digits)
	for end > point+minDigits && digits[end-1] == '0' {
		end--
	}
	if end == point {
		return sign + digits[:point]
	}
	return sign + digits[:point] + "." + digits[point:end]
}
