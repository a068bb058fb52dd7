package all_test

import (
	"context"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"salesops/connectors"
	"salesops/sales"
)

// A weekly review of Noor with a buyer in Berlin, over the change of the clocks: the second one
// is left out, the third is moved to another day and lasts longer, the fourth is at the old hour.
func noorsCalendar(changes ...string) string {
	text := strings.Join([]string{
		"BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//tests//EN",
		"BEGIN:VEVENT", "UID:r-77@tests", "DTSTART;TZID=Europe/Berlin:20260317T140000",
		"DTEND;TZID=Europe/Berlin:20260317T150000",
		"RRULE:FREQ=WEEKLY;COUNT=4", "EXDATE:20260324T130000Z", "SUMMARY:Quarter review",
		"ORGANIZER:mailto:noor@own.example",
		"ATTENDEE;PARTSTAT=ACCEPTED:mailto:noor@own.example", "ATTENDEE:mailto:sam@buyer.example", "END:VEVENT",
		"BEGIN:VEVENT", "UID:r-77@tests", "RECURRENCE-ID;TZID=Europe/Berlin:20260331T140000",
		"DTSTART;TZID=America/New_York:20260401T040000",
		"DTEND;TZID=America/New_York:20260401T063000", "SUMMARY:Quarter review (moved)",
		"ORGANIZER:mailto:noor@own.example",
		"ATTENDEE:mailto:noor@own.example", "ATTENDEE:mailto:sam@buyer.example", "END:VEVENT",
		"BEGIN:VEVENT", "UID:d-1@tests", "DTSTART;VALUE=DATE:20260320", "DTEND;VALUE=DATE:20260322", "SUMMARY:Fair",
		"TRANSP:TRANSPARENT", "END:VEVENT",
		"END:VCALENDAR", "",
	}, "\r\n")
	return strings.NewReplacer(changes...).Replace(text)
}

const (
	userFile    = "Id,Name,Email,Username,IsActive\n" + user1 + ",Noor Vale,Noor@own.example,noor,true\n"
	contactFile = "Id,LastName,Email,AccountId\n" + contact1 + ",Sam,sam@buyer.example,\n"
)

// meetings are the calendar's events, in order: start, end, title, owner, contact.
func (w *world) meetings() string {
	var out []string
	for _, r := range w.records(sales.Event, now) {
		var cells []string
		for _, f := range []string{"start_at", "end_at", "title", "owner", "contact"} {
			cells = append(cells, w.text(r.Fields[f]))
		}
		out = append(out, strings.Join(cells, "|"))
	}
	slices.Sort(out)
	return strings.Join(out, "\n")
}

func (w *world) wantMeetings(when, want string) {
	w.t.Helper()
	if got := w.meetings(); got != strings.TrimSpace(want) {
		w.t.Errorf("%s:\n%s\nwant\n%s", when, got, strings.TrimSpace(want))
	}
}

// TestCalendar: through a file, a folder, a zip and a gzip, with the people of the CRM imported
// before from another source or in the same run.
func TestCalendar(t *testing.T) {
	t.Parallel()
	const want = `
2026-03-17T13:00:00Z|2026-03-17T14:00:00Z|Quarter review|005000000000001AAA|003000000000001AAA
2026-03-20T00:00:00Z|2026-03-22T00:00:00Z|Fair|005000000000001AAA|
2026-04-01T08:00:00Z|2026-04-01T10:30:00Z|Quarter review (moved)|005000000000001AAA|003000000000001AAA
2026-04-07T12:00:00Z|2026-04-07T13:00:00Z|Quarter review|005000000000001AAA|003000000000001AAA`
	crm := map[string]string{"User.csv": userFile, "Contact.csv": contactFile}
	calendar := map[string]string{"noor.ics": noorsCalendar()}
	both := maps.Clone(crm)
	both["noor.ics"] = noorsCalendar()
	for name, runs := range map[string][]string{
		"file":      {folder(t, crm), filepath.Join(folder(t, calendar), "noor.ics")},
		"folder":    {folder(t, crm), folder(t, calendar)},
		"zip":       {folder(t, crm), folder(t, map[string]string{"all.zip": zipped(t, calendar)})},
		"gzip":      {folder(t, crm), folder(t, map[string]string{"noor.ics.gz": gzipped(t, noorsCalendar())})},
		"same run":  {folder(t, both)},
		"one file":  {folder(t, map[string]string{"all.zip": zipped(t, both)})},
		"as a text": {folder(t, crm), folder(t, map[string]string{"noor.txt": noorsCalendar()})},
	} {
		w := newWorld(t)
		for i, path := range runs {
			r := w.run(connectors.Options{Paths: []string{path}})
			if source := map[bool]string{true: "salesforce", false: "icalendar"}[i == 0]; r.Source != source {
				t.Errorf("%s: the source of run %d is %s", name, i, r.Source)
			}
		}
		w.wantMeetings(name, want)
		for i, path := range runs {
			if r := w.run(connectors.Options{Paths: []string{path}}); r.Changes != 0 {
				t.Errorf("%s: run %d again makes %d changes", name, i, r.Changes)
			}
		}
		if n := len(w.records(sales.Person, now)); n != 1 {
			t.Errorf("%s: %d people, want 1", name, n)
		}
	}
}

