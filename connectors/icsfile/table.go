package icsfile

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"salesops/connectors/table"
	"salesops/internal/period"
	"salesops/internal/problems"
	"salesops/internal/reason"
)

// The columns of the table.
const (
	ID        = "ics id"     // of one time of an event in one calendar
	Series    = "ics series" // begins the ids of all times of the event, when all of them are in the file
	UID       = "uid"
	Title     = "summary"
	Start     = "dtstart"
	End       = "dtend"
	AllDay    = "all day"
	Status    = "status"
	Response  = "partstat" // of the calendar's owner
	Busy      = "busy"
	Type      = "type"
	Organizer = "organizer"
	Attendees = "attendee"
	Others    = "others" // attendees without the owner
	Owner     = "owner"
	Calendar  = "calendar"
	Created   = "created"
	Modified  = "last-modified"
)

// Header names the columns in order.
func Header() []string {
	return []string{ID, Series, UID, Title, Start, End, AllDay, Status, Response, Busy, Type, Organizer, Attendees,
		Others, Owner, Calendar, Created, Modified}
}

// Settings are what a file does not say itself.
type Settings struct {
	// Zone is where times that name no zone were written; nil is the calendar's own zone, where
	// it names one, else Company.
	Zone, Company *time.Location
	// Today is when it is read: rules without an end are followed to the end of the next year.
	Today period.Day
	// Name is what the file is called, where its path does not say so.
	Name string
}

// mostBytes bounds a file: it is held while it is read.
const mostBytes = 256 << 20

// Looks says that a text begins as a calendar does.
func Looks(head []byte) bool {
	head = bytes.TrimPrefix(head, []byte{0xEF, 0xBB, 0xBF})
	if bytes.HasPrefix(head, []byte{0xFF, 0xFE}) || bytes.HasPrefix(head, []byte{0xFE, 0xFF}) {
		head = bytes.ReplaceAll(head[2:], []byte{0}, nil)
	}
	head = bytes.ToUpper(bytes.TrimLeft(head, " \t\r\n"))
	for _, name := range []string{"VCALENDAR", "VEVENT", "VTIMEZONE", "VTODO", "VJOURNAL", "VFREEBUSY"} {
		if bytes.HasPrefix(head, []byte("BEGIN:"+name)) {
			return true
		}
	}
	return false
}

// Table is the table of a file's events. A file without any is a table with a reason.
func Table(file string, s Settings) (*table.Table, error) {
	data, err := read(file)
	if err != nil {
		return nil, err
	}
	if s.Name == "" {
		s.Name = file
	}
	if s.Company == nil {
		s.Company = time.UTC
	}
	t := &table.Table{Header: Header(), Size: int64(len(data))}
	upper := bytes.ToUpper(data)
	switch {
	case int64(len(data)) > mostBytes:
		t.Reason = reason.Of("ics_too_large")
	case len(bytes.TrimSpace(data)) == 0:
		t.Reason = reason.Of("file_empty")
	case !bytes.Contains(upper, []byte("BEGIN:VEVENT")) && bytes.Contains(upper, []byte("BEGIN:V")):
		t.Reason = reason.Of("ics_no_events")
	case !bytes.Contains(upper, []byte("BEGIN:VEVENT")):
		t.Reason = reason.Of("ics_start")
	}
	if !t.Reason.None() {
		t.Header = nil
		return t, nil
	}
	t.Open = func(ctx context.Context) (table.Rows, error) {
		data, err := read(file)
		if err != nil {
			return nil, err
		}
		return table.Visible(newRows(ctx, data, s), "line"), nil
	}
	return t, nil
}

func read(file string) ([]byte, error) {
	in, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer func() { _ = in.Close() }()
	data, err := io.ReadAll(io.LimitReader(in, mostBytes+1))
	if err != nil {
		return nil, err
	}
	return decode(data), nil
}

// mark counts what is odd, and keeps where it stands first.
type mark struct {
	count int64
	line  int
}

func (m *mark) see(line int) {
	if m.count++; m.line == 0 || line < m.line {
		m.line = line
	}
}

// notes are what a file's reader found odd.
type notes struct {
	zones, cut, endless, guessed, nobody mark
	others                               int
}

// rows hands out the meetings of a file, series by series.
type rows struct {
	ctx     context.Context
	settled Settings
	size    int64
	notes   notes
	x       expander
	broken  []*entry
	series  []*series
	done    int
	now     []meeting
}

func newRows(ctx context.Context, data []byte, s Settings) *rows {
	r := &rows{ctx: ctx, settled: s, size: int64(len(data))}
	p := parse(data)
	r.notes.others = p.others
	r.x = expander{floating: s.Company, last: endOf(s.Today), left: mostOfFile, notes: &r.notes}
	if s.Zone != nil {
		r.x.floating = s.Zone
	}
	for _, c := range p.calendars {
		floating := r.x.floating
		if s.Zone == nil {
			if loc := c.locate(c.zone); loc != nil {
				floating = loc
			}
		}
		in := &reader{calendar: c, floating: floating, notes: &r.notes}
		var events []*event
		for i, e := range c.entries {
			v := in.read(e, i)
			if v == nil {
				r.broken = append(r.broken, e)
				continue
			}
			events = append(events, v)
			c.meet(e)
		}
		owner, guessed := c.whose(s.Name)
		switch c.owner = owner; {
		case owner == "" && len(events) > 0:
			r.notes.nobody.see(events[0].line)
		case guessed:
			r.notes.guessed.see(events[0].line)
		}
		r.series = append(r.series, gather(events)...)
	}
	return r
}

