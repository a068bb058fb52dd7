package xlsxfile_test

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"salesops/connectors/xlsxfile"
)

// TestLinesOfRows: a row is at the line that it says, else behind the one before it.
func TestLinesOfRows(t *testing.T) {
	t.Parallel()
	cell := func(v string) string { return `<c><v>` + v + `</v></c></row>` }
	text := `<c t="inlineStr"><is><t>A</t></is></c></row>`
	for name, c := range map[string]struct {
		sheet string
		want  []int
	}{
		"said":   {`<row r="1">` + text + `<row r="2">` + cell("1") + `<row r="5">` + cell("2"), []int{2, 5}},
		"unsaid": {`<row>` + text + `<row>` + cell("1") + `<row>` + cell("2"), []int{2, 3}},
		"some": {`<row r="3">` + text + `<row>` + cell("1") + `<row r="7">` + cell("2") + `<row>` +
			cell("3"), []int{4, 7, 8}},
		"no numbers": {`<row r="1">` + text + `<row r="x">` + cell("1") + `<row r="0">` + cell("2"), []int{2, 3}},
		"out of what": {`<row r="1">` + text + `<row r="16777216">` + cell("1") + `<row r="16777218">` + cell("2"),
			[]int{16777216, 16777217}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := filepath.Join(t.TempDir(), "a.xlsx")
			sheet := `<worksheet><sheetData>` + c.sheet + `</sheetData></worksheet>`
			if err := os.WriteFile(file, packed(t, parts(sheet, seedTexts, seedStyles)), 0o600); err != nil {
				t.Fatal(err)
			}
			tables, err := xlsxfile.Tables(file)
			if err != nil || len(tables) != 1 {
				t.Fatalf("%d tables: %v", len(tables), err)
			}
			rows, err := tables[0].Open(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = rows.Close() }()
			var got []int
			for {
				row, err := rows.Next(nil)
				if errors.Is(err, io.EOF) {
					break
				} else if err != nil {
					t.Fatal(err)
				}
				got = append(got, row.Line)
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("the rows are at lines %v, want %v", got, c.want)
			}
		})
	}
}
