package icsfile_test

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // the same rules on every machine

	"salesops/connectors/icsfile"
	"salesops/connectors/table"
	"salesops/internal/period"
	"salesops/internal/problems"
)

var newYork = zone("America/New_York")

func zone(name string) *time.Location {
	loc, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return loc
}

func settings() icsfile.Settings {
	return icsfile.Settings{Company: time.UTC, Today: period.DayOf(2026, 6, 1)}
}

func lines(parts ...string) string { return strings.Join(parts, "\r\n") + "\r\n" }

// event is a calendar with one event of these lines.
func event(text string) string {
	return lines("BEGIN:VCALENDAR", "BEGIN:VEVENT", "UID:one@test",
		strings.ReplaceAll(strings.TrimSpace(text), "\n", "\r\n"), "END:VEVENT", "END:VCALENDAR")
}

type outcome struct {
	rows  []map[string]string
	bad   []*table.Problem
	notes map[problems.Code]table.Note
}

func open(t testing.TB, text string, s icsfile.Settings) outcome {
	t.Helper()
	file := filepath.Join(t.TempDir(), "c.ics")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	tb, err := icsfile.Table(file, s)
	if err != nil {
		t.Fatal(err)
	}
	if !tb.Reason.None() {
		t.Fatalf("refused: %s", tb.Reason.Text)
	}
	r, err := tb.Open(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = r.Close() }()
	out := outcome{notes: map[problems.Code]table.Note{}}
	for {
		row, err := r.Next(nil)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if row.Problem != nil {
			out.bad = append(out.bad, row.Problem)
			continue
		}
		m := map[string]string{}
		for i, h := range tb.Header {
			m[h] = row.Cells[i]
		}
		out.rows = append(out.rows, m)
	}
	for _, n := range r.Notes() {
		out.notes[n.Code] = n
	}
	return out
}

func meetings(t testing.TB, text string, s icsfile.Settings) []map[string]string {
	t.Helper()
	out := open(t, text, s)
	for _, b := range out.bad {
		t.Errorf("line %d: %s", b.Line, b.Reason.Text)
	}
	return out.rows
}

// spans are the meetings as start/end.
func spans(rows []map[string]string) string {
	var all []string
	for _, m := range rows {
		all = append(all, m["dtstart"]+"/"+m["dtend"])
	}
	return strings.Join(all, " ")
}

func same(t *testing.T, what, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("%s\n got %s\nwant %s", what, got, want)
	}
}

// A weekly review in Berlin over the change of its clocks: one time is taken out by an instant
// in UTC, one is moved to the next day, in another zone or in its own.
func TestMovedAndLeftOut(t *testing.T) {
	t.Parallel()
	for _, moved := range []string{
		"RECURRENCE-ID;TZID=Europe/Berlin:20260330T101500\nDTSTART;TZID=Europe/Berlin:20260401T140000\n" +
			"DTEND;TZID=Europe/Berlin:20260401T153000",
		"RECURRENCE-ID;TZID=America/New_York:20260330T041500\nDTSTART;TZID=America/New_York:20260401T080000\n" +
			"DTEND;TZID=America/New_York:20260401T093000",
		"RECURRENCE-ID:20260330T081500Z\nDTSTART:20260401T120000Z\nDURATION:PT1H30M",
		"RECURRENCE-ID;VALUE=DATE:20260330\nDTSTART:20260401T120000Z\nDURATION:PT1H30M",
	} {
		rows := meetings(t, lines("BEGIN:VCALENDAR",
			"BEGIN:VEVENT", "UID:w@test", strings.ReplaceAll(moved, "\n", "\r\n"), "SUMMARY:Moved", "END:VEVENT",
			"BEGIN:VEVENT", "UID:w@test", "DTSTART;TZID=Europe/Berlin:20260316T101500",
			"DTEND;TZID=Europe/Berlin:20260316T111500",
			"RRULE:FREQ=WEEKLY;COUNT=4", "EXDATE:20260323T091500Z", "SUMMARY:Review", "END:VEVENT",
			"END:VCALENDAR"), settings())
		same(t, moved, spans(rows),
			"2026-03-16T09:15:00Z/2026-03-16T10:15:00Z 2026-04-01T12:00:00Z/2026-04-01T13:30:00Z "+
				"2026-04-06T08:15:00Z/2026-04-06T09:15:00Z")
		if len(rows) == 3 && (rows[1]["summary"] != "Moved" || rows[1]["ics id"] != "w@test#2026-03-30") {
			t.Errorf("the moved one is %v", rows[1])
		}
	}
}

