package icsfile_test

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"salesops/connectors/icsfile"
)

// FuzzCalendar: any bytes are read to their end or refused, every row has a cell for each column,
// and what is refused says so.
func FuzzCalendar(f *testing.F) {
	for _, s := range []string{
		event(
			"DTSTART;TZID=Europe/Berlin:20260316T100000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=3\n" +
				"EXDATE:20260323T090000Z\nATTENDEE;CN=\"a;b:c\":mailto:a@b.example"),
		lines("BEGIN:VCALENDAR", "BEGIN:VTIMEZONE", "TZID:x", "BEGIN:STANDARD", "DTSTART:19701025T030000",
			"TZOFFSETFROM:+0200", "TZOFFSETTO:+0100", "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
			"END:STANDARD", "END:VTIMEZONE",
			"BEGIN:VEVENT", "DTSTART;TZID=x:20260316T100000", "RDATE;VALUE=PERIOD:20260317T100000Z/PT3H",
			"BEGIN:VALARM", "END:VALARM", "END:VEVENT",
			"BEGIN:VEVENT", "RECURRENCE-ID;RANGE=THISANDFUTURE:20260316", "DTSTART;VALUE=DATE:20260316",
			"END:VEVENT", "END:VCALENDAR"),
		"BEGIN:VEVENT\nDTSTART:20260316\nEND:VEVENT", "\xff\xfeB\x00E\x00", "BEGIN:VEVENT\n SUMMARY", "",
	} {
		f.Add([]byte(s))
	}
	file := filepath.Join(f.TempDir(), "c.ics")
	f.Fuzz(func(t *testing.T, data []byte) {
		icsfile.Looks(data)
		if err := os.WriteFile(file, data, 0o600); err != nil {
			t.Fatal(err)
		}
		tb, err := icsfile.Table(file, settings())
		if err != nil {
			t.Fatal(err)
		}
		if !tb.Reason.None() {
			return
		}
		r, err := tb.Open(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		for range 3000 {
			row, err := r.Next(nil)
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			if row.Line < 1 || row.Problem != nil && (row.Problem.Line < 1 || row.Problem.Reason.None()) ||
				row.Problem == nil && len(row.Cells) != len(tb.Header) {
				t.Fatalf("%+v", row)
			}
		}
		r.Notes()
		_ = r.Close()
	})
}

// FuzzRule: a rule is refused or followed to an end: the times are in order, each once, the first
// is the start, and there are no more than COUNT and the limit allow.
func FuzzRule(f *testing.F) {
	for _, s := range []string{
		"FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO;WKST=SU", "FREQ=MONTHLY;BYSETPOS=-1;BYDAY=MO,TU;COUNT=3",
		"FREQ=SECONDLY;INTERVAL=7;BYHOUR=3;BYSECOND=60",
		"FREQ=HOURLY;INTERVAL=24;BYHOUR=3", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "FREQ=WEEKLY;UNTIL=20270101T000000Z",
		"FREQ=YEARLY;BYYEARDAY=-366", "FREQ=MINUTELY;INTERVAL=90;COUNT=4;BYMONTH=1",
	} {
		f.Add(s, uint32(0), false)
		f.Add(s, uint32(900_000_000), true)
	}
	file := filepath.Join(f.TempDir(), "c.ics")
	f.Fuzz(func(t *testing.T, rule string, at uint32, date bool) {
		if strings.ContainsAny(rule, "\r\n") {
			return
		}
		start := time.Unix(int64(at), 0).UTC()
		line := "DTSTART;TZID=America/New_York:" + start.Format("20060102T150405")
		if date {
			line = "DTSTART;VALUE=DATE:" + start.Format("20060102")
		}
		if err := os.WriteFile(file, []byte(event(line+"\nDURATION:PT1H\nRRULE:"+rule)), 0o600); err != nil {
			t.Fatal(err)
		}
		tb, err := icsfile.Table(file, settings())
		if err != nil {
			t.Fatal(err)
		}
		r, err := tb.Open(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		before, n := "", 0
		for {
			row, err := r.Next(nil)
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			if row.Problem != nil {
				continue
			}
			if n++; n > 20_000 {
				t.Fatal("more than the limit")
			}
			if s := row.Cells[4]; s <= before {
				t.Fatalf("%s behind %s", s, before)
			} else {
				before = s
			}
		}
	})
}
