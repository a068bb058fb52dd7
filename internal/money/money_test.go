package money

import (
	"math/big"
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
	}
	for _, c := range cases {
		got, err := Parse(c.in, c.code)
		if err != nil || got.Minor != c.minor {
			t.Errorf("Parse(%q, %s) = %d, %v; want %d", c.in, c.code, got.Minor, err, c.minor)
		}
	}
	for _, bad := range []string{"", "1e9", "1/3", "0x10", "1_000", "NaN", "-", ".", "1.2.3", "99999999999999999999"} {
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
