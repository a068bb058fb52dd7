package period

import (
	"testing"
	"time"

	"salesops/internal/fault"
)

func TestGrains(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]Grain{
		"": Whole, "day": Daily, "week": Weekly, "month": Monthly, "quarter": Quarter, "year": Year,
	} {
		if g, err := ParseGrain(text); err != nil || g != want {
			t.Errorf("%q is %v, %v", text, g, err)
		}
	}
	for _, text := range []string{"Day", "days", "decade"} {
		if g, err := ParseGrain(text); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%q is %v, %v", text, g, err)
		}
	}
}

func TestRanges(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		r       Range
		bounded bool
		in, out []Day
	}{
		{Range{10, 12}, true, []Day{10, 11}, []Day{9, 12}},
		{Range{10, 10}, true, nil, []Day{9, 10}},
		{Range{MinDay, 12}, false, []Day{MinDay, 11}, []Day{12}},
		{Range{10, MaxDay}, false, []Day{10, MaxDay - 1}, []Day{9, MaxDay}},
		{Calendar{}.PeriodOf(10, Whole), false, []Day{MinDay, 10, MaxDay - 1}, nil},
	} {
		if c.r.Bounded() != c.bounded {
			t.Errorf("%v: bounded %v", c.r, c.r.Bounded())
		}
		for _, d := range c.in {
			if !c.r.Contains(d) {
				t.Errorf("%v does not contain %s", c.r, d)
			}
		}
		for _, d := range c.out {
			if c.r.Contains(d) {
				t.Errorf("%v contains %s", c.r, d)
			}
		}
		if split := (Calendar{}).Split(c.r, Whole); len(split) != 1 || split[0] != c.r {
			t.Errorf("%v as a whole is %v", c.r, split)
		}
	}
	if n := (Range{10, 12}).Days(); n != 2 {
		t.Errorf("%d days", n)
	}
}

func TestCalendars(t *testing.T) {
	t.Parallel()
	for _, month := range []time.Month{0, 13, -1} {
		if c, err := NewCalendar(time.UTC, month, time.Monday); fault.KindOf(err) != fault.Invalid {
			t.Errorf("a fiscal year from month %d: %v, %v", int(month), c, err)
		}
	}
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	for _, month := range []time.Month{time.January, time.December} {
		if c, err := NewCalendar(berlin, month, time.Sunday); err != nil || c.Location() != berlin ||
			c.PeriodOf(mustDay(t, "2026-03-04"), Weekly).From.String() != "2026-03-01" {
			t.Errorf("a fiscal year from %s: %v, %v", month, c, err)
		}
	}
	if (Calendar{}).Location() != time.UTC {
		t.Errorf("without a zone: %s", Calendar{}.Location())
	}
	if from := (Calendar{}).PeriodOf(mustDay(t, "2026-03-04"), Weekly).From.String(); from != "2026-03-02" {
		t.Errorf("without a first day the week begins on %s", from)
	}
	if rules := (Calendar{}).Rules(); len(rules) != 1 || rules[0] != (Rule{From: MinDay}) {
		t.Errorf("without rules: %v", rules)
	}
	weeks := fiscal(t, time.January, "2024-12-30 5-4-4 sunday nearest")
	if rules := weeks.Rules(); len(rules) != 2 || rules[0] != (Rule{From: MinDay}) ||
		rules[1].From.String() != "2024-12-30" || rules[1].Weeks == nil {
		t.Errorf("rules %+v", rules)
	}
	// where the rule does not apply yet, and in a company whose year ends in December or in another month
	if r := weeks.YearOfWeeks(*weeks.Rules()[1].Weeks, 2020); r.From.String() != "2019-12-30" ||
		r.To.String() != "2021-01-04" {
		t.Errorf("the year 2020 of weeks: %s to %s", r.From, r.To)
	}
	retail := fiscal(t, time.February, "4-5-4 saturday nearest")
	if r := retail.YearOfWeeks(*retail.Rules()[0].Weeks, 2024); r.From.String() != "2023-01-29" ||
		r.To.String() != "2024-02-04" {
		t.Errorf("the year 2024 of retail: %s to %s", r.From, r.To)
	}
}

func TestTextsOfDaysAndInstants(t *testing.T) {
	t.Parallel()
	d, at := mustDay(t, "2024-02-29"), Instant(1_709_209_845_123_456)
	if text, err := d.MarshalText(); err != nil || string(text) != "2024-02-29" {
		t.Errorf("%s, %v", text, err)
	}
	if text, err := at.MarshalText(); err != nil || string(text) != "2024-02-29T12:30:45.123456Z" {
		t.Errorf("%s, %v", text, err)
	}
	var backDay Day
	if err := backDay.UnmarshalText([]byte("2024-02-29")); err != nil || backDay != d {
		t.Errorf("read back %s, %v", backDay, err)
	}
	var back Instant
	if err := back.UnmarshalText([]byte("2024-02-29T13:30:45.123456+01:00")); err != nil || back != at {
		t.Errorf("read back %s, %v", back, err)
	}
	for _, text := range []string{"", "2023-02-29", "2024-2-9", "29.02.2024"} {
		if err := backDay.UnmarshalText([]byte(text)); fault.KindOf(err) != fault.Invalid {
			t.Errorf("the day %q: %v", text, err)
		}
		if err := back.UnmarshalText([]byte(text)); fault.KindOf(err) != fault.Invalid {
			t.Errorf("the instant %q: %v", text, err)
		}
	}
}
