package icsfile

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
	"time"

	"salesops/internal/period"
	"salesops/internal/reason"
)

// event is an entry with its times read.
type event struct {
	*entry
	uid      string
	start    stamp
	end      *stamp // nil where a length or nothing is given
	length   length
	rules    []*rule
	without  []*rule // EXRULE of older programs
	more     []extra
	except   []stamp
	slot     *stamp // which time of a series this replaces
	onwards  bool   // … and all behind it
	sequence int
	modified string
	order    int
}

// extra is a time that an RDATE adds, with an end of its own or none.
type extra struct {
	at  stamp
	end *stamp
	len *length
}

// reader reads the values of a calendar's entries.
type reader struct {
	calendar *calendar
	floating *time.Location // the zone of times that have none
	notes    *notes
}

// read makes an event of an entry, or says in the entry why none can be made.
func (r *reader) read(e *entry, order int) *event {
	v := &event{entry: e, order: order}
	start := e.prop("DTSTART")
	if start == nil {
		e.refuse(e.line, reason.Of("ics_no_start"))
		return nil
	}
	var ok bool
	if v.start, ok = r.stamp(e, start, start.value); !ok {
		return nil
	}
	r.lengthOf(v)
	for i := range e.props {
		p := &e.props[i]
		switch p.name {
		case "RRULE", "EXRULE":
			made, err := parseRule(p.value)
			if err != nil {
				e.refuse(p.line, reason.From(err))
				continue
			}
			if made.daily() && v.start.date {
				e.refuse(p.line, reason.Of("ics_rule", "part", shorten(p.value)))
				continue
			}
			if made.until != nil && !made.until.date && !made.until.utc && v.start.utc {
				made.until.utc, made.until.zone = true, time.UTC
			}
			if p.name == "RRULE" {
				v.rules = append(v.rules, made)
			} else {
				v.without = append(v.without, made)
			}
		case "RDATE":
			r.extras(v, p)
		case "EXDATE":
			for _, s := range strings.Split(p.value, ",") {
				if strings.TrimSpace(s) == "" {
					continue
				}
				if at, ok := r.stampLike(e, p, s, v.start.zone); ok {
					v.except = append(v.except, at)
				}
			}
		case "RECURRENCE-ID":
			if at, ok := r.stampLike(e, p, p.value, v.start.zone); ok {
				v.slot, v.onwards = &at, strings.EqualFold(p.param("RANGE"), "THISANDFUTURE")
			}
		case "SEQUENCE":
			v.sequence, _ = digits(p.value)
		}
	}
	v.modified = cmp.Or(e.value("LAST-MODIFIED"), e.value("DTSTAMP"))
	v.uid = clean(e.value("UID"))
	if v.uid == "" {
		v.uid = fingerprint("event", strconv.FormatInt(v.start.wall, 10), e.value("SUMMARY"))
	}
	if !e.broken.None() {
		return nil
	}
	return v
}

// lengthOf reads when the event ends.
func (r *reader) lengthOf(v *event) {
	if p := v.prop("DTEND"); p != nil {
		end, ok := r.stampLike(v.entry, p, p.value, v.start.zone)
		if !ok {
			return
		}
		if v.start.date && !end.date { // a day that ends at a time ends with that time's day
			end = stamp{wall: int64(end.day()) * daySeconds, date: true}
		} else if end.date && !v.start.date {
			end.date, end.zone = false, v.start.zone
		}
		if end.instant() < v.start.instant() {
			v.refuse(p.line, reason.Of("ics_ends_first"))
			return
		}
		if v.start.date && end.wall == v.start.wall { // as some programs write one day
			end.wall += daySeconds
		}
		v.end = &end
	} else if p := v.prop("DURATION"); p != nil {
		n, err := parseDuration(p.value)
		if err != nil {
			v.refuse(p.line, reason.From(err))
			return
		}
		if n.days < 0 || n.seconds < 0 {
			v.refuse(p.line, reason.Of("ics_ends_first"))
			return
		}
		if v.start.date {
			n = length{days: max(1, n.days+n.seconds/daySeconds)}
		}
		v.length = n
	} else if v.start.date {
		v.length = length{days: 1}
	}
	if strings.EqualFold(v.value("X-MICROSOFT-CDO-ALLDAYEVENT"), "TRUE") && !v.start.date && v.end != nil {
		end := v.end.in(v.start.zone)
		if v.start.wall%daySeconds == 0 && end.wall%daySeconds == 0 && end.wall > v.start.wall {
			v.start = stamp{wall: v.start.wall, date: true}
			v.end = &stamp{wall: end.wall, date: true}
		}
	}
}

