package icsfile

import (
	"cmp"
	"slices"
	"time"

	"salesops/internal/period"
)

// Limits of what one file may become.
const (
	mostOfSeries = 20_000
	mostOfFile   = 200_000 // a team of fifty with forty meetings a week for two years
)

// series is what a calendar says of one UID: the event, and what was said of single times of it.
type series struct {
	master *event
	others []*event // replace a time of it
}

// meeting is one time at which an event takes place.
type meeting struct {
	*event
	series     *series
	start, end stamp
	slot       string // which time of its series it is; "" for an event that comes once
}

// gather puts together what has the same UID, in the order of the file.
func gather(events []*event) []*series {
	byUID := map[string]*series{}
	var all []*series
	for _, v := range events {
		s := byUID[v.uid]
		if s == nil {
			s = &series{}
			byUID[v.uid] = s
			all = append(all, s)
		}
		switch {
		case v.slot != nil:
			s.others = append(s.others, v)
		case s.master == nil || newer(v, s.master):
			s.master = v
		}
	}
	return all
}

// newer says which of two versions of the same event counts.
func newer(a, b *event) bool {
	return cmp.Or(cmp.Compare(a.sequence, b.sequence), cmp.Compare(a.modified, b.modified),
		cmp.Compare(a.order, b.order)) > 0
}

// key is what tells the times of a series apart: the instant, or the day of all-day events.
func key(s stamp) int64 {
	if s.date {
		return int64(s.day())
	}
	return int64(s.instant())
}

// expander lists the times of series.
type expander struct {
	floating *time.Location
	last     int64 // on the wall: how far a rule without an end is followed
	left     int   // of what the file may still become
	notes    *notes
}

// meetings are the times at which a series takes place.
func (x *expander) meetings(s *series) []meeting {
	var out []meeting
	used := map[*event]bool{}
	if m := s.master; m != nil {
		for _, at := range x.times(m) {
			single := len(m.rules)+len(m.more) == 0
			one := meeting{event: m, series: s, start: at.at, slot: slotOf(at.at)}
			if single {
				one.slot = ""
			}
			switch {
			case at.end != nil:
				one.end = *at.end
			case at.len != nil:
				one.end = (&event{start: at.at, length: *at.len}).endFrom(at.at)
			default:
				one.end = m.endFrom(at.at)
			}
			if v := s.replaced(at.at); v != nil {
				used[v] = true
				one.event, one.start, one.end = v, v.start, v.endFrom(v.start)
			} else if v := s.changed(at.at); v != nil {
				used[v] = true
				one.event = v
				one.start = at.at
				one.start.wall += v.start.in(at.at.zone).wall - v.slot.in(at.at.zone).wall
				one.end = v.endFrom(one.start)
			}
			out = append(out, one)
		}
	}
	// A time that the rule does not name, or a series that is in another file.
	for _, v := range s.others {
		if !used[v] && s.latest(v) == v {
			out = append(out, meeting{event: v, series: s, start: v.start,
				end: v.endFrom(v.start), slot: slotOf(*v.slot)})
		}
	}
	apart(out)
	return out
}

// slotOf names a time of a series by its day: a series that is moved to another hour keeps its meetings.
func slotOf(s stamp) string { return s.day().String() }

// apart gives meetings of the same day their hours as well.
func apart(list []meeting) {
	n := map[string]int{}
	for i := range list {
		n[list[i].slot]++
	}
	for i := range list {
		m := &list[i]
		if n[m.slot] < 2 || m.slot == "" {
			continue
		}
		at := m.start
		if m.event.slot != nil && !m.event.onwards {
			at = *m.event.slot
		}
		m.slot += time.Unix(at.wall, 0).UTC().Format("T150405")
	}
}

// latest is the version of what replaces a time that counts.
func (s *series) latest(v *event) *event {
	for _, o := range s.others {
		if o != v && same(*o.slot, *v.slot) && o.onwards == v.onwards && newer(o, v) {
			return s.latest(o)
		}
	}
	return v
}

// same says that two times name the same one of a series: a day alone names any time of it.
func same(a, b stamp) bool {
	if a.date != b.date {
		return a.day() == b.day()
	}
	return key(a) == key(b)
}

// replaced is what stands in a time's place.
func (s *series) replaced(at stamp) *event {
	var found *event
	for _, v := range s.others {
		if !v.onwards && same(*v.slot, at) && (found == nil || newer(v, found)) {
			found = v
		}
	}
	return found
}

// changed is what was said of a time before this one and of all behind it.
func (s *series) changed(at stamp) *event {
	var found *event
	for _, v := range s.others {
		if !v.onwards || v.slot.instant() > at.instant() {
			continue
		}
		if found == nil || v.slot.instant() > found.slot.instant() || same(*v.slot, *found.slot) && newer(v, found) {
			found = v
		}
	}
	return found
}

// times are when the master's rules and dates say that it takes place, each once, in order.
func (x *expander) times(m *event) []extra {
	zone := m.start.zone
	if m.start.date {
		zone = x.floating
	}
	most := min(mostOfSeries, max(x.left, 1))
	var all []extra
	seen := map[int64]bool{}
	cut, ended := false, false
	add := func(e extra) {
		k := key(e.at)
		if seen[k] {
			return
		}
		if len(all) == most {
			cut = true
			return
		}
		seen[k] = true
		all = append(all, e)
	}
	if len(m.rules) == 0 {
		add(extra{at: m.start})
	}
	for _, r := range m.rules {
		walls, c, e := r.walls(m.start, zone, most, x.last)
		cut, ended = cut || c, ended || e
		for _, w := range walls {
			at := m.start
			at.wall = w
			add(extra{at: at})
		}
	}
	for _, e := range m.more {
		add(e)
	}
	gone := map[int64]bool{}
	days := map[period.Day]bool{}
	for _, s := range m.except {
		if s.date || m.start.date {
			days[s.day()] = true
		} else {
			gone[key(s)] = true
		}
	}
	for _, r := range m.without {
		walls, c, _ := r.walls(m.start, zone, mostOfSeries, x.last)
		cut = cut || c
		for i, w := range walls {
			at := m.start
			at.wall = w
			if i > 0 || len(walls) > 1 {
				gone[key(at)] = true
			}
		}
	}
	all = slices.DeleteFunc(all, func(e extra) bool { return days[e.at.day()] || gone[key(e.at)] })
	slices.SortStableFunc(all, func(a, b extra) int { return cmp.Compare(a.at.instant(), b.at.instant()) })
	x.left -= len(all)
	if cut {
		x.notes.cut.see(m.line)
	}
	if ended {
		x.notes.endless.see(m.line)
	}
	return all
}
