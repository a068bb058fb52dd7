package period

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func fiscal(t interface{ Fatal(...any) }, firstMonth time.Month, text string) Calendar {
	rules, err := ParseFiscal(text, firstMonth)
	if err != nil {
		t.Fatal(err)
	}
	c, err := NewCalendar(time.UTC, firstMonth, time.Monday, rules...)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func mustDay(t interface{ Fatal(...any) }, text string) Day {
	d, err := ParseDay(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// TestYearsOfWeeks uses fiscal years that companies have published.
func TestYearsOfWeeks(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		rule            string
		firstMonth      time.Month
		day             string
		label, from, to string // to is included
		weeks           int
	}{
		// American retail: the Saturday nearest to the end of January
		{"4-5-4 saturday nearest", time.February, "2023-06-01", "FY2024", "2023-01-29", "2024-02-03", 53},
		{"4-5-4 saturday nearest", time.February, "2024-06-01", "FY2025", "2024-02-04", "2025-02-01", 52},
		{"4-5-4 saturday nearest", time.February, "2018-01-31", "FY2018", "2017-01-29", "2018-02-03", 53},
		// the last Saturday of September
		{"4-4-5 saturday last", time.October, "2022-12-31", "FY2023", "2022-09-25", "2023-09-30", 53},
		{"4-4-5 saturday last", time.October, "2024-09-28", "FY2024", "2023-10-01", "2024-09-28", 52},
		{"4-4-5 saturday last", time.October, "2024-09-29", "FY2025", "2024-09-29", "2025-09-27", 52},
		// the last Saturday of July
		{"4-4-5 saturday last", time.August, "2024-07-27", "FY2024", "2023-07-30", "2024-07-27", 52},
		// the Sunday nearest to the end of December: the year may end in January
		{"5-4-4 sunday nearest", time.January, "2021-01-03", "FY2020", "2019-12-30", "2021-01-03", 53},
		{"5-4-4 sunday nearest", time.January, "2021-01-04", "FY2021", "2021-01-04", "2022-01-02", 52},
	} {
		cal := fiscal(t, c.firstMonth, c.rule)
		p := cal.PeriodOf(mustDay(t, c.day), Year)
		if p.From.String() != c.from || (p.To-1).String() != c.to || p.Days() != 7*c.weeks ||
			cal.Label(p.From, Year) != c.label {
			t.Errorf("%s, %s: %s from %s to %s, %d days; want %s from %s to %s, %d weeks", c.rule,
				c.day, cal.Label(p.From, Year), p.From, p.To-1, p.Days(), c.label, c.from, c.to, c.weeks)
		}
	}
}

// TestMonthsOfWeeks tests the months of the retail year of 53 weeks and of the year after it.
func TestMonthsOfWeeks(t *testing.T) {
	t.Parallel()
	c := fiscal(t, time.February, "4-5-4 saturday nearest")
	want := map[string]string{
		"2023-02-25": "FY2024-P01 2023-01-29 2023-02-25", "2023-02-26": "FY2024-P02 2023-02-26 2023-04-01",
		"2024-01-15": "FY2024-P12 2023-12-31 2024-02-03", // five weeks, because it includes the 53rd
		"2024-02-04": "FY2025-P01 2024-02-04 2024-03-02",
	}
	for day, text := range want {
		p := c.PeriodOf(mustDay(t, day), Monthly)
		if got := c.Label(p.From, Monthly) + " " + p.From.String() + " " + (p.To - 1).String(); got != text {
			t.Errorf("%s: %s, want %s", day, got, text)
		}
	}
	if q := c.PeriodOf(mustDay(t, "2024-02-03"), Quarter); c.Label(q.From, Quarter) != "FY2024-Q4" || q.Days() != 14*7 {
		t.Errorf("last quarter: %s of %d days", c.Label(q.From, Quarter), q.Days())
	}
	if w := c.PeriodOf(mustDay(t, "2024-02-03"), Weekly); w.From.Weekday() != time.Sunday ||
		w.To != mustDay(t, "2024-02-04") {
		t.Errorf("its last week: %s to %s", w.From, w.To-1)
	}
}

func TestYearBeforeOfWeeks(t *testing.T) {
	t.Parallel()
	c := fiscal(t, time.February, "4-5-4 saturday nearest")
	for day, want := range map[string]string{
		"2024-02-04": "2023-01-29", "2025-01-05": "2023-12-31", "2023-01-29": "2022-01-30",
		"2024-01-28": "", "2024-02-03": "", // in the 53rd week, which the year before does not have
	} {
		got, ok := c.YearBefore(mustDay(t, day))
		if ok != (want != "") || ok && got.String() != want {
			t.Errorf("the year before %s: %s %v, want %q", day, got, ok, want)
		}
	}
}

// TestFiscalCalendarFromADay checks that a company which changes from months to weeks keeps its
// earlier periods.
func TestFiscalCalendarFromADay(t *testing.T) {
	t.Parallel()
	c := fiscal(t, time.February, "2024-02-04 4-5-4 saturday nearest")
	for _, w := range []struct {
		day   string
		grain Grain
		want  string
	}{
		{"2023-05-10", Monthly, "2023-05 2023-05-01 2023-05-31"},
		// three days are too few for a month of their own
		{"2024-02-03", Monthly, "2024-01 2024-01-01 2024-02-03"},
		{"2024-02-03", Quarter, "FY2024-Q4 2023-11-01 2024-02-03"},
		{"2023-12-24", Year, "FY2024 2023-02-01 2024-02-03"},
		{"2024-02-04", Monthly, "FY2025-P01 2024-02-04 2024-03-02"},
		{"2024-12-01", Year, "FY2025 2024-02-04 2025-02-01"},
	} {
		p := c.PeriodOf(mustDay(t, w.day), w.grain)
		if got := c.Label(p.From, w.grain) + " " + p.From.String() + " " + (p.To - 1).String(); got != w.want {
			t.Errorf("%s %s: %s, want %s", w.day, w.grain, got, w.want)
		}
	}
}

func TestParseFiscal(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"": "", " 4-4-5  Sat LAST ": "4-4-5 saturday last", "months": "",
		"2024-02-04 4-5-4 saturday nearest; 2026-02-01 months": "2024-02-04 4-5-4 saturday nearest; 2026-02-01 months",
	} {
		rules, err := ParseFiscal(text, time.February)
		if got := FormatFiscal(rules); err != nil || got != want {
			t.Errorf("%q is %q, %v; want %q", text, got, err, want)
		}
	}
	for _, text := range []string{"4-4-4 saturday last", "4-4-5 saturday", "4-4-5 someday last", "4-4-5 saturday first",
		"2024-02-05 4-5-4 saturday nearest", "2024-03-01 months", "4-4-5 saturday last; months", "2024-13-01 months"} {
		if _, err := ParseFiscal(text, time.February); err == nil {
			t.Errorf("%q is taken", text)
		}
	}
}

// TestFiscalPeriodsTile checks for random rules that periods follow each other without gaps, months
// fill quarters, quarters fill years, a label leads back to its period, and a year back and forth
// gives the same day.
func TestFiscalPeriodsTile(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		month := time.Month(rapid.IntRange(1, 12).Draw(t, "first month"))
		rule := rapid.SampledFrom([]string{"4-4-5", "4-5-4", "5-4-4"}).Draw(t, "pattern") + " " +
			time.Weekday(rapid.IntRange(0, 6).Draw(t, "ends")).String() +
			" " + rapid.SampledFrom([]string{"last", "nearest"}).Draw(t, "how")
		c := fiscal(t, month, rule)
		d := DayOf(rapid.IntRange(1950, 2090).Draw(t, "year"), 1, 1) + Day(rapid.IntRange(0, 365).Draw(t, "day"))
		for _, g := range []Grain{Weekly, Monthly, Quarter, Year} {
			p := c.PeriodOf(d, g)
			if !p.Contains(d) || c.PeriodOf(p.From, g) != p || c.PeriodOf(p.To-1, g) != p ||
				c.PeriodOf(p.To, g).From != p.To {
				t.Fatalf("%s: the %s of %s is %s to %s", rule, g, d, p.From, p.To-1)
			}
			if got, err := c.ParseLabel(c.Label(p.From, g), g); err != nil || got != p.From {
				t.Fatalf("%s: %s leads to %s, %v; want %s", rule, c.Label(p.From, g), got, err, p.From)
			}
		}
		year := c.PeriodOf(d, Year)
		if n := year.Days(); n != 52*7 && n != 53*7 {
			t.Fatalf("%s: a year of %d days", rule, n)
		}
		if c.Months(year) != 12 || len(c.Split(year, Quarter)) != 4 || len(c.Split(year, Weekly)) != year.Days()/7 {
			t.Fatalf("%s: %d months and %d quarters", rule, c.Months(year), len(c.Split(year, Quarter)))
		}
		if before, ok := c.YearBefore(d); ok && c.AddMonths(before, 12) != d {
			t.Fatalf("%s: the year before %s is %s, a year after which is %s", rule, d, before, c.AddMonths(before, 12))
		}
	})
}
