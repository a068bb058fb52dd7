package icsfile

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"salesops/internal/period"
)

// TestStamps: days and times as calendars and other programs write them.
func TestStamps(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"20260316": "2026-03-16", "20260316T160000": "2026-03-16T16:00:00Z", "20260316T150001Z": "2026-03-16T15:00:01Z",
		" 20260316t1500z ": "2026-03-16T15:00:00Z", "2026-03-16": "2026-03-16",
		"2026-03-16T15:04:05Z": "2026-03-16T15:04:05Z",
		"2026-03-16T15:04":     "2026-03-16T15:04:00Z", "20240229": "2024-02-29", "20230229": "",
		"20260431": "", "20261301": "",
		"20260100": "", "00000101": "", "00010101": "0001-01-01", "20260316T235960": "2026-03-16T23:59:59Z",
		"20260316T235961": "", "20260316T240000": "2026-03-17T00:00:00Z", "20260316T240001": "", "20260316T240100": "",
		"20260316T250000": "", "20260316T006000": "", "20260316T005900": "2026-03-16T00:59:00Z", "2026031": "",
		"2026x316": "", "202603x6": "", "x0260316": "", "20260316T": "", "20260316T15": "", "20260316X150000": "",
		"20260316T1500000": "", "20260316Tx50000": "", "20260316T15x000": "", "20260316T1500x0": "", "2026/03/16": "",
		"2026-03-16 15:04": "", "19691231T235959Z": "1969-12-31T23:59:59Z", "": "",
	} {
		s, err := parseStamp(text)
		got := ""
		if err == nil {
			got = s.text()
		}
		if got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
		if err == nil && s.utc != strings.HasSuffix(strings.ToUpper(strings.TrimSpace(text)), "Z") {
			t.Errorf("%q is in UTC: %v", text, s.utc)
		}
	}
	for text, want := range map[string]string{"19791231T235959Z": "", "19800101T000000Z": "1980-01-01T00:00:00Z",
		"20260316": "", "x": ""} {
		if got := stampText(text); got != want {
			t.Errorf("a program's stamp %s is %q, want %q", text, got, want)
		}
	}
}

// TestDurations: lengths in weeks, days and time.
func TestDurations(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"P2W": "14 0", "P1D": "1 0", "PT1H": "0 3600", "PT1M": "0 60", "PT7S": "0 7", "P1DT2H30M5S": "1 9005",
		"-PT15M": "0 -900", "-P1W": "-7 0", "+P1D": "1 0", " p1d ": "1 0", "P1W2D": "9 0", "PT10000000S": "0 10000000",
		"P0D": "0 0", "PT10000001S": "", "": "", "P": "", "PT": "", "1D": "", "P1": "", "PD": "", "P1H": "", "PT1D": "",
		"PT1W": "", "P1S": "", "P1M": "", "P1Y": "", "PT1HT1M": "", "P1DX": "", "--P1D": "", "P-1D": "", "PT1H2": "",
	} {
		n, err := parseDuration(text)
		got := ""
		if err == nil {
			got = fmt.Sprintf("%d %d", n.days, n.seconds)
		}
		if got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}

// TestOffsets: how far a clock is ahead of UTC, in seconds.
func TestOffsets(t *testing.T) {
	t.Parallel()
	const none = 1 << 30
	for text, want := range map[string]int{"+0100": 3600, "-0330": -12600, "+053045": 19845,
		"+01:00": 3600, " -0000 ": 0,
		"+1559": 57540, "+1600": none, "+0060": none, "+000060": none, "+000059": 59, "0100": none,
		"+01": none, "+01000": none,
		"": none, "*0100": none, "+0x00": none, "+010x": none, "+0100xx": none, "-010203": -3723} {
		got, ok := offset(text)
		if ok != (want != none) || ok && got != want {
			t.Errorf("%q is %d, %v", text, got, ok)
		}
	}
}

