package icsfile_test

import (
	"strings"
	"testing"
)

// TestVersionsOfAMeeting: of several versions of an event, or of one time of it, the one with the higher sequence
// counts, then the one changed later, then the one that stands later.
func TestVersionsOfAMeeting(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ a, b, want string }{
		"sequence":          {"SEQUENCE:10", "SEQUENCE:9", "a"},
		"sequence in order": {"SEQUENCE:2", "SEQUENCE:10", "b"},
		"changed":           {"LAST-MODIFIED:20260302T000000Z", "LAST-MODIFIED:20260301T000000Z", "a"},
		"sequence first":    {"SEQUENCE:1\r\nLAST-MODIFIED:20260301T000000Z", "LAST-MODIFIED:20260302T000000Z", "a"},
		"stamped":           {"DTSTAMP:20260302T000000Z", "DTSTAMP:20260301T000000Z", "a"},
		"changed, not stamped": {"DTSTAMP:20260302T000000Z\r\nLAST-MODIFIED:20260228T000000Z",
			"DTSTAMP:20260301T000000Z", "b"},
		"later in the file": {"SEQUENCE:1", "SEQUENCE:1", "b"},
		"no number":         {"SEQUENCE:1", "SEQUENCE:x", "a"},
	} {
		version := func(summary, more string, slot string) string {
			return lines("BEGIN:VEVENT", "UID:v@test", "DTSTART:20260316T100000Z",
				"DURATION:PT1H", "SUMMARY:"+summary) +
				slot + more + "\r\n" + lines("END:VEVENT")
		}
		calendar := func(parts ...string) string {
			return lines("BEGIN:VCALENDAR") + strings.Join(parts, "") + lines("END:VCALENDAR")
		}
		rows := meetings(t, calendar(version("a", c.a, ""), version("b", c.b, "")), settings())
		if len(rows) != 1 || rows[0]["summary"] != c.want {
			t.Errorf("%s: the event is %v, want %s", name, rows, c.want)
		}
		slot := "RECURRENCE-ID:20260316T100000Z\r\n"
		rows = meetings(t, calendar(version("a", c.a, slot), version("b", c.b, slot)), settings())
		if len(rows) != 1 || rows[0]["summary"] != c.want {
			t.Errorf("%s: a time of a series in another file is %v, want %s", name, rows, c.want)
		}
		master := lines("BEGIN:VEVENT", "UID:v@test", "DTSTART:20260309T100000Z", "DURATION:PT1H", "SUMMARY:m",
			"RRULE:FREQ=WEEKLY;COUNT=3", "END:VEVENT")
		rows = meetings(t, calendar(master, version("a", c.a, slot), version("b", c.b, slot)), settings())
		if len(rows) != 3 || rows[0]["summary"] != "m" || rows[1]["summary"] != c.want || rows[2]["summary"] != "m" {
			t.Errorf("%s: the series is %v, want %s in the middle", name, rows, c.want)
		}
		onwards := strings.Replace(slot, ":", ";RANGE=THISANDFUTURE:", 1)
		rows = meetings(t, calendar(master, version("a", c.a, onwards), version("b", c.b, onwards)), settings())
		if len(rows) != 3 || rows[0]["summary"] != "m" || rows[1]["summary"] != c.want || rows[2]["summary"] != c.want {
			t.Errorf("%s: the series is %v, want %s from the second on", name, rows, c.want)
		}
	}
}

