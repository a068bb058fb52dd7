package period

import (
	"time"

	"salesops/internal/fault"
)

// Instant is a point in time: microseconds since 1970-01-01T00:00:00Z.
type Instant int64

// Forever is later than any instant that a record can hold. It means that an interval has no end.
const Forever Instant = 253402300799999999 // 9999-12-31T23:59:59.999999Z

// Beginning is earlier than any instant that a record can hold.
const Beginning Instant = -62135596800000000 // 0001-01-01T00:00:00Z

// InstantOf converts a time, truncated to microseconds.
func InstantOf(t time.Time) Instant { return Instant(t.UnixMicro()) }

// ParseInstant parses RFC 3339. Other text is fault.Invalid.
func ParseInstant(s string) (Instant, error) {
	t, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		return 0, fault.Invalidf("%q is not an instant: write it as RFC 3339, such as 2026-03-31T17:00:00Z", s)
	}
	return InstantOf(t), nil
}

// Time returns the instant in UTC.
func (i Instant) Time() time.Time { return time.UnixMicro(int64(i)).UTC() }

// Day returns the calendar day of the instant in a zone.
func (i Instant) Day(zone *time.Location) Day {
	y, m, d := time.UnixMicro(int64(i)).In(zone).Date()
	return DayOf(y, m, d)
}

func (i Instant) String() string { return i.Time().Format(time.RFC3339Nano) }

// MarshalText formats as RFC 3339 in UTC.
func (i Instant) MarshalText() ([]byte, error) { return []byte(i.String()), nil }

// UnmarshalText parses RFC 3339.
func (i *Instant) UnmarshalText(b []byte) error {
	v, err := ParseInstant(string(b))
	*i = v
	return err
}
