package xlsxfile_test

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"salesops/connectors/xlsxfile"
)

// sheetOf writes rows whose cells are divided by "|"; what is a number is stored as one.
func sheetOf(rows []string, merged ...string) string {
	var b strings.Builder
	b.WriteString("<worksheet><sheetData>")
	for i, row := range rows {
		fmt.Fprintf(&b, `<row r="%d">`, i+1)
		for j, cell := range strings.Split(row, "|") {
			at := string(rune('A'+j)) + strconv.Itoa(i+1)
			if _, err := strconv.Atoi(cell); err == nil {
				fmt.Fprintf(&b, `<c r="%s"><v>%s</v></c>`, at, cell)
			} else if cell != "" {
				fmt.Fprintf(&b, `<c r="%s" t="inlineStr"><is><t>%s</t></is></c>`, at, cell)
			}
		}
		b.WriteString("</row>")
	}
	b.WriteString("</sheetData><mergeCells>")
	for _, area := range merged {
		fmt.Fprintf(&b, `<mergeCell ref="%s"/>`, area)
	}
	b.WriteString("</mergeCells></worksheet>")
	return b.String()
}

// read is what a sheet gives: its header, its rows with their lines, its notes.
func read(t *testing.T, sheet string) (header string, rows []string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "a.xlsx")
	if err := os.WriteFile(file, packed(t, parts(sheet, seedTexts, seedStyles)), 0o600); err != nil {
		t.Fatal(err)
	}
	tables, err := xlsxfile.Tables(file)
	if err != nil || len(tables) != 1 || !tables[0].Reason.None() {
		t.Fatalf("%d tables: %v %+v", len(tables), err, tables[0].Reason)
	}
	in, err := tables[0].Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = in.Close() }()
	for {
		row, err := in.Next(nil)
		if errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		text := fmt.Sprintf("%d %s", row.Line, strings.Join(row.Cells, "|"))
		if row.Problem != nil {
			text += fmt.Sprintf(" %s at %d", row.Problem.Reason.Code, row.Problem.Column)
		}
		rows = append(rows, text)
	}
	for _, note := range in.Notes() {
		rows = append(rows, fmt.Sprintf("%s %d %s", note.Code, note.Count, note.Where))
	}
	return strings.Join(tables[0].Header, "|"), rows
}

// TestMergedHeaders: names stand below and beside cells that are merged, in up to three rows.
func TestMergedHeaders(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		rows   []string
		merged []string
		header string
		first  int // the line of the first row
	}{
		"of one row": {[]string{"A|B|C", "x|1|2", "y|3|4"}, nil, "A|B|C", 2},
		"a group over two names": {[]string{"Deal|Amount||Owner", "|Net|Gross|", "x|1|2|Ada"},
			[]string{"A1:A2", "B1:C1", "D1:D2"}, "Deal|Net|Gross|Owner", 3},
		"names that need their group": {[]string{"Deal|Plan||Actual|", "|Net|Gross|net|Gross", "x|1|2|3|4"},
			[]string{"A1:A2", "B1:C1", "D1:E1"}, "Deal|Plan Net|Plan Gross|Actual net|Actual Gross", 3},
		"a group as wide as the table": {[]string{"Deals||", "Deal|Net|Owner", "x|1|Ada"},
			[]string{"A1:C1"}, "Deal|Net|Owner", 3},
		"three rows": {[]string{"Deal|Amount||", "|Year||Owner", "|Net|Gross|", "x|1|2|Ada"},
			[]string{"A1:A3", "B1:C1", "B2:C2", "D2:D3"}, "Deal|Net|Gross|Owner", 4},
		"four rows are three and one of the table": {[]string{"Deal|Amount", "|a", "|b", "|c", "x|1"},
			[]string{"A1:A4", "B1:B1"}, "Deal|b", 4},
		"a merged name without a second row": {[]string{"Deal|Amount||Owner", "x|1|2|Ada"},
			[]string{"B1:C1"}, "Deal|Amount|Amount (2)|Owner", 2},
		"numbers are no names":  {[]string{"Deal|Amount", "|1", "x|2"}, []string{"A1:A2"}, "Deal|Amount", 2},
		"no name to carry down": {[]string{"|A|B", "x|y|z", "u|v|w"}, []string{"A1:A2"}, "column 1|A|B", 2},
		"names only under the name": {[]string{"Deal|Amount||Owner", "x|net||Ada", "y|gross||Ada"}, []string{"B1:C1"},
			"Deal|Amount|Amount (2)|Owner", 2},
		"under a notice": {[]string{"Export of today||||", "", "Deal|Amount||Owner|Stage",
			"|Net|Gross||", "x|1|2|Ada|Won"},
			[]string{"A3:A4", "B3:C3", "D3:D4", "E3:E4"}, "Deal|Net|Gross|Owner|Stage", 5},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			header, rows := read(t, sheetOf(c.rows, c.merged...))
			if header != c.header || !strings.HasPrefix(rows[0], strconv.Itoa(c.first)+" ") {
				t.Errorf("the header is %q, then %q; want %q and line %d", header, rows, c.header, c.first)
			}
		})
	}
}

