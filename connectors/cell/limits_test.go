package cell

import (
	"strings"
	"testing"
	"time"

	"salesops/connectors/table"
	"salesops/internal/fault"
	"salesops/internal/reason"
	"salesops/record"
)

// TestTimesOfDay: the hours, minutes, seconds and offsets that stand behind a date, and what is none.
func TestTimesOfDay(t *testing.T) {
	t.Parallel()
	zones := Zones{File: time.UTC, Company: time.UTC}
	for clock, want := range map[string]string{
		"0:00": "00:00:00.000000", "23:59": "23:59:00.000000", "24:00": "", "9:5": "09:05:00.000000", "09:60": "",
		"09:59:59": "09:59:59.000000",
		"09:59:60": "09:59:59.000000", "09:59:61": "", "09:60:00": "", "9": "", "9:": "", "09:05:": "",
		":05": "", "009:05": "",
		"09:05:01.5": "09:05:01.500000", "09:05:01,25": "09:05:01.250000", "09:05:01.1234567": "09:05:01.123456",
		"09:05.5":   "09:05:00.500000",
		"09:05:01.": "", "09:05:01.x": "", "12 AM": "00:00:00.000000", "12 PM": "12:00:00.000000",
		"1 PM":        "13:00:00.000000",
		"11:59:59 pm": "23:59:59.000000", "0 AM": "", "13 PM": "", "1:30 p.m.": "13:30:00.000000",
		"1:30 a.m. Z": "01:30:00.000000",
		"1:30PM":      "13:30:00.000000", "1:30 XM": "", "1:30 P": "", "12:00Z": "12:00:00.000000",
		"12:00 UTC": "12:00:00.000000",
		"12:00 gmt": "12:00:00.000000", "12:00 CET": "", "12:00+02:00": "10:00:00.000000",
		"12:00+0230": "09:30:00.000000",
		"12:00-8":    "20:00:00.000000", "12:00+02": "10:00:00.000000", "12:00+18": "18:00:00.000000 before",
		"12:00-18:59": "06:59:00.000000 after",
		"12:00+19":    "", "12:00+0160": "", "12:00+0159": "10:01:00.000000", "12:00+123": "", "12:00+12345": "",
		"12:00+": "", "12:00+x": "",
		"12:00+0x00": "", "12:00+00x0": "", "12:00*2": "", "12:00 +02:00": "10:00:00.000000",
	} {
		m, err := ParseMoment("2026-03-02 "+clock, Unordered)
		got := ""
		if err == nil {
			at := m.Instant(zones).Time().UTC()
			if got = at.Format("15:04:05.000000"); at.Day() < 2 {
				got += " before"
			} else if at.Day() > 2 {
				got += " after"
			}
			if !m.Timed {
				t.Errorf("%s is no time", clock)
			}
		}
		if got != want {
			t.Errorf("%q is %q, want %q", clock, got, want)
		}
	}
}

