package xlsxfile_test

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"salesops/connectors/xlsxfile"
	"salesops/internal/problems"
)

// TestFormulasWithoutAResultAreTold: programs that do not compute write no value, or an empty one.
// A formula whose result is an empty text has one.
func TestFormulasWithoutAResultAreTold(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, cell string
		errors     int64
	}{
		{"no value", `<c r="B2"><f>1+1</f></c>`, 1},
		{"an empty value", `<c r="B2"><f>1+1</f><v></v></c>`, 1},
		{"a closed value", `<c r="B2"><f>1+1</f><v/></c>`, 1},
		{"an empty text", `<c r="B2" t="str"><f>T(1)</f><v></v></c>`, 0},
		{"a number", `<c r="B2"><f>1+1</f><v>2</v></c>`, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			sheet := `<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>A</t></is></c><c r="B1" t="inlineStr"><is><t>B</t></is></c></row>` +
				`<row r="2"><c r="A2"><v>1</v></c>` + c.cell + `</row></sheetData></worksheet>`
			if got := errorCells(t, packed(t, parts(sheet, seedTexts, seedStyles))); got != c.errors {
				t.Errorf("%d cells without a result are told of, want %d", got, c.errors)
			}
		})
	}
}

func errorCells(t *testing.T, content []byte) int64 {
	t.Helper()
	file := filepath.Join(t.TempDir(), "a.xlsx")
	if err := os.WriteFile(file, content, 0o600); err != nil {
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
	for {
		if _, err := rows.Next(nil); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
	for _, note := range rows.Notes() {
		if note.Code == problems.ErrorCells {
			return note.Count
		}
	}
	return 0
}
