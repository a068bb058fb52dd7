package figures_test

import (
	"testing"

	"salesops/internal/figures"
)

func TestGrouped(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{"0": "0", "999": "999", "1000": "1,000", "830000.00": "830,000",
		"-1234567.50": "-1,234,567.50", "12.5": "12.5", "": ""} {
		if got := figures.Grouped(in); got != want {
			t.Errorf("%s: %s, want %s", in, got, want)
		}
	}
}

// TestValue has a value of each unit, and amounts that no float holds.
func TestValue(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ decimal, unit, currency, want string }{
		{"9007199254740993.15", "money", "EUR", "9,007,199,254,740,993.15 EUR"},
		{"-1234.50", "money", "", "-1,234.50"},
		{"1200.00", "money", "EUR", "1,200 EUR"},
		{"1234.565", "money", "KWD", "1,234.57 KWD"},
		{"1500", "money", "JPY", "1,500 JPY"},
		{"0.5", "share", "", "50.0 %"},
		{"0.3333333333", "share", "", "33.3 %"},
		{"1234.06", "days", "", "1,234.1 days"},
		{"18.7500000000", "months", "", "18.8 months"},
		{"15.0", "months", "", "15 months"},
		{"0.66666", "ratio", "", "0.6667"},
		{"12345", "count", "", "12,345"},
		{"", "money", "EUR", ""},
		{"not known", "days", "", "not known"},
	} {
		if got := figures.Value(c.decimal, c.unit, c.currency); got != c.want {
			t.Errorf("%s %s %s: %q, want %q", c.decimal, c.unit, c.currency, got, c.want)
		}
	}
}

func TestSigned(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{"": "", "5": "+5", "-5 days": "-5 days", "0 EUR": "0 EUR", "0.0 %": "0.0 %",
		"0.0000": "0.0000", "0.1 months": "+0.1 months", "10 EUR": "+10 EUR"} {
		if got := figures.Signed(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestWordsBesideNumbers(t *testing.T) {
	t.Parallel()
	for got, want := range map[string]string{
		figures.Several(1, "row", "rows"):    "1 row",
		figures.Several(0, "row", "rows"):    "0 rows",
		figures.Several(1200, "row", "rows"): "1,200 rows",
		figures.Percent("0.5"):               "50 %",
		figures.Percent("0.3333"):            "33.3 %",
		figures.Percent("0.105"):             "10.5 %",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
