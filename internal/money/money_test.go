package money

import (
	"math/big"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestParse(t *testing.T) {
	t.Parallel()
	cases := []struct {
		in, code string
		minor    int64
	}{
		{"1234.5", "EUR", 123450}, {"-0.01", "USD", -1}, {"1234", "JPY", 1234}, {"1.234", "KWD", 1234},
		{"0.125", "USD", 12}, {"0.135", "USD", 14}, {"2.5", "JPY", 2}, {"3.5", "JPY", 4}, {"10", "", 1000},
		{strings.Repeat("0", 38) + ".7", "JPY", 1}, // as long as may be
	}
	for _, c := range cases {
		got, err := Parse(c.in, c.code)
		if err != nil || got.Minor != c.minor {
			t.Errorf("Parse(%q, %s) = %d, %v; want %d", c.in, c.code, got.Minor, err, c.minor)
		}
	}
	for _, bad := range []string{"", "1e9", "1/3", "0x10", "1_000", "NaN", "-", ".", "1.2.3", "99999999999999999999",
		strings.Repeat("0", 39) + ".7"} {
		if got, err := Parse(bad, "EUR"); err == nil {
			t.Errorf("Parse(%q) = %v, want an error", bad, got)
		}
	}
}

func TestPrintedAmountReadsBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a := Amount{rapid.Int64().Draw(t, "minor"),
			rapid.SampledFrom([]string{"EUR", "JPY", "KWD", ""}).Draw(t, "code")}
		back, err := Parse(a.String(), a.Currency)
		if err != nil || back != a {
			t.Fatalf("%v printed as %s reads back as %v (%v)", a, a, back, err)
		}
	})
}

func TestConvert(t *testing.T) {
	t.Parallel()
	rate, err := ParseRate("150", "USD", "JPY")
	if err != nil {
		t.Fatal(err)
	}
	got, err := Convert(Amount{1001, "USD"}, rate, "JPY") // 10.01 dollars
	if err != nil || got != (Amount{1502, "JPY"}) {       // 1501.5 yen, to the even yen
		t.Errorf("got %v, %v; want 1502 JPY", got, err)
	}
	if _, err := ParseRate("0", "USD", "EUR"); err == nil {
		t.Error("a rate of zero was accepted")
	}
}

func TestDecimal(t *testing.T) {
	t.Parallel()
	cases := []struct {
		num, den int64
		min, max int
		want     string
	}{
		{3, 5, 10, 12, "0.6000000000"}, {1, 3, 2, 6, "0.333333"}, {5, 1, 0, 4, "5"},
		{2815000, 12, 2, 6, "234583.333333"}, {155000, 1, 2, 6, "155000.00"}, {-1, 3, 0, 2, "-0.33"},
	}
	for _, c := range cases {
		if got := Decimal(big.NewRat(c.num, c.den), c.min, c.max); got != c.want {
			t.Errorf("Decimal(%d/%d, %d, %d) = %s, want %s", c.num, c.den, c.min, c.max, got, c.want)
		}
	}
}

// TestRounding: to the nearest, ties to the even one, on both sides of zero.
func TestRounding(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ tenths, want int64 }{
		{4, 0}, {5, 0}, {6, 1}, {14, 1}, {15, 2}, {16, 2}, {24, 2}, {25, 2}, {26, 3}, {20, 2}, {0, 0},
		{-4, 0}, {-5, 0}, {-6, -1}, {-15, -2}, {-25, -2}, {-26, -3},
	} {
		if got := RoundHalfEven(big.NewRat(c.tenths, 10)); got.Int64() != c.want {
			t.Errorf("%d tenths are %s, want %d", c.tenths, got, c.want)
		}
	}
}

// TestRates: a rate reads as it was written, whatever decimals the two currencies have; what cannot be one is refused.
func TestRates(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text, from, to string
		rate           Rate
	}{
		{"150", "USD", "JPY", 1_500_000_000}, {"0.0066", "JPY", "USD", 660_000_000},
		{"1.0842", "EUR", "USD", 1_084_200_000},
		{"0.307", "USD", "KWD", 3_070_000_000}, {"0.000000001", "EUR", "USD", 1},
	} {
		rate, err := ParseRate(c.text, c.from, c.to)
		if err != nil || rate != c.rate || rate.Text(c.from, c.to) != c.text {
			t.Errorf("%s from %s to %s: %d, which reads %s, %v", c.text, c.from, c.to,
				rate, rate.Text(c.from, c.to), err)
		}
	}
	for _, text := range []string{"-1", "0", "0.0000000001", "99999999999", "1e3", "1,5", "", ".", "1.2.3"} {
		if rate, err := ParseRate(text, "EUR", "USD"); err == nil {
			t.Errorf("%q is the rate %d", text, rate)
		}
	}
	if got, err := Convert(Amount{1 << 62, "EUR"}, 4_000_000_000, "USD"); err == nil {
		t.Errorf("four times the largest is %v", got)
	}
}
