package table

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"salesops/internal/fault"
	"salesops/internal/problems"
	"salesops/internal/reason"
)

// list are the rows of a test: cells between "|", in the lines that follow each other. "-" is a line that is skipped,
// "!" begins a row that cannot be taken.
type list struct {
	rows []string
	end  error
	at   int
}

func (l *list) Next(into []string) (Row, error) {
	for l.at < len(l.rows) {
		text := l.rows[l.at]
		if l.at++; text == "-" {
			continue
		}
		row := Row{Line: l.at + 1, Raw: []byte(text)}
		if rest, bad := strings.CutPrefix(text, "!"); bad {
			text, row.Problem = rest, &Problem{Line: row.Line, Reason: reason.Of("nul_byte")}
		}
		row.Cells = append(into[:0], strings.Split(text, "|")...)
		return row, nil
	}
	return Row{}, l.end
}

func (l *list) Offset() int64 { return int64(l.at) }
func (l *list) Notes() []Note { return nil }
func (l *list) Close() error  { return nil }

// told are the rows that are left, by what stands in them, and the notes.
func told(in Rows) string {
	var out []string
	for {
		row, err := in.Next(nil)
		if errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			out = append(out, "error")
			break
		}
		text := strconv.Itoa(row.Line)
		if row.Problem != nil {
			if text += "!"; row.Problem.Rest {
				text += "rest"
			}
		}
		out = append(out, text)
	}
	names := map[problems.Code]string{problems.Footer: "footers", problems.Subtotals: "totals",
		problems.HeaderAgain: "headers", problems.Lost: "lost", problems.Unseen: "unseen"}
	for _, n := range in.Notes() {
		out = append(out, fmt.Sprintf("%s:%d(%s)", names[n.Code], n.Count, n.Where))
	}
	return strings.Join(out, " ")
}

