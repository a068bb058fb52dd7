package icsfile

import (
	"cmp"
	"encoding/binary"
	"slices"
	"strings"
	"time"
)

// zoneRules is a VTIMEZONE: the file's own definition of a zone.
type zoneRules struct {
	id, location string
	rules        []*observance
	made         *time.Location
	done         bool
}

// observance is a STANDARD or DAYLIGHT part: from when on which offset holds.
type observance struct{ props []property }

// locate finds the zone that a TZID means; nil when nobody knows it. A name of the time-zone
// data goes before the file's own definition, which often holds the rules of one year alone.
func (c *calendar) locate(id string) *time.Location {
	id = strings.Trim(id, `"' `)
	if loc := named(id); loc != nil {
		return loc
	}
	z := c.zones[id]
	if z != nil {
		if loc := named(z.location); loc != nil {
			return loc
		}
		if loc := z.build(); loc != nil {
			return loc
		}
	}
	if loc := named(windowsZone(id)); loc != nil {
		return loc
	}
	// /mozilla.org/20050126_1/Europe/Berlin: a registry's prefix before the name, or only its slash.
	parts := strings.Split(strings.Trim(id, "/"), "/")
	for from := 0; from < len(parts); from++ {
		if loc := named(strings.Join(parts[from:], "/")); loc != nil && len(parts)-from > 1 {
			return loc
		}
	}
	return nil
}

// named is a zone of the time-zone data.
func named(name string) *time.Location {
	switch strings.ToUpper(name) {
	case "", "LOCAL":
		return nil
	case "UTC", "GMT", "Z", "ETC/UTC":
		return time.UTC
	}
	loc, err := time.LoadLocation(name)
	if err != nil {
		return nil
	}
	return loc
}

// lastZoneYear is until when a zone of a file is worked out.
const lastZoneYear = 2100

// change is when clocks begin to show another offset.
type change struct {
	at     int64 // seconds of UTC
	offset int
}

// build makes a zone of the file's definition; nil when it says nothing, or something that cannot be
// followed: half a definition would give wrong hours without a word.
func (z *zoneRules) build() *time.Location {
	if z.done {
		return z.made
	}
	z.done = true
	var changes []change
	before, first := 0, int64(0)
	for _, o := range z.rules {
		from, okFrom := offset(valueOf(o.props, "TZOFFSETFROM"))
		to, okTo := offset(valueOf(o.props, "TZOFFSETTO"))
		if !okTo {
			return nil
		}
		if !okFrom {
			from = to
		}
		walls, ok := o.onsets(from)
		if !ok {
			return nil
		}
		for _, wall := range walls {
			at := wall - int64(from)
			if len(changes) == 0 || at < first {
				before, first = from, at
			}
			changes = append(changes, change{at, to})
		}
	}
	if len(changes) == 0 {
		return nil
	}
	slices.SortStableFunc(changes, func(a, b change) int { return cmp.Compare(a.at, b.at) })
	kept := changes[:0]
	for _, c := range changes {
		if n := len(kept); n > 0 && kept[n-1].at == c.at {
			kept[n-1] = c
			continue
		}
		kept = append(kept, c)
	}
	if loc, err := time.LoadLocationFromTZData(z.id, compiled(before, kept)); err == nil {
		z.made = loc
	}
	return z.made
}

// onsets are the times on the wall, before the change, at which the offset begins to hold; false
// when one of them cannot be read.
func (o *observance) onsets(from int) ([]int64, bool) {
	start, err := parseStamp(valueOf(o.props, "DTSTART"))
	if err != nil {
		return nil, false
	}
	walls := []int64{start.wall}
	last := wallOf(time.Date(lastZoneYear, 12, 31, 0, 0, 0, 0, time.UTC))
	for _, p := range o.props {
		switch p.name {
		case "RRULE":
			r, err := parseRule(p.value)
			if err != nil || r.daily() {
				return nil, false
			}
			if u := r.until; u != nil && u.utc { // clocks before the change show from
				u.wall, u.utc = u.wall+int64(from), false
			}
			more, _, _ := r.walls(start, nil, 2*(lastZoneYear-1600), last)
			walls = append(walls, more...)
		case "RDATE":
			for _, s := range strings.Split(p.value, ",") {
				s, _, _ = strings.Cut(s, "/")
				at, err := parseStamp(s)
				if err != nil {
					return nil, false
				}
				walls = append(walls, at.wall)
			}
		}
	}
	return walls, true
}

// offset reads +0100, -033000.
func offset(s string) (int, bool) {
	s = strings.ReplaceAll(strings.TrimSpace(s), ":", "")
	if len(s) != 5 && len(s) != 7 || s[0] != '+' && s[0] != '-' {
		return 0, false
	}
	n := [3]int{}
	for i := range (len(s) - 1) / 2 {
		v, ok := digits(s[1+2*i : 3+2*i])
		if !ok {
			return 0, false
		}
		n[i] = v
	}
	if n[0] > 15 || n[1] > 59 || n[2] > 59 {
		return 0, false
	}
	seconds := n[0]*3600 + n[1]*60 + n[2]
	if s[0] == '-' {
		seconds = -seconds
	}
	return seconds, true
}

// compiled is a zone in the form of the time-zone data (RFC 8536), which Go reads.
func compiled(before int, changes []change) []byte {
	offsets := []int{before}
	index := func(offset int) byte {
		i := slices.Index(offsets, offset)
		if i < 0 {
			offsets, i = append(offsets, offset), len(offsets)
		}
		return byte(i)
	}
	var at, kinds []byte
	for _, c := range changes {
		if len(offsets) > 200 { // no zone ever had as many; the index is a byte
			break
		}
		at = binary.BigEndian.AppendUint64(at, uint64(c.at))
		kinds = append(kinds, index(c.offset))
	}
	part := func(version byte, at, kinds []byte, offsets []int) []byte {
		b := append([]byte("TZif"), version)
		b = append(b, make([]byte, 15)...)
		for _, n := range []int{0, 0, 0, len(kinds), len(offsets), 1} {
			b = binary.BigEndian.AppendUint32(b, uint32(n))
		}
		b = append(append(b, at...), kinds...)
		for _, o := range offsets {
			b = append(binary.BigEndian.AppendUint32(b, uint32(int32(o))), 0, 0)
		}
		return append(b, 0) // one name, which is empty
	}
	b := part('2', nil, nil, offsets[:1])
	b = append(b, part('2', at, kinds, offsets)...)
	return append(b, '\n', '\n')
}
