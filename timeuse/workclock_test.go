package timeuse

import (
	"testing"
	"time"

	"salesops/internal/period"
	"salesops/sales"
)

// A shift from midnight on a day that has no midnight begins with the day, not on the day before.
func TestWorkingHoursWhereClocksMoveAtMidnight(t *testing.T) {
	zone, err := time.LoadLocation("America/Sao_Paulo")
	if err != nil {
		t.Fatal(err)
	}
	c := workClock{hours: sales.WorkingHours{Days: [7]bool{true, true, true, true, true, true, true},
		Spans: []sales.Hours{{From: 0, To: 8 * 60}, {From: 20 * 60, To: 24 * 60}}}, zone: zone}
	d := period.DayOf(2018, time.November, 4)
	got := c.spans(d)
	if len(got) != 2 || got[0].From.String() != "2018-11-04T03:00:00Z" ||
		got[0].To.String() != "2018-11-04T10:00:00Z" || got[1].To != d.End(zone) {
		t.Errorf("%+v: want 01:00 to 08:00 and 20:00 to the day's end", got)
	}
}