func TestShiftsOfTheClock(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		// half past two on the day the clocks go forward in New York is read by the clock before
		"DTSTART;TZID=America/New_York:20260307T023000\nDURATION:PT30M\nRRULE:FREQ=DAILY;COUNT=3": "2026-03-07T07:30:00Z/2026-03-07T08:00:00Z 2026-03-08T07:30:00Z/2026-03-08T08:00:00Z 2026-03-09T06:30:00Z/2026-03-09T07:00:00Z",
		// half past one comes twice: the first
		"DTSTART;TZID=America/New_York:20261031T013000\nDURATION:PT30M\nRRULE:FREQ=DAILY;COUNT=3": "2026-10-31T05:30:00Z/2026-10-31T06:00:00Z 2026-11-01T05:30:00Z/2026-11-01T06:00:00Z 2026-11-02T06:30:00Z/2026-11-02T07:00:00Z",
		// a DTEND keeps the length by the clock that runs, a day of a DURATION is one of the calendar
		"DTSTART;TZID=America/New_York:20260307T120000\nDTEND;TZID=America/New_York:20260308T120000\n" +
			"RRULE:FREQ=DAILY;COUNT=2": "2026-03-07T17:00:00Z/2026-03-08T16:00:00Z " +
			"2026-03-08T16:00:00Z/2026-03-09T15:00:00Z",
		"DTSTART;TZID=America/New_York:20260307T120000\nDURATION:P1D\nRRULE:FREQ=DAILY;COUNT=2": "2026-03-07T17:00:00Z/2026-03-08T16:00:00Z 2026-03-08T16:00:00Z/2026-03-09T16:00:00Z",
		// UNTIL in UTC against a start by the wall: the evening of the 1st in UTC is before the one at 20:00 in
		// New York
		"DTSTART;TZID=America/New_York:20260330T200000\nDURATION:PT1H\nRRULE:FREQ=DAILY;UNTIL=20260401T000000Z": "2026-03-31T00:00:00Z/2026-03-31T01:00:00Z 2026-04-01T00:00:00Z/2026-04-01T01:00:00Z",
		"DTSTART;TZID=America/New_York:20260330T200000\nDURATION:PT1H\nRRULE:FREQ=DAILY;UNTIL=20260331T235959Z": "2026-03-31T00:00:00Z/2026-03-31T01:00:00Z",
		"DTSTART;TZID=America/New_York:20260330T200000\nDURATION:PT1H\nRRULE:FREQ=DAILY;UNTIL=20260331":         "2026-03-31T00:00:00Z/2026-03-31T01:00:00Z 2026-04-01T00:00:00Z/2026-04-01T01:00:00Z",
	} {
		same(t, text, spans(meetings(t, event(text), settings())), want)
	}
}