// TestRuleParts: what a rule says, and what no rule can say.
func TestRuleParts(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"FREQ=DAILY": "", "freq = weekly ; interval=2;;": "", "FREQ=DAILY;COUNT=1": "", "FREQ=DAILY;COUNT=1000000": "",
		"FREQ=DAILY;COUNT=0": "COUNT=0", "FREQ=DAILY;COUNT=1000001": "COUNT=1000001",
		"FREQ=DAILY;INTERVAL=0": "INTERVAL=0",
		"FREQ=DAILY;INTERVAL=x": "INTERVAL=X", "FREQ=DAILY;UNTIL=20260401": "", "FREQ=DAILY;UNTIL=soon": "UNTIL=SOON",
		"FREQ=WEEKLY;WKST=SU": "", "FREQ=WEEKLY;WKST=XX": "WKST=XX", "FREQ=WEEKLY;BYDAY=MO, TU": "",
		"FREQ=MONTHLY;BYDAY=+2TU,-1FR,53MO,-53SU": "", "FREQ=MONTHLY;BYDAY=0MO": "BYDAY=0MO",
		"FREQ=MONTHLY;BYDAY=54MO": "BYDAY=54MO", "FREQ=MONTHLY;BYDAY=-54MO": "BYDAY=-54MO",
		"FREQ=MONTHLY;BYDAY=M":   "BYDAY=M",
		"FREQ=MONTHLY;BYDAY=xMO": "BYDAY=XMO", "FREQ=MONTHLY;BYDAY=1XX": "BYDAY=1XX", "FREQ=DAILY;RSCALE=GREGORIAN": "",
		"FREQ=DAILY;RSCALE=HEBREW": "RSCALE=HEBREW", "FREQ=DAILY;SKIP=OMIT": "",
		"FREQ=DAILY;SKIP=FORWARD": "SKIP=FORWARD",
		"FREQ=DAILY;X-OWN=1":      "", "FREQ=DAILY;BYEASTER=1": "BYEASTER=1", "FREQ=DAILY;COUNT": "COUNT",
		"COUNT=1": "FREQ", "": "FREQ",
		"FREQ=DAILY;BYHOUR=0,23": "", "FREQ=DAILY;BYHOUR=24": "BYHOUR=24", "FREQ=DAILY;BYHOUR=-1": "BYHOUR=-1",
		"FREQ=DAILY;BYMINUTE=59": "", "FREQ=DAILY;BYMINUTE=60": "BYMINUTE=60", "FREQ=DAILY;BYSECOND=60": "",
		"FREQ=DAILY;BYSECOND=61": "BYSECOND=61", "FREQ=DAILY;BYMONTHDAY=31,-31,+1": "",
		"FREQ=DAILY;BYMONTHDAY=32":  "BYMONTHDAY=32",
		"FREQ=DAILY;BYMONTHDAY=-32": "BYMONTHDAY=-32", "FREQ=DAILY;BYMONTHDAY=0": "BYMONTHDAY=0",
		"FREQ=YEARLY;BYYEARDAY=366,-366": "",
		"FREQ=YEARLY;BYYEARDAY=367":      "BYYEARDAY=367", "FREQ=YEARLY;BYWEEKNO=53,-53": "",
		"FREQ=YEARLY;BYWEEKNO=54": "BYWEEKNO=54",
		"FREQ=MONTHLY;BYWEEKNO=1": "BYWEEKNO", "FREQ=YEARLY;BYMONTH=1,12": "", "FREQ=YEARLY;BYMONTH=0": "BYMONTH=0",
		"FREQ=YEARLY;BYMONTH=13": "BYMONTH=13", "FREQ=MONTHLY;BYSETPOS=366,-366": "",
		"FREQ=MONTHLY;BYSETPOS=367": "BYSETPOS=367",
		"FREQ=HOURLY;BYSETPOS=1":    "BYSETPOS", "FREQ=DAILY;BYHOUR=a": "BYHOUR=A", "FREQ=DAILY;BYHOUR=": "BYHOUR=",
	} {
		_, err := parseRule(text)
		said := ""
		if err != nil {
			said = strings.TrimPrefix(err.Error(), "the recurrence cannot be followed: ")
		}
		if said != want {
			t.Errorf("%q: %q, want %q", text, said, want)
		}
	}
	r, err := parseRule("FREQ=DAILY;BYSECOND=60,59,3;BYHOUR=9,8,9")
	if err != nil || fmt.Sprint(r.Bysecond, r.Byhour) != "[3 59] [8 9]" {
		t.Errorf("the lists are %v %v, %v", r.Bysecond, r.Byhour, err)
	}
}

