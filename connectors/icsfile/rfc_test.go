package icsfile_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// The examples of RFC 5545, 3.8.5.3, in New York. Where a set has no end, its beginning is
// compared. One is put right as its erratum says: UNTIL of the rule by hours is at 21:00 UTC.
func TestRulesOfTheStandard(t *testing.T) {
	t.Parallel()
	days := func(from, to string) string {
		a, _ := time.Parse("2006-01-02", from)
		z, _ := time.Parse("2006-01-02", to)
		var all []string
		for ; !a.After(z); a = a.AddDate(0, 0, 1) {
			all = append(all, a.Format("2006-01-02"))
		}
		return strings.Join(all, " ")
	}
	january := days("1998-01-01", "1998-01-31") + " " + days("1999-01-01", "1999-01-31") +
		" " + days("2000-01-01", "2000-01-31")
	twice := "1997-09-02 1997-09-04 1997-09-09 1997-09-11 1997-09-16 1997-09-18 1997-09-23 1997-09-25 1997-09-30 " +
		"1997-10-02"
	fridays := "1997-09-05 1997-10-03 1997-11-07 1997-12-05"
	for _, c := range []struct {
		start, rule string
		more        string // other lines of the event
		want        string // days at 09:00, or times
		endless     bool
	}{
		{"19970902", "FREQ=DAILY;COUNT=10", "", days("1997-09-02", "1997-09-11"), false},
		{"19970902", "FREQ=DAILY;UNTIL=19971224T000000Z", "", days("1997-09-02", "1997-12-23"), false},
		{"19970902", "FREQ=DAILY;INTERVAL=2", "", "1997-09-02 1997-09-04 1997-09-06 1997-09-08 1997-09-10", true},
		{"19970902", "FREQ=DAILY;INTERVAL=10;COUNT=5", "",
			"1997-09-02 1997-09-12 1997-09-22 1997-10-02 1997-10-12", false},
		{"19980101", "FREQ=YEARLY;UNTIL=20000131T140000Z;BYMONTH=1;BYDAY=SU,MO,TU,WE,TH,FR,SA", "", january, false},
		{"19980101", "FREQ=DAILY;UNTIL=20000131T140000Z;BYMONTH=1", "", january, false},
		{"19970902", "FREQ=WEEKLY;COUNT=10", "",
			"1997-09-02 1997-09-09 1997-09-16 1997-09-23 1997-09-30 1997-10-07 1997-10-14 1997-10-21 1997-10-28 " +
				"1997-11-04", false},
		{"19970902", "FREQ=WEEKLY;UNTIL=19971224T000000Z", "",
			"1997-09-02 1997-09-09 1997-09-16 1997-09-23 1997-09-30 1997-10-07 1997-10-14 1997-10-21 1997-10-28 " +
				"1997-11-04 1997-11-11 1997-11-18 1997-11-25 1997-12-02 1997-12-09 1997-12-16 1997-12-23", false},
		{"19970902", "FREQ=WEEKLY;INTERVAL=2;WKST=SU", "",
			"1997-09-02 1997-09-16 1997-09-30 1997-10-14 1997-10-28 1997-11-11 1997-11-25 1997-12-09 1997-12-23 " +
				"1998-01-06 1998-01-20 1998-02-03 1998-02-17", true},
		{"19970902", "FREQ=WEEKLY;UNTIL=19971007T000000Z;WKST=SU;BYDAY=TU,TH", "", twice, false},
		{"19970902", "FREQ=WEEKLY;COUNT=10;WKST=SU;BYDAY=TU,TH", "", twice, false},
		{"19970901", "FREQ=WEEKLY;INTERVAL=2;UNTIL=19971224T000000Z;WKST=SU;BYDAY=MO,WE,FR",
			"",
			"1997-09-01 1997-09-03 1997-09-05 1997-09-15 1997-09-17 1997-09-19 1997-09-29 1997-10-01 1997-10-03 " +
				"1997-10-13 1997-10-15 1997-10-17 1997-10-27 1997-10-29 1997-10-31 1997-11-10 1997-11-12 1997-11-14 " +
				"1997-11-24 1997-11-26 1997-11-28 1997-12-08 1997-12-10 1997-12-12 1997-12-22", false},
		{"19970902", "FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH",
			"", "1997-09-02 1997-09-04 1997-09-16 1997-09-18 1997-09-30 1997-10-02 1997-10-14 1997-10-16", false},
		{"19970905", "FREQ=MONTHLY;COUNT=10;BYDAY=1FR", "",
			fridays + " 1998-01-02 1998-02-06 1998-03-06 1998-04-03 1998-05-01 1998-06-05", false},
		{"19970905", "FREQ=MONTHLY;UNTIL=19971224T000000Z;BYDAY=1FR", "", fridays, false},
		{"19970907", "FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU", "",
			"1997-09-07 1997-09-28 1997-11-02 1997-11-30 1998-01-04 1998-01-25 1998-03-01 1998-03-29 1998-05-03 " +
				"1998-05-31", false},
		{"19970922", "FREQ=MONTHLY;COUNT=6;BYDAY=-2MO", "",
			"1997-09-22 1997-10-20 1997-11-17 1997-12-22 1998-01-19 1998-02-16", false},
		{"19970928", "FREQ=MONTHLY;BYMONTHDAY=-3", "",
			"1997-09-28 1997-10-29 1997-11-28 1997-12-29 1998-01-29 1998-02-26", true},
		{"19970902", "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15",
			"",
			"1997-09-02 1997-09-15 1997-10-02 1997-10-15 1997-11-02 1997-11-15 1997-12-02 1997-12-15 1998-01-02 " +
				"1998-01-15", false},
		{"19970930", "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1",
			"",
			"1997-09-30 1997-10-01 1997-10-31 1997-11-01 1997-11-30 1997-12-01 1997-12-31 1998-01-01 1998-01-31 " +
				"1998-02-01", false},
		{"19970910", "FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15",
			"", days("1997-09-10", "1997-09-15") + " " + days("1999-03-10", "1999-03-13"), false},
		{"19970902", "FREQ=MONTHLY;INTERVAL=2;BYDAY=TU", "",
			"1997-09-02 1997-09-09 1997-09-16 1997-09-23 1997-09-30 1997-11-04 1997-11-11 1997-11-18 1997-11-25 " +
				"1998-01-06 1998-01-13 1998-01-20 1998-01-27 1998-03-03 1998-03-10 1998-03-17 1998-03-24 1998-03-31",
			true},
		{"19970610", "FREQ=YEARLY;COUNT=10;BYMONTH=6,7", "",
			"1997-06-10 1997-07-10 1998-06-10 1998-07-10 1999-06-10 1999-07-10 2000-06-10 2000-07-10 2001-06-10 " +
				"2001-07-10", false},
		{"19970310", "FREQ=YEARLY;INTERVAL=2;COUNT=10;BYMONTH=1,2,3", "",
			"1997-03-10 1999-01-10 1999-02-10 1999-03-10 2001-01-10 2001-02-10 2001-03-10 2003-01-10 2003-02-10 " +
				"2003-03-10", false},
		{"19970101", "FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200",
			"",
			"1997-01-01 1997-04-10 1997-07-19 2000-01-01 2000-04-09 2000-07-18 2003-01-01 2003-04-10 2003-07-19 " +
				"2006-01-01", false},
		{"19970519", "FREQ=YEARLY;BYDAY=20MO", "", "1997-05-19 1998-05-18 1999-05-17", true},
		{"19970512", "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", "", "1997-05-12 1998-05-11 1999-05-17", true},
		{"19970313", "FREQ=YEARLY;BYMONTH=3;BYDAY=TH", "",
			"1997-03-13 1997-03-20 1997-03-27 1998-03-05 1998-03-12 1998-03-19 1998-03-26 1999-03-04 1999-03-11 " +
				"1999-03-18 1999-03-25", true},
		{"19970605", "FREQ=YEARLY;BYDAY=TH;BYMONTH=6,7,8", "",
			"1997-06-05 1997-06-12 1997-06-19 1997-06-26 1997-07-03 1997-07-10 1997-07-17 1997-07-24 1997-07-31 " +
				"1997-08-07 1997-08-14 1997-08-21 1997-08-28 1998-06-04 1998-06-11 1998-06-18 1998-06-25 1998-07-02",
			true},
		{"19970902", "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "EXDATE;TZID=America/New_York:19970902T090000",
			"1998-02-13 1998-03-13 1998-11-13 1999-08-13 2000-10-13", true},
		{"19970913", "FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13",
			"",
			"1997-09-13 1997-10-11 1997-11-08 1997-12-13 1998-01-10 1998-02-07 1998-03-07 1998-04-11 1998-05-09 " +
				"1998-06-13", true},
		{"19961105", "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8",
			"", "1996-11-05 2000-11-07 2004-11-02", true},
		{"19970904", "FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3", "", "1997-09-04 1997-10-07 1997-11-06", false},
		{"19970929", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2", "",
			"1997-09-29 1997-10-30 1997-11-27 1997-12-30 1998-01-29 1998-02-26 1998-03-30", true},
		{"19970902", "FREQ=HOURLY;INTERVAL=3;UNTIL=19970902T210000Z", "",
			"1997-09-02T09:00 1997-09-02T12:00 1997-09-02T15:00", false},
		{"19970902", "FREQ=MINUTELY;INTERVAL=15;COUNT=6", "",
			"1997-09-02T09:00 1997-09-02T09:15 1997-09-02T09:30 1997-09-02T09:45 1997-09-02T10:00 1997-09-02T10:15",
			false},
		{"19970902", "FREQ=MINUTELY;INTERVAL=90;COUNT=4", "",
			"1997-09-02T09:00 1997-09-02T10:30 1997-09-02T12:00 1997-09-02T13:30", false},
		{"19970902", "FREQ=DAILY;BYHOUR=9,10,11,12,13,14,15,16;BYMINUTE=0,20,40", "", office(2), true},
		{"19970902", "FREQ=MINUTELY;INTERVAL=20;BYHOUR=9,10,11,12,13,14,15,16", "", office(2), true},
		{"19970805", "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO",
			"", "1997-08-05 1997-08-10 1997-08-19 1997-08-24", false},
		{"19970805", "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU",
			"", "1997-08-05 1997-08-17 1997-08-19 1997-08-31", false},
		{"20070115", "FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5",
			"", "2007-01-15 2007-01-30 2007-02-15 2007-03-15 2007-03-30", false},
		// leap days, the last day of a month, weeks of a year by the day they begin on
		{"20240229", "FREQ=YEARLY;COUNT=3", "", "2024-02-29 2028-02-29 2032-02-29", false},
		{"20260131", "FREQ=MONTHLY;COUNT=4", "", "2026-01-31 2026-03-31 2026-05-31 2026-07-31", false},
		{"19970902", "FREQ=YEARLY;BYWEEKNO=1;COUNT=3", "", "1997-09-02 1997-12-30 1999-01-05", false},
		{"20260101", "FREQ=YEARLY;BYWEEKNO=53;BYDAY=SA;COUNT=3", "", "2026-01-01 2027-01-02 2033-01-01", false},
		{"20260302", "FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=-1;COUNT=3", "", "2026-03-02 2026-03-06 2026-03-13", false},
		// rules as programs write them
		{"20260302", "freq=weekly; byday=mo;count=2;", "", "2026-03-02 2026-03-09", false},
		{"20260302", "FREQ=WEEKLY;COUNT=2;X-PART=1;RSCALE=GREGORIAN;SKIP=OMIT", "", "2026-03-02 2026-03-09", false},
		// the start counts also where the rule leaves it out; a rule that can match nothing ends at once
		{"20260302", "FREQ=WEEKLY;BYDAY=TU;COUNT=3", "", "2026-03-02 2026-03-03 2026-03-10", false},
		{"20260302", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "", "2026-03-02", false},
		{"20260302", "FREQ=HOURLY;INTERVAL=24;BYHOUR=3", "", "2026-03-02", false},
		{"20260302", "FREQ=SECONDLY;INTERVAL=3600;BYSECOND=5", "", "2026-03-02", false},
		{"20260302", "FREQ=DAILY;BYSETPOS=2", "", "2026-03-02", false},
		{"20260302", "FREQ=WEEKLY;UNTIL=20260301T000000Z", "", "", false},
		// by hours and minutes, also before 1970, with what the step leaves open
		{"19650302", "FREQ=HOURLY;INTERVAL=9;BYMINUTE=15,45;COUNT=4", "",
			"1965-03-02T09:00 1965-03-02T09:15 1965-03-02T09:45 1965-03-02T18:15", false},
		{"20260302", "FREQ=HOURLY;INTERVAL=6;BYDAY=WE;COUNT=3",
			"", "2026-03-02T09:00 2026-03-04T03:00 2026-03-04T09:00", false},
		{"20260302", "FREQ=MINUTELY;INTERVAL=7;BYHOUR=9;BYMINUTE=0,7,10;COUNT=4", "",
			"2026-03-02T09:00 2026-03-02T09:07 2026-03-07T09:10 2026-03-09T09:00", false},
	} {
		text := fmt.Sprintf("DTSTART;TZID=America/New_York:%sT090000\nDURATION:PT30M\nRRULE:%s\n%s",
			c.start, c.rule, c.more)
		var got []string
		for _, m := range meetings(t, event(text), settings()) {
			at, err := time.Parse(time.RFC3339, m["dtstart"])
			if err != nil {
				t.Fatal(err)
			}
			local := at.In(newYork)
			if strings.Contains(c.want, "T") {
				got = append(got, local.Format("2006-01-02T15:04"))
			} else if s := local.Format("2006-01-02"); local.Format("15:04") == "09:00" &&
				!strings.Contains(c.want, "T") {
				got = append(got, s)
			} else {
				got = append(got, local.Format("2006-01-02T15:04"))
			}
		}
		all := strings.Join(got, " ")
		if all != c.want && (!c.endless || !strings.HasPrefix(all, c.want+" ")) {
			t.Errorf("%s from %s\n got %.300s\nwant %.300s", c.rule, c.start, all, c.want)
		}
	}
}

// office is every twenty minutes from nine to twenty to five.
func office(days int) string {
	var all []string
	for d := range days {
		for m := 9 * 60; m < 17*60; m += 20 {
			all = append(all, fmt.Sprintf("1997-09-%02dT%02d:%02d", 2+d, m/60, m%60))
		}
	}
	return strings.Join(all, " ")
}
