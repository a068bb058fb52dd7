package mapping

import (
	"strings"
	"testing"
	"time"

	"salesops/connectors/cell"
	"salesops/record"
	"salesops/sales"
)

// made is what a maker makes of a row; "!" and what is wrong when it cannot.
func made(m maker, cells ...string) string {
	s, err := m(cells, &row{cells: cells})
	if err != nil {
		return "! " + err.Error()
	}
	return s
}

// TestMadeCells: what each format makes of a cell.
func TestMadeCells(t *testing.T) {
	t.Parallel()
	first := cellAt(0)
	for name, c := range map[string]struct {
		maker maker
		want  map[string]string
	}{
		"comma": {pointed(first, "comma"),
			map[string]string{"1.234,5": "1234.5", "1.234.567": "1234567", "": "", "-5,": "-5."}},
		"point": {pointed(first, "point"), map[string]string{"1,234.5": "1234.5", "1,234,567": "1234567", "12": "12"}},
		"micros": {divided(first), map[string]string{"1500000": "1.5", "1": "0.000001",
			"-2500000": "-2.5", "1000000": "1",
			" 7 ": "0.000007", "": "", "123456789.5": "123.4567895", "0": "0", "12345678": "12.345678", "-0": "-0",
			"1e6": `! "1e6" is not a number of millionths`, ".5": `! ".5" is not a number of millionths`,
			"-": `! "-" is not a number of millionths`, "1,5": `! "1,5" is not a number of millionths`}},
		"trimmed": {trimmed(first), map[string]string{" a b ": "a b", "": ""}},
		"values": {translated(first, map[string]string{"Ja ": "yes", "NEIN": "no", "*": "other", "": "none"}),
			map[string]string{"ja": "yes", " JA": "yes", "nein": "no", "vielleicht": "other", "": "none", " ": "none"}},
		"values without a rest": {translated(first, map[string]string{"Ja": "yes", "*": ""}),
			map[string]string{"ja": "yes", "Nein": "", "": ""}},
		"values and what is not among them": {translated(first, map[string]string{"Ja": "yes"}),
			map[string]string{"ja": "yes", " Nein ": " Nein ", "": ""}},
		"days from 1904": {counted(first, true), map[string]string{"43538": "45000", "2026-01-01": "2026-01-01"}},
		"days from 1900": {counted(first, false), map[string]string{"43538": "43538"}},
		"no column":      {cellAt(-1), map[string]string{"a": ""}},
		"another column": {cellAt(1), map[string]string{"a": ""}},
	} {
		for text, want := range c.want {
			if got := made(c.maker, text); got != want {
				t.Errorf("%s: %q becomes %q, want %q", name, text, got, want)
			}
		}
	}
}

// TestJoinedCells: words are put together with a space and without gaps, parts of an id keep their places.
func TestJoinedCells(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		at        []int
		separator string
		cells     string
		want      string
	}{
		{[]int{0, 1}, " ", "Ada,Ruiz", "Ada Ruiz"}, {[]int{1, 0}, " ", " Ada , Ruiz ", "Ruiz Ada"},
		{[]int{0, 1, 2}, " ", "Ada, ,Ruiz", "Ada Ruiz"}, {[]int{0, 1, 2}, "|", "Ada, ,Ruiz", "Ada||Ruiz"},
		{[]int{0, 1}, "|", " ,", ""}, {[]int{0, 1}, " ", ",", ""}, {[]int{0, 5}, "|", "a,b", "a|"},
		{[]int{-1, 1}, "|", "a,b", "|b"}, {[]int{2}, "|", "a,b", ""}, {nil, "|", "a", ""}, {[]int{1}, "|", "a,b", "b"},
	} {
		if got := made(joined(c.at, c.separator), strings.Split(c.cells, ",")...); got != c.want {
			t.Errorf("%v of %s with %q is %q, want %q", c.at, c.cells, c.separator, got, c.want)
		}
	}
}

