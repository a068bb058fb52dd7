package cell

import (
	"testing"
	"time"

	"salesops/connectors/table"
	"salesops/internal/period"
	"salesops/record"
)

func TestMoments(t *testing.T) {
	t.Parallel()
	ny, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	cases := []struct {
		text  string
		order Order
		want  string // Instant in UTC, written in New York where there is no offset; or the error
	}{
		{"2026-03-07T02:18:00.000+0000", Unordered, "2026-03-07T02:18:00Z"},
		{"2026-03-07T02:18:00.123456Z", Unordered, "2026-03-07T02:18:00.123456Z"},
		{"2026-03-07T02:18:00+05:30", Unordered, "2026-03-06T20:48:00Z"},
		{"2026-03-07 02:18", Unordered, "2026-03-07T07:18:00Z"},
		{"2026-03-07", Unordered, "2026-03-07T05:00:00Z"},
		{"2026/03/07", MDY, "2026-03-07T05:00:00Z"},
		{"02/23/26 08:55 PM", MDY, "2026-02-24T01:55:00Z"},
		{"02/23/26 12:05 AM", MDY, "2026-02-23T05:05:00Z"},
		{"2/3/2026, 12:05 p.m.", MDY, "2026-02-03T17:05:00Z"},
		{"3.2.2026 9:05:07", Unordered, "2026-02-03T14:05:07Z"},
		{"23-Feb-2026 10:00", Unordered, "2026-02-23T15:00:00Z"},
		{"February 23, 2026", Unordered, "2026-02-23T05:00:00Z"},
		{"25/12/69", Unordered, "2069-12-25T05:00:00Z"},
		{"25/12/70", Unordered, "1970-12-25T05:00:00Z"},
		{"02/03/26", Unordered, `"02/03/26" could be day/month or month/day`},
		{"31/02/26", DMY, `"31/02/26" is not a day of the calendar when read as day/month/year`},
		{"13/13/26", Unordered, `"13/13/26" is not a day of the calendar`},
		{"02/23/26 13:05 PM", MDY, `"02/23/26 13:05 PM" has no time of day behind the date that can be read`},
		{"02/23/26x", MDY, `"02/23/26x" is not a date`},
		{"23.456", Unordered, `"23.456" is not a date`},
		{"", Unordered, `"" is not a date`},
	}
	for _, c := range cases {
		m, err := ParseMoment(c.text, c.order)
		got := ""
		if err != nil {
			got = err.Error()
		} else {
			got = m.Instant(Zones{File: ny, Company: ny}).String()
		}
		if got != c.want {
			t.Errorf("%q as %q: %s, want %s", c.text, c.order, got, c.want)
		}
	}
}

func TestAmounts(t *testing.T) {
	t.Parallel()
	cases := []struct {
		text  string
		comma bool
		want  string // with the currency's code; or the error
	}{
		{"1234.5", false, "1234.50 USD"},
		{"-0.01", false, "-0.01 USD"},
		{"1,234", false, "1234.00 USD"},
		{"1,234.50", false, "1234.50 USD"},
		{"1.234,50", false, "1234.50 USD"},
		{"1.234", false, "1.23 USD"},
		{"1.234", true, "1234.00 USD"},
		{"12,5", false, "12.50 USD"},
		{"0,123", false, "0.12 USD"},
		{"1,234,567", false, "1234567.00 USD"},
		{"1 234 567,89", false, "1234567.89 USD"},
		{"1'234.50", false, "1234.50 USD"},
		{"$1,234.50", false, "1234.50 USD"},
		{"(1,234.50)", false, "-1234.50 USD"},
		{"-$5", false, "-5.00 USD"},
		{"EUR 1.234,50", false, "1234.50 EUR"},
		{"100 jpy", false, "100 JPY"},
		{"1.0E7", false, "10000000.00 USD"},
		{"2.675", false, "2.68 USD"},
		{"1,23,456", false, `"1,23,456" is not a number: its thousands are not grouped by three`},
		{"50 %", false, `"50 %" is a percentage, and this column holds amounts of money: give the amount itself`},
		{"x%", false, `"x%" is not a number: write digits with a point, such as 1234.50`},
		{"1/3", false, `"1/3" is not a number: write digits with a point, such as 1234.50`},
		{"0x10", false, `"0x10" is not a number: write digits with a point, such as 1234.50`},
		{"NaN", false, `"NaN" is not a number: write digits with a point, such as 1234.50`},
		{".", false, `"." is not a number: write digits with a point, such as 1234.50`},
		{"1e999", false, `"1e999" is not a number: its exponent cannot be read`},
	}
	for _, c := range cases {
		a, err := ParseAmount(c.text, "USD", c.comma)
		got := a.String() + " " + a.Currency
		if err != nil {
			got = err.Error()
		}
		if got != c.want {
			t.Errorf("%q: %s, want %s", c.text, got, c.want)
		}
	}
}

