package money

import (
	"math/big"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestDecimalRounds compares Decimal with rounding and formatting by big.Rat.
func TestDecimalRounds(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r := big.NewRat(rapid.Int64().Draw(t, "numerator"), rapid.Int64Range(1, 1<<40).Draw(t, "denominator"))
		if rapid.Bool().Draw(t, "few digits") {
			r = big.NewRat(rapid.Int64Range(-20_000, 20_000).Draw(t, "small"),
				rapid.SampledFrom([]int64{1, 2, 8, 10, 1000}).Draw(t, "over"))
		}
		most := rapid.IntRange(0, 20).Draw(t, "most digits")
		least := rapid.IntRange(0, most).Draw(t, "least digits")
		scale := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(most)), nil)
		scaled := RoundHalfEven(new(big.Rat).Mul(r, new(big.Rat).SetInt(scale)))
		want := new(big.Rat).SetFrac(scaled, scale).FloatString(most)
		if whole, decimals, found := strings.Cut(want, "."); found {
			for len(decimals) > least && strings.HasSuffix(decimals, "0") {
				decimals = strings.TrimSuffix(decimals, "0")
			}
			want = strings.TrimSuffix(whole+"."+decimals, ".")
		}
		if got := Decimal(r, least, most); got != want {
			t.Fatalf("Decimal(%s, %d, %d) = %s, want %s", r, least, most, got, want)
		}
	})
}

// TestPowersOfTen: with how many zeros each is written, within an int64 and beyond it.
func TestPowersOfTen(t *testing.T) {
	t.Parallel()
	for n := range 41 {
		if got := pow10(n).String(); got != "1"+strings.Repeat("0", n) {
			t.Errorf("10^%d is %s", n, got)
		}
		one := strings.TrimSuffix("1."+strings.Repeat("0", n), ".")
		if got := Decimal(big.NewRat(1, 1), n, n); got != one {
			t.Errorf("one with %d decimals is %s", n, got)
		}
	}
}