func TestTimes(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		// all day: the end is the day after the last
		"DTSTART;VALUE=DATE:20260316\nDTEND;VALUE=DATE:20260318": "2026-03-16/2026-03-18",
		"DTSTART;VALUE=DATE:20260316":                            "2026-03-16/2026-03-17",
		"DTSTART;VALUE=DATE:20260316\nDTEND;VALUE=DATE:20260316": "2026-03-16/2026-03-17",
		"DTSTART;VALUE=DATE:20260316\nDURATION:P2D\nRRULE:FREQ=WEEKLY;UNTIL=20260323": "2026-03-16/2026-03-18 " +
			"2026-03-23/2026-03-25",
		"DTSTART;VALUE=DATE:20260316\nRRULE:FREQ=DAILY;COUNT=3\nEXDATE;VALUE=DATE:20260317": "2026-03-16/2026-03-17 " +
			"2026-03-18/2026-03-19",
		"DTSTART;TZID=Europe/Berlin:20260316T000000\nDTEND;TZID=Europe/Berlin:20260317T000000\n" +
			"X-MICROSOFT-CDO-ALLDAYEVENT:TRUE": "2026-03-16/2026-03-17",
		// times without a zone stand in the zone that is given; those of Windows and of registries are known
		"DTSTART:20260316T100000\nDURATION:PT1H":                                                    "2026-03-16T01:00:00Z/2026-03-16T02:00:00Z",
		"DTSTART:20260316T100000\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=2\nEXDATE:20260317T010000Z": "2026-03-16T01:00:00Z/2026-03-16T02:00:00Z",
		"DTSTART;TZID=W. Europe Standard Time:20260316T100000\nDURATION:PT1H":                       "2026-03-16T09:00:00Z/2026-03-16T10:00:00Z",
		"DTSTART;TZID=\"/mozilla.org/20050126_1/Europe/Berlin\":20260316T100000\nDURATION:PT1H":     "2026-03-16T09:00:00Z/2026-03-16T10:00:00Z",
		"DTSTART;TZID=/Europe/Berlin:20260316T100000\nDURATION:PT1H":                                "2026-03-16T09:00:00Z/2026-03-16T10:00:00Z",
		"DTSTART;TZID=UTC:20260316T100000\nDTEND:20260316T100000Z":                                  "2026-03-16T10:00:00Z/2026-03-16T10:00:00Z",
		// dates that are added, with lengths of their own, and dates left out in several lines
		"DTSTART:20260316T100000Z\nDTEND:20260316T110000Z\nRDATE:20260318T100000Z,20260317T100000Z":                                    "2026-03-16T10:00:00Z/2026-03-16T11:00:00Z 2026-03-17T10:00:00Z/2026-03-17T11:00:00Z 2026-03-18T10:00:00Z/2026-03-18T11:00:00Z",
		"DTSTART:20260316T100000Z\nDTEND:20260316T110000Z\nRDATE;VALUE=PERIOD:20260317T100000Z/PT3H,20260318T080000Z/20260318T083000Z": "2026-03-16T10:00:00Z/2026-03-16T11:00:00Z 2026-03-17T10:00:00Z/2026-03-17T13:00:00Z 2026-03-18T08:00:00Z/2026-03-18T08:30:00Z",
		"DTSTART:20260316T100000Z\nRRULE:FREQ=DAILY;COUNT=4\nDURATION:PT1H\nEXDATE:20260316T100000Z\n" +
			"EXDATE:20260317T100000Z,20260318T100000Z\nEXDATE:": "2026-03-19T10:00:00Z/2026-03-19T11:00:00Z",
		// a date left out that names its zone not, or only its day
		"DTSTART;TZID=Europe/Berlin:20260316T100000\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=2\nEXDATE:20260317T100000": "2026-03-16T09:00:00Z/2026-03-16T10:00:00Z",
		"DTSTART;TZID=Europe/Berlin:20260316T100000\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=2\n" +
			"EXDATE;VALUE=DATE:20260317": "2026-03-16T09:00:00Z/2026-03-16T10:00:00Z",
		"DTSTART:20260316T100000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=3\nEXRULE:FREQ=DAILY;INTERVAL=2;COUNT=2": "2026-03-17T10:00:00Z/2026-03-17T11:00:00Z",
	} {
		s := settings()
		s.Zone = zone("Asia/Tokyo")
		same(t, text, spans(meetings(t, event(text), s)), want)
	}
}

// A zone that the file defines itself, behind the event that uses it.
func TestZoneOfTheFile(t *testing.T) {
	t.Parallel()
	text := lines("BEGIN:VCALENDAR", "BEGIN:VEVENT", "UID:z@test", "DTSTART;TZID=Our office:20260327T090000",
		"DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=4", "END:VEVENT",
		"BEGIN:VTIMEZONE", "TZID:Our office",
		"BEGIN:STANDARD", "DTSTART:16010101T030000", "TZOFFSETFROM:+0330", "TZOFFSETTO:+0230",
		"RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10", "END:STANDARD",
		"BEGIN:DAYLIGHT", "DTSTART:16010101T020000", "TZOFFSETFROM:+0230", "TZOFFSETTO:+0330",
		"RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3", "END:DAYLIGHT",
		"END:VTIMEZONE", "END:VCALENDAR")
	same(t, "the office's own zone", spans(meetings(t, text, settings())),
		"2026-03-27T06:30:00Z/2026-03-27T07:30:00Z 2026-03-28T06:30:00Z/2026-03-28T07:30:00Z "+
			"2026-03-29T05:30:00Z/2026-03-29T06:30:00Z 2026-03-30T05:30:00Z/2026-03-30T06:30:00Z")

	out := open(t, event("DTSTART;TZID=Nowhere:20260316T100000\nDURATION:PT1H"), settings())
	same(t, "a zone nobody knows", spans(out.rows), "2026-03-16T10:00:00Z/2026-03-16T11:00:00Z")
	if n := out.notes[problems.ZonesUnknown]; n.Count != 1 || n.Where != "line 4" {
		t.Errorf("the note is %+v", n)
	}
}

