package period

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestDayInZone(t *testing.T) {
	t.Parallel()
	ny, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	i, err := ParseInstant("2026-03-08T03:30:00Z") // still the 7th in New York
	if err != nil {
		t.Fatal(err)
	}
	if got := i.Day(ny).String(); got != "2026-03-07" {
		t.Errorf("day in New York = %s, want 2026-03-07", got)
	}
	// The day on which clocks go forward has 23 hours.
	d := DayOf(2026, time.March, 8)
	if got := time.Duration(d.End(ny)-d.Start(ny)) * time.Microsecond; got != 23*time.Hour {
		t.Errorf("length of 2026-03-08 in New York = %v, want 23h", got)
	}
}

// TestDaysMeetWhereClocksMoveAtMidnight tests zones whose clocks change at midnight, where a day
// begins at 01:00 or has two midnights, and Apia, which skipped a day. The end of a day must always
// separate instants on the day from later ones.
func TestDaysMeetWhereClocksMoveAtMidnight(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"America/Sao_Paulo", "America/Havana", "Africa/Cairo", "Asia/Beirut",
		"America/Asuncion", "Atlantic/Azores", "Pacific/Apia", "Europe/Berlin"} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		for d := DayOf(2009, 1, 1); d < DayOf(2026, 1, 1); d++ {
			start := d.Start(zone)
			if got := (start - 1).Day(zone); got != d-1 && (d-1).Start(zone) != start {
				t.Errorf("%s: the instant before %s begins lies on %s", name, d, got)
			}
			if got := start.Day(zone); got != d && (d+1).Start(zone) != start {
				t.Errorf("%s: %s begins at %s, which lies on %s", name, d, start, got)
			}
		}
	}
	saoPaulo, err := time.LoadLocation("America/Sao_Paulo")
	if err != nil {
		t.Fatal(err)
	}
	if got := DayOf(2018, time.November, 3).End(saoPaulo).String(); got != "2018-11-04T03:00:00Z" {
		t.Errorf("2018-11-03 ends in São Paulo at %s, want 2018-11-04T03:00:00Z", got)
	}
}

func TestFiscalPeriods(t *testing.T) {
	t.Parallel()
	april, err := NewCalendar(time.UTC, time.April, time.Sunday)
	if err != nil {
		t.Fatal(err)
	}
	cases := []struct {
		cal         Calendar
		day         Day
		grain       Grain
		from, to    string
		label       string
		description string
	}{
		{Calendar{}, DayOf(2026, 2, 28), Monthly, "2026-02-01", "2026-03-01", "2026-02", "month"},
		{Calendar{}, DayOf(2024, 2, 29), Quarter, "2024-01-01", "2024-04-01", "FY2024-Q1", "leap day"},
		{april, DayOf(2026, 2, 28), Quarter, "2026-01-01", "2026-04-01", "FY2026-Q4", "fiscal quarter"},
		{april, DayOf(2026, 4, 1), Year, "2026-04-01", "2027-04-01", "FY2027", "first day of fiscal year"},
		{Calendar{}, DayOf(2026, 3, 8), Weekly, "2026-03-02", "2026-03-09", "2026-03-02", "Monday week"},
		{april, DayOf(2026, 3, 8), Weekly, "2026-03-08", "2026-03-15", "2026-03-08", "Sunday week"},
	}
	for _, c := range cases {
		got := c.cal.PeriodOf(c.day, c.grain)
		if got.From.String() != c.from || got.To.String() != c.to {
			t.Errorf("%s: %s..%s, want %s..%s", c.description, got.From, got.To, c.from, c.to)
		}
		if l := c.cal.Label(got.From, c.grain); l != c.label {
			t.Errorf("%s: label %s, want %s", c.description, l, c.label)
		}
	}
}

