package cell

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"salesops/connectors/table"
	"salesops/internal/fault"
	"salesops/internal/money"
	"salesops/internal/period"
	"salesops/internal/reason"
)

// TestWaysToWriteADate: what people and programs write is the day it means.
func TestWaysToWriteADate(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"2026年3月1日": "2026-03-01 00:00", "2026年3月1日 14时05分": "2026-03-01 14:05", "2026年3月1号": "2026-03-01 00:00",
		"1 de março de 2026": "2026-03-01 00:00", "1º de março de 2026": "2026-03-01 00:00",
		"Sunday, 1st March 2026": "2026-03-01 00:00", "Sunday, March 1st, 2026": "2026-03-01 00:00",
		"segunda-feira, 2 de março de 2026": "2026-03-02 00:00", "March 2nd 2026": "2026-03-02 00:00",
		"3rd Mar 2026": "2026-03-03 00:00", "24th of March 2026": "", "March, 2026": "",
		"2026年3月1日 14时05分09秒": "2026-03-01 14:05", "5-dez-2026": "2026-12-05 00:00",
		"20260301": "2026-03-01 00:00", "20260229": "", "20240229": "2024-02-29 00:00", "20261301": "", "20260001": "",
		"20260100": "", "18991231": "", "21001231": "2100-12-31 00:00", "21010101": "",
		"46082": "2026-03-01 00:00", "46082.75": "2026-03-01 18:00", "20000": "1954-10-03 00:00", "19999": "",
		"79999": "2119-01-10 00:00", "80000": "", "1772366400": "2026-03-01 12:00", "1772366400000": "2026-03-01 12:00",
		"1772366400.5": "2026-03-01 12:00", "17723664000": "", "1234": "", "123456": "", "46082.7.5": "",
	} {
		m, err := ParseMoment(text, Unordered)
		got := ""
		if err == nil {
			got = m.Instant(Zones{File: time.UTC, Company: time.UTC}).Time().Format("2006-01-02 15:04")
		}
		if got != want {
			t.Errorf("%q is %q, %v; want %q", text, got, err, want)
		}
	}
}

func TestDatesAreReadInTheOrderGiven(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text  string
		order Order
		want  string
	}{
		{"03/04/2026", DMY, "2026-04-03"}, {"03/04/2026", MDY, "2026-03-04"}, {"2026-03-04", DMY, "2026-03-04"},
		{"26/03/04", YMD, "2026-03-04"}, {"03/04/2026", Unordered, ""},
	} {
		day, err := ReadDay(c.text, c.order)
		if c.want == "" && err == nil || c.want != "" && (err != nil || day.String() != c.want) {
			t.Errorf("%s as %s: %s, %v; want %s", c.text, c.order, day, err, c.want)
		}
	}
	for text, want := range map[string]Order{"": Unordered, "dmy": DMY, "MDY": MDY, "ymd": YMD} {
		if o, err := ParseOrder(text); err != nil || o != want {
			t.Errorf("%q is %s, %v", text, o, err)
		}
	}
	if o, err := ParseOrder("ydm"); fault.KindOf(err) != fault.Invalid {
		t.Errorf("ydm is %s, %v", o, err)
	}
}