// A definition of which a part cannot be followed is none, and the report says so.
func TestZoneThatCannotBeFollowed(t *testing.T) {
	t.Parallel()
	standard := []string{"DTSTART:16010101T030000", "TZOFFSETFROM:+0330", "TZOFFSETTO:+0230",
		"RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10"}
	for i, part := range map[int]string{0: "DTSTART:soon", 2: "TZOFFSETTO:early", 3: "RRULE:FREQ=YEARLY;BYDAY=XX"} {
		wrong := slices.Clone(standard)
		wrong[i] = part
		text := lines("BEGIN:VCALENDAR", "BEGIN:VEVENT", "UID:z@test", "DTSTART;TZID=Our office:20260327T090000",
			"DURATION:PT1H", "END:VEVENT",
			"BEGIN:VTIMEZONE", "TZID:Our office", "BEGIN:STANDARD", strings.Join(wrong, "\r\n"), "END:STANDARD",
			"BEGIN:DAYLIGHT", "DTSTART:16010101T020000", "TZOFFSETFROM:+0230", "TZOFFSETTO:+0330",
			"RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3", "END:DAYLIGHT",
			"END:VTIMEZONE", "END:VCALENDAR")
		if out := open(t, text, settings()); len(out.rows) != 1 || out.notes[problems.ZonesUnknown].Count != 1 {
			t.Errorf("%s: %d rows, %+v", part, len(out.rows), out.notes)
		}
	}
}

func TestThisAndFuture(t *testing.T) {
	t.Parallel()
	rows := meetings(t, lines("BEGIN:VCALENDAR",
		"BEGIN:VEVENT", "UID:f@test", "DTSTART;TZID=Europe/Berlin:20260302T100000", "DURATION:PT1H",
		"RRULE:FREQ=WEEKLY;COUNT=4", "END:VEVENT",
		"BEGIN:VEVENT", "UID:f@test", "RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Berlin:20260316T100000",
		"DTSTART;TZID=Europe/Berlin:20260317T110000", "DURATION:PT2H", "END:VEVENT",
		"BEGIN:VEVENT", "UID:f@test", "RECURRENCE-ID;TZID=Europe/Berlin:20260323T100000",
		"DTSTART;TZID=Europe/Berlin:20260323T100000", "DURATION:PT1H", "STATUS:CANCELLED", "END:VEVENT",
		"END:VCALENDAR"), settings())
	same(t, "from the third on", spans(rows),
		"2026-03-02T09:00:00Z/2026-03-02T10:00:00Z 2026-03-09T09:00:00Z/2026-03-09T10:00:00Z "+
			"2026-03-17T10:00:00Z/2026-03-17T12:00:00Z 2026-03-23T09:00:00Z/2026-03-23T10:00:00Z")
	if rows[3]["status"] != "cancelled" {
		t.Errorf("the last is %v", rows[3])
	}
}

// What is broken takes no neighbour with it, and says in which line and why.
func TestBrokenEvents(t *testing.T) {
	t.Parallel()
	good := func(n string) string {
		return lines("BEGIN:VEVENT", "UID:"+n, "DTSTART:20260316T100000Z", "DTEND:20260316T110000Z",
			"DESCRIPTION:a text", "that goes on: unfolded", "and on", "END:VEVENT")
	}
	text := lines("BEGIN:VCALENDAR") + good("a") + // 2…9
		lines("BEGIN:VEVENT", "UID:b", "DTSTART:20261316T100000Z", "END:VEVENT") + // 10
		lines("BEGIN:VEVENT", "UID:c", "SUMMARY:no start", "END:VEVENT") + // 14
		lines("BEGIN:VEVENT", "UID:d", "DTSTART:20260316T100000Z", "RRULE:FREQ=FORTNIGHTLY", "END:VEVENT") + // 18
		lines("BEGIN:VEVENT", "UID:e", "DTSTART:20260316T100000Z", "DTEND:20260316T090000Z", "END:VEVENT") + // 23
		lines("BEGIN:VEVENT", "UID:f", "DTSTART:20260316T100000Z") + good("g") + // 28, 31
		lines("BEGIN:VTODO", "UID:h", "END:VTODO", "BEGIN:VEVENT", "UID:i", "DTSTART 20260316", "END:VEVENT") + // 39
		good("j") + "BEGIN:VEVENT\r\nUID:k\r\nDTSTART:20260316T1"
	out := open(t, text, settings())
	var ids []string
	for _, m := range out.rows {
		ids = append(ids, m["uid"])
	}
	same(t, "the good ones", strings.Join(ids, " "), "a g j")
	var bad []string
	for _, b := range out.bad {
		bad = append(bad, b.Reason.Text)
	}
	want := []string{
		`"20261316T100000Z" is not a day of the calendar`,
		"the event does not say when it begins: DTSTART is missing",
		"the recurrence cannot be followed: FREQ=FORTNIGHTLY",
		"the event ends before it begins",
		"the event is never closed: END:VEVENT is missing",
		"the line of DTSTART has no colon before its value",
		"the event is never closed: END:VEVENT is missing",
	}
	same(t, "the reasons", strings.Join(bad, "\n"), strings.Join(want, "\n"))
	for i, line := range []int{12, 14, 21, 26, 31, 44, 54} {
		if i < len(out.bad) && out.bad[i].Line != line {
			t.Errorf("%s: line %d, want %d", want[i], out.bad[i].Line, line)
		}
	}
	if n := out.notes[problems.Beside]; n.Count != 1 {
		t.Errorf("the task is noted as %+v", n)
	}
}

