package icsfile

import (
	"testing"
	"time"
)

// TestZonesByName: a zone is known by its name in the time-zone data, in Windows, or behind the prefix of a registry; a
// name of the data goes before what the file defines.
func TestZonesByName(t *testing.T) {
	t.Parallel()
	fixed := func(offset string) []*observance {
		return []*observance{{[]property{{name: "DTSTART", value: "16010101T000000"},
			{name: "TZOFFSETTO", value: offset}}}}
	}
	c := &calendar{zones: map[string]*zoneRules{"Own": {id: "Own", rules: fixed("+0500")},
		"Located":       {id: "Located", location: "Asia/Tokyo", rules: fixed("+0500")},
		"Europe/Berlin": {id: "Europe/Berlin", rules: fixed("+0500")}, "Empty": {id: "Empty"},
		"Eastern Standard Time": {id: "Eastern Standard Time", rules: fixed("+0500")}}}
	at := time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC)
	for id, want := range map[string]int{"Europe/Berlin": 3600, `"Europe/Berlin"`: 3600,
		" Asia/Tokyo ": 32400, "UTC": 0, "gmt": 0,
		"Z": 0, "Etc/UTC": 0, "Own": 18000, "Located": 32400, "Eastern Standard Time": 18000,
		"Pacific Standard Time":                 -28800,
		"/mozilla.org/20050126_1/Europe/Berlin": 3600, "/Asia/Tokyo": 32400, "registry/Asia/Tokyo": 32400,
		"x/America/Argentina/Salta": -10800, "Empty": -1, "Nowhere": -1, "": -1, "Local": -1, "/": -1, "a/b": -1} {
		loc := c.locate(id)
		if loc == nil {
			if want != -1 {
				t.Errorf("%q is not known", id)
			}
			continue
		}
		if _, got := at.In(loc).Zone(); got != want {
			t.Errorf("%q is %d s ahead, want %d", id, got, want)
		}
		if again := c.locate(id); again != loc && want == 18000 {
			t.Errorf("%q is made twice", id)
		}
	}
}

// TestWindowsZones: every name of Windows that is known leads to a zone of the data.
func TestWindowsZones(t *testing.T) {
	t.Parallel()
	january, july := time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC), time.Date(2026, 7, 15, 12, 0, 0, 0, time.UTC)
	for name, want := range map[string][2]int{"W. Europe Standard Time": {1, 2}, "GMT Standard Time": {0, 1},
		"Eastern Standard Time": {-5, -4}, "Tokyo Standard Time": {9, 9}, "China Standard Time": {8, 8},
		"E. South America Standard Time": {-3, -3}, "AUS Eastern Standard Time": {11, 10},
		"Hawaiian Standard Time":    {-10, -10},
		"New Zealand Standard Time": {13, 12}, "Singapore Standard Time": {8, 8}} {
		loc := named(windowsZone(name))
		if loc == nil {
			t.Errorf("%s is not known", name)
			continue
		}
		_, winter := january.In(loc).Zone()
		_, summer := july.In(loc).Zone()
		if winter != want[0]*3600 || summer != want[1]*3600 {
			t.Errorf("%s is %d and %d s ahead", name, winter, summer)
		}
	}
	if windowsZone("Mars Standard Time") != "" {
		t.Error("a zone of Mars is known")
	}
}

// TestChangesOfAZone: a zone that a file defines changes when its rules and its single dates say, by the clock before.
func TestChangesOfAZone(t *testing.T) {
	t.Parallel()
	part := func(start, from, to string, more ...property) *observance {
		props := []property{{name: "DTSTART", value: start}, {name: "TZOFFSETTO", value: to}}
		if from != "" {
			props = append(props, property{name: "TZOFFSETFROM", value: from})
		}
		return &observance{append(props, more...)}
	}
	z := &zoneRules{id: "own", rules: []*observance{
		part("20200101T000000", "+0100", "+0200",
			property{name: "RDATE", value: "20210101T000000/PT1H,20220301T000000"}),
		part("20200601T000000", "+0200", "+0300",
			property{name: "RRULE", value: "FREQ=YEARLY;UNTIL=20220531T220000Z"})}}
	loc := z.build()
	if loc == nil {
		t.Fatal("it cannot be followed")
	}
	for at, want := range map[string]int{"1990-01-01T00:00:00Z": 1, "2019-12-31T22:59:59Z": 1,
		"2019-12-31T23:00:00Z": 2,
		"2020-05-31T21:59:59Z": 2, "2020-05-31T22:00:00Z": 3, "2020-12-31T22:59:59Z": 3, "2020-12-31T23:00:00Z": 2,
		"2021-05-31T22:00:00Z": 3, "2022-02-28T22:59:59Z": 3, "2022-02-28T23:00:00Z": 2, "2022-05-31T21:59:59Z": 2,
		"2022-05-31T22:00:00Z": 3, "2023-12-31T00:00:00Z": 3} {
		moment, err := time.Parse(time.RFC3339, at)
		if err != nil {
			t.Fatal(err)
		}
		if _, got := moment.In(loc).Zone(); got != want*3600 {
			t.Errorf("at %s clocks are %d s ahead, want %d h", at, got, want)
		}
	}
	for name, o := range map[string]*observance{"no date": part("x", "", "+0100"),
		"no offset":    part("20200101", "", "x"),
		"a wrong rule": part("20200101", "", "+0100", property{name: "RRULE", value: "FREQ=X"}),
		"every hour":   part("20200101", "", "+0100", property{name: "RRULE", value: "FREQ=HOURLY"}),
		"a wrong date": part("20200101", "", "+0100", property{name: "RDATE", value: "20200101,x"})} {
		if (&zoneRules{id: "own", rules: []*observance{o, part("20200101", "", "+0100")}}).build() != nil {
			t.Errorf("%s: half a definition is followed", name)
		}
	}
}
