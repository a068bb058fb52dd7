package period

import (
	"time"

	"salesops/internal/fault"
)

// Day is a calendar day without a zone, as the number of days since 1970-01-01.
type Day int32

// DayOf returns the day with year, month and day of month. Values out of range carry over as in
// time.Date.
func DayOf(year int, month time.Month, day int) Day {
	return Day(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// ParseDay parses YYYY-MM-DD. Other text is fault.Invalid.
func ParseDay(s string) (Day, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return 0, fault.Invalidf("%q is not a day: write it as YYYY-MM-DD, such as 2026-03-31", s)
	}
	return Day(t.Unix() / 86400), nil
}

// Time returns midnight of the day in UTC. Days are bound to SQL only in this form.
func (d Day) Time() time.Time { return time.Unix(int64(d)*86400, 0).UTC() }

// Date returns year, month and day of month.
func (d Day) Date() (year int, month time.Month, day int) { return d.Time().Date() }

// Weekday returns the day of the week.
func (d Day) Weekday() time.Weekday { return d.Time().Weekday() }

// Start returns the first instant of the day in a zone. It is not 00:00 where clocks change at
// midnight: that hour is skipped (São Paulo, Beirut) or occurs twice (Havana).
func (d Day) Start(zone *time.Location) Instant {
	y, m, dd := d.Date()
	t := time.Date(y, m, dd, 0, 0, 0, 0, zone)
	for InstantOf(t).Day(zone) < d { // in the skipped hour: the day begins after it
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

// At returns the instant at which clocks in a zone show a time of the day, in µs after midnight.
// For a time that occurs twice, it is the first one. A time that is skipped when clocks go forward
// counts by the offset before: when 00:00 to 01:00 is skipped, 00:30 becomes 01:30. At(0, zone) is
// Start.
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
		// Go returns such an end for the last day of leap years after 2037: continue on the next
		// day
		if !end.After(at) {
			end = at.Add(24 * time.Hour)
		}
		_, next := end.Zone()
		if local-int64(next)*1_000_000 < end.UnixMicro() {
			return Instant(wanted) // the time is skipped
		}
		at = end
	}
}

// End returns the first instant after the day in a zone, so that the day is [Start, End).
func (d Day) End(zone *time.Location) Instant { return (d + 1).Start(zone) }

func (d Day) String() string { return d.Time().Format(time.DateOnly) }

// MarshalText formats as YYYY-MM-DD.
func (d Day) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText parses YYYY-MM-DD.
func (d *Day) UnmarshalText(b []byte) error {
	v, err := ParseDay(string(b))
	*d = v
	return err
}