// TestRulesThatNeverCome: a rule whose parts no day has in common ends at once; one that comes once in many years is
// followed.
func TestRulesThatNeverCome(t *testing.T) {
	t.Parallel()
	for text, times := range map[string]int{
		"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30": 1, "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;COUNT=3": 3,
		"FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=31": 1, "FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=-30;COUNT=2": 2,
		"FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=-31": 1, "FREQ=YEARLY;BYYEARDAY=366;COUNT=2": 2,
		"FREQ=YEARLY;BYYEARDAY=-366;COUNT=2": 2,
		"FREQ=YEARLY;BYYEARDAY=1;BYMONTH=2":  1, "FREQ=YEARLY;BYYEARDAY=60;BYMONTH=2;COUNT=2": 2,
		"FREQ=YEARLY;BYYEARDAY=32;BYMONTH=1":  1,
		"FREQ=YEARLY;BYYEARDAY=-1;BYMONTH=11": 1, "FREQ=YEARLY;BYYEARDAY=-1;BYMONTH=12;COUNT=2": 2,
		"FREQ=YEARLY;BYYEARDAY=-366;BYMONTH=1;COUNT=2": 2, "FREQ=YEARLY;BYYEARDAY=-365;BYMONTH=2": 1,
		"FREQ=MONTHLY;BYMONTHDAY=31;COUNT=2": 2, "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO;COUNT=2": 2,
		"FREQ=WEEKLY;BYMONTH=2;BYMONTHDAY=30": 1, "FREQ=DAILY;BYMONTHDAY=31;BYMONTH=6": 1,
		"FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30": 1,
		"FREQ=MONTHLY;BYSETPOS=32":            1, "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYSETPOS=31;COUNT=2": 2,
		"FREQ=MONTHLY;BYSETPOS=-32": 1,
		"FREQ=WEEKLY;BYSETPOS=8":    1, "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYSETPOS=7;COUNT=2": 2,
		"FREQ=DAILY;BYSETPOS=2":                     1,
		"FREQ=DAILY;BYHOUR=9,10;BYSETPOS=2;COUNT=2": 2, "FREQ=DAILY;BYHOUR=9,10;BYSETPOS=3": 1,
		"FREQ=DAILY;BYHOUR=9,10;BYMINUTE=0,30;BYSECOND=0,1;BYSETPOS=8;COUNT=2": 2,
		"FREQ=DAILY;BYHOUR=9,10;BYMINUTE=0,30;BYSECOND=0,1;BYSETPOS=9":         1,
	} {
		r, err := parseRule(text)
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		start, err := parseStamp("20260105T080000Z")
		if err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		walls, cut, _ := r.walls(start, time.UTC, 10, wallOf(time.Date(2400, 1, 1, 0, 0, 0, 0, time.UTC)))
		if len(walls) != times || cut {
			t.Errorf("%s comes %d times, cut %v, want %d", text, len(walls), cut, times)
		}
		if took := time.Since(began); took > 20*time.Second {
			t.Errorf("%s took %s", text, took)
		}
	}
}

