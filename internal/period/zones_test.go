package period

import (
	"archive/zip"
	"encoding/binary"
	"io"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"sort"
	"strconv"
	"strings"
	"testing"
	"time"
)

// stretch is a period in which a zone's offset from UTC, in seconds, does not change.
type stretch struct{ from, to, offset int64 }

// stretches parses the compiled rules of a zone (RFC 8536) without package time.
func stretches(t *testing.T, data []byte) []stretch {
	t.Helper()
	counts := func(b []byte) (utc, std, leap, times, types, chars int) {
		n := func(i int) int { return int(binary.BigEndian.Uint32(b[20+4*i:])) }
		return n(0), n(1), n(2), n(3), n(4), n(5)
	}
	if string(data[:4]) != "TZif" || data[4] < '2' {
		t.Fatalf("no rules of version 2 or later")
	}
	utc, std, leap, times, types, chars := counts(data)
	data = data[44+times*5+types*6+chars+leap*8+std+utc:] // the second block has 64-bit times
	_, _, _, times, types, _ = counts(data)
	data = data[44:]
	kinds := data[times*8 : times*9]
	infos := data[times*9 : times*9+types*6]
	offset := func(kind byte) int64 { return int64(int32(binary.BigEndian.Uint32(infos[int(kind)*6:]))) }
	out := []stretch{{from: -1 << 60, offset: offset(0)}}
	for i := range times {
		at := int64(binary.BigEndian.Uint64(data[i*8:]))
		out[len(out)-1].to = at
		out = append(out, stretch{from: at, offset: offset(kinds[i])})
	}
	out[len(out)-1].to = 1 << 60
	_, foot, _ := strings.Cut(string(data[times*9+types*6:]), "\n")
	return beyond(t, out, strings.TrimSpace(foot))
}

// footer is the rule for the years after the table, such as EET-2EEST,M3.5.0/3,M10.5.0/4.
var footer = regexp.MustCompile(
	`^(?:<[^>]+>|[A-Za-z]+)([-+:\d]+)(?:(?:<[^>]+>|[A-Za-z]+)([-+:\d]*),M(\d+)\.(\d)\.(\d)(?:/([-\d:]+))?,M(\d+)\.(\d)\.(\d)(?:/([-\d:]+))?)?$`)

// beyond adds the changes that follow from the rule in a zone's footer.
func beyond(t *testing.T, out []stretch, foot string) []stretch {
	t.Helper()
	m := footer.FindStringSubmatch(foot)
	if m == nil {
		t.Fatalf("the rule %q cannot be read", foot)
	}
	if m[3] == "" {
		return out
	}
	standard := -seconds(m[1], 0)
	summer := standard + 3600
	if m[2] != "" {
		summer = -seconds(m[2], 0)
	}
	last := out[len(out)-1].from
	for year := 1971; year <= 2039; year++ {
		changes := []stretch{
			{from: ruleDay(year, m[3], m[4], m[5]) + seconds(m[6], 7200) - standard, offset: summer},
			{from: ruleDay(year, m[7], m[8], m[9]) + seconds(m[10], 7200) - summer, offset: standard},
		}
		slices.SortFunc(changes, func(a, b stretch) int { return int(a.from - b.from) })
		for _, c := range changes {
			if c.from > last {
				out[len(out)-1].to = c.from
				c.to = 1 << 60
				out = append(out, c)
			}
		}
	}
	return out
}

// seconds parses offsets such as -1:30 and 26.
func seconds(s string, otherwise int64) int64 {
	if s == "" {
		return otherwise
	}
	sign, n := int64(1), int64(0)
	if s[0] == '-' {
		sign = -1
	}
	for i, part := range strings.Split(strings.TrimLeft(s, "+-"), ":") {
		v, _ := strconv.ParseInt(part, 10, 64)
		n += v * []int64{3600, 60, 1}[i]
	}
	return sign * n
}

// ruleDay returns midnight of the nth weekday of a month; the fifth is the last one.
func ruleDay(year int, month, nth, weekday string) int64 {
	m, _ := strconv.Atoi(month)
	n, _ := strconv.Atoi(nth)
	w, _ := strconv.Atoi(weekday)
	day := DayOf(year, time.Month(m), 1)
	for int(day.Weekday()) != w {
		day++
	}
	day += Day(7 * (n - 1))
	for day >= DayOf(year, time.Month(m)+1, 1) {
		day -= 7
	}
	return int64(day) * 86400
}

// instantOf returns when clocks first show a local time, given as seconds since 1970 as if it were
// UTC. It returns false when the time is skipped; the instant is then by the offset before.
func instantOf(all []stretch, local int64) (int64, bool) {
	i := max(sort.Search(len(all), func(i int) bool { return all[i].to > local-16*3600 })-1, 0)
	for ; i < len(all) && all[i].from <= local+16*3600; i++ {
		if at := local - all[i].offset; at >= all[i].from && at < all[i].to {
			return at, true
		}
		if i+1 < len(all) && local-all[i].offset >= all[i].to && local-all[i+1].offset < all[i+1].from {
			return local - all[i].offset, false
		}
	}
	return 0, false
}