// TestChangesOfASeries: the change that begins last before a time counts for it, wherever it stands in the file; one
// that names a day is about any hour of it.
func TestChangesOfASeries(t *testing.T) {
	t.Parallel()
	master := lines("BEGIN:VCALENDAR", "BEGIN:VEVENT", "UID:s@test", "DTSTART:20260302T100000Z",
		"DURATION:PT1H", "SUMMARY:m",
		"RRULE:FREQ=WEEKLY;COUNT=4", "END:VEVENT")
	change := func(summary, slot, start string) string {
		return lines("BEGIN:VEVENT", "UID:s@test", "RECURRENCE-ID"+slot, "DTSTART"+start, "DURATION:PT1H",
			"SUMMARY:"+summary, "END:VEVENT")
	}
	second := change("a", ";RANGE=THISANDFUTURE:20260309T100000Z", ":20260309T110000Z")
	third := change("b", ";RANGE=THISANDFUTURE:20260316T100000Z", ":20260317T090000Z")
	for name, c := range map[string]struct{ parts, want string }{
		"in order":     {second + third, "m 2026-03-02T10 a 2026-03-09T11 b 2026-03-17T09 b 2026-03-24T09"},
		"out of order": {third + second, "m 2026-03-02T10 a 2026-03-09T11 b 2026-03-17T09 b 2026-03-24T09"},
		"one time of it": {second + change("c", ":20260316T100000Z", ":20260318T080000Z"),
			"m 2026-03-02T10 a 2026-03-09T11 c 2026-03-18T08 a 2026-03-23T11"},
		"a day": {change("c", ";VALUE=DATE:20260316", ":20260318T080000Z"),
			"m 2026-03-02T10 m 2026-03-09T10 c 2026-03-18T08 m 2026-03-23T10"},
		"a time that the rule does not name": {change("c", ":20260317T100000Z", ":20260318T080000Z"),
			"m 2026-03-02T10 m 2026-03-09T10 m 2026-03-16T10 m 2026-03-23T10 c 2026-03-18T08"},
	} {
		var got []string
		for _, row := range meetings(t, master+c.parts+lines("END:VCALENDAR"), settings()) {
			got = append(got, row["summary"], row["dtstart"][:13])
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %v, want %s", name, got, c.want)
		}
	}
}

// TestMeetingsOfOneDay: those of one day are told apart by their hours, those of different days by the day alone.
func TestMeetingsOfOneDay(t *testing.T) {
	t.Parallel()
	rows := meetings(t, lines("BEGIN:VCALENDAR", "BEGIN:VEVENT", "UID:d@test",
		"DTSTART:20260302T100000Z", "DURATION:PT1H",
		"RDATE:20260302T140000Z,20260303T100000Z", "END:VEVENT", "BEGIN:VEVENT", "UID:d@test",
		"RECURRENCE-ID:20260302T140000Z", "DTSTART:20260302T150000Z", "DURATION:PT1H", "END:VEVENT",
		"END:VCALENDAR"), settings())
	var ids []string
	for _, row := range rows {
		ids = append(ids, row["ics id"])
	}
	same(t, "the ids", strings.Join(ids, " "), "d@test#2026-03-02T100000 d@test#2026-03-02T140000 d@test#2026-03-03")
}

// TestMixedTimes: days and times of one event that are written in different ways.
func TestMixedTimes(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"DTSTART;VALUE=DATE:20260316\nDTEND:20260318T120000Z": "2026-03-16/2026-03-18",
		"DTSTART:20260316T100000Z\nDTEND;VALUE=DATE:20260317": "2026-03-16T10:00:00Z/2026-03-17T00:00:00Z",
		"DTSTART;VALUE=DATE:20260316\nDURATION:PT1H":          "2026-03-16/2026-03-17",
		"DTSTART;VALUE=DATE:20260316\nDURATION:P1DT24H":       "2026-03-16/2026-03-18",
		"DTSTART;VALUE=DATE:20260316\nDURATION:P0D":           "2026-03-16/2026-03-17",
		"DTSTART:20260316T100000Z\nDURATION:P0D":              "2026-03-16T10:00:00Z/2026-03-16T10:00:00Z",
		"DTSTART:20260316T100000Z":                            "2026-03-16T10:00:00Z/2026-03-16T10:00:00Z",
		"DTSTART:20260316T100000Z\nDURATION:PT1H\nRDATE;VALUE=DATE:20260318,": "2026-03-16T10:00:00Z/2026-03-16T11:00:00Z " +
			"2026-03-18T10:00:00Z/2026-03-18T11:00:00Z",
		"DTSTART:20260316T100000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;UNTIL=20260317T100000": "2026-03-16T10:00:00Z/2026-03-16T11:00:00Z " +
			"2026-03-17T10:00:00Z/2026-03-17T11:00:00Z",
		"DTSTART:20260316T000000Z\nDTEND:20260317T000000Z\nX-MICROSOFT-CDO-ALLDAYEVENT:FALSE": "2026-03-16T00:00:00Z/2026-03-17T00:00:00Z",
		"DTSTART:20260316T000000Z\nDTEND:20260316T120000Z\nX-MICROSOFT-CDO-ALLDAYEVENT:TRUE":  "2026-03-16T00:00:00Z/2026-03-16T12:00:00Z",
		"DTSTART:20260316T000000Z\nDTEND:20260316T000000Z\nX-MICROSOFT-CDO-ALLDAYEVENT:TRUE":  "2026-03-16T00:00:00Z/2026-03-16T00:00:00Z",
		"DTSTART:20260316T010000Z\nDTEND:20260317T000000Z\nX-MICROSOFT-CDO-ALLDAYEVENT:TRUE":  "2026-03-16T01:00:00Z/2026-03-17T00:00:00Z",
		"DTSTART:20260316T000000Z\nDURATION:P1D\nX-MICROSOFT-CDO-ALLDAYEVENT:TRUE":            "2026-03-16T00:00:00Z/2026-03-17T00:00:00Z",
	} {
		same(t, text, spans(meetings(t, event(text), settings())), want)
	}
	for text, want := range map[string]string{
		"DTSTART:20260316T100000Z\nDURATION:-PT1H":         "the event ends before it begins",
		"DTSTART:20260316T100000Z\nDURATION:-P1D":          "the event ends before it begins",
		"DTSTART:20260316T100000Z\nDTEND:20260316T095959Z": "the event ends before it begins",
		"DTSTART;VALUE=DATE:20260316\nRRULE:FREQ=HOURLY": "the recurrence cannot be " +
			"followed: FREQ=HOURLY",
		"DTSTART:20260316T100000Z\nDURATION:an hour":                               "an hour",
		"DTSTART:20260316T100000Z\nRDATE;VALUE=PERIOD:20260317T100000Z/PX":         "PX",
		"DTSTART:20260316T100000Z\nRDATE:soon":                                     `"soon"`,
		"DTSTART:20260316T100000Z\nRDATE;VALUE=PERIOD:20260317T100000Z/late":       `"late"`,
		"DTSTART:20260316T100000Z\nRRULE:FREQ=DAILY\nEXDATE:20260317T100000Z,soon": `"soon"`,
	} {
		out := open(t, event(text), settings())
		if len(out.rows) != 0 || len(out.bad) != 1 || !strings.Contains(out.bad[0].Reason.Text, want) {
			t.Errorf("%s: %d rows, %+v, want %s", text, len(out.rows), out.bad, want)
		}
	}
}

