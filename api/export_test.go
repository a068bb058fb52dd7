package api_test

import (
	"bytes"
	"encoding/csv"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"salesops/api"
)

// formula says whether a spreadsheet could take a cell for a formula, by the rule it uses:
// the first sign that is not blank.
func formula(cell string) bool {
	trimmed := strings.TrimLeft(cell, " \t\r\n\u00a0\u3000\ufeff\u200b\v\f")
	if cell != trimmed && cell != "" && strings.ContainsAny(cell[:1], "\t\r\n") {
		return true
	}
	for _, sign := range []string{"=", "+", "-", "@", "＝", "＋", "－", "＠"} {
		if strings.HasPrefix(trimmed, sign) {
			return true
		}
	}
	return false
}

func numeric(s string) bool {
	s = strings.TrimPrefix(s, "-")
	whole, part, point := strings.Cut(s, ".")
	return whole != "" && strings.Trim(whole+part, "0123456789") == "" && (!point || part != "")
}

func anyCell() *rapid.Generator[api.Cell] {
	text := rapid.OneOf(
		rapid.String(),
		rapid.StringMatching(`[ \t\r\n]{0,2}[=+\-@＝＋－＠][A-Za-z0-9(). ]{0,8}`),
		rapid.StringMatching(`-?[0-9]{1,20}(\.[0-9]{1,12})?`),
	)
	return rapid.Custom(func(t *rapid.T) api.Cell {
		return api.Cell{Text: text.Draw(t, "text"), Number: rapid.Bool().Draw(t, "number")}
	})
}

// TestEveryExportedTextIsToldApart: what a cell says follows from the file, whatever apostrophes a text begins with.
func TestEveryExportedTextIsToldApart(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		texts := rapid.SliceOfN(rapid.StringOf(rapid.SampledFrom([]rune("''=+-@ \tA1"))), 1, 9).Draw(t, "texts")
		table := api.Table{Name: "t", Columns: []string{"a", "b"}, Rows: func(yield func([]api.Cell, error) bool) {
			for _, text := range texts {
				if !yield([]api.Cell{{Text: text}, {Text: "b"}}, nil) {
					return
				}
			}
		}}
		var file bytes.Buffer
		if err := api.WriteCSV(&file, table); err != nil {
			t.Fatal(err)
		}
		read := csv.NewReader(&file)
		read.FieldsPerRecord = -1
		lines, err := read.ReadAll()
		if err != nil || len(lines) != len(texts)+1 {
			t.Fatalf("%d lines, %v", len(lines), err)
		}
		for i, text := range texts {
			cell := strings.TrimPrefix(lines[i+1][0], "\ufeff")
			if strings.HasPrefix(cell, "'") && formula(strings.TrimLeft(cell, "'")) {
				cell = cell[1:]
			}
			if cell != text {
				t.Fatalf("%q is read as %q", text, cell)
			}
		}
	})
}

func TestNoExporterWritesAFormula(t *testing.T) {
	t.Parallel()
	temp := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		rows := rapid.SliceOfN(rapid.SliceOfN(anyCell(), 3, 3), 0, 5).Draw(t, "rows")
		head := rapid.StringMatching(`[=+\-@a-z][a-z]{0,3}`).Draw(t, "head")
		table := api.Table{
			Name: "t", Head: [][2]string{{"where", head}}, Columns: []string{head, "b", "c"},
			Rows: func(yield func([]api.Cell, error) bool) {
				for _, r := range rows {
					if !yield(r, nil) {
						return
					}
				}
			},
		}
		var text bytes.Buffer
		if err := api.WriteCSV(&text, table); err != nil {
			t.Fatal(err)
		}
		reader := csv.NewReader(&text)
		reader.FieldsPerRecord = -1
		lines, err := reader.ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		const above = 2 // head and column names; the reader skips the blank line between
		if len(lines) != len(rows)+above {
			t.Fatalf("%d lines for %d rows", len(lines), len(rows))
		}
		for i, line := range lines {
			for j, cell := range line {
				isNumber := i >= above && rows[i-above][j].Number && numeric(cell)
				if formula(cell) && !isNumber {
					t.Fatalf("line %d, cell %d: %q", i, j, cell)
				}
				if i >= above && !strings.ContainsAny(cell, "\r\n") &&
					strings.TrimPrefix(cell, "'") != strings.TrimPrefix(rows[i-above][j].Text, "'") {
					t.Fatalf("%q became %q", rows[i-above][j].Text, cell)
				}
			}
		}
		var book bytes.Buffer
		if err := api.WriteXLSX(&book, table, temp); err != nil {
			t.Fatal(err)
		}
		f, err := excelize.OpenReader(&book)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		for i, row := range rows {
			for j, cell := range row {
				at, _ := excelize.CoordinatesToCellName(j+1, i+4)
				if formulaText, _ := f.GetCellFormula("salesops", at); formulaText != "" {
					t.Fatalf("%s holds the formula %q", at, formulaText)
				}
				kind, err := f.GetCellType("salesops", at)
				if err != nil {
					t.Fatal(err)
				}
				value, _ := f.GetCellValue("salesops", at)
				if kind == excelize.CellTypeNumber || kind == excelize.CellTypeUnset {
					if value != "" && !numeric(cell.Text) {
						t.Fatalf("%s: %q is no text", at, value)
					}
				} else if formula(value) {
					t.Fatalf("%s: %q", at, value)
				}
			}
		}
	})
}

func TestExports(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.fill()
	for _, path := range []string{"/metrics/won_revenue?by=owner", "/metrics/won_revenue/records",
		"/records/deal", "/records/person"} {
		sep := "?"
		if strings.Contains(path, "?") {
			sep = "&"
		}
		r := w.ask("GET", path+sep+"format=csv", nil)
		if r.status != 200 || !strings.HasPrefix(r.header.Get("Content-Type"), "text/csv") ||
			!strings.Contains(r.header.Get("Content-Disposition"), ".csv") {
			t.Fatalf("%s: %d %v %s", path, r.status, r.header, r.body)
		}
		text := string(r.body)
		for _, want := range []string{"as of,now", "time zone,UTC", "log position,", "'=HYPERLINK(1)"} {
			if !strings.Contains(text, want) {
				t.Errorf("%s has no %q:\n%s", path, want, text)
			}
		}
		accepted := w.ask("GET", path, nil, "Accept", "text/csv")
		// The note of an export is a change, so the next one stands at another position.
		if position.ReplaceAllString(string(accepted.body), "") != position.ReplaceAllString(text, "") {
			t.Errorf("%s: Accept and format differ", path)
		}
		x := w.ask("GET", path+sep+"format=xlsx", nil)
		book, err := excelize.OpenReader(bytes.NewReader(x.body))
		if err != nil || x.status != http.StatusOK {
			t.Fatalf("%s: %v", path, err)
		}
		rows, err := book.GetRows("salesops")
		if err != nil || len(rows) < 5 {
			t.Errorf("%s: %d rows, %v", path, len(rows), err)
		}
	}
	csvText := string(w.ask("GET", "/records/deal?format=csv&sort=name&where="+
		"outcome%20%3D%3D%20%22won%22", nil).body)
	if strings.Count(csvText, "deal_") != 3 || !strings.Contains(csvText, `where,"outcome == ""won"""`) {
		t.Errorf("filtered export:\n%s", csvText)
	}
	w.problem("GET", "/records/deal?format=pdf", nil, 422, "invalid")
}

var position = regexp.MustCompile(`(?m)^log position,\d+$`)