func localDay(all []stretch, at int64) Day {
	i := sort.Search(len(all), func(i int) bool { return all[i].to > at })
	local := at + all[i].offset
	return Day((local - ((local%86400)+86400)%86400) / 86400)
}

// zoneFiles returns the rules of every zone that Go knows. Zones with equal rules are returned
// once.
func zoneFiles(t *testing.T) map[string][]byte {
	t.Helper()
	root, err := exec.CommandContext(t.Context(), "go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatalf("find the time-zone data of Go: %v", err)
	}
	r, err := zip.OpenReader(filepath.Join(strings.TrimSpace(string(root)), "lib", "time", "zoneinfo.zip"))
	if err != nil {
		t.Fatalf("open the time-zone data of Go: %v", err)
	}
	defer func() { _ = r.Close() }()
	files, seen, names := map[string][]byte{}, map[string]bool{}, 0
	for _, f := range r.File {
		if strings.HasSuffix(f.Name, "/") {
			continue
		}
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(in)
		_ = in.Close()
		if err != nil {
			t.Fatal(err)
		}
		names++
		if len(data) > 44 && !seen[string(data)] {
			seen[string(data)] = true
			files[f.Name] = data
		}
	}
	if names < 500 || len(files) < 300 {
		t.Fatalf("%d zones of %d names: the data is not whole", len(files), names)
	}
	return files
}

// TestEveryZone tests every zone on every day from 1990 to 2037 against the zone's rules: where the
// day begins, and the instants of times around every change of the clocks.
func TestEveryZone(t *testing.T) {
	t.Parallel()
	first, last := DayOf(1990, 1, 1), DayOf(2037, 12, 31)
	midnights, skipped, checked := 0, 0, 0
	for name, data := range zoneFiles(t) {
		zone, err := time.LoadLocationFromTZData(name, data)
		if err != nil {
			t.Fatal(err)
		}
		all := stretches(t, data)
		for d := first; d <= last; d++ {
			start := int64(d.Start(zone))
			if start%1_000_000 != 0 {
				t.Fatalf("%s: %s begins at a fraction of a second", name, d)
			}
			start /= 1_000_000
			if before := localDay(all, start-1); before >= d {
				t.Errorf("%s: the second before %s begins lies on %s", name, d, before)
			}
			_, shown := instantOf(all, int64(d)*86400)
			on := localDay(all, start)
			if on != d && (on != d+1 || shown) {
				t.Errorf("%s: %s begins at %d, which lies on %s", name, d, start, on)
			}
			if !shown {
				midnights++
			}
			if on != d {
				skipped++
			}
		}
		for _, s := range all {
			day := localDay(all, s.from)
			if s.from < int64(first)*86400 || s.from > int64(last)*86400 || day < first || day > last {
				continue
			}
			for d := day - 1; d <= day+1; d++ {
				for minute := int64(1); minute < 24*60; minute += 13 {
					want, _ := instantOf(all, int64(d)*86400+minute*60)
					if got := int64(d.At(minute*60_000_000, zone)); got != want*1_000_000 {
						t.Errorf("%s: %s %02d:%02d is %s, want %s", name, d, minute/60, minute%60, Instant(got),
							Instant(want*1_000_000))
					}
					checked++
				}
			}
		}
		if t.Failed() {
			return
		}
	}
	if midnights < 100 || skipped < 2 || checked < 1_000_000 {
		t.Errorf("%d midnights left out, %d days left out, %d times of day: the years did not hold what they should",
			midnights, skipped, checked)
	}
	t.Logf("%d midnights left out, %d days left out, %d times of day", midnights, skipped, checked)
}

func TestTimesOfDayThatAreLeftOutOrComeTwice(t *testing.T) {
	t.Parallel()
	const minute = 60_000_000
	for _, c := range []struct {
		zone   string
		day    Day
		minute int64
		want   string
	}{
		{"America/Sao_Paulo", DayOf(2018, 11, 4), 0, "2018-11-04T03:00:00Z"},
		{"America/Sao_Paulo", DayOf(2018, 11, 4), 30, "2018-11-04T03:30:00Z"}, // shown as 01:30
		{"America/Sao_Paulo", DayOf(2018, 11, 4), 60, "2018-11-04T03:00:00Z"}, // exists
		{"America/Havana", DayOf(2025, 11, 2), 30, "2025-11-02T04:30:00Z"},    // the first of two
		{"America/New_York", DayOf(2026, 3, 8), 150, "2026-03-08T07:30:00Z"},  // shown as 03:30
		{"Europe/Berlin", DayOf(2026, 10, 25), 150, "2026-10-25T00:30:00Z"},   // the first of two
		// after the end of the tables
		{"Europe/Berlin", DayOf(2088, 12, 31), 23 * 60, "2088-12-31T22:00:00Z"},
		{"Pacific/Apia", DayOf(2011, 12, 30), 12 * 60, "2011-12-30T22:00:00Z"}, // a skipped day
	} {
		zone, err := time.LoadLocation(c.zone)
		if err != nil {
			t.Fatal(err)
		}
		if got := c.day.At(c.minute*minute, zone).String(); got != c.want {
			t.Errorf("%s %s, minute %d: %s, want %s", c.zone, c.day, c.minute, got, c.want)
		}
	}
}
