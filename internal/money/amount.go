package money

import (
	"math/big"
	"strings"

	"github.com/bojanz/currency"

	"salesops/internal/fault"
)

// Amount is a sum of money in minor units. Currency is an ISO 4217 code, or ""
// for "the company has set no currency", which has two decimals.
type Amount struct {
	Minor    int64
	Currency string
}

// Digits is the number of decimals of a currency: JPY 0, KWD 3, unknown or none 2.
func Digits(code string) int {
	if d, ok := currency.GetDigits(code); ok {
		return int(d)
	}
	return 2
}

// Known says whether code is an ISO 4217 currency.
func Known(code string) bool { return currency.IsValid(code) }

// Parse reads a plain decimal number of major units ("1234.5", "-0.01") exactly.
// More decimals than the currency has are rounded half to even.
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

// plain keeps out what big.Rat reads but a person does not mean: 1/3, 0x10, 1e9, 1_000.
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

// FromRat rounds an exact number of major units half to even.
func FromRat(major *big.Rat, code string) (Amount, error) {
	minor := RoundHalfEven(new(big.Rat).Mul(major, new(big.Rat).SetInt(pow10(Digits(code)))))
	if !minor.IsInt64() {
		return Amount{}, fault.Invalidf("%s %s is larger than an amount can be", major.FloatString(2), code)
	}
	return Amount{minor.Int64(), code}, nil
}

// Rat is the amount in major units, exactly.
func (a Amount) Rat() *big.Rat { return MajorRat(new(big.Int).SetInt64(a.Minor), a.Currency) }

// String is the amount in major units with all the currency's decimals, without the code.
func (a Amount) String() string { return a.Rat().FloatString(Digits(a.Currency)) }

// MajorRat turns a (possibly huge) sum of minor units into major units.
func MajorRat(minor *big.Int, code string) *big.Rat {
	return new(big.Rat).SetFrac(minor, pow10(Digits(code)))
}

// RoundHalfEven rounds to the nearest integer, ties to the even one.
func RoundHalfEven(r *big.Rat) *big.Int { return divide(r.Num(), r.Denom()) }

// divide is the quotient of whole numbers, rounded half to even; b is positive.
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

// Decimal writes an exact number with at least minDigits decimals, and with up
// to maxDigits where it needs them; longer expansions are rounded half to even.
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
