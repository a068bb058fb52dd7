package csvfile_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"salesops/connectors/csvfile"
)

// read is a whole file as text: "line: a|b" per row, "line!column: reason" for one that
// cannot be taken.
func read(tb testing.TB, text string) (csvfile.Format, []string) {
	tb.Helper()
	in := strings.NewReader(text)
	f, err := csvfile.Sniff(in, "")
	if err != nil {
		return f, []string{err.Error()}
	}
	r, err := csvfile.NewReader(in, f)
	if err != nil {
		tb.Fatal(err)
	}
	var rows []string
	for {
		row, err := r.Next()
		if errors.Is(err, io.EOF) {
			return f, rows
		}
		if err != nil {
			return f, append(rows, err.Error())
		}
		if row.Problem != nil {
			rows = append(rows, fmt.Sprintf("%d!%d: %s", row.Problem.Line, row.Problem.Column, row.Problem.Reason))
			continue
		}
		rows = append(rows, fmt.Sprintf("%d: %s", row.Line, strings.Join(row.Texts(nil), "|")))
	}
}

func TestRows(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name, text string
		want       []string
	}{
		{"plain", "a,b\n1,2\n3,4\n", []string{"2: 1|2", "3: 3|4"}},
		{"no line end at the end", "a,b\n1,2", []string{"2: 1|2"}},
		{"empty lines", "\n\na,b\n\n1,2\n\n\n3,4\n", []string{"5: 1|2", "8: 3|4"}},
		{"only CR", "a,b\r1,2\r3,4\r", []string{"2: 1|2", "3: 3|4"}},
		{"mixed line ends", "a,b\r\n1,2\r3,4\n5,6\r\n", []string{"2: 1|2", "3: 3|4", "4: 5|6"}},
		{"quotes", "a,b\n\"1\",\"say \"\"hi\"\"\"\n", []string{`2: 1|say "hi"`}},
		{"newlines in quotes keep the count", "a,b\n\"1\r\n2\n3\",x\n4,5\n", []string{"2: 1\r\n2\n3|x", "5: 4|5"}},
		{"CR in quotes", "a,b\n\"1\r2\",x\n4,5\n", []string{"2: 1\r2|x", "4: 4|5"}},
		{"a quote in the middle is text", "a,b\n6\" pipe,2\n", []string{`2: 6" pipe|2`}},
		{"a lone quote in a quoted field", "a,b\n\"6\" pipe\",2\n", []string{`2: 6" pipe|2`}},
		{"too few", "a,b,c\n1,2\n3,4,5\n",
			[]string{"2!3: the row has 2 fields, the header 3: the row is cut off", "3: 3|4|5"}},
		{"too many", "a,b\n1,2,3\n3,4\n",
			[]string{"2!3: the row has 3 fields, the header 2: a separator inside a field must stand in quotes",
				"3: 3|4"}},
		{"separators behind the end", "a,b\n1,2,,\n3,4,\n", []string{"2: 1|2", "3: 3|4"}},
		{"columns without a name may be missing", "a,b,,\n1,2\n3,4,x,\n", []string{"2: 1|2||", "3: 3|4|x|"}},
		{"quote never closed", "a,b\n\"1,2\n3,4\n", []string{"2!1: a quote is opened and never closed", "3: 3|4"}},
		{"NUL", "a,b\n1\x00,2\n3,4\n", []string{"2!1: contains a NUL byte: the file is damaged here", "3: 3|4"}},
		{"cut UTF-8", "a,b\nhéé,2\nh\xc3,4\n", []string{"2: héé|2", "3: h\uFFFD|4"}},
		{"UTF-8 that breaks off", "a,b\nhéé,2\n3,h\xc3",
			[]string{"2: héé|2", "3!2: the file breaks off at byte 16: it was not written or copied to its end"}},
		{"UTF-16 that breaks off", "\xff\xfea\x00,\x00b\x00\n\x001\x00,\x002\x00\n\x003\x00,\x004\x005",
			[]string{"2: 1|2", "3!2: the file breaks off at byte 25: it was not written or copied to its end"}},
		{"a byte order mark in the middle", "\ufeffa,b\n1,2\n\ufeff3,4\n\ufeff\"5\",6\n\ufeff",
			[]string{"2: 1|2", "3: 3|4", "4: 5|6"}},
		{"Latin-1", "a,b\nh\xe9,2\n", []string{"2: hé|2"}},
		{"Windows-1252", "a,b\n\x80 5,2\n", []string{"2: € 5|2"}},
		{"one column", "a\n1\n2\n", []string{"2: 1", "3: 2"}},
		{"empty", "", []string{"the file is empty"}},
		{"only line ends", "\r\n\n\r", []string{"the file is empty"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if _, got := read(t, c.text); !slices.Equal(got, c.want) {
				t.Errorf("%q\nwant %q", got, c.want)
			}
		})
	}
}

func TestSeparators(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text string
		want byte
	}{
		{"a,b,c\n1,2,3\n", ','},
		{"a;b;c\n1,5;2;3\n1,6;2;3\n", ';'},
		{"a\tb\tc\n1,5\t2;5\t3\n", '\t'},
		{"a|b|c\n1|2|3\n", '|'},
		{"Name;Amount, net\nx;1,5\ny;2,5\n", ';'},
		{"\"a,b\";c\n1;2\n", ';'},
		{"sep=|\na|b\n1|2\n", '|'},
	} {
		f, rows := read(t, c.text)
		if f.Separator != c.want {
			t.Errorf("%q: separator %q, want %q (%q)", c.text, f.Separator, c.want, rows)
		}
	}
}