// TestWhatIsNoRow: below the last row of any table, and between the rows of a report.
func TestWhatIsNoRow(t *testing.T) {
	t.Parallel()
	broken := fault.Because(fault.Invalid, reason.Of("nul_byte"))
	for _, c := range []struct {
		rows         []string
		end          error
		table, sheet string
	}{
		{[]string{"a|1|x", "b|2|y"}, io.EOF, "2 3", "2 3"},
		{nil, io.EOF, "", ""},
		{[]string{"a|1|x", "||", "b|2|y"}, io.EOF, "2 4", "2 4"},
		{[]string{"a|1|x", "Total|1|"}, io.EOF, "2 footers:1(row 3)", "2 footers:1(row 3)"},
		{[]string{"a|1|x", "b|2|y", "||", "Total|3|", "Exported by Ann||"}, io.EOF,
			"2 3 footers:2(row 5)", "2 3 footers:2(row 5)"},
		{[]string{"a|1|x", "Total|7|z", "b|2|y"}, io.EOF, "2 3 4", "2 3 4"},
		{[]string{"a|1|x", "b|2|y", "Total|3|", "c|4|z", "Total|4|"}, io.EOF,
			"2 3 4 5 footers:1(row 6)", "2 3 5 totals:1(row 4) footers:1(row 6)"},
		{[]string{"a|1|x", "Total|9|", "b|2|y"}, io.EOF, "2 3 4", "2 3 4"},
		{[]string{"a|1|x", "Subtotal||", "b|2|y", "Subtotal||", "c|1|z"}, io.EOF,
			"2 3 4 5 6", "2 4 6 totals:2(row 3)"},
		{[]string{"a|1|x", "a Total|1|", "b|2|y"}, io.EOF, "2 3 4", "2 4 totals:1(row 3)"},
		{[]string{"a|1|x", "b Total|1|", "b|2|y"}, io.EOF, "2 3 4", "2 3 4"},
		{[]string{"Name|N|Who", "a|1|x", "Name|N|Who", "Name|N|Who", "|N|Who"}, io.EOF,
			"2 3 4 5 6", "3 6 headers:3(row 2)"},
		{[]string{"a|1|x", "Name|N|", "b|2|y"}, io.EOF, "2 3 4", "2 3 4"},
		{[]string{"a|1|x", "b|2|y", "free words||"}, io.EOF, "2 3 4", "2 3 footers:1(row 4)"},
		{[]string{"a|1|", "b|2|y", "free words||"}, io.EOF, "2 3 4", "2 3 4"},
		{[]string{"a|1|", "b|2|y", "||", "free words||"}, io.EOF, "2 3 5", "2 3 footers:1(row 5)"},
		{[]string{"a|1|", "b|2|y", "-", "free words||"}, io.EOF, "2 3 5", "2 3 footers:1(row 5)"},
		{[]string{"a||", "b|2|y", "||", "free words||"}, io.EOF, "2 3 5", "2 3 5"},
		{[]string{"a|1|x|p", "||", "two|words||"}, io.EOF, "2 4", "2 footers:1(row 4)"},
		{[]string{"a|1|x|p", "two|words||"}, io.EOF, "2 3", "2 3"},
		{[]string{"a|1|x|p", "||", "two|more|words|"}, io.EOF, "2 4", "2 4"},
		{[]string{"a|1|x", "free words||", "b|2|y"}, io.EOF, "2 3 4", "2 3 4"},
		{[]string{"a|1|x", "!cut"}, io.EOF, "2 3!", "2 3!"},
		{[]string{"a|1|x", "!this is a note"}, io.EOF, "2 3!", "2 footers:1(row 3)"},
		{[]string{"a|1|x", "!", "b|2|y"}, io.EOF, "2 4", "2 4"},
		{[]string{"a\ufffd|1|x", "b|\ufffd|y", "c|1|z"}, io.EOF, "2 3 4 lost:2(row 2)", "2 3 4 lost:2(row 2)"},
		{[]string{"a\x01|1|x", "b|\u202ey|y", "c|1|z"}, io.EOF, "2 3 4 unseen:2(row 2)", "2 3 4 unseen:2(row 2)"},
		{[]string{"a|1|x", "b|2|y"}, broken, "2 3 3!rest", "2 3 3!rest"},
		{[]string{"a|1|x", "Total|1|"}, broken, "2 3 3!rest", "2 3!rest totals:1(row 3)"},
		{[]string{"a|1|x", "Total|1|"}, errors.New("disk"), "2 error", "2 error"},
	} {
		header := []string{"Name", "N", "Who"}
		for want, in := range map[string]Rows{"table: " + c.table: Trim(&list{rows: c.rows, end: c.end}, "row"),
			"sheet: " + c.sheet: TrimReport(&list{rows: c.rows, end: c.end}, "row", header)} {
			kind, _, _ := strings.Cut(want, ":")
			if got := kind + ": " + told(in); got != want {
				t.Errorf("%q\n got %s\nwant %s", c.rows, got, want)
			}
		}
	}
	many := []string{"a|1|x"}
	for range mostFooters {
		many = append(many, "Total||")
	}
	if got := told(Trim(&list{rows: many, end: io.EOF}, "row")); got != "2 footers:20(row 3)" {
		t.Errorf("%d footers: %s", mostFooters, got)
	}
	if got := told(Trim(&list{rows: append(many, "Total||"), end: io.EOF}, "row")); strings.Contains(got, "footers") ||
		len(strings.Fields(got)) != mostFooters+2 {
		t.Errorf("more than footers: %s", got)
	}
	kept := TrimReport(&list{rows: []string{"a|1|x", "Total|9|", "b|2|y"}, end: io.EOF}, "row", nil)
	into, all := make([]string, 0, 3), ""
	for row, err := kept.Next(into); err == nil; row, err = kept.Next(into) {
		all += strings.Join(row.Cells, "|") + " of " + string(row.Raw) + "; "
	}
	if all != "a|1|x of a|1|x; Total|9| of Total|9|; b|2|y of b|2|y; " {
		t.Errorf("rows that waited are %s", all)
	}
	quoted := &list{rows: []string{"a|1\n2|", "-", "b|2|", "free words||"}, end: io.EOF}
	if got := told(TrimReport(quoted, "line", nil)); got != "2 4 5" {
		t.Errorf("a row of two lines: %s", got)
	}
	quoted = &list{rows: []string{"a|1|", "b|2\r\n3|", "-", "-", "free words||"}, end: io.EOF}
	if got := told(TrimReport(quoted, "line", nil)); got != "2 3 footers:1(line 6)" {
		t.Errorf("a line behind a row of two lines: %s", got)
	}
}