// TestUntil: a rule ends with the time, or with the day, that UNTIL names, by the clock of the event.
func TestUntil(t *testing.T) {
	t.Parallel()
	tokyo, err := time.LoadLocation("Asia/Tokyo")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		start, until string
		zone         *time.Location
		days         int
	}{
		{"20260105T080000", "20260107T080000", tokyo, 3}, {"20260105T080000", "20260107T075959", tokyo, 2},
		{"20260105T080000", "20260106T230000Z", tokyo, 3}, {"20260105T080000", "20260106T225959Z", tokyo, 2},
		{"20260105T080000", "20260107", tokyo, 3}, {"20260105", "20260107", tokyo, 3},
		{"20260105", "20260106T160000Z", tokyo, 3},
		{"20260105", "20260106T145959Z", tokyo, 2}, {"20260105", "20260107T000000", tokyo, 3},
		{"20260105T080000", "20260105T080000", tokyo, 1}, {"20260105T080000", "20260104", tokyo, 0},
		{"20260105T080000Z", "20260107T080000Z", time.UTC, 3},
	} {
		r, err := parseRule("FREQ=DAILY;UNTIL=" + c.until)
		if err != nil {
			t.Fatal(err)
		}
		start, err := parseStamp(c.start)
		if err != nil {
			t.Fatal(err)
		}
		if !start.utc {
			start.zone = c.zone
		}
		if walls, _, ended := r.walls(start, c.zone, 10, 1<<40); len(walls) != c.days || ended {
			t.Errorf("from %s until %s there are %d days, ended %v, want %d", c.start,
				c.until, len(walls), ended, c.days)
		}
	}
}

// TestEndsOfRules: a rule without an end is followed to the end of the next year, one that has more times than can be
// kept is cut.
func TestEndsOfRules(t *testing.T) {
	t.Parallel()
	last := endOf(period.DayOf(2026, 6, 1))
	if got := time.Unix(last, 0).UTC().Format(time.DateTime); got != "2027-12-31 23:59:59" {
		t.Errorf("the end is %s", got)
	}
	start, err := parseStamp("20271229T120000Z")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		rule       string
		most       int
		times      int
		cut, ended bool
	}{
		{"FREQ=DAILY", 10, 3, false, true}, {"FREQ=DAILY", 3, 3, false, true}, {"FREQ=DAILY", 2, 2, true, false},
		{"FREQ=DAILY;COUNT=5", 10, 5, false, false}, {"FREQ=DAILY;COUNT=5", 5, 5, false, false},
		{"FREQ=DAILY;COUNT=5", 4, 4, true, false}, {"FREQ=HOURLY;INTERVAL=12", 10, 5, false, true},
		{"FREQ=HOURLY;INTERVAL=12", 4, 4, true, false}, {"FREQ=HOURLY;INTERVAL=12;COUNT=8", 10, 8, false, false},
		{"FREQ=HOURLY;COUNT=3;BYHOUR=9,10", 10, 3, false, false},
		{"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", 10, 1, false, true},
		{"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=2", 10, 1, false, false},
		{"FREQ=MINUTELY;INTERVAL=30;UNTIL=20271229T130000Z", 10, 3, false, false},
		{"FREQ=SECONDLY;INTERVAL=20;COUNT=3", 10, 3, false, false},
	} {
		r, err := parseRule(c.rule)
		if err != nil {
			t.Fatal(err)
		}
		walls, cut, ended := r.walls(start, time.UTC, c.most, last)
		if len(walls) != c.times || cut != c.cut || ended != c.ended {
			t.Errorf("%s with %d: %d times, cut %v, ended %v; want %d, %v, %v", c.rule, c.most, len(walls), cut, ended,
				c.times, c.cut, c.ended)
		}
	}
}

// TestContentLines: a line taken apart into its name, its parameters and its value.
func TestContentLines(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"SUMMARY:a: b; c": "SUMMARY|a: b; c", "dtstart;tzid=X:1": "DTSTART TZID=X|1",
		`A;B="c;d:e";F=g:h`: "A B=c;d:e F=g|h",
		`A;B=^'c^'^^^n:h`:   "A B=\"c\"^\n|h", "A;B:c": "A|c", "A;B;C=d:e": "A C=d|e", "A": "none", ":x": "none",
		";x": "none", "": "none",
		"A;B=c": "none", "A;B": "none", `A;B="c:d`: `A B=c|d`, `A;B="c;D=e:f`: `A B=c D=e|f`,
		`A;B="c`: "none", "A: x ": "A|x",
		"A;B=:c": "A B=|c", ` A ;B=c:d`: "A B=c|d",
	} {
		p, ok := parseLine(line{1, text})
		got := "none"
		if ok {
			got = p.name
			for _, q := range p.params {
				got += " " + q.name + "=" + q.value
			}
			got += "|" + p.value
		}
		if got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}

