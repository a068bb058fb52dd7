package icsfile_test

import (
	"strings"
	"testing"

	"salesops/connectors/icsfile"
)

// TestWhatAMeetingSays: whether it takes the owner's time, whether it stands, and what the owner answered.
func TestWhatAMeetingSays(t *testing.T) {
	t.Parallel()
	said := func(method string, parts ...string) string {
		text := lines("BEGIN:VCALENDAR", method, "X-WR-CALNAME:bo@own.example", "BEGIN:VEVENT", "UID:1",
			"DTSTART:20260316T100000Z", "DURATION:PT1H") + lines(parts...) + lines("END:VEVENT", "END:VCALENDAR")
		rows := meetings(t, text, settings())
		if len(rows) != 1 {
			t.Fatalf("%v: %d meetings", parts, len(rows))
		}
		m := rows[0]
		return strings.Join([]string{m[icsfile.Busy], m[icsfile.Type], m[icsfile.Status], m[icsfile.Response]}, " ")
	}
	const organizer = "ORGANIZER:mailto:ada@own.example"
	answered := func(how string) string { return "ATTENDEE;PARTSTAT=" + how + ":mailto:bo@own.example" }
	for _, c := range []struct {
		parts []string
		want  string // busy, kind, status, response
	}{
		{[]string{"SUMMARY:x"}, "true   "},
		{[]string{"TRANSP:OPAQUE"}, "true   "},
		{[]string{"TRANSP:TRANSPARENT"}, "false   "},
		{[]string{"TRANSP:transparent"}, "false   "},
		{[]string{"X-MICROSOFT-CDO-BUSYSTATUS:FREE"}, "false   "},
		{[]string{"TRANSP:OPAQUE", "X-MICROSOFT-CDO-BUSYSTATUS:FREE"}, "false   "},
		{[]string{"TRANSP:TRANSPARENT", "X-MICROSOFT-CDO-BUSYSTATUS:BUSY"}, "false   "},
		{[]string{"X-MICROSOFT-CDO-BUSYSTATUS:OOF"}, "true out_of_office  "},
		{[]string{"X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE"}, "true   "},
		{[]string{"STATUS:CONFIRMED"}, "true  confirmed "},
		{[]string{"STATUS:Tentative"}, "true  tentative "},
		{[]string{"STATUS:CANCELLED"}, "true  cancelled "},
		{[]string{"STATUS:CANCELED"}, "true  cancelled "},
		{[]string{"STATUS:NEEDS-ACTION"}, "true   "},
		{[]string{organizer, answered("ACCEPTED")}, "true   accepted"},
		{[]string{organizer, answered("Declined")}, "true   declined"},
		{[]string{organizer, answered("TENTATIVE")}, "true   tentative"},
		{[]string{organizer, answered("NEEDS-ACTION")}, "true   needs_action"},
		{[]string{organizer, answered("DELEGATED")}, "true   "},
		{[]string{organizer, "ATTENDEE;PARTSTAT=DECLINED:mailto:cy@own.example"}, "true   "},
		{[]string{"ORGANIZER:mailto:bo@own.example"}, "true   accepted"},
		{[]string{"ORGANIZER:mailto:bo@own.example", answered("NEEDS-ACTION")}, "true   accepted"},
		{[]string{"ORGANIZER:mailto:bo@own.example", answered("DECLINED")}, "true   declined"},
	} {
		if got := said("METHOD:PUBLISH", c.parts...); got != c.want {
			t.Errorf("%v: %q, want %q", c.parts, got, c.want)
		}
	}
	if got := said("METHOD:CANCEL", "STATUS:CONFIRMED"); got != "true  cancelled " {
		t.Errorf("a calendar that cancels: %q", got)
	}
}