// TestShiftedDates: a date is moved by days or months, forwards or back, by a number or by a column of the row.
func TestShiftedDates(t *testing.T) {
	t.Parallel()
	zones := cell.Zones{File: time.UTC, Company: time.UTC}
	day := shift{sign: 1}
	for _, c := range []struct {
		by         shift
		date, many string // many is the column's; "-" takes the number
		want       string
	}{
		{shift{sign: 1, count: 3}, "2026-01-30", "-", "2026-02-02"},
		{shift{sign: -1, count: 1}, "2026-01-01", "-", "2025-12-31"},
		{shift{sign: 1, months: true, count: 1}, "2026-01-31", "-", "2026-02-28"},
		{shift{sign: -3, months: true, count: 1}, "2026-05-31", "-", "2026-02-28"},
		{shift{sign: 3, months: true, count: 2}, "2026-01-15", "-", "2026-07-15"},
		{shift{sign: 1, count: 0}, "2026-01-30", "-", "2026-01-30"}, {day, "2026-01-30", "2", "2026-02-01"},
		{day, "2026-01-30", " ", ""}, {day, "", "2", ""}, {day, "2026-01-30", "2.9", "2026-02-01"},
		{day, "2026-01-30", "x", "! "}, {day, "03/04/2026", "1", "! "}, {day, "2026-01-30", "100001", "! "},
		{day, "2026-01-01", "100000", "2299-10-17"}, {day, "2026-01-01", "-100001", "! "},
		{day, "2300-01-01", "-100000", "2026-03-18"},
		{shift{sign: 1, months: true}, "2026-01-01", "12001", "! "},
		{shift{sign: 1, months: true}, "2026-01-01", "12000", "3026-01-01"},
		{shift{sign: -1, months: true}, "3026-01-01", "12000", "2026-01-01"},
		{shift{sign: -1, months: true}, "3026-01-01", "12001", "! "},
		{shift{sign: 3, months: true}, "2026-01-01", "4001", "! "},
	} {
		var by maker
		if c.many != "-" {
			by = cellAt(1)
		}
		got := made(shifted(cellAt(0), c.by, by, cell.AddMonths, cell.Unordered, zones), c.date, c.many)
		if c.want == "! " && !strings.HasPrefix(got, "! ") || c.want != "! " && got != c.want {
			t.Errorf("%s moved by %+v and %s is %q, want %q", c.date, c.by, c.many, got, c.want)
		}
	}
	if got := made(shifted(cellAt(0), shift{sign: 1, count: 1}, nil, cell.AddMonths, cell.DMY, zones),
		"03/04/2026"); got != "2026-04-04" {
		t.Errorf("the order of the dates gives %s", got)
	}
}

// TestMadeIDs: the id of a row without one is made of its name, or what it refers to, and its date; spelling does not
// count, and what is too long for an id is told by its fingerprint.
func TestMadeIDs(t *testing.T) {
	t.Parallel()
	var order record.Object
	for _, o := range sales.Objects() {
		if o.Name == "order" {
			order = o
		}
	}
	id := func(named bool, cells ...string) string {
		others := []maker{cellAt(1), cellAt(2)}
		if !named {
			return made(madeID(order, nil, others, cell.DMY), cells...)
		}
		return made(madeID(order, cellAt(0), others, cell.DMY), cells...)
	}
	for _, c := range [][2]string{
		{id(true, "Pump ", "Ada  Ruiz", "05/01/2026"), "name:pump|ada ruiz|2026-01-05"},
		{id(true, "Pump", "", "2026-01-05"), "name:pump|2026-01-05"},
		{id(false, "Pump", "", "2026-01-05"), "||2026-01-05"}, {id(false, "Pump", "Ada", ""), "|ada|"},
		{id(false, "Pump", "", ""), ""}, {id(true, "", "", ""), ""}, {id(true, "", "Ada", ""), "|ada"},
		{id(true, "Pump", "Ada", "2026-01-05 10:00"), "name:pump|ada|2026-01-05 10:00"},
	} {
		if c[0] != c[1] {
			t.Errorf("the id is %q, want %q", c[0], c[1])
		}
	}
	long := func(n int) string { return id(false, "", strings.Repeat("x", n), "") }
	if got := long(248); got != "|"+strings.Repeat("x", 248)+"|" {
		t.Errorf("an id of 250 characters is %q", got)
	}
	if a, b := long(249), long(250); len(a) > 60 || a == b || !strings.HasPrefix(a, "name:") {
		t.Errorf("longer ids are %q and %q", a, b)
	}
}

// TestColumnsByName: spaces and capitals do not count, the first of two columns counts, and the columns of a message's
// record may be called without its name.
func TestColumnsByName(t *testing.T) {
	t.Parallel()
	c := newColumnsOf([]string{" Name ", "name", "", "record.Title", "record.owner", "Owner"})
	for name, want := range map[string]int{"NAME": 0, " name": 0, "": -1, "title": 3, "Record.Title": 3, "owner": 5,
		"record.owner": 4, "x": -1} {
		if got := c.at(name); got != want {
			t.Errorf("%q is column %d, want %d", name, got, want)
		}
	}
	for key, want := range map[string]string{"record.title": "record.title,title", "record.owner": "record.owner",
		"name": "name"} {
		if got := strings.Join(c.names(key), ","); got != want {
			t.Errorf("%s may be called %s, want %s", key, got, want)
		}
	}
}