func TestOrderOfAColumn(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		dates []string
		want  Order
	}{
		{[]string{"02/03/26", "02/23/26"}, MDY},
		{[]string{"02/03/26", "23/02/26"}, DMY},
		{[]string{"02/03/26", "04/05/26"}, Unordered},
		{[]string{"02/23/26", "23/02/26"}, Unordered},
		{[]string{"07/30/26", "31/06/26"}, Unordered}, // a day that is not still speaks for its order
		{[]string{"30/07/26", "06/31/26"}, Unordered},
		{[]string{"05/07/26", "31/06/26"}, Unordered}, // but alone it decides nothing
		{[]string{"07/30/26", "07/31/26", "13/13/26", "00/08/26"}, MDY},
	} {
		var e OrderEvidence
		for _, d := range c.dates {
			e.See(d, func() string { return "" })
		}
		if got := e.order(); got != c.want {
			t.Errorf("%v: %s, want %s", c.dates, got, c.want)
		}
	}
}

func FuzzMoment(f *testing.F) {
	for _, s := range []string{"2026-03-07T02:18:00.000+0000", "02/23/26 08:55 PM", "23 Feb 2026", "3.2.26", "1/2/3",
		"Feb 3, 2026 10:00 -8"} {
		f.Add(s, uint8(1))
	}
	f.Add("00-1-1", uint8(YMD))
	f.Fuzz(func(t *testing.T, s string, order uint8) {
		var e OrderEvidence
		isDate := e.See(s, func() string { return "" })
		m, err := ParseMoment(s, Order(order%4))
		if err != nil {
			if err.Error() == "" {
				t.Fatal("an error without a message")
			}
			return
		}
		if !isDate && Order(order%4) != YMD { // years of two digits stand first only where somebody says so
			t.Fatalf("%q was read, but is no evidence of a date", s)
		}
		i := m.Instant(Zones{File: time.UTC, Company: time.UTC})
		if i < period.Beginning || i > period.Forever {
			t.Fatalf("%q is the instant %d", s, i)
		}
		again, err := ParseMoment(m.Day.String(), Unordered)
		if err != nil || again.Day != m.Day {
			t.Fatalf("%q is the day %s, which is read as %v, %v", s, m.Day, again.Day, err)
		}
	})
}

func FuzzNumbers(f *testing.F) {
	for _, s := range []string{"1234.5", "1,234.50", "(5)", "EUR 1.234,50", "1.5E7", "60 %", "TRUE", "1'000", "-"} {
		f.Add(s, false)
	}
	f.Fuzz(func(t *testing.T, s string, comma bool) {
		_, _ = ParseBool(s)
		_, _ = ParsePercent(s, comma)
		_, _ = ParseWhole(s, comma)
		_ = signOf(s, table.AsText)
		_ = quantity(s)
		if n, err := ParseNumber(s, comma); err == nil {
			if _, ok := record.NumberValue(n); !ok {
				t.Fatalf("%q is %v", s, n)
			}
		}
		a, err := ParseAmount(s, "USD", comma)
		if err != nil {
			if err.Error() == "" {
				t.Fatal("an error without a message")
			}
			return
		}
		again, err := ParseAmount(a.String(), a.Currency, false)
		if err != nil || again != a {
			t.Fatalf("%q is %v, which is read as %v, %v", s, a, again, err)
		}
	})
}