// TestZoneOfTheCalendar: times without a zone stand in the one that is given, else in the calendar's own.
func TestZoneOfTheCalendar(t *testing.T) {
	t.Parallel()
	text := lines("BEGIN:VCALENDAR", "X-WR-TIMEZONE:Asia/Tokyo", "BEGIN:VEVENT", "UID:1",
		"DTSTART:20260316T100000", "END:VEVENT",
		"END:VCALENDAR", "BEGIN:VCALENDAR", "X-WR-TIMEZONE:Nowhere", "BEGIN:VEVENT", "UID:2",
		"DTSTART:20260316T100000", "END:VEVENT",
		"END:VCALENDAR")
	s := settings()
	same(t, "none is given", spans(meetings(t, text, s)), "2026-03-16T01:00:00Z/2026-03-16T01:00:00Z "+
		"2026-03-16T10:00:00Z/2026-03-16T10:00:00Z")
	s.Zone = newYork
	same(t, "one is given", spans(meetings(t, text, s)), "2026-03-16T14:00:00Z/2026-03-16T14:00:00Z "+
		"2026-03-16T14:00:00Z/2026-03-16T14:00:00Z")
}

// TestNameOfTheCalendar: the owner's address goes before the name that is shown, and that of Google's machine is none.
func TestNameOfTheCalendar(t *testing.T) {
	t.Parallel()
	for head, want := range map[string]string{
		"X-WR-CALNAME:Work\r\nX-WR-RELCALID:ada@own.example": "ada@own.example",
		"X-OWNER:mailto:ada@own.example":                     "ada@own.example",
		"X-WR-CALNAME:Work\r\nX-OWNER:Ada":                   "bo@own.example",
		"NAME:cy@own.example\r\nX-WR-CALNAME:di@own.example": "cy@own.example",
		"X-WR-CALNAME:x@group.calendar.google.com":           "bo@own.example",
	} {
		text := lines("BEGIN:VCALENDAR", head, "BEGIN:VEVENT", "UID:1", "DTSTART:20260316T100000Z",
			"ATTENDEE:mailto:bo@own.example", "END:VEVENT", "END:VCALENDAR")
		if rows := meetings(t, text, settings()); len(rows) != 1 || rows[0]["owner"] != want {
			t.Errorf("%s: %v, want %s", head, rows, want)
		}
	}
}