// TestTablesThatBreakOff: the last row says so, once.
func TestTablesThatBreakOff(t *testing.T) {
	t.Parallel()
	why := reason.Of("nul_byte")
	for what, c := range map[string]struct {
		rows []string
		want string
	}{"rows": {[]string{"a", "b"}, "2 3 3!rest"}, "none": {nil, "0!rest"},
		"one that is wrong": {[]string{"!a"}, "2! 2!rest"}} {
		table := Table{Whole: true, Open: func(context.Context) (Rows,
			error) {
			return &list{rows: c.rows, end: io.EOF}, nil
		}}
		table.Cut(why)
		table.Cut(why) // told once
		in, err := table.Open(t.Context())
		if err != nil || table.Whole {
			t.Fatal(err, table.Whole)
		}
		if got := told(in); got != c.want {
			t.Errorf("%s: %s, want %s", what, got, c.want)
		}
	}
	(&Table{}).Cut(why) // has no rows
	broken := Table{Open: func(context.Context) (Rows, error) { return nil, io.ErrClosedPipe }}
	broken.Cut(why)
	if _, err := broken.Open(t.Context()); !errors.Is(err, io.ErrClosedPipe) {
		t.Error(err)
	}
}

// TestWhereTheHeaderIs: the first row that is as wide as the table, when what stands above it is narrow.
func TestWhereTheHeaderIs(t *testing.T) {
	t.Parallel()
	for rows, want := range map[string]int{"": 0, "a|b|c": 0, "a|b|c\nd|e|f": 0, "Report\na|b|c": 1,
		"Report\n\na|b|c\nd|e|f":                2,
		"Report||\nof|today|\na|b|c|d\ne|f|g|h": 2, "Report\na|b": 0, "x|y\na|b|c": 0, "x|y\na|b|c|d": 1,
		"x|y|z\na|b|c|d|e|f":   0,
		"Report\n1|2|3\na|b|c": 0, "Report\na|2026-01-02|c": 0, "Report\na|b|c1": 1, "Report\na|b||\nc|d|e|f": 2,
		"Report\na|b|c|\nc|d|e|f": 1, " | |Report\na|b|c": 1, "Report\n | | \na|b|c": 2} {
		var table [][]string
		if rows != "" {
			for _, row := range strings.Split(rows, "\n") {
				table = append(table, strings.Split(row, "|"))
			}
		}
		if got := HeaderRow(table); got != want {
			t.Errorf("%q: the header is row %d, want %d", rows, got, want)
		}
	}
	for text, want := range map[string]bool{"1": true, "0": true, "9": true, "+1": true,
		" -1.5 ": true, "2026-01-02": true,
		"1/2/26": true, "10:30": true, "1,000": true, "1 000": true, "": false, "-": false, "a1": false,
		"1a": false, "Q1": false,
		"+": false, ".": false, "1;": false} {
		if Numeric([]string{"a", text, "b"}) != want {
			t.Errorf("%q is a number: %v", text, !want)
		}
	}
}

