package period

import (
	"testing"
	"time"

	"salesops/internal/fault"
)

// TestAddMonths: to the same day of the month, or to its last one.
func TestAddMonths(t *testing.T) {
	t.Parallel()
	c := Calendar{}
	for _, of := range []struct {
		from   string
		months int
		want   string
	}{
		{"2026-01-15", 1, "2026-02-15"}, {"2026-01-31", 1, "2026-02-28"}, {"2024-01-31", 1, "2024-02-29"},
		{"2026-01-31", 3, "2026-04-30"}, {"2026-03-31", -1, "2026-02-28"}, {"2024-02-29", -12, "2023-02-28"},
		{"2026-12-31", 2, "2027-02-28"}, {"2026-01-01", -1, "2025-12-01"}, {"2026-10-31", 2, "2026-12-31"},
		{"2026-05-31", 0, "2026-05-31"},
	} {
		if got := c.AddMonths(mustDay(t, of.from), of.months); got.String() != of.want {
			t.Errorf("%s and %d months: %s, want %s", of.from, of.months, got, of.want)
		}
	}
	for day, want := range map[string]string{"2026-03-31": "2025-03-31", "2024-02-29": "2023-02-28"} {
		if before, ok := c.YearBefore(mustDay(t, day)); !ok || before.String() != want {
			t.Errorf("the year before %s: %s, %v; want %s", day, before, ok, want)
		}
	}
}

// TestWholeMonths: a range of whole months has so many, any other none.
func TestWholeMonths(t *testing.T) {
	t.Parallel()
	day := func(text string) Day { return mustDay(t, text) }
	for _, cal := range []Calendar{{}, fiscal(t, time.October, "4-4-5 saturday last")} {
		year := cal.PeriodOf(day("2024-03-15"), Year)
		month := cal.PeriodOf(day("2024-03-15"), Monthly)
		for _, of := range []struct {
			r    Range
			want int
		}{
			{year, 12}, {month, 1}, {Range{year.From, month.To}, len(cal.Split(Range{year.From, month.To}, Monthly))},
			{Range{month.From, month.To - 1}, 0}, {Range{month.From + 1, month.To}, 0},
			{Range{month.From, month.From}, 0}, {Range{month.To, month.From}, 0},
			{Range{MinDay, month.To}, 0}, {Range{month.From, MaxDay}, 0},
		} {
			if got := cal.Months(of.r); got != of.want {
				t.Errorf("%s to %s: %d months, want %d", of.r.From, of.r.To, got, of.want)
			}
		}
	}
}

// TestLabelsOfNoPeriod: what Label never gives is refused, even when its year has no calendar.
func TestLabelsOfNoPeriod(t *testing.T) {
	t.Parallel()
	for _, c := range []Calendar{{}, fiscal(t, time.October, "4-4-5 saturday last")} {
		for _, g := range []Grain{Monthly, Quarter, Year} {
			for _, text := range []string{"", "FY", "FY0000", "FY9999", "FY-2026",
				"FY292277026596", "2026-13", "FY2026-Q5",
				"FY2026-P13", "2026-3"} {
				if d, err := c.ParseLabel(text, g); fault.KindOf(err) != fault.Invalid {
					t.Errorf("%q is the %s of %s, %v", text, g, d, err)
				}
			}
		}
		for _, g := range []Grain{Daily, Weekly, Whole} {
			if d, err := c.ParseLabel("FY2026", g); fault.KindOf(err) != fault.Invalid {
				t.Errorf("FY2026 is the %s of %s, %v", g, d, err)
			}
		}
	}
}

// TestTheFirstMomentsOfADay: a day is counted from where it starts.
func TestTheFirstMomentsOfADay(t *testing.T) {
	t.Parallel()
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	for _, zone := range []*time.Location{time.UTC, berlin} {
		for micros := range int64(3) {
			d := mustDay(t, "2026-03-02")
			if got, want := d.At(micros, zone), d.Start(zone)+Instant(micros); got != want {
				t.Errorf("%d µs after %s starts in %s: %s, want %s", micros, d, zone, got, want)
			}
		}
	}
}