// TestNumbersOfADate: how many digits a day, a month and a year may have, and which years two digits are.
func TestNumbersOfADate(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text  string
		order Order
		want  string
	}{
		{"1/2/70", DMY, "1970-02-01"}, {"1/2/69", DMY, "2069-02-01"}, {"1/2/99", MDY, "1999-01-02"},
		{"1/2/00", MDY, "2000-01-02"},
		{"1/2/026", DMY, ""}, {"1/2/6", DMY, ""}, {"1/2/02026", DMY, ""}, {"001/2/2026", DMY, ""},
		{"1/002/2026", DMY, ""},
		{"2026/1/2", Unordered, "2026-01-02"}, {"2026/001/2", Unordered, ""}, {"2026/1/002", Unordered, ""},
		{"1000-01-01", Unordered, "1000-01-01"},
		{"0999-01-01", Unordered, ""}, {"2026-00-01", Unordered, ""}, {"2026-13-01", Unordered, ""},
		{"2026-12-31", Unordered, "2026-12-31"},
		{"2026-12-32", Unordered, ""}, {"2026-12-00", Unordered, ""}, {"2026-04-30", Unordered, "2026-04-30"},
		{"2026-04-31", Unordered, ""},
		{"2000-02-29", Unordered, "2000-02-29"}, {"1900-02-29", Unordered, ""}, {"2023-02-29", Unordered, ""},
		{"2024-02-29", Unordered, "2024-02-29"},
		{"32/1/2", Unordered, "2032-01-02"}, {"32/01/02", Unordered, "2032-01-02"},
		{"31/01/02", Unordered, "2002-01-31"}, {"31/01/2002", Unordered, "2002-01-31"},
		{"1.2.2026", Unordered, "2026-02-01"}, {"1.13.2026", Unordered, "2026-01-13"},
		{"1.2.2026", MDY, "2026-01-02"}, {"13.1.2026", MDY, ""},
		{"1/2-2026", DMY, ""}, {"1_2_2026", DMY, ""}, {"1/2", DMY, ""}, {"1/2/", DMY, ""},
		{"/1/2", DMY, ""}, {"1/2/2026x", DMY, ""},
		{"1/2/2026T10:00", DMY, "2026-02-01"}, {"1/2/2026t10:00", DMY, "2026-02-01"},
		{"1/2/2026, 10:00", DMY, "2026-02-01"},
		{"13/13/2026", Unordered, ""}, {"13/12/2026", Unordered, "2026-12-13"}, {"12/13/2026", Unordered, "2026-12-13"},
		{"5/5/2026", Unordered, "2026-05-05"}, {"5/6/2026", Unordered, ""}, {"2026-03-04", MDY, "2026-03-04"},
		{"12/13/2026", DMY, ""},
		{"23 Feb 2026", Unordered, "2026-02-23"}, {"23-Feb-26", Unordered, "2026-02-23"},
		{"Feb 23, 2026", Unordered, "2026-02-23"},
		{"Feb 23, 026", Unordered, ""}, {"Feb 23, 6", Unordered, ""}, {"Feb 30, 2026", Unordered, ""},
		{"Feb 023, 2026", Unordered, ""},
		{"Feb 23, 2026x", Unordered, ""}, {"Feb 23", Unordered, ""}, {"23 Fxx 2026", Unordered, ""},
		{"Feb Mar 2026", Unordered, ""},
		{"Feb 23, 20266", Unordered, ""}, {strings.Repeat(" ", 70) + "2026-03-04", Unordered, "2026-03-04"},
		{"2026-03-04 " + strings.Repeat("0", 54), Unordered, ""}, {"", Unordered, ""},
	} {
		m, err := ParseMoment(c.text, c.order)
		got := ""
		if err == nil {
			got = m.Day.String()
		}
		if got != c.want {
			t.Errorf("%q as %s is %q, want %q", c.text, c.order, got, c.want)
		}
	}
}

// TestWhatIsWrongWithADate: a date that cannot be taken says why.
func TestWhatIsWrongWithADate(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text  string
		order Order
		code  string
	}{{"soon", Unordered, "not_date"}, {"5/6/2026", Unordered, "date_ambiguous"},
		{"31/06/2026", Unordered, "date_not_calendar"},
		{"31/06/2026", DMY, "date_not_ordered"}, {"2026-02-30", Unordered, "date_not_ordered"},
		{"2026-02-28 25:00", Unordered, "time_unreadable"}} {
		_, err := ParseMoment(c.text, c.order)
		if err == nil || reason.From(err).Code != c.code {
			t.Errorf("%q as %s: %v, want %s", c.text, c.order, err, c.code)
		}
	}
}

// TestDaysAndInstants: a day has no zone, a time without an offset is of the file's zone, and midnight behind a day is
// none.
func TestDaysAndInstants(t *testing.T) {
	t.Parallel()
	tokyo, err := time.LoadLocation("Asia/Tokyo")
	if err != nil {
		t.Fatal(err)
	}
	york, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		text          string
		file, company *time.Location
		at, day       string
	}{
		{"2026-03-02", york, tokyo, "2026-03-01T15:00:00Z", "2026-03-02"},
		{"2026-03-02 20:00", york, tokyo, "2026-03-03T01:00:00Z", "2026-03-03"},
		{"2026-03-02 20:00", tokyo, tokyo, "2026-03-02T11:00:00Z", "2026-03-02"},
		{"2026-03-02 20:00", time.UTC, tokyo, "2026-03-02T20:00:00Z", "2026-03-03"},
		{"2026-03-02 00:00", york, tokyo, "2026-03-02T05:00:00Z", "2026-03-02"},
		{"2026-03-02 00:00Z", york, york, "2026-03-02T00:00:00Z", "2026-03-02"},
		{"2026-03-02 01:00Z", york, york, "2026-03-02T01:00:00Z", "2026-03-01"},
		{"2026-03-02 01:00+01:00", york, york, "2026-03-02T00:00:00Z", "2026-03-01"},
	} {
		m, err := ParseMoment(c.text, Unordered)
		if err != nil {
			t.Fatal(err)
		}
		z := Zones{File: c.file, Company: c.company}
		if at, day := m.Instant(z).Time().UTC().Format(time.RFC3339), m.CalendarDay(z).String(); at != c.at ||
			day != c.day {
			t.Errorf("%s of %s in %s is %s, %s; want %s, %s", c.text, c.file, c.company, at, day, c.at, c.day)
		}
	}
}