// TestEvidenceOfSeveral: what is seen in columns adds up to what a file shows, and the first that decides is taken.
func TestEvidenceOfSeveral(t *testing.T) {
	t.Parallel()
	of := func(dates ...string) *OrderEvidence {
		e := &OrderEvidence{}
		for i, d := range dates {
			e.See(d, func() string { return fmt.Sprintf("line %d", i+2) })
		}
		return e
	}
	for _, c := range []struct {
		what               string
		e                  *OrderEvidence
		order              Order
		matters, undecided bool
		code               string
	}{
		{"nothing", of(), Unordered, false, false, "dates_undecided"},
		{"the same in both", of("03/03/2026", "05/05/2026"), Unordered, false, false, "dates_undecided"},
		{"either", of("03/03/2026", "03/04/2026"), Unordered, true, true, "dates_undecided"},
		{"the day first", of("23/04/2026", "03/04/2026"), DMY, true, true, "dates_undecided"},
		{"of both kinds", of("23/04/2026", "04/23/2026"), Unordered, true, false, "dates_of_both_kinds"},
		{"no day of the calendar", of("31/06/2026", "03/04/2026"), Unordered, true, true, "dates_undecided"},
	} {
		why, _ := fault.ReasonOf(c.e.Question("deals.csv", "Closed"))
		if c.e.order() != c.order || c.e.Matters() != c.matters ||
			c.e.Undecided() != c.undecided || why.Code != c.code {
			t.Errorf("%s: %s, matters %v, undecided %v, asks %s", c.what, c.e.order(), c.e.Matters(), c.e.Undecided(),
				why.Code)
		}
		sum := of()
		sum.Add(*c.e)
		sum.Add(*of())
		if *sum != *c.e {
			t.Errorf("%s: adds up to %+v of %+v", c.what, sum, c.e)
		}
	}
	sum := of("23/04/2026", "03/04/2026")
	sum.Add(*of("05/06/2026", "04/23/2026"))
	if sum.order() != Unordered || sum.both != 2 || sum.first != "03/04/2026" || sum.where != "line 3" {
		t.Errorf("of two columns: %+v", sum)
	}
	for _, c := range []struct {
		of   []*OrderEvidence
		want Order
	}{
		{nil, Unordered}, {[]*OrderEvidence{of("03/04/2026"), of("04/23/2026"), of("23/04/2026")}, MDY},
		{[]*OrderEvidence{of("03/04/2026"), of("05/06/2026")}, Unordered},
	} {
		if got := FirstOrder(c.of...); got != c.want {
			t.Errorf("the first order is %s, want %s", got, c.want)
		}
	}
}

// TestFewDigitsAreReadAsAllAre: the short way to read an amount gives what the long one gives, or nothing.
func TestFewDigitsAreReadAsAllAre(t *testing.T) {
	t.Parallel()
	read := 0
	for _, code := range []string{"JPY", "EUR", "KWD", "CLF"} {
		for _, text := range []string{"", "0", "7", "12", "-12", "-", ".", "-.", "1.", "-1.", ".5",
			"-.5", "1.5", "1.25", "1.125",
			"1.1250", "1.5.", "1..5", "1-5", "--1", "+1", "0.05", "00012", "1,5", "a", "1a", "9999999999999999",
			"99999999999999999", "-999999999999999", "-9999999999999999", "9999999999999.99", "999999999999999999",
			"99999999999999.999", "0.0", "-0.01"} {
			minor, ok := fastMinor(text, money.Digits(code))
			want, err := money.Parse(text, code)
			if ok && (err != nil || minor != want.Minor) {
				t.Errorf("%q in %s is %d, want %d, %v", text, code, minor, want.Minor, err)
			}
			if ok {
				read++
			}
		}
	}
	if read < 40 {
		t.Errorf("only %d were read in the short way", read)
	}
}

func TestNumbersOfEitherWriting(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text   string
		w      Decimals
		stored table.Numbers
		want   string
	}{
		{"4.750", Point, table.AsText, "4.75"}, {"4.750", Comma, table.AsText, "4750"},
		{"4,750", Point, table.AsText, "4750"}, {"4,750", Comma, table.AsText, "4.75"},
		{"4.750", Unwritten, table.AsText, "number_ambiguous"}, {"4,750", Unwritten, table.AsText, "number_ambiguous"},
		{"4.750", Unwritten, table.Stored, "4.75"}, {"4,75", Unwritten, table.AsText, "4.75"},
		{"1.234.567", Unwritten, table.AsText, "1234567"}, {"1,234,567", Unwritten, table.AsText, "1234567"},
		{"1234,5", Unwritten, table.AsText, "1234.5"}, {"60%", Point, table.AsText, "0.6"},
		{"12.345,5", Unwritten, table.AsText, "12345.5"}, {"12,345.5", Unwritten, table.AsText, "12345.5"},
		{"12.34,5", Unwritten, table.AsText, "number_grouping"}, {"x", Point, table.AsText, "number_writing"},
	} {
		n, err := ReadNumber(c.text, c.w, c.stored)
		got := strconv.FormatFloat(n, 'f', -1, 64)
		if err != nil {
			got = reason.From(err).Code
		}
		if got != c.want {
			t.Errorf("%s written with %s: %s, want %s", c.text, c.w, got, c.want)
		}
	}
	for _, c := range []struct {
		text string
		w    Decimals
		want int64
		ok   bool
	}{
		{"12", Unwritten, 12, true}, {"-12.0", Point, -12, true}, {"12,00", Comma, 12, true}, {"12.5", Point, 0, false},
		{"4.750", Unwritten, 4750, true}, {"4,750", Unwritten, 4750, true}, {"4.750", Comma, 4750, true},
		{"4.750", Point, 0, false}, {"4,750", Point, 4750, true}, {"4,750", Comma, 0, false},
		{"1.234.567", Unwritten, 1234567, true}, {"1,234,567", Unwritten, 1234567, true}, {"12,0", Unwritten, 12, true},
		{"12.0", Unwritten, 12, true}, {"99999999999999999999", Point, 0, false}, {"x", Point, 0, false},
	} {
		if n, err := ReadWhole(c.text, c.w); (err == nil) != c.ok || n != c.want {
			t.Errorf("%s written with %s is the whole number %d, %v; want %d", c.text, c.w, n, err, c.want)
		}
	}
	for text, want := range map[string]float64{"60": 0.6, "60 %": 0.6, "60.5%": 0.605, " 7% ": 0.07, "-5%": -0.05} {
		if f, err := ParsePercent(text, false); err != nil || f < want-1e-12 || f > want+1e-12 {
			t.Errorf("%q is %v, %v; want %v", text, f, err, want)
		}
	}
	if f, err := ParsePercent("60,5%", true); err != nil || f != 0.605 {
		t.Errorf("60,5%% is %v, %v", f, err)
	}
}