// TestFiscalYearsBeginInTheirFirstMonth tests every first month: the fiscal year begins on the
// first of that month, has twelve months and four quarters of three months, and is named after the
// year in which it ends.
func TestFiscalYearsBeginInTheirFirstMonth(t *testing.T) {
	t.Parallel()
	for first := time.January; first <= time.December; first++ {
		cal, err := NewCalendar(time.UTC, first, time.Monday)
		if err != nil {
			t.Fatal(err)
		}
		begin := DayOf(2025, first, 1)
		name := "FY2026"
		if first == time.January {
			name = "FY2025"
		}
		if got := cal.PeriodOf(begin, Year); got != (Range{begin, DayOf(2026, first, 1)}) {
			t.Errorf("first month %s: the year that begins on %s is %s to %s", first, begin, got.From, got.To)
		}
		if got := cal.PeriodOf(begin-1, Year); got.To != begin {
			t.Errorf("first month %s: %s is in a year that ends at %s", first, begin-1, got.To)
		}
		if got := cal.Label(begin, Year); got != name {
			t.Errorf("first month %s: the year from %s is called %s, want %s", first, begin, got, name)
		}
		for q := range 4 {
			from := DayOf(2025, first+time.Month(3*q), 1)
			if got := cal.PeriodOf(from+40, Quarter); got != (Range{from, DayOf(2025, first+time.Month(3*q+3), 1)}) {
				t.Errorf("first month %s: %s is in the quarter %s to %s", first, from+40, got.From, got.To)
			}
			if got, want := cal.Label(from, Quarter), name+"-Q"+string(rune('1'+q)); got != want {
				t.Errorf("first month %s: the quarter from %s is called %s, want %s", first, from, got, want)
			}
		}
	}
}

func TestAFiscalYearFromFebruary(t *testing.T) {
	t.Parallel()
	february, err := NewCalendar(time.UTC, time.February, time.Monday)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		day            Day
		year, quarter  string
		from, to, name string
	}{
		{DayOf(2026, 1, 31), "FY2026", "FY2026-Q4", "2025-11-01", "2026-02-01", "the last day of a year"},
		{DayOf(2026, 2, 1), "FY2027", "FY2027-Q1", "2026-02-01", "2026-05-01", "the first day of a year"},
		{DayOf(2026, 4, 30), "FY2027", "FY2027-Q1", "2026-02-01", "2026-05-01", "the last day of a quarter"},
		{DayOf(2026, 12, 31), "FY2027", "FY2027-Q4", "2026-11-01", "2027-02-01", "the turn of a calendar year"},
	} {
		q, y := february.PeriodOf(c.day, Quarter), february.PeriodOf(c.day, Year)
		if q.From.String() != c.from || q.To.String() != c.to || february.Label(q.From, Quarter) != c.quarter ||
			february.Label(y.From, Year) != c.year {
			t.Errorf("%s: %s in %s, %s to %s; want %s in %s, %s to %s", c.name, february.Label(q.From, Quarter),
				february.Label(y.From, Year), q.From, q.To, c.quarter, c.year, c.from, c.to)
		}
	}
}

func TestSplitCoversTheRangeOnce(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		from := Day(rapid.IntRange(10000, 30000).Draw(t, "from"))
		r := Range{from, from + Day(rapid.IntRange(0, 900).Draw(t, "days"))}
		cal, err := NewCalendar(time.UTC, time.Month(rapid.IntRange(1, 12).Draw(t, "first")),
			time.Weekday(rapid.IntRange(0, 6).Draw(t, "week")))
		if err != nil {
			t.Fatal(err)
		}
		g := rapid.SampledFrom([]Grain{Daily, Weekly, Monthly, Quarter, Year}).Draw(t, "grain")
		at := r.From
		for _, p := range cal.Split(r, g) {
			if p.From != at || p.To <= p.From {
				t.Fatalf("period %v does not continue at %v", p, at)
			}
			at = p.To
		}
		if at != r.To && r.Days() > 0 {
			t.Fatalf("split ends at %v, want %v", at, r.To)
		}
	})
}

func TestParseDayRefusesNonsense(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"", "2026-02-30", "02/03/26", "2026-1-1", "2026-01-01T00:00:00Z"} {
		if _, err := ParseDay(s); err == nil {
			t.Errorf("ParseDay(%q) was accepted", s)
		}
	}
}
