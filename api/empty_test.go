package api_test

import (
	"testing"

	"salesops/api"
	"salesops/connectors/all"
)

// TestAWorkspaceOfOneKindIsNotEmpty: whoever begins with the calendars has something too.
func TestAWorkspaceOfOneKindIsNotEmpty(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"ann.ics": "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//a//b\r\nBEGIN:VEVENT\r\nUID:1\r\n" +
			"DTSTAMP:20260101T000000Z\r\nDTSTART:20260105T090000Z\r\n" +
			"DTEND:20260105T100000Z\r\nSUMMARY:Call\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
		"User.csv":     "Id,Name,Email,IsActive\n005000000000001AAA,Ann,ann@example.com,true\n",
		"Product2.csv": "Id,Name,ProductCode,IsActive\n01t000000000001AAA,Pump,P,true\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, all.Tools()...)
			if me := get[api.Me](w, "/me"); !me.Empty {
				t.Fatalf("before: %+v", me)
			}
			if job := w.over(w.upload([][2]string{{name, text}})); job.State != "done" || job.Batch == nil {
				t.Fatalf("import: %+v", job)
			}
			if me := get[api.Me](w, "/me"); me.Empty {
				t.Errorf("after the import the workspace counts as empty")
			}
		})
	}
}