// TestNamesOfColumns: none is empty and none stands twice, in whatever letters.
func TestNamesOfColumns(t *testing.T) {
	t.Parallel()
	for cells, want := range map[string]string{"a|b": "a|b 2", " a |": "a|column 2 1", "|": "column 1|column 2 1",
		"|b|": "column 1|b|column 3 2", "a|A|a": "a|A (2)|a (3) 3", "a|a (2)|a": "a|a (2)|a (3) 3",
		"a|a|a (2)":     "a|a (2)|a (2) (2) 3",
		"a\u200b\x01|b": "a\u200b|b 2", "column 2|": "column 2|column 2 (2) 1"} {
		header, named := Names(strings.Split(cells, "|"))
		if strings.Contains(cells, "\u200b") {
			continue // what is unseen is told of in its own package
		}
		if got := fmt.Sprint(strings.Join(header, "|"), " ", named); got != want {
			t.Errorf("%q are called %s, want %s", cells, got, want)
		}
	}
	if header, named := Names(nil); header != nil || named != 0 {
		t.Errorf("no columns are called %q, %d", header, named)
	}
	for _, cells := range [][]string{{"a", "b"}, {"a,b", `c"d`, "e\nf", "g\rh", ""}, {"", ""}, {`"`}, {`""x`, " y "}} {
		in := csv.NewReader(strings.NewReader(string(AppendRaw(nil, cells)) + "\n"))
		back, err := in.Read()
		if err != nil || !slices.Equal(back, cells) {
			t.Errorf("%q is written as %s: %q, %v", cells, AppendRaw(nil, cells), back, err)
		}
	}
}

// TestReadings: what an amount is with a decimal point and with a decimal comma, in the short way and in the long one.
func TestReadings(t *testing.T) {
	t.Parallel()
	none := math.NaN()
	for text, want := range map[string][2]float64{"12": {12, 12}, "-12": {-12, -12}, "1.5": {1.5, 1.5},
		"1,234.50": {1234.5, none},
		"1.234,50": {none, 1234.5}, "1.234": {1.234, 1.234}, "1,234": {1234, 1.234}, "(5)": {-5, -5}, "5 EUR": {5, 5},
		"$1,234": {1234, 1.234}, "-$5": {-5, -5}, "1e3": {1000, 1000},
		"12345678901234567": {12345678901234567, 12345678901234567},
		"1.5.2026":          {none, 152026}, "2026-01-02": {none, none}, "10:30": {none, none},
		"1/2": {none, none}, "": {0, 0},
		"x": {none, none}, "5%": {5, 5}, ".5": {0.5, 0.5}, "5.": {5, 5}, "€ 1.234.567": {none, 1234567}} {
		dot, comma, ok := readings(text)
		if text == "" {
			continue // no cell of a total is empty
		}
		if wanted := !math.IsNaN(want[0]) || !math.IsNaN(want[1]); ok != wanted {
			t.Errorf("%q is read: %v", text, ok)
		} else if ok && (!math.IsNaN(want[0]) && dot != want[0] || !math.IsNaN(want[1]) && comma != want[1]) {
			t.Errorf("%q is %v or %v, want %v", text, dot, comma, want)
		}
	}
	random, read := rand.New(rand.NewPCG(6, 6)), 0
	for range 20_000 {
		text := ""
		for range 1 + random.IntN(16) {
			text += string("0123456789012345678901234567890123456789.-"[random.IntN(42)])
		}
		v, plain, ok := quick(text)
		f, err := strconv.ParseFloat(text, 64)
		switch {
		case strings.Trim(text, "-.") == "": // as empty as nothing
		case plain && ok:
			if read++; err != nil || math.Abs(v-f) > 1e-9*math.Abs(f) {
				t.Fatalf("%q is %v, want %v, %v", text, v, f, err)
			}
		case plain && err == nil:
			t.Fatalf("%q is no number", text)
		}
	}
	if read < 1000 {
		t.Errorf("only %d were numbers", read)
	}
	for text, want := range map[string]bool{"": false, "1": true, "0": true, "9": true, "(1)": true,
		"1%": true, "1 EUR": true,
		"1 €": true, "A": true, "Z": true, "a": false, "1.": false, "x": false, strings.Repeat("1", 30): true,
		strings.Repeat("1", 31): false} {
		if mayBeAmount(text) != want {
			t.Errorf("%q may be an amount: %v", text, !want)
		}
	}
	for text, want := range map[string]string{"Total": "total", " Total: ": "total",
		"Total (12 records)": "total", "Total（3）": "total",
		"(all)": "(all)", "Sum：": "sum", "": ""} {
		if got := plainWord(text); got != want {
			t.Errorf("%q is the word %q, want %q", text, got, want)
		}
	}
}