// TestOneStrayAmongTwenty: what twenty times as many cells say counts.
func TestOneStrayAmongTwenty(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		one, other, like int
		decided          bool
	}{{1, 0, 0, true}, {20, 1, 0, true}, {19, 1, 0, false}, {40, 2, 0, true}, {39, 2, 0, false},
		{0, 0, 0, false}, {20, 0, 1, true},
		{19, 0, 1, false}, {39, 1, 1, false}, {40, 1, 1, true}} {
		for _, o := range []Order{DMY, MDY} {
			against := DMY + MDY - o
			e := OrderEvidence{}
			e.only[o], e.only[against], e.like[against] = c.one, c.other, c.like
			want := map[bool]Order{true: o}[c.decided]
			if got := e.order(); got != want {
				t.Errorf("%+v of %s are %s", c, o, got)
			}
		}
		if c.like > 0 {
			continue
		}
		for w, n := range map[Decimals]DecimalsEvidence{Point: {points: c.one, commas: c.other},
			Comma: {points: c.other, commas: c.one}} {
			want := map[bool]Decimals{true: w}[c.decided]
			if got := n.Decimals(); got != want {
				t.Errorf("%+v of %s are %s", c, w, got)
			}
		}
	}
}

// TestWrittenNumbers: grouping, signs, currencies and exponents, and why a text is no number.
func TestWrittenNumbers(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text  string
		comma bool
		want  string // "" and a code
		code  string
	}{
		{"(5)", false, "-5", ""}, {"$(500)", false, "-500", ""}, {"(EUR 5)", false, "-5", ""}, {"-$5", false, "-5", ""},
		{"$-5", false, "-5", ""},
		{"-(5)", false, "", "number_writing"}, {"5-", false, "-5", ""}, {"+5", false, "5", ""},
		{"(-5)", false, "5", ""}, {"()", false, "", "number_writing"},
		{"−5", false, "-5", ""}, {"1'234", false, "1234", ""}, {"1’234.5", false, "1234.5", ""},
		{"1\u00a0234,5", false, "1234.5", ""},
		{"1,234", false, "1234", ""}, {"1,234", true, "1.234", ""}, {"1.234", true, "1234", ""},
		{"1.234", false, "1.234", ""},
		{"0,234", false, "0.234", ""}, {"0.234", true, "0.234", ""}, {"1234,567", false, "1234.567", ""},
		{"1234.567", true, "1234.567", ""},
		{",234", false, ".234", ""}, {".234", true, ".234", ""}, {"1,23", false, "1.23", ""},
		{"1,2345", false, "1.2345", ""}, {"12,345", false, "12345", ""},
		{"123,456", false, "123456", ""}, {"1,234,567", false, "1234567", ""}, {"1.234.567", false, "1234567", ""},
		{"1.234.567", true, "1234567", ""},
		{"1,234,567", true, "1234567", ""}, {"1,234.5", false, "1234.5", ""}, {"1.234,5", false, "1234.5", ""},
		{"1,234.5", true, "1234.5", ""},
		{"1,23,456", false, "", "number_grouping"}, {"12,34,567", false, "", "number_grouping"},
		{"1234,567,890", false, "", "number_grouping"},
		{"1,234,56", false, "", "number_grouping"}, {"1,23.5", false, "", "number_grouping"},
		{"1.2.3", false, "", "number_grouping"},
		{"1 234", false, "1234", ""}, {"1 23", false, "", "number_grouping"}, {"1  234", false, "", "number_writing"},
		{"1.2,3.4", false, "", "number_writing"},
		{".", false, "", "number_writing"}, {"", false, "", "number_writing"}, {"x", false, "", "number_writing"},
		{"5x", false, "", "number_writing"},
		{"1.5E7", false, "15000000", ""}, {"1.5e-3", false, "0.0015", ""}, {"1,5E2", false, "150", ""},
		{"1E30", false, "1" + strings.Repeat("0", 30), ""},
		{"1E31", false, "", "number_exponent"}, {"1E-30", false, "0." + strings.Repeat("0", 29) + "1", ""},
		{"1E-31", false, "", "number_exponent"},
		{"1Ex", false, "", "number_exponent"}, {"E5", false, "", "number_writing"},
		{strings.Repeat("1", 80), false, strings.Repeat("1", 80), ""},
		{strings.Repeat("1", 81), false, "", "number_too_long"}, {"1-2", false, "", "number_writing"},
		{"--5", false, "", "number_writing"},
	} {
		d, err := PlainDecimal(c.text, c.comma)
		if d.Text != c.want || (err != nil) != (c.code != "") || err != nil && reason.From(err).Code != c.code {
			t.Errorf("%q with comma %v is %q, %v; want %q, %s", c.text, c.comma, d.Text, err, c.want, c.code)
		}
	}
	for text, want := range map[string]string{"US$ 5": "USD", "5 €": "EUR", "R$5": "BRL", "5": "", "$5": "", "¥5": "",
		"5元": "", "5人民币": "CNY",
		"EUR5": "EUR", "5EUR": "EUR", "5 eur": "EUR", "chf 5": "CHF", "EUR": "no", "EURO 5": "no",
		"5 XXQ": "no", "-EUR 5": "EUR",
		"EUR -5": "EUR", "€ -5 ": "EUR", "-5 USD": "USD", "$5 CAD": "CAD", "A$5": "AUD", "5£": "GBP"} {
		d, err := PlainDecimal(text, false)
		if err != nil {
			d.currency = "no"
		}
		if d.currency != want {
			t.Errorf("%q is of the currency %q, want %q", text, d.currency, want)
		}
	}
}

