package api_test

import (
	"strings"
	"testing"

	"salesops/api"
	"salesops/connectors/all"
)

// TestUploadCalendar: a browser may send calendars, also packed; the owner is told by the file's
// name, and what is broken has its line and a reason in every language.
func TestUploadCalendar(t *testing.T) {
	t.Parallel()
	text := strings.Join([]string{
		"BEGIN:VCALENDAR",
		"BEGIN:VEVENT", "UID:1@tests", "DTSTART;TZID=Europe/Berlin:20260316T160000", "DURATION:PT1H",
		"RRULE:FREQ=WEEKLY;COUNT=3", "EXDATE:20260323T150000Z",
		"ORGANIZER:mailto:pat@buyer.example", "ATTENDEE:mailto:mia@own.example", "END:VEVENT",
		"BEGIN:VEVENT", "UID:2@tests", "SUMMARY:when?", "END:VEVENT", "END:VCALENDAR", "",
	}, "\r\n")
	for name, content := range map[string]string{"mia@own.example.ics": text,
		"calendars.zip": zipOf(t, "mia@own.example.ics", text)} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, all.Tools()...)
			job := w.over(w.upload([][2]string{{name, content}}))
			if job.State != "done" || job.Report == nil || len(job.Report.Files) != 1 {
				t.Fatalf("%+v %+v", job, job.Problem)
			}
			f := job.Report.Files[0]
			if f.Taken != 2 || f.Rejected != 1 || len(f.Rejects) != 1 || f.Rejects[0].Line != 11 ||
				f.Rejects[0].ReasonCode != "ics_no_start" {
				t.Errorf("%+v", f)
			}
			if list := get[api.RecordList](w, "/records/calendar_event"); list.Total != 2 {
				t.Errorf("%d events", list.Total)
			}
			if list := get[api.RecordList](w, "/records/person"); list.Total != 1 ||
				list.Records[0].Title != "mia@own.example" {
				t.Errorf("%+v", list)
			}
		})
	}
}