// TestMergedRows: a value that is merged down stands in each of its rows that has a cell of its own; a cell alone that
// is merged across the table is the heading of a group.
func TestMergedRows(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		rows   []string
		merged []string
		want   []string
	}{
		"down": {[]string{"A|B|C", "x|1|a", "|2|b", "|3|c", "|4|d"}, []string{"A2:A4"},
			[]string{"2 x|1|a", "3 x|2|b", "4 x|3|c", "5 |4|d", "merged_rows 2 row 3"}},
		"two areas": {[]string{"A|B|C", "x|1|a", "|2|", "y|3|c", "|4|"}, []string{"C4:C5", "A2:A3", "C2:C3", "A4:A5"},
			[]string{"2 x|1|a", "3 x|2|a", "4 y|3|c", "5 y|4|c", "merged_rows 2 row 3"}},
		"a cell of its own": {[]string{"A|B", "x|1", "y|2"}, []string{"A2:A3"}, []string{"2 x|1", "3 y|2"}},
		"nothing to carry":  {[]string{"A|B", "|1", "|2"}, []string{"A2:A3"}, []string{"2 |1", "3 |2"}},
		"a row without cells": {[]string{"A|B", "x|1", "", "|3"}, []string{"A2:A4"},
			[]string{"2 x|1", "4 x|3", "merged_rows 1 row 4"}},
		"with signs of a fixed place": {[]string{"A|B", "x|1", "|2"}, []string{"$A$2:$A$3"},
			[]string{"2 x|1", "3 x|2", "merged_rows 1 row 3"}},
		"areas that are none": {[]string{"A|B", "x|1", "|2"},
			[]string{"A2", "A3:A2", "B2:A3", "A0:A3", "2:3", "A2:A", "A2:ZZZZZ3"}, []string{"2 x|1", "3 |2"}},
		"a group": {[]string{"A|B|C", "North", "x|1|2", "South", "y|3|4"}, []string{"A2:C2", "A4:C4"},
			[]string{"3 x|1|2", "5 y|3|4", "subtotal_rows 2 row 2"}},
		"two cells are no group": {[]string{"A|B|C", "North", "x|1|2"}, []string{"A2:B2"},
			[]string{"2 North||", "3 x|1|2"}},
		"a group of the last column": {[]string{"A|B|C|D", "|North", "x|1|2|"}, []string{"B2:D2"},
			[]string{"3 x|1|2|", "subtotal_rows 1 row 2"}},
		"a value beside it": {[]string{"A|B|C|D", "North|1", "x|1|2|3"}, []string{"B2:D2"},
			[]string{"2 North|1||", "3 x|1|2|3"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, rows := read(t, sheetOf(c.rows, c.merged...)); !slices.Equal(rows, c.want) {
				t.Errorf("the rows are %q, want %q", rows, c.want)
			}
		})
	}
}

