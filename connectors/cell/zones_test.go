package cell

import (
	"testing"
	"time"
)

// Each cell of the table "Days, times and zones" of docs/howto/import.md.
func TestDaysTimesAndZones(t *testing.T) {
	t.Parallel()
	phoenix, err := time.LoadLocation("America/Phoenix") // 7 hours behind UTC, all year
	if err != nil {
		t.Fatal(err)
	}
	utc, own := Zones{File: time.UTC, Company: phoenix}, Zones{File: phoenix, Company: phoenix}
	for _, c := range []struct {
		text, zone   string
		zones        Zones
		day, instant string
	}{
		{"2026-04-01", "UTC", utc, "2026-04-01", "2026-04-01T07:00:00Z"},
		{"2026-04-01", "none", own, "2026-04-01", "2026-04-01T07:00:00Z"},
		{"2026-04-01 01:09", "UTC", utc, "2026-03-31", "2026-04-01T01:09:00Z"},
		{"2026-04-01 01:09", "none", own, "2026-04-01", "2026-04-01T08:09:00Z"},
		{"2026-04-01 00:00", "UTC", utc, "2026-04-01", "2026-04-01T00:00:00Z"},
		{"2026-04-01 00:00", "none", own, "2026-04-01", "2026-04-01T07:00:00Z"},
		{"2026-04-01T01:09:00Z", "UTC", utc, "2026-03-31", "2026-04-01T01:09:00Z"},
		{"2026-04-01T01:09:00Z", "none", own, "2026-03-31", "2026-04-01T01:09:00Z"},
		{"2026-04-01T09:09:00+09:00", "UTC", utc, "2026-03-31", "2026-04-01T00:09:00Z"},
		{"2026-04-01T00:00:00Z", "UTC", utc, "2026-04-01", "2026-04-01T00:00:00Z"},
		{"2026-04-01T00:00:00Z", "none", own, "2026-04-01", "2026-04-01T00:00:00Z"},
	} {
		day, err := ReadDayIn(c.text, Unordered, c.zones)
		if err != nil || day.String() != c.day {
			t.Errorf("%s with --zone %s in a field of days: %s, %v, want %s", c.text, c.zone, day, err, c.day)
		}
		at, err := ReadInstant(c.text, Unordered, c.zones)
		if err != nil || at.String() != c.instant {
			t.Errorf("%s with --zone %s in a field of instants: %s, %v, want %s", c.text, c.zone, at, err, c.instant)
		}
	}
}
