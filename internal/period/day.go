package period

import (
	"time"

	"salesops/internal/fault"
)

// Day is a calendar day without a zone: days since 1970-01-01.
type Day int32

// DayOf makes a day from year, month and day of month; out-of-range parts carry over as in time.Date.
func DayOf(year int, month time.Month, day int) Day {
	return Day(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// ParseDay reads YYYY-MM-DD.
func ParseDay(s string) (Day, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return 0, fault.Invalidf("%q is not a day: write it as YYYY-MM-DD, such as 2026-03-31", s)
	}
	return Day(t.Unix() / 86400), nil
}

// Time is the day's midnight in UTC: the only form in which a day is bound to SQL.
func (d Day) Time() time.Time { return time.Unix(int64(d)*86400, 0).UTC() }

// Date splits the day.
func (d Day) Date() (year int, month time.Month, day int) { return d.Time().Date() }

// Weekday is the day's weekday.
func (d Day) Weekday() time.Weekday { return d.Time().Weekday() }

// Start is the first instant of the day in a zone. Where clocks move at midnight it is not
// 00:00: that hour is left out (São Paulo, Beirut) or comes twice (Havana).
func (d Day) Start(zone *time.Location) Instant {
	y, m, dd := d.Date()
	t := time.Date(y, m, dd, 0, 0, 0, 0, zone)
	for InstantOf(t).Day(zone) < d { // in the hour left out: the day begins when it is over
		_, t = t.ZoneBounds()
	}
	if (InstantOf(t) - 1).Day(zone) >= d { // the second of two midnights
		begin, _ := t.ZoneBounds()
		_, before := begin.Add(-time.Microsecond).Zone()
		if first := time.Unix(int64(d)*86400-int64(before), 0); first.Before(begin) && InstantOf(first).Day(zone) == d {
			t = first
		}
	}
	return InstantOf(t)
}

// At is the instant at which the clocks of a zone show a time of the day, in µs after midnight.
// A time that comes twice is the first of the two. A time that is left out, because clocks
// are put forward over it, counts by the clock before: half past a midnight that was left
// out is half past one. Midnight is the day's start.
func (d Day) At(micros int64, zone *time.Location) Instant {
	const widest = 16 * 3600 * 1_000_000 // no zone was ever further from UTC
	if micros == 0 {
		return d.Start(zone)
	}
	local := int64(d)*86400*1_000_000 + micros
	at := time.UnixMicro(local - widest).In(zone)
	for {
		_, seconds := at.Zone()
		wanted := local - int64(seconds)*1_000_000
		_, end := at.ZoneBounds()
		if end.IsZero() || wanted < end.UnixMicro() {
			return Instant(wanted)
		}
		if !end.After(at) { // Go says so of the last day of leap years after 2037: look again on the next
			end = at.Add(24 * time.Hour)
		}
		_, next := end.Zone()
		if local-int64(next)*1_000_000 < end.UnixMicro() {
			return Instant(wanted) // left out
		}
		at = end
	}
}

// End is the first instant after the day in a zone, so that [Start, End) is the day.
func (d Day) End(zone *time.Location) Instant { return (d + 1).Start(zone) }

func (d Day) String() string { return d.Time().Format(time.DateOnly) }

// MarshalText writes YYYY-MM-DD.
func (d Day) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads YYYY-MM-DD.
func (d *Day) UnmarshalText(b []byte) error {
	v, err := ParseDay(string(b))
	*d = v
	return err
}
