package jobs_test

import (
	"testing"
	"time"

	"salesops/internal/jobs"
	"salesops/internal/period"
)

func instant(t *testing.T, text string) period.Instant {
	t.Helper()
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return period.InstantOf(at)
}

// TestDaily: the next moment of a time of the day is of the zone's clock, and after the one before.
func TestDaily(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, zone, at, after, want string }{
		{"later the same day", "UTC", "02:30", "2026-06-01T01:00:00Z", "2026-06-01T02:30:00Z"},
		{"at the moment itself", "UTC", "02:30", "2026-06-01T02:30:00Z", "2026-06-02T02:30:00Z"},
		{"a microsecond before", "UTC", "02:30", "2026-06-01T02:29:59.999999Z", "2026-06-01T02:30:00Z"},
		{"midnight", "UTC", "00:00", "2026-06-01T00:00:00Z", "2026-06-02T00:00:00Z"},
		{"over a new year", "UTC", "23:59", "2026-12-31T23:59:30Z", "2027-01-01T23:59:00Z"},
		{"east: the zone's day has begun", "Asia/Tokyo", "08:00", "2026-06-01T22:00:00Z", "2026-06-01T23:00:00Z"},
		{"west: the zone's day has not", "America/Los_Angeles", "23:00", "2026-06-02T05:00:00Z",
			"2026-06-02T06:00:00Z"},
		{"a zone of a half hour", "Asia/Kolkata", "00:15", "2026-06-01T12:00:00Z", "2026-06-01T18:45:00Z"},

		{"the day before clocks go on", "Europe/Berlin", "02:30", "2026-03-28T00:00:00Z", "2026-03-28T01:30:00Z"},
		{"a time that does not exist", "Europe/Berlin", "02:30", "2026-03-28T01:30:00Z", "2026-03-29T01:30:00Z"},
		{"the day after it", "Europe/Berlin", "02:30", "2026-03-29T01:30:00Z", "2026-03-30T00:30:00Z"},
		{"a midnight that does not exist", "America/Santiago", "00:00", "2026-09-05T12:00:00Z", "2026-09-06T04:00:00Z"},

		{"a time that exists twice: the first", "Europe/Berlin", "02:30", "2026-10-24T12:00:00Z",
			"2026-10-25T00:30:00Z"},
		{"not the second besides", "Europe/Berlin", "02:30", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"},
		{"between the two", "Europe/Berlin", "02:30", "2026-10-25T01:00:00Z", "2026-10-26T01:30:00Z"},
		{"in another country", "America/New_York", "01:30", "2026-11-01T05:30:00Z", "2026-11-02T06:30:00Z"},

		{"weeks were missed: the next alone", "Europe/Berlin", "03:00", "2026-06-20T09:00:00Z", "2026-06-21T01:00:00Z"},
		{"the clock was put back: that day again", "UTC", "02:30", "2026-05-31T00:00:00Z", "2026-05-31T02:30:00Z"},
	} {
		zone, err := time.LoadLocation(test.zone)
		if err != nil {
			t.Fatal(err)
		}
		clock, err := time.Parse("15:04", test.at)
		if err != nil {
			t.Fatal(err)
		}
		at := time.Duration(clock.Hour())*time.Hour + time.Duration(clock.Minute())*time.Minute
		got := jobs.Daily(at, zone)(instant(t, test.after))
		if want := instant(t, test.want); got != want {
			t.Errorf("%s: %s in %s after %s is %s, want %s", test.name, test.at, test.zone, test.after, got, want)
		}
	}
}

// TestDailyIsOnceADay walks through years of clock changes: each step is later, and each day has one.
func TestDailyIsOnceADay(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"Europe/Berlin", "America/Santiago", "Australia/Lord_Howe", "America/St_Johns"} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		for minutes := 0; minutes < 24*60; minutes += 30 {
			next := jobs.Daily(time.Duration(minutes)*time.Minute, zone)
			at := instant(t, "2024-01-01T12:00:00Z")
			for range 800 {
				after := next(at)
				if after <= at || at > instant(t, "2024-01-03T00:00:00Z") && after.Day(zone) != at.Day(zone)+1 {
					t.Fatalf("%s, minute %d: %s follows %s", name, minutes, after, at)
				}
				at = after
			}
		}
	}
}