func TestYesNoAndNothing(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"TRUE": "true", "1": "true", " Sim ": "true", "是": "true", "1.0": "true", "f": "false",
		"não": "false", "否": "false",
		"0": "false", "": "none", "2": "none", "maybe": "none",
	} {
		b, err := ReadYesNo(text)
		if got := fmt.Sprint(b); err != nil && want != "none" || err == nil && got != want {
			t.Errorf("%q is %s, %v; want %s", text, got, err, want)
		}
	}
	for text, want := range map[string]bool{
		"n/a": true, "#N/A": true, "(null)": true, "-": true, "–": true, "FALSE": true, "": false,
		"no": false, "nulls": false,
		"(null) ": false,
	} {
		if got := EmptyWord(text); got != want {
			t.Errorf("%q stands for nothing: %v", text, got)
		}
	}
}

// TestIDsThatLostTheirDigits: as a spreadsheet shows a long number, and nothing else.
func TestIDsThatLostTheirDigits(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"1.23457E+11": true, "1,23457E+11": true, "-1.23457e+11": true, " 5E+15 ": true,
		"1.2E+3": true, "1.23E+123": true,
		"1.23457E11": false, "1.23457E-11": false, "123457E+11": false, "12.3457E+11": false,
		"1.E+11": false, "E+11": false,
		"1.23E+": false, "1.23E+1x": false, "1.23E+1234": false, "1.2x3E+11": false, ".5E+11": false, "-E+11": false,
		"006A": false, "": false, "ABC1E+11": false,
	} {
		if got := DamagedID(text); got != want {
			t.Errorf("%q lost its digits: %v", text, got)
		}
	}
}

// TestWorkbooksFrom1904: their days are 1462 less than those of the others.
func TestWorkbooksFrom1904(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"44620": "46082", "44620.75": "46082.75", "18538": "20000", "18537": "18537",
		"78537": "79999", "78538": "78538",
		"4462": "4462", "044620": "044620", "44620.7x": "44620.7x", "x": "x", "": "", "44620.": "46082.",
	} {
		if got := From1900(text); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}

func TestMonthsLater(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		day, want string
		months    int
	}{
		{"2026-01-31", "2026-02-28", 1}, {"2024-01-31", "2024-02-29", 1}, {"2026-03-31", "2026-02-28", -1},
		{"2026-12-15", "2027-01-15", 1}, {"2026-01-15", "2025-12-15", -1}, {"2024-02-29", "2025-02-28", 12},
		{"2026-05-31", "2026-05-31", 0}, {"2026-08-31", "2026-11-30", 3},
	} {
		d, err := period.ParseDay(c.day)
		if err != nil {
			t.Fatal(err)
		}
		if got := AddMonths(d, c.months); got.String() != c.want {
			t.Errorf("%s and %d months: %s, want %s", c.day, c.months, got, c.want)
		}
	}
}