// Whose calendar it is: the calendar or the file says so, else who takes part in most of it.
func TestOwner(t *testing.T) {
	t.Parallel()
	calendar := func(name string) string {
		return lines("BEGIN:VCALENDAR", name,
			"BEGIN:VEVENT", "UID:1", "DTSTART:20260316T100000Z", "DURATION:PT1H",
			"ORGANIZER;CN=Ada Mint:MAILTO:Ada@own.example", "ATTENDEE;PARTSTAT=DECLINED:mailto:bo@own.example",
			"ATTENDEE;CUTYPE=ROOM:mailto:room1@own.example",
			"ATTENDEE;CN=\"Cy; of: Buyer\":mailto:cy@buyer.example", "END:VEVENT",
			"BEGIN:VEVENT", "UID:2", "DTSTART:20260317T100000Z", "DURATION:PT1H", "ORGANIZER:mailto:cy@buyer.example",
			"ATTENDEE:mailto:ada@own.example", "END:VEVENT",
			"BEGIN:VEVENT", "UID:3", "DTSTART:20260318T100000Z", "DURATION:PT1H", "ORGANIZER:mailto:ada@own.example",
			"END:VEVENT", "END:VCALENDAR")
	}
	for _, c := range []struct {
		name, file, owner, response string
		guessed                     bool
	}{
		{"X-WR-CALNAME:bo@own.example", "c.ics", "bo@own.example", "declined", false},
		{"X-WR-CALNAME:Work", "export/bo@own.example.ics", "bo@own.example", "declined", false},
		{"X-WR-CALNAME:Work", "Bo.ics", "bo@own.example", "declined", false},
		{"X-WR-CALNAME:Ada Mint", "c.ics", "ada@own.example", "accepted", false},
		{"X-WR-CALNAME:Work", "c.ics", "ada@own.example", "accepted", true},
	} {
		s := settings()
		s.Name = c.file
		out := open(t, calendar(c.name), s)
		m := out.rows[0]
		if m["owner"] != c.owner || m["partstat"] != c.response ||
			(out.notes[problems.OwnersGuessed].Count == 1) != c.guessed {
			t.Errorf("%+v: %v, %v", c, m, out.notes)
		}
		same(t, "who takes part", m["attendee"], "ada@own.example bo@own.example cy@buyer.example")
	}
}

func TestLimits(t *testing.T) {
	t.Parallel()
	out := open(t, event("DTSTART:20260316T100000Z\nDURATION:PT1M\nRRULE:FREQ=MINUTELY;COUNT=900000"), settings())
	if n := out.notes[problems.SeriesCut]; len(out.rows) != 20_000 || n.Count != 1 || n.Where != "line 2" {
		t.Errorf("%d rows, %+v", len(out.rows), n)
	}
	out = open(t, event("DTSTART:20260316T100000Z\nDURATION:PT1M\nRRULE:FREQ=WEEKLY"), settings())
	last := out.rows[len(out.rows)-1]["dtstart"]
	if n := out.notes[problems.SeriesEndless]; last != "2027-12-27T10:00:00Z" || n.Count != 1 {
		t.Errorf("the last is at %s, %+v", last, n)
	}
}

