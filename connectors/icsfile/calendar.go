package icsfile

import (
	"strings"

	"salesops/internal/reason"
)

// calendar is one VCALENDAR of a file.
type calendar struct {
	name, zone string // as its owner calls it; the zone of times that have none
	method     string
	zones      map[string]*zoneRules
	entries    []*entry
	found      places
	owner      string
}

// entry is one VEVENT as it stands in the file.
type entry struct {
	calendar *calendar
	line     int
	raw      []byte
	props    []property
	// broken says why nothing can be made of it, and in which line.
	broken     reason.Reason
	brokenLine int
}

func (e *entry) prop(name string) *property {
	for i := range e.props {
		if e.props[i].name == name {
			return &e.props[i]
		}
	}
	return nil
}

func (e *entry) value(name string) string {
	if p := e.prop(name); p != nil {
		return p.value
	}
	return ""
}

func (e *entry) refuse(line int, why reason.Reason) {
	if e.broken.None() {
		e.broken, e.brokenLine = why, line
	}
}

// told are the properties of an event that say something here; the rest is not kept.
var told = map[string]bool{
	"UID": true, "SUMMARY": true, "DTSTART": true, "DTEND": true, "DURATION": true, "RRULE": true, "EXRULE": true,
	"RDATE": true, "EXDATE": true,
	"RECURRENCE-ID": true, "STATUS": true, "TRANSP": true, "ORGANIZER": true, "ATTENDEE": true,
	"CREATED": true, "LAST-MODIFIED": true,
	"SEQUENCE": true, "DTSTAMP": true, "X-MICROSOFT-CDO-BUSYSTATUS": true, "X-MICROSOFT-CDO-ALLDAYEVENT": true,
}

// rawMost bounds what a reject file shows of an event.
const rawMost = 4000

// parser follows BEGIN and END.
type parser struct {
	calendars []*calendar
	now       *calendar
	stack     []string
	event     *entry
	zone      *zoneRules
	rule      *observance
	others    int // components that are no events
}

// parse takes a file apart. It refuses nothing as a whole: what is broken is an entry that says so.
func parse(data []byte) *parser {
	p := &parser{}
	lines(data, p.line)
	if p.event != nil {
		p.cut(p.event.line, reason.Of("ics_event_open"))
	}
	return p
}

// calendar is the one that lines belong to, also where the file has only events.
func (p *parser) calendar() *calendar {
	if p.now == nil {
		p.now = &calendar{zones: map[string]*zoneRules{}}
		p.calendars = append(p.calendars, p.now)
	}
	return p.now
}

// cut ends the event at hand as one that cannot be taken.
func (p *parser) cut(line int, why reason.Reason) {
	p.event.refuse(line, why)
	p.close()
}

func (p *parser) close() {
	p.calendar().entries = append(p.calendar().entries, p.event)
	p.event = nil
}

func (p *parser) line(l line) {
	upper := strings.ToUpper(strings.TrimSpace(l.text[:min(len(l.text), 60)]))
	if name, ok := strings.CutPrefix(upper, "BEGIN:"); ok {
		p.begin(strings.TrimSpace(name), l)
		return
	}
	if name, ok := strings.CutPrefix(upper, "END:"); ok {
		p.keep(l)
		p.end(strings.TrimSpace(name))
		return
	}
	inside := ""
	if len(p.stack) > 0 {
		inside = p.stack[len(p.stack)-1]
	}
	switch inside {
	case "VEVENT":
		p.keep(l)
		p.eventLine(l)
	case "VTIMEZONE":
		if q, ok := parseLine(l); ok && p.zone != nil {
			switch q.name {
			case "TZID":
				p.zone.id = q.value
			case "X-LIC-LOCATION":
				p.zone.location = q.value
			}
		}
	case "STANDARD", "DAYLIGHT":
		if q, ok := parseLine(l); ok && p.rule != nil {
			p.rule.props = append(p.rule.props, q)
		}
	case "VCALENDAR", "":
		p.calendarLine(l)
	}
}

func (p *parser) begin(name string, l line) {
	switch name {
	case "VCALENDAR":
		if p.event != nil {
			p.cut(l.number, reason.Of("ics_event_open"))
		}
		p.now, p.stack = nil, nil
		p.calendar()
	case "VEVENT":
		if p.event != nil {
			p.cut(l.number, reason.Of("ics_event_open"))
		}
		for len(p.stack) > 0 && p.stack[len(p.stack)-1] != "VCALENDAR" {
			p.stack = p.stack[:len(p.stack)-1]
		}
		p.event = &entry{calendar: p.calendar(), line: l.number}
		p.keep(l)
	case "VTIMEZONE":
		p.zone = &zoneRules{}
	case "STANDARD", "DAYLIGHT":
		if p.zone != nil {
			p.rule = &observance{}
		}
	case "VTODO", "VJOURNAL", "VFREEBUSY", "VAVAILABILITY":
		p.others++
	}
	if len(p.stack) < 100 {
		p.stack = append(p.stack, name)
	}
}

// end closes a component and whatever was left open inside it; an END that was never begun
// says nothing.
func (p *parser) end(name string) {
	at := len(p.stack) - 1
	for at >= 0 && p.stack[at] != name {
		at--
	}
	if at < 0 {
		return
	}
	p.stack = p.stack[:at]
	switch name {
	case "VEVENT":
		if p.event != nil {
			p.close()
		}
	case "VCALENDAR":
		if p.event != nil {
			p.cut(p.event.line, reason.Of("ics_event_open"))
		}
		p.now = nil
	case "STANDARD", "DAYLIGHT":
		if p.zone != nil && p.rule != nil {
			p.zone.rules = append(p.zone.rules, p.rule)
		}
		p.rule = nil
	case "VTIMEZONE":
		if z := p.zone; z != nil && z.id != "" && p.calendar().zones[z.id] == nil {
			p.calendar().zones[z.id] = z
		}
		p.zone = nil
	}
}

// keep notes a line for the reject file.
func (p *parser) keep(l line) {
	if p.event != nil && len(p.event.raw) < rawMost {
		p.event.raw = append(append(p.event.raw, l.text[:min(len(l.text), rawMost)]...), '\n')
	}
}

func (p *parser) eventLine(l line) {
	if p.event == nil {
		return
	}
	q, ok := parseLine(l)
	if !ok {
		// A line without a colon is the rest of a text that was not folded, unless it was to say when.
		name := strings.ToUpper(l.text)
		for _, when := range []string{"DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID"} {
			if strings.HasPrefix(name, when) {
				p.event.refuse(l.number, reason.Of("ics_line", "property", when))
			}
		}
		return
	}
	if !told[q.name] {
		return
	}
	if len(p.event.props) == mostProps {
		p.event.refuse(l.number, reason.Of("ics_event_long", "most", mostProps))
		return
	}
	p.event.props = append(p.event.props, q)
}

// mostProps bounds what is kept of one event: a meeting of a whole company, with room.
const mostProps = 20_000

func (p *parser) calendarLine(l line) {
	q, ok := parseLine(l)
	if !ok {
		return
	}
	c := p.calendar()
	switch q.name {
	case "X-WR-CALNAME", "NAME":
		if c.name == "" {
			c.name = plain(q.value)
		}
	case "X-WR-RELCALID", "X-OWNER":
		if address(q.value) != "" {
			c.name = q.value
		}
	case "X-WR-TIMEZONE":
		c.zone = q.value
	case "METHOD":
		c.method = strings.ToUpper(q.value)
	}
}