// TestWhatIsWrongWithACell: a cell that cannot be read says which way it cannot, with what stands in it.
func TestWhatIsWrongWithACell(t *testing.T) {
	t.Parallel()
	amount := func(s string) error { _, err := ParseAmount(s, "EUR", false); return err }
	number := func(s string) error { _, err := ParseNumber(s, false); return err }
	whole := func(s string) error { _, err := ParseWhole(s, false); return err }
	percentage := func(s string) error { _, err := ParsePercent(s, false); return err }
	yesNo := func(s string) error { _, err := ParseBool(s); return err }
	decimal := func(s string) error { _, err := PlainDecimal(s, false); return err }
	long := strings.Repeat("9", 81)
	for _, c := range []struct {
		read       func(string) error
		text, code string
	}{
		{decimal, "a lot", "number_writing"}, {decimal, "", "number_writing"}, {decimal, ".", "number_writing"},
		{decimal, "1-2", "number_writing"}, {decimal, "1.2.3,4.5", "number_writing"},
		{decimal, long, "number_too_long"}, {decimal, long[:80], ""},
		{decimal, "12,34,567", "number_grouping"}, {decimal, "1234,567.5", "number_grouping"},
		{decimal, "1,23.5", "number_grouping"}, {decimal, "1,234,5", "number_grouping"}, {decimal, "1,234,567.5", ""},
		{decimal, "1 234 567", ""}, {decimal, "1'234", ""}, {decimal, " 12", ""},
		{decimal, "1e31", "number_exponent"}, {decimal, "1e-31", "number_exponent"},
		{decimal, "1ex", "number_exponent"},
		{decimal, "1e30", ""}, {decimal, "1e-30", ""}, {decimal, "1e", ""}, {decimal, "e5", "number_writing"},
		{amount, "12.345", ""}, {amount, "50%", "amount_percent"}, {amount, "x%", "number_writing"},
		{amount, "a lot", "number_writing"}, {amount, strings.Repeat("9", 25), "amount_too_large"},
		{number, "a lot", "number_writing"}, {number, "50%", ""},
		{whole, "12.5", "not_whole"}, {whole, "12.0", ""}, {whole, "x", "number_writing"},
		{whole, strings.Repeat("9", 25), "not_whole"},
		{percentage, "high", "not_percentage"}, {percentage, "5 %", ""}, {percentage, "%", "not_percentage"},
		{yesNo, "maybe", "not_boolean"}, {yesNo, "", "not_boolean"}, {yesNo, "yes", ""},
	} {
		err := c.read(c.text)
		if c.code == "" || err == nil {
			if c.code != "" || err != nil {
				t.Errorf("%q: %v, want %q", c.text, err, c.code)
			}
			continue
		}
		if why := reason.From(err); why.Code != c.code || why.Parts["value"] != Shorten(c.text) {
			t.Errorf("%q is %s with %v, want %s", c.text, why.Code, why.Parts, c.code)
		}
	}
}