// A newer export of the calendar: a meeting at another hour is the same one, one that was taken
// out goes, one that came back is there again; and all of it can be undone.
func TestCalendarAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	run := func(changes ...string) *connectors.Report {
		return w.files(map[string]string{"noor.ics": noorsCalendar(changes...)})
	}
	run()
	first := w.meetings()
	ids := func() string {
		var all []string
		for external, r := range w.records(sales.Event, now) {
			all = append(all, fmt.Sprint(external, r.ID))
		}
		slices.Sort(all)
		return strings.Join(all, " ")
	}
	before := ids()
	later := run("20260317T140000", "20260317T150000", "20260317T150000", "20260317T160000", "20260331T140000",
		"20260331T150000", "EXDATE:20260324T130000Z", "EXDATE:20260324T140000Z")
	if before != ids() {
		t.Errorf("an hour later the meetings are others:\n%s\n%s", before, ids())
	}
	if !strings.HasPrefix(w.meetings(), "2026-03-17T14:00:00Z|2026-03-17T15:00:00Z|Quarter review|") {
		t.Errorf("an hour later:\n%s", w.meetings())
	}
	less := run("COUNT=4", "COUNT=3")
	if n := len(w.records(sales.Event, now)); n != 3 {
		t.Errorf("%d meetings where the last of four was taken out", n)
	}
	for _, o := range less.Objects {
		if o.Object == sales.Event && (o.Deleted != 1 || o.Created != 0) {
			t.Errorf("the report says %+v", o)
		}
	}
	back := run()
	if got := w.meetings(); got != first {
		t.Errorf("back:\n%s\nwant\n%s", got, first)
	}
	// A part of the series, as an invitation brings it, takes nothing away.
	r := w.files(
		map[string]string{"noor.ics": "BEGIN:VEVENT\nUID:r-77@tests\nRECURRENCE-ID:20260331T120000Z\n" +
			"DTSTART:20260402T080000Z\nDTEND:20260402T093000Z\nORGANIZER:mailto:noor@own.example\n" +
			"SUMMARY:Again moved\nEND:VEVENT\n"})
	if n := len(w.records(sales.Event, now)); n != 4 || r.Changes != 1 {
		t.Errorf("%d meetings, %d changes", n, r.Changes)
	}
	for _, batch := range []*connectors.Report{r, back, less, later} {
		if _, err := w.log.Undo(context.Background(), "test", batch.Seq); err != nil {
			t.Fatal(err)
		}
	}
	if got := w.meetings(); got != first {
		t.Errorf("undone:\n%s\nwant\n%s", got, first)
	}
}

// A broken event takes no other with it; its line and reason stand in the report.
func TestCalendarRejects(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.files(map[string]string{
		"noor.ics":  noorsCalendar("DTSTART;VALUE=DATE:20260320", "DTSTART;VALUE=DATE:20260230"),
		"empty.ics": "BEGIN:VCALENDAR\nEND:VCALENDAR\n",
		"other.ics": "Hello",
	})
	want := map[string]string{"noor.ics": "", "empty.ics": "the calendar holds no events",
		"other.ics": "this is no calendar: an iCalendar file begins with BEGIN:VCALENDAR"}
	for _, f := range r.Files {
		if f.Reason != want[filepath.Base(f.Path)] {
			t.Errorf("%s: %q", f.Path, f.Reason)
		}
		if filepath.Base(f.Path) == "noor.ics" && (f.Taken != 3 || f.Rejected != 1 || len(f.Rejects) != 1 ||
			f.Rejects[0].Line != 27 || f.Rejects[0].Reason != `"20260230" is not a day of the calendar`) {
			t.Errorf("%+v", f)
		}
	}
}