// TestWordsOfColumns: what a column is called in expressions.
func TestWordsOfColumns(t *testing.T) {
	t.Parallel()
	for header, want := range map[string]string{"Deal Name": "deal_name", " (Amount) €": "amount", "2nd": "x_2nd",
		"9": "x_9", "0a": "x_0a", "价格": "column_7", "": "column_7", "--": "column_7", "In": "in_", "as of": "as_of_",
		"Für x": "f_r_x", "a--b": "a_b", "Z9": "z9", "null": "null_"} {
		if got := Word(header, 7); got != want {
			t.Errorf("%q is %s, want %s", header, got, want)
		}
	}
	w := newWords([]string{"A", "a", "A ", "B", "own"}, []string{"c_own"},
		map[string]string{" b": "number"}, cell.DMY, cell.Zones{})
	if got := strings.Join(w.names, " "); got != "a a_2 a_3 b c_own" {
		t.Errorf("the columns are called %s", got)
	}
}

// TestComputedCells: an expression reads cells as their type and gives a text that the importer reads again.
func TestComputedCells(t *testing.T) {
	t.Parallel()
	types := map[string]string{"n": "number", "w": "whole", "d": "day", "i": "instant", "y": "yes_no"}
	for _, c := range []struct {
		source, cell, want string
		since1904          bool
	}{
		{"t", " x ", " x ", false}, {"n * 2.0", "1.234,5", "2469", false}, {"n / 4.0", "1", "0.25", false},
		{"w + 1", "41", "42", false},
		{"d + 1", "03.04.2026", "2026-04-04", false}, {"d", "43538", "2023-03-15", true},
		{"d", "45000", "2023-03-15", false},
		{"i", "2026-01-02T10:00:00+02:00", "2026-01-02T08:00:00Z", false}, {"i", "43538", "2023-03-15T00:00:00Z", true},
		{"y", "ja", "true", false}, {"!y", "ja", "false", false}, {"n > 2.0", "3", "true", false}, {"t", "", "", false},
		{"n + 1.0", " ", "", false}, {"w", "x", "! column w: ", false},
	} {
		w := newWords([]string{"t", "n", "w", "d", "i", "y"}, nil, types,
			cell.DMY, cell.Zones{File: time.UTC, Company: time.UTC})
		w.numbers, w.old = cell.Comma, c.since1904
		p, err := compile(w, c.source, 0)
		if err != nil {
			t.Fatalf("%s: %v", c.source, err)
		}
		got := made(computed(p), c.cell, c.cell, c.cell, c.cell, c.cell, c.cell)
		if got != c.want && !(strings.HasPrefix(c.want, "! ") && strings.HasPrefix(got, c.want)) {
			t.Errorf("%s of %q is %q, want %q", c.source, c.cell, got, c.want)
		}
	}
}

// TestFitsFile: a name of a file stands for the end of its path, and for the tables within it.
func TestFitsFile(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		glob, file string
		want       bool
	}{
		{"deals.csv", "in/Deals.CSV", true}, {"./DEALS.csv", "deals.csv", true}, {"deals*.csv", "a/deals-1.csv", true},
		{"in/deals.csv", "a/in/deals.csv", true}, {"in/deals.csv", "deals.csv", false},
		{"b/deals.csv", "in/deals.csv", false},
		{"deals.csv", "deals.csv.gz", false}, {"book.xlsx", "a/book.xlsx › Sheet 2", true},
		{"sheet 2", "a/book.xlsx › Sheet 2", true}, {"sheet*", "book.xlsx › Sheet 2", true},
		{"book.xlsx › sheet 2", "a/book.xlsx › Sheet 2", true}, {"book.xlsx › sheet 1", "a/book.xlsx › Sheet 2", false},
		{"deals.csv", "all.zip › in/deals.csv", true}, {"in/deals.csv", "all.zip › in/deals.csv", true},
		{"all.zip", "all.zip › book.xlsx › deals", true},
		{"sheet 1", "book.xlsx › Sheet 2", false}, {"a/b/c.csv", "b/c.csv", false}, {"[", "[", false},
	} {
		if got := fits(c.glob, c.file); got != c.want {
			t.Errorf("%s is about %s: %v", c.glob, c.file, got)
		}
	}
	for glob, want := range map[string]bool{"a*.csv": true, "[a-z].csv": true, "[": false, "a[": false, "": true} {
		if validGlob(glob) != want {
			t.Errorf("%q is a name: %v", glob, !want)
		}
	}
}

// TestNearestWord: the word with the fewest other letters, at most a third of them.
func TestNearestWord(t *testing.T) {
	t.Parallel()
	known := []string{"name", "amount", "close_date", "stage"}
	for word, want := range map[string]string{"nmae": "name", "Name": "name", "ammount": "amount",
		"closedate":  "close_date",
		"Close Date": "close_date", "stages": "stage", "xyz": "", "n": "", "amt": "",
		"clse_dte": "close_date", "": ""} {
		if got := nearest(word, known); got != want {
			t.Errorf("%q is nearest to %q, want %q", word, got, want)
		}
	}
	if got := nearest("ab", []string{"ac", "ab", "ad"}); got != "ab" {
		t.Errorf("nearest is %q, not the same word", got)
	}
	if got := nearest("ab", []string{"ac", "ad"}); got != "ac" {
		t.Errorf("nearest is %q, not the first", got)
	}
}
