package icsfile

import (
	"strings"
	"time"

	"salesops/internal/period"
	"salesops/internal/reason"
)

// stamp is a day, or a time on the clock of a wall.
type stamp struct {
	wall int64 // seconds since 1970 as if the wall were in UTC
	date bool
	utc  bool // written with a Z
	zone *time.Location
}

const daySeconds = 86400

func wallOf(t time.Time) int64 { return t.Unix() }

func (s stamp) day() period.Day {
	d := s.wall / daySeconds
	if s.wall%daySeconds < 0 {
		d--
	}
	return period.Day(d)
}

// instant is when the clock of the zone shows the time.
func (s stamp) instant() period.Instant {
	if s.utc || s.zone == time.UTC || s.zone == nil {
		return period.Instant(s.wall * 1_000_000)
	}
	d := s.day()
	return d.At((s.wall-int64(d)*daySeconds)*1_000_000, s.zone)
}

// in is what a clock of another zone shows at the same instant.
func (s stamp) in(zone *time.Location) stamp {
	if s.date || zone == nil || s.zone == zone {
		return s
	}
	t := s.instant().Time().In(zone)
	_, offset := t.Zone()
	return stamp{wall: t.Unix() + int64(offset), zone: zone, utc: zone == time.UTC}
}

// digits reads a number that has nothing but digits.
func digits(s string) (int, bool) {
	if s == "" || len(s) > 9 {
		return 0, false
	}
	n := 0
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		n = n*10 + int(s[i]-'0')
	}
	return n, true
}

// parseStamp reads 20260316, 20260316T160000 and 20260316T150000Z.
func parseStamp(text string) (stamp, error) {
	s := strings.ToUpper(strings.TrimSpace(text))
	wrong := reason.Of("not_date", "value", shorten(text))
	if len(s) == 10 && s[4] == '-' && s[7] == '-' || len(s) > 10 && s[4] == '-' && s[7] == '-' && s[10] == 'T' {
		s = strings.NewReplacer("-", "", ":", "").Replace(s) // as other programs write days
	}
	if len(s) < 8 {
		return stamp{}, wrong
	}
	y, okY := digits(s[:4])
	m, okM := digits(s[4:6])
	d, okD := digits(s[6:8])
	if !okY || !okM || !okD {
		return stamp{}, wrong
	}
	day := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	if day.Day() != d || int(day.Month()) != m || y < 1 {
		return stamp{}, reason.Of("date_not_calendar", "value", shorten(text))
	}
	out := stamp{wall: wallOf(day), date: true}
	rest := s[8:]
	if rest == "" {
		return out, nil
	}
	rest, out.utc = strings.CutSuffix(rest, "Z")
	if len(rest) != 7 && len(rest) != 5 || rest[0] != 'T' {
		return stamp{}, wrong
	}
	h, okH := digits(rest[1:3])
	mi, okMi := digits(rest[3:5])
	sec, okS := 0, true
	if len(rest) == 7 {
		sec, okS = digits(rest[5:7])
	}
	if !okH || !okMi || !okS || h > 24 || mi > 59 || sec > 60 || h == 24 && mi+sec > 0 {
		return stamp{}, reason.Of("time_unreadable", "value", shorten(text))
	}
	out.wall += int64(h*3600 + mi*60 + min(sec, 59)) // 60 is a leap second
	out.date = false
	if out.utc {
		out.zone = time.UTC
	}
	return out, nil
}

func shorten(s string) string {
	const most = 60
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "…"
}

// length is a duration: days by the calendar, and time by the clock.
type length struct{ days, seconds int64 }

// parseDuration reads P1DT2H30M, P2W, PT45M, -PT15M.
func parseDuration(text string) (length, error) {
	wrong := reason.Of("ics_duration", "value", shorten(text))
	s := strings.ToUpper(strings.TrimSpace(text))
	sign := int64(1)
	if rest, ok := strings.CutPrefix(s, "-"); ok {
		s, sign = rest, -1
	}
	s = strings.TrimPrefix(s, "+")
	s, ok := strings.CutPrefix(s, "P")
	if !ok || s == "" {
		return length{}, wrong
	}
	var out length
	clock, parts := false, 0
	for s != "" {
		if s[0] == 'T' && !clock {
			clock, s = true, s[1:]
			continue
		}
		i := 0
		for i < len(s) && s[i] >= '0' && s[i] <= '9' {
			i++
		}
		n, ok := digits(s[:i])
		if !ok || i == len(s) || n > 10_000_000 {
			return length{}, wrong
		}
		unit := s[i]
		s = s[i+1:]
		parts++
		switch {
		case unit == 'W' && !clock:
			out.days += int64(n) * 7
		case unit == 'D' && !clock:
			out.days += int64(n)
		case unit == 'H' && clock:
			out.seconds += int64(n) * 3600
		case unit == 'M' && clock:
			out.seconds += int64(n) * 60
		case unit == 'S' && clock:
			out.seconds += int64(n)
		default:
			return length{}, wrong
		}
	}
	if parts == 0 {
		return length{}, wrong
	}
	return length{out.days * sign, out.seconds * sign}, nil
}

func valueOf(props []property, name string) string {
	for i := range props {
		if props[i].name == name {
			return props[i].value
		}
	}
	return ""
}