// TestFoldedLines: a line goes on where the next begins with a space, whatever ends it and whatever it is written in.
func TestFoldedLines(t *testing.T) {
	t.Parallel()
	read := func(data string) string {
		var got []string
		lines(decode([]byte(data)), func(l line) { got = append(got, fmt.Sprintf("%d %s", l.number, l.text)) })
		return strings.Join(got, "|")
	}
	for data, want := range map[string]string{
		"A:1\r\n B\r\nC:2\r\n": "1 A:1B|3 C:2", "A:1\n\tB\nC:2": "1 A:1B|3 C:2", "A:1\rB:2\r C": "1 A:1|2 B:2C",
		"A:1\r\n\r\n B\r\n\r\nC:2": "1 A:1B|5 C:2", " A\nB:1": "1  A|2 B:1", "\n\n  \nA:1": "4 A:1", "": "",
		"\xEF\xBB\xBFA:1": "1 A:1", "\xFF\xFEA\x00:\x001\x00": "1 A:1", "\xFE\xFF\x00A\x00:\x001": "1 A:1",
		"A:M\xFCller": "1 A:Müller", "A:Mü": "1 A:Mü",
	} {
		if got := read(data); got != want {
			t.Errorf("%q is read as %q, want %q", data, got, want)
		}
	}
	long := strings.Repeat("x", longestLine)
	for data, want := range map[string]int{long: longestLine, long + "y": longestLine,
		long[1:] + "\n y": longestLine - 1,
		long[2:] + "\n y": longestLine - 1, long[3:] + "\n y\n z": longestLine - 1} {
		var got int
		lines([]byte(data), func(l line) { got = len(l.text) })
		if got != want {
			t.Errorf("of %d bytes %d are kept, want %d", len(data), got, want)
		}
	}
}

// TestAddresses: who an organizer or attendee is.
func TestAddresses(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]string{"mailto:Ada@Own.example": "ada@own.example",
		"ada@own.example":             "ada@own.example",
		" MAILTO: <ada@own.example> ": "ada@own.example", "'ada@own.example'": "ada@own.example",
		"ada@own": "", "@own.example": "",
		"ada": "", "": "", "ada@b@own.example": "", "a da@own.example": "", "a,b@own.example": "",
		strings.Repeat("a", 188) + "@own.example": strings.Repeat("a", 188) + "@own.example",
		strings.Repeat("a", 189) + "@own.example": ""} {
		if got := address(value); got != want {
			t.Errorf("%q is %q, want %q", value, got, want)
		}
	}
	for _, c := range []struct {
		value  string
		params []param
		want   string
	}{{"mailto:r@own.example", []param{{"CUTYPE", "room"}}, ""},
		{"mailto:r@own.example", []param{{"CUTYPE", "RESOURCE"}}, ""},
		{"mailto:r@own.example", []param{{"CUTYPE", "INDIVIDUAL"}}, "r@own.example"},
		{"urn:uuid:1", []param{{"EMAIL", "ada@own.example"}}, "ada@own.example"},
		{"mailto:b@own.example", []param{{"EMAIL", "ada@own.example"}}, "b@own.example"},
		{"mailto:x@group.calendar.google.com", nil, ""}} {
		if got := addressOf(&property{params: c.params, value: c.value}); got != c.want {
			t.Errorf("%s with %v is %q, want %q", c.value, c.params, got, c.want)
		}
	}
	for uid, want := range map[string]string{" a@b ": "a@b", strings.Repeat("u", 180): strings.Repeat("u", 180)} {
		if got := clean(uid); got != want {
			t.Errorf("the id %q becomes %q", uid, got)
		}
	}
	for _, uid := range []string{strings.Repeat("u", 181), "a b", "a\tb", "a\xff"} {
		if got := clean(uid); len(got) != 16 || got == clean(uid+"x") {
			t.Errorf("the id %q becomes %q", uid, got)
		}
	}
}