// TestAmountsAndQuantities: money in the minor units of its currency, shares, whole numbers.
func TestAmountsAndQuantities(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int64{"5": 500, "5.5": 550, "5.05": 505, "-5.05": -505, "0.005": 0, "0.015": 2,
		"0.006": 1, "0.004": 0, "-0.006": -1, "+7": 700,
		"9999999999999999": 999999999999999900, "12345678901234567": 1234567890123456700, ".5": 50,
		"5.": 500, "0": 0, "-0": 0} {
		a, err := ParseAmount(text, "EUR", false)
		if err != nil || a.Minor != want || a.Currency != "EUR" {
			t.Errorf("%s is %d %s, %v; want %d", text, a.Minor, a.Currency, err, want)
		}
	}
	for text, code := range map[string]string{"5%": "amount_percent", "x%": "number_writing", "x": "number_writing",
		"92233720368547758.08": "amount_too_large", "1E30": "amount_too_large"} {
		if _, err := ParseAmount(text, "EUR", false); err == nil || reason.From(err).Code != code {
			t.Errorf("%s: %v, want %s", text, err, code)
		}
	}
	if a, err := ParseAmount("USD 5", "JPY", false); err != nil || a.Minor != 500 || a.Currency != "USD" {
		t.Errorf("the code beside the amount: %+v, %v", a, err)
	}
	if a, err := ParseAmount("5.4", "JPY", false); err != nil || a.Minor != 5 {
		t.Errorf("a currency without decimals: %+v, %v", a, err)
	}
	for text, want := range map[string]float64{"60%": 0.6, " 60 % ": 0.6, "0.5": 0.5, "1,5": 1.5, "-5": -5} {
		if f, err := ParseNumber(text, false); err != nil || f != want {
			t.Errorf("%s is %v, %v; want %v", text, f, err, want)
		}
	}
	for text, want := range map[string]float64{"60": 0.6, "60 %": 0.6, "60,5%": 0.605, "100": 1} {
		if f, err := ParsePercent(text, true); err != nil || f != want {
			t.Errorf("the share %s is %v, %v; want %v", text, f, err, want)
		}
	}
	for text, want := range map[string]int64{"12": 12, "12.0": 12, "12.": 12, "1,234": 1234, "-7": -7, "1E3": 1000} {
		if n, err := ParseWhole(text, false); err != nil || n != want {
			t.Errorf("%s is %d, %v; want %d", text, n, err, want)
		}
	}
	for _, text := range []string{"12.5", "x", "", "12.01", strings.Repeat("9", 30)} {
		if n, err := ParseWhole(text, false); err == nil {
			t.Errorf("%s is the whole number %d", text, n)
		}
	}
}