func TestHeader(t *testing.T) {
	t.Parallel()
	f, rows := read(t, "\uFEFF Id ,Name,,name,Name,\n1,2,3,4,5,\n")
	if want := []string{"Id", "Name", "column 3", "name (2)", "Name (3)", "column 6"}; !slices.Equal(f.Header, want) {
		t.Errorf("header %q, want %q", f.Header, want)
	}
	if want := []string{"2: 1|2|3|4|5|"}; !slices.Equal(rows, want) {
		t.Errorf("rows %q, want %q", rows, want)
	}
}

// TestManyOpenQuotes: a file full of quotes that are never closed ends with a sentence and
// in bounded time.
func TestManyOpenQuotes(t *testing.T) {
	t.Parallel()
	text := "a,b\n" + strings.Repeat("\"x,y\n", 1_200) + strings.Repeat("z", 1<<20)
	_, rows := read(t, text)
	if last := rows[len(rows)-1]; !strings.Contains(last, "more than 1000 quotes are opened and never closed") {
		t.Errorf("the file ends with %q", last)
	}
}

// TestLongRowsAreRefused: a row that is too long is one problem, whatever its cells are; nothing of
// it is read as a row of its own.
func TestLongRowsAreRefused(t *testing.T) {
	t.Parallel()
	long, wide := strings.Repeat("z", 9<<20), strings.Repeat("x,", 5_000)
	for name, row := range map[string]string{
		"first cell": long + ",1", "last cell": "1," + long, "the whole row": long,
		"the only line end is the last": long + long,
		"a quote that is never closed":  `"` + long + ",1", "too wide": wide, "too wide and too long": wide + long,
		"a line end in quotes": "\"1\n2\"," + wide + long,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, rows := read(t, "a,b\n"+row+"\n3,4\n")
			if last := fmt.Sprintf("%d: 3|4", 3+strings.Count(row, "\n")); len(rows) != 2 ||
				!strings.HasPrefix(rows[0], "2!") || rows[1] != last {
				t.Errorf("%d rows: %.200q", len(rows), rows)
			}
		})
	}
}

// FuzzReader: whatever the bytes, reading ends, lines ascend, and a row that is taken has
// the header's width and is text.
func FuzzReader(f *testing.F) {
	for _, s := range []string{"a,b\n1,2\n", "\xff\xfea\x00,\x00b\x00\n\x00", "a;b\r\"1\";2\r", "sep=|\na|b\n",
		"a,b\n\"1\n", "a,b\n1,\"x\"\"y\"\n", "\xef\xbb\xbfa\tb\n", "a,a,,\n"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		in := bytes.NewReader(data)
		format, err := csvfile.Sniff(in, "")
		if err != nil {
			return
		}
		seen := map[string]bool{}
		for _, h := range format.Header {
			if h == "" || seen[strings.ToLower(h)] {
				t.Fatalf("header %q is empty or doubled", format.Header)
			}
			seen[strings.ToLower(h)] = true
		}
		r, err := csvfile.NewReader(in, format)
		if err != nil {
			t.Fatal(err)
		}
		line := 1
		for range len(data) + 2 {
			row, err := r.Next()
			if err != nil {
				return
			}
			if row.Line <= line && line > 1 || row.Line < 1 {
				t.Fatalf("line %d follows line %d", row.Line, line)
			}
			line = row.Line
			if row.Problem == nil && len(row.Fields) != len(format.Header) {
				t.Fatalf("%d fields under %d columns", len(row.Fields), len(format.Header))
			}
			for _, s := range row.Texts(nil) {
				if !utf8.ValidString(s) {
					t.Fatalf("%q is no text", s)
				}
			}
		}
		t.Fatal("reading does not end")
	})
}

// FuzzRoundTrip: what a CSV writer writes is read back as it was.
func FuzzRoundTrip(f *testing.F) {
	f.Add("a", "b", "1", "2", true)
	f.Add("x y", "\"", "line\nend", "é, ö", false)
	f.Add("name", "city", "Doe, John", "", false) // no row of two in one pair of quotes
	f.Add("0", "1", `a,"b","c","d"`, "", false)   // and no header of four
	f.Fuzz(func(t *testing.T, h1, h2, v1, v2 string, crlf bool) {
		for _, s := range []string{h1, h2, v1, v2} {
			if !utf8.ValidString(s) || strings.ContainsAny(s, "\x00\r\uFEFF") || strings.TrimSpace(s) != s {
				return
			}
		}
		if len(h1+h2) > 40_000 || h1 == "" || h2 == "" || strings.EqualFold(h1, h2) ||
			strings.HasPrefix(strings.ToLower(h1), "sep=") || strings.ContainsAny(h1+h2+v1+v2, ";\t|") {
			return
		}
		var b bytes.Buffer
		w := csv.NewWriter(&b)
		w.UseCRLF = crlf
		if err := w.WriteAll([][]string{{h1, h2}, {v1, v2}, {"last", "row"}}); err != nil {
			return
		}
		if bytes.Contains(b.Bytes(), []byte("\r\n")) && strings.Contains(v1+v2+h1+h2, "\n") {
			return // the writer turns line ends inside fields into CRLF, too
		}
		in := bytes.NewReader(b.Bytes())
		format, err := csvfile.Sniff(in, "")
		if err != nil {
			return // looks like another kind of file
		}
		if format.Encoding != csvfile.UTF8 {
			return
		}
		r, err := csvfile.NewReader(in, format)
		if err != nil {
			t.Fatal(err)
		}
		row, err := r.Next()
		if err != nil {
			t.Fatal(err)
		}
		if got := row.Texts(nil); row.Problem != nil || len(got) != 2 || got[0] != v1 || got[1] != v2 {
			t.Fatalf("%q read back as %q (%+v) from %q", []string{v1, v2}, got, row.Problem, b.String())
		}
	})
}