// Next is the next event; those that cannot be taken come first.
func (r *rows) Next(into []string) (table.Row, error) {
	if err := r.ctx.Err(); err != nil {
		return table.Row{}, err
	}
	if len(r.broken) > 0 {
		e := r.broken[0]
		r.broken = r.broken[1:]
		return table.Row{Line: e.line, Raw: e.raw, Problem: &table.Problem{Line: e.brokenLine, Reason: e.broken}}, nil
	}
	for len(r.now) == 0 {
		if r.done == len(r.series) {
			return table.Row{}, io.EOF
		}
		if err := r.ctx.Err(); err != nil {
			return table.Row{}, err
		}
		r.now = r.x.meetings(r.series[r.done])
		r.done++
	}
	m := &r.now[0]
	r.now = r.now[1:]
	return table.Row{Line: m.line, Raw: m.raw, Cells: m.cells(into[:0])}, nil
}

func (r *rows) Offset() int64 {
	if len(r.series) == 0 {
		return r.size
	}
	return r.size * int64(r.done) / int64(len(r.series))
}

func (r *rows) Close() error { return nil }

// Notes are complete at the end.
func (r *rows) Notes() []table.Note {
	var out []table.Note
	add := func(o problems.Code, m mark, where string) {
		if m.count > 0 {
			out = append(out, table.Note{Code: o, Count: m.count, Where: where})
		}
	}
	at := func(m mark) string { return fmt.Sprintf("line %d", m.line) }
	n := &r.notes
	add(problems.SeriesCut, n.cut, at(n.cut))
	add(problems.SeriesEndless, n.endless, at(n.endless))
	add(problems.ZonesUnknown, n.zones, at(n.zones))
	add(problems.OwnersGuessed, n.guessed, at(n.guessed))
	add(problems.OwnersNobody, n.nobody, at(n.nobody))
	if n.others > 0 {
		out = append(out, table.Note{Code: problems.Beside, Count: int64(n.others)})
	}
	return out
}

// cells are a meeting's values in the order of Header.
func (m *meeting) cells(into []string) []string {
	c := m.calendar
	organizer, all := m.people()
	var others []string
	for _, a := range all {
		if a != c.owner {
			others = append(others, a)
		}
	}
	id := m.uid
	if c.owner != "" {
		id += "@" + fingerprint("calendar", c.owner)[:8]
	}
	whole := ""
	if m.series.master != nil {
		whole = id
	}
	if m.slot != "" {
		id += "#" + m.slot
	}
	yes := map[bool]string{true: "true", false: "false"}
	return append(into, id, whole, m.uid, plain(m.value("SUMMARY")), m.start.text(), m.end.text(), yes[m.start.date],
		m.status(), m.response(c.owner, organizer), yes[m.busy()], m.kind(), organizer, strings.Join(all, " "),
		strings.Join(others, " "),
		c.owner, c.name, stampText(m.value("CREATED")), stampText(m.value("LAST-MODIFIED")))
}

func (m *meeting) status() string {
	if m.calendar.method == "CANCEL" {
		return "cancelled"
	}
	switch s := strings.ToLower(m.value("STATUS")); s {
	case "confirmed", "tentative", "cancelled":
		return s
	case "canceled":
		return "cancelled"
	}
	return ""
}

// response is what the calendar's owner answered: whoever invites goes.
func (m *meeting) response(owner, organizer string) string {
	if owner == "" {
		return ""
	}
	for i := range m.props {
		p := &m.props[i]
		if p.name != "ATTENDEE" || addressOf(p) != owner {
			continue
		}
		switch s := strings.ToLower(p.param("PARTSTAT")); s {
		case "accepted", "declined", "tentative":
			return s
		case "needs-action":
			if owner != organizer {
				return "needs_action"
			}
		}
	}
	if owner == organizer {
		return "accepted"
	}
	return ""
}

func (m *meeting) busy() bool {
	return !strings.EqualFold(m.value("TRANSP"), "TRANSPARENT") &&
		!strings.EqualFold(m.value("X-MICROSOFT-CDO-BUSYSTATUS"), "FREE")
}

func (m *meeting) kind() string {
	if strings.EqualFold(m.value("X-MICROSOFT-CDO-BUSYSTATUS"), "OOF") {
		return "out_of_office"
	}
	return ""
}

// stampText is a stamp of the program that wrote the file; "" for those that only fill a place.
func stampText(text string) string {
	s, err := parseStamp(text)
	if err != nil || s.date || s.wall < 315_532_800 { // before 1980
		return ""
	}
	return s.text()
}