// TestWhatAColumnCouldBe: the narrowest kind that holds all of its cells.
func TestWhatAColumnCouldBe(t *testing.T) {
	t.Parallel()
	for cells, want := range map[string]record.Kind{
		"": record.Unset, "true|FALSE": record.Bool, "true|yes": record.Text, "1|2.5|-3": record.Number,
		"1|true": record.Text, "01": record.Text,
		"0": record.Number, "0.5|0,5": record.Number, ".5": record.Number, "123456789012345": record.Number,
		"1234567890123456":     record.Text,
		"1,234,567,890,123.45": record.Number, "12345678901234567890": record.Text,
		"1.234.567.890.123.456": record.Text, "1x": record.Text,
		"$5": record.Text, "2026-03-02": record.Day, "2026-03-02|2026-03-02 10:00": record.Instant,
		"2026-03-02|x": record.Text,
		"20260302":     record.Number, "46082": record.Number, "Mar 2 2026": record.Day, "2026-03-02 10 PM": record.Day,
		"1,23,456":     record.Text,
		"2.3.26 10:00": record.Day, "12.3.26 10:00": record.Instant,
	} {
		var g, sum, none Guess
		var dates OrderEvidence
		for _, s := range strings.Split(cells, "|") {
			if s == "" {
				continue
			}
			var one Guess
			one.See(s, &dates, func() string { return "" })
			g.See(s, &dates, func() string { return "" })
			sum.Add(one)
		}
		sum.Add(none)
		if g.Kind() != want || sum.Kind() != want {
			t.Errorf("%s is %v, in parts %v, want %v", cells, g.Kind(), sum.Kind(), want)
		}
	}
}

// TestQuestionsOfNumbers: what is asked where the writing is not clear, with both readings.
func TestQuestionsOfNumbers(t *testing.T) {
	t.Parallel()
	var n DecimalsEvidence
	for i, s := range []string{"1.5", "4.750", "4,125", "2,5"} {
		n.See(s, table.AsText, false, func() string { return "line " + string(rune('2'+i)) })
	}
	for _, commas := range []int{n.commas, 0} {
		n.commas = commas
		err := n.Question("d.csv", "Amount")
		why, _ := fault.ReasonOf(err)
		code := map[bool]string{true: "numbers_of_both_kinds", false: "numbers_undecided"}[commas > 0]
		if why.Code != code || fault.KindOf(err) != fault.Invalid || !strings.Contains(why.Text, "4750") ||
			!strings.Contains(why.Text, "4.75") || !strings.Contains(why.Text, "line 3") {
			t.Errorf("it asks %v", err)
		}
	}
	if !n.Undecided() || n.UndecidedByComma() || !n.Matters() || n.MostlyCommas() {
		t.Errorf("the evidence is %+v", n)
	}
	for text, want := range map[string][2]string{"4.750": {"4750", "4.75"}, "4,750": {"4750", "4.75"},
		"-1.000": {"-1000", "-1"}} {
		if grouped, divided := bothReadings(text); grouped != want[0] || divided != want[1] {
			t.Errorf("%s is %s or %s", text, grouped, divided)
		}
	}
	for text, want := range map[string]Decimals{"": Unwritten, "POINT": Point, "comma": Comma} {
		if w, err := ParseDecimals(text); err != nil || w != want {
			t.Errorf("%s is %s, %v", text, w, err)
		}
	}
	if _, err := ParseDecimals("semicolon"); fault.KindOf(err) != fault.Invalid {
		t.Errorf("semicolon: %v", err)
	}
}