// TestMergesBehindRows: the merged cells stand behind the rows, however long these are and however the tag is written.
func TestMergesBehindRows(t *testing.T) {
	t.Parallel()
	for _, length := range []int{0, 1000, 256<<10 - 200, 256<<10 - 150, 256<<10 - 100, 256 << 10, 600_000} {
		for _, space := range []string{"", "x:", "spreadsheet:"} {
			sheet := sheetOf([]string{"A|B", "x|1", "|2", strings.Repeat("z", length) + " sheetData> /sheetData>|3"},
				"A2:A3")
			for _, tag := range []string{"worksheet", "sheetData", "row", "c", "v", "is",
				"t", "mergeCells", "mergeCell"} {
				for _, open := range []string{"<", "</"} {
					for _, end := range []string{" ", ">"} {
						sheet = strings.ReplaceAll(sheet, open+tag+end, open+space+tag+end)
					}
				}
			}
			if _, rows := read(t, sheet); len(rows) != 4 || rows[1] != "3 x|2" || rows[3] != "merged_rows 1 row 3" {
				t.Errorf("behind %d bytes with %q: %d rows, %.200q", length, space, len(rows), rows)
			}
		}
	}
}

// TestRowsThatAreTooWide: what a row has beyond the header, or beyond all columns, is said with its column.
func TestRowsThatAreTooWide(t *testing.T) {
	t.Parallel()
	head := `<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>A</t></is></c></row><row r="2">`
	tail := `</row><row r="3" hidden="1"><c><v>1</v></c></row><row hidden="true"/><row hidden="0"><c><v>2</v></c></row>` +
		`</sheetData></worksheet>`
	for cells, want := range map[string]string{
		`<c><v>7</v></c><c><v></v></c>`:                  "2 7",
		`<c><v>7</v></c><c><v>8</v></c>`:                 "2 7|8 excel_right_of_header at 2",
		`<c r="C2"><v>7</v></c><c><v>8</v></c>`:          "2 ||7|8 excel_right_of_header at 2",
		`<c r="A2"><v>7</v></c><c r="FAO2"><v>1</v></c>`: "2 7 row_too_many at 4096",
		`<c r="FAN2"><v>7</v></c><c><v>1</v></c>`: "2 " + strings.Repeat("|", 4095) +
			"7 row_too_many at 4096",
		`<x r="B2"><v>7</v></x><c><v>8</v></c>`:                             "2 8",
		`<c t="d"><v> 2026-01-02 </v></c>`:                                  "2 2026-01-02",
		`<c t="b"><v>true</v></c>`:                                          "2 true",
		`<c t="b"><v>0</v></c>`:                                             "2 false",
		`<c t="b"><v>2</v></c><c r="A2"><v>5</v></c>`:                       "2 5",
		`<c t="s"><v></v></c><c r="A2"><v>5</v></c>`:                        "2 5",
		`<c t="s"><v>1</v></c>`:                                             "2 rich",
		`<c t="s"><v>0</v></c>`:                                             "2 AA",
		`<c s="1"><v>45000</v></c>`:                                         "2 2023-03-15",
		`<c s="2"><v>0.5</v></c>`:                                           "2 12:00:00",
		`<c s="3"><v>0.5</v></c>`:                                           "2 0.5",
		`<c s="-1"><v>0.5</v></c>`:                                          "2 0.5",
		`<c t="inlineStr"><is><t>a</t><rPh><t>b</t></rPh><t>c</t></is></c>`: "2 ac",
	} {
		if _, rows := read(t, head+cells+tail); !slices.Equal(rows,
			[]string{want, "3 1", "5 2", "hidden_rows 1 row 3"}) {
			t.Errorf("%s is %.80q, want %.80q", cells, rows, want)
		}
	}
}