// TestLimitOfAFile: many recurring events do not make more of a file than it may become; each that
// is cut is counted, and each has its first time.
func TestLimitOfAFile(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	for i := range 30 {
		b.WriteString(lines("BEGIN:VEVENT", "UID:"+strconv.Itoa(i)+"@test", "DTSTART:20260101T000000Z", "DURATION:PT1M",
			"RRULE:FREQ=HOURLY", "END:VEVENT"))
	}
	out := open(t, lines("BEGIN:VCALENDAR")+b.String()+lines("END:VCALENDAR"), settings())
	if n := out.notes[problems.SeriesCut]; len(out.rows) > 200_030 || n.Count != 19 || n.Where != "line 68" {
		t.Errorf("%d rows, %+v", len(out.rows), n)
	}
	have := map[string]bool{}
	for _, r := range out.rows {
		have[r["uid"]] = true
	}
	if len(have) != 30 {
		t.Errorf("%d of 30 events are there", len(have))
	}
}

// What a limit cuts is told, however the times are written.
func TestNothingIsCutSilently(t *testing.T) {
	t.Parallel()
	from := time.Date(2026, 3, 16, 10, 0, 0, 0, time.UTC)
	var dates, list []string
	for i := range 20_001 {
		date := from.Add(time.Duration(i+1) * time.Minute).Format("20060102T150405Z")
		dates, list = append(dates, date), append(list, "RDATE:"+date)
	}
	out := open(t, event("DTSTART:20260316T100000Z\nDURATION:PT1M\nRDATE:"+strings.Join(dates, ",")), settings())
	if n := out.notes[problems.SeriesCut]; len(out.rows) != 20_000 || n.Count != 1 {
		t.Errorf("dates: %d rows, %+v", len(out.rows), n)
	}
	out = open(t,
		event(
			"DTSTART:20260316T100000Z\nDURATION:PT1M\nRRULE:FREQ=MINUTELY;COUNT=15000\nRRULE:FREQ=HOURLY;COUNT=15000"),
		settings())
	if n := out.notes[problems.SeriesCut]; len(out.rows) != 20_000 || n.Count != 1 {
		t.Errorf("two rules: %d rows, %+v", len(out.rows), n)
	}
	out = open(t,
		event("DTSTART:20260316T100000Z\nDURATION:PT1M\nRRULE:FREQ=DAILY;COUNT=100\nEXRULE:FREQ=MINUTELY;COUNT=100000"),
		settings())
	if n := out.notes[problems.SeriesCut]; n.Count != 1 {
		t.Errorf("left out: %d rows, %+v", len(out.rows), n)
	}
	out = open(t, event("DTSTART:20260316T100000Z\nDURATION:PT1M\n"+strings.Join(list, "\n")), settings())
	if len(out.rows) != 0 || len(out.bad) != 1 || out.bad[0].Reason.Code != "ics_event_long" {
		t.Errorf("lines: %d rows, %d refused", len(out.rows), len(out.bad))
	}
}

// Text as other programs write it: another encoding, folded lines, a mark before it, no calendar around it.
func TestTexts(t *testing.T) {
	t.Parallel()
	body := "BEGIN:VEVENT\nUID:1\nDTSTART:20260316T100000Z\nSUM\n MARY:Caf\xc3\xa9\\, 报\n\t价\nEND:VEVENT\n"
	for name, text := range map[string]string{
		"bare": body, "mark": "\xef\xbb\xbf" + body, "returns": strings.ReplaceAll(body, "\n", "\r"),
		"blank lines": strings.ReplaceAll(strings.ReplaceAll(body, "UID", "\n\nUID"), " MARY", "\n\n MARY"),
	} {
		rows := meetings(t, text, settings())
		if len(rows) != 1 || rows[0]["summary"] != "Café, 报价" {
			t.Errorf("%s: %v", name, rows)
		}
	}
	if rows := meetings(t, strings.ReplaceAll(body, "\xc3\xa9", "\xe9"), settings()); len(rows) != 1 ||
		!strings.HasPrefix(rows[0]["summary"], "Café") {
		t.Errorf("an old encoding: %v", rows)
	}
}

// TestUnseenCharactersOfEvents: an event is read without characters that nobody sees, which the notes say.
func TestUnseenCharactersOfEvents(t *testing.T) {
	t.Parallel()
	out := open(t, event("DTSTART:20260105T100000Z\nSUMMARY:Call\u202e with \x1b[2JAda"), icsfile.Settings{})
	if len(out.rows) != 1 || out.rows[0]["summary"] != "Call with [2JAda" || out.notes[problems.Unseen].Count != 1 {
		t.Errorf("%v, told %v", out.rows, out.notes)
	}
}