// TestNumbersOneByOne: signs, brackets, currencies and powers, each alone and together.
func TestNumbersOneByOne(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text, want, currency string
		comma                bool
	}{
		{"12", "12", "", false}, {"-12.5", "-12.5", "", false}, {"+12", "12", "", false}, {"12-", "-12", "", false},
		{"(12)", "-12", "", false}, {"(-12)", "12", "", false}, {"$(12)", "-12", "", false},
		{"($12)", "-12", "", false}, {"-$12", "-12", "", false}, {"- EUR 12", "-12", "EUR", false},
		{"€ 12", "12", "EUR", false}, {"12 €", "12", "EUR", false}, {"12EUR", "12", "EUR", false},
		{"eur12", "12", "EUR", false}, {"US$ 5", "5", "USD", false}, {"R$5,50", "5.50", "BRL", false},
		{"¥5", "5", "", false}, {"(€ 1.234,50)", "-1234.50", "EUR", true}, {"1.5E3", "1500", "", false},
		{"1.5e-3", "0.0015", "", false}, {"-2E0", "-2", "", false}, {"1,5", "1.5", "", false},
		{".5", ".5", "", false}, {",5", ".5", "", false}, {",500", ".500", "", true}, {",500", ".500", "", false},
		{"1,234", "1234", "", false}, {"1,234", "1.234", "", true}, {"1.234", "1.234", "", false},
		{"1.234", "1234", "", true}, {"0.234", "0.234", "", true}, {"0,234", "0.234", "", false},
		{"1234.567", "1234.567", "", true}, {"1234,567", "1234.567", "", false}, {"123,456", "123456", "", false},
		{"1\u00a0234,5", "1234.5", "", true}, {"1\u202f234.5", "1234.5", "", false}, {"\u221212", "-12", "", false},
		{"1\u2019234", "1234", "", false}, {"1 234", "1234", "", false}, {"1,234,567", "1234567", "", true},
		{"1.234.567", "1234567", "", false}, {"1,234.5", "1234.5", "", true}, {"1.234,5", "1234.5", "", false},
	} {
		d, err := PlainDecimal(c.text, c.comma)
		if err != nil || d.Text != c.want || d.currency != c.currency {
			t.Errorf("%q with a comma %v is %q of %q, %v; want %q of %q", c.text, c.comma, d.Text, d.currency, err,
				c.want, c.currency)
		}
	}
	for text, want := range map[string]money.Amount{"12 USD": {Minor: 1200, Currency: "USD"},
		"12": {Minor: 1200, Currency: "EUR"}, "JPY 12": {Minor: 12, Currency: "JPY"},
		"-0.015": {Minor: -2, Currency: "EUR"}} {
		if a, err := ParseAmount(text, "EUR", false); err != nil || a != want {
			t.Errorf("%s in a table of euros is %v, %v; want %v", text, a, err, want)
		}
	}
}

// TestQuestionsOfDatesAndNumbers: what cannot be decided is asked with the file, the column and the first cell of it.
func TestQuestionsOfDatesAndNumbers(t *testing.T) {
	t.Parallel()
	dates := func(texts ...string) error {
		e := &OrderEvidence{}
		for i, s := range texts {
			e.See(s, func() string { return fmt.Sprintf("line %d", i+2) })
		}
		return e.Question("deals.csv", "Closed")
	}
	numbers := func(texts ...string) error {
		e := &DecimalsEvidence{}
		for i, s := range texts {
			e.See(s, table.AsText, false, func() string { return fmt.Sprintf("line %d", i+2) })
		}
		return e.Question("deals.csv", "Closed")
	}
	for _, c := range []struct {
		err   error
		code  string
		parts map[string]string
	}{
		{dates("3/3/2026", "3/4/2026", "5/6/2026"), "dates_undecided",
			map[string]string{"where": "line 3", "value": `"3/4/2026"`}},
		{dates("3/4/2026", "23/4/2026", "4/23/2026"), "dates_of_both_kinds", nil},
		{numbers("12", "4.750", "5.750"), "numbers_undecided",
			map[string]string{"where": "line 3", "value": `"4.750"`, "grouped": "4750", "divided": "4.75"}},
		{numbers("4,125"), "numbers_undecided",
			map[string]string{"where": "line 2", "value": `"4,125"`, "grouped": "4125", "divided": "4.125"}},
		{numbers("4.75", "4,75", "4.750"), "numbers_of_both_kinds",
			map[string]string{"where": "line 4", "value": `"4.750"`, "grouped": "4750", "divided": "4.75"}},
	} {
		why, _ := fault.ReasonOf(c.err)
		if why.Code != c.code || fault.KindOf(c.err) != fault.Invalid || why.Parts["file"] != "deals.csv" ||
			why.Parts["column"] != "Closed" {
			t.Errorf("%v: %s %v, want %s", c.err, why.Code, why.Parts, c.code)
		}
		for name, want := range c.parts {
			if why.Parts[name] != want {
				t.Errorf("%v: %s is %q, want %q", c.err, name, why.Parts[name], want)
			}
		}
	}
}

// TestDaysOfAllMonths: the last day of each is one, the day after it is none.
func TestDaysOfAllMonths(t *testing.T) {
	t.Parallel()
	for _, year := range []int{1900, 1999, 2000, 2023, 2024, 2100} {
		for month := 1; month <= 12; month++ {
			last := time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
			for day := 1; day <= 32; day++ {
				text := fmt.Sprintf("%04d-%02d-%02d", year, month, day)
				got, err := ReadDay(text, Unordered)
				if (err == nil) != (day <= last) || err == nil && got.String() != text {
					t.Errorf("%s is %s, %v", text, got, err)
				}
			}
		}
	}
}