// stamp reads a day or a time with the zone that the property names.
func (r *reader) stamp(e *entry, p *property, text string) (stamp, bool) {
	return r.stampLike(e, p, text, nil)
}

// stampLike reads a time that stands in the zone of another where it names none itself.
func (r *reader) stampLike(e *entry, p *property, text string, like *time.Location) (stamp, bool) {
	s, err := parseStamp(text)
	if err != nil {
		e.refuse(p.line, reason.From(err))
		return s, false
	}
	if s.date || s.utc {
		return s, true
	}
	s.zone = r.floating
	switch id := p.param("TZID"); {
	case id != "":
		if loc := r.calendar.locate(id); loc != nil {
			s.zone = loc
		} else {
			r.notes.zones.see(p.line)
		}
	case like != nil:
		s.zone = like
	}
	return s, true
}

// extras reads the times that an RDATE adds.
func (r *reader) extras(v *event, p *property) {
	for _, s := range strings.Split(p.value, ",") {
		if strings.TrimSpace(s) == "" {
			continue
		}
		from, to, spans := strings.Cut(s, "/")
		at, ok := r.stampLike(v.entry, p, from, v.start.zone)
		if !ok {
			return
		}
		if at.date && !v.start.date { // a day alone: at the hour of the others
			at = stamp{wall: int64(at.day())*daySeconds + v.start.wall - int64(v.start.day())*daySeconds,
				zone: v.start.zone}
		}
		x := extra{at: at}
		switch to = strings.TrimSpace(to); {
		case !spans:
		case strings.HasPrefix(strings.ToUpper(to), "P"):
			n, err := parseDuration(to)
			if err != nil {
				v.refuse(p.line, reason.From(err))
				return
			}
			x.len = &n
		default:
			end, ok := r.stampLike(v.entry, p, to, at.zone)
			if !ok {
				return
			}
			x.end = &end
		}
		v.more = append(v.more, x)
	}
}

// endFrom is when the event ends if it begins at another time: a DTEND keeps what lies between
// the two by the clock that runs, a DURATION's days are those of the calendar.
func (v *event) endFrom(at stamp) stamp {
	if v.end == nil {
		end := at
		end.wall += v.length.days * daySeconds
		return after(end, v.length.seconds)
	}
	if at.date {
		end := at
		end.wall += v.end.wall - v.start.wall
		return end
	}
	return after(at, int64(v.end.instant()-v.start.instant())/1_000_000)
}

// after is a time some seconds later, by the clock that runs.
func after(s stamp, seconds int64) stamp {
	if s.date || seconds == 0 {
		s.wall += seconds
		return s
	}
	return stamp{wall: int64(s.instant())/1_000_000 + seconds, utc: true, zone: time.UTC}
}

// text is a stamp for the importer: a day, or an instant.
func (s stamp) text() string {
	if s.date {
		return s.day().String()
	}
	return period.Instant(s.instant()).Time().Format("2006-01-02T15:04:05Z")
}

// fingerprint stands for a text that is no id by itself.
func fingerprint(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:8])
}

// clean is an id that can be kept: one word of bearable length.
func clean(uid string) string {
	uid = strings.TrimSpace(uid)
	if len(uid) > 180 || strings.ContainsAny(uid, " \t\x00") || strings.ToValidUTF8(uid, "") != uid {
		return fingerprint("uid", uid)
	}
	return uid
}
