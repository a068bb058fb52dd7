package xlsxfile_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"salesops/connectors/table"
	"salesops/connectors/xlsxfile"
	"salesops/internal/fault"
)

const (
	mostRead = 100_000   // rows of one file
	budget   = 128 << 20 // bytes of memory for one file, and for each of its rows
	perRow   = 256 << 10
)

// parts are a small workbook, by the names of its members.
func parts(sheet, texts, styles string) [][2]string {
	const document = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	return [][2]string{
		{"[Content_Types].xml", "<Types/>"},
		{"_rels/.rels", `<Relationships><Relationship Id="a" Type="` + document +
			`/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"xl/workbook.xml", `<workbook><sheets><sheet name="S" id="b"/></sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="b" Type="/worksheet" Target="s.xml"/>` +
			`<Relationship Id="c" Type="/sharedStrings" Target="t.xml"/><Relationship Id="d" Type="/styles" Target="y.xml"/></Relationships>`},
		{"xl/s.xml", sheet}, {"xl/t.xml", texts}, {"xl/y.xml", styles},
	}
}

func packed(tb testing.TB, parts [][2]string) []byte {
	tb.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, p := range parts {
		m, err := w.CreateHeader(&zip.FileHeader{Name: p[0], Method: zip.Store})
		if err != nil {
			tb.Fatal(err)
		}
		if _, err := m.Write([]byte(p[1])); err != nil {
			tb.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

const (
	seedSheet = `<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c t="inlineStr"><is><t>B</t></is></c></row>` +
		`<row r="2"><c r="A2" s="1"><v>45000.5</v></c><c r="B2"><f>1+1</f><v>2</v></c></row><row r="5"><c r="A5" t="e"><v>#N/A</v></c><c r="B5" t="b"><v>1</v></c></row></sheetData></worksheet>`
	seedTexts  = `<sst><si><t>A_x0041_</t></si><si><r><t>rich</t></r><rPh><t>no</t></rPh></si></sst>`
	seedStyles = `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="[h]:mm;@"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs></styleSheet>`
)

// FuzzWorkbook: whatever the bytes, the end is rows or a reason.
func FuzzWorkbook(f *testing.F) {
	whole := packed(f, parts(seedSheet, seedTexts, seedStyles))
	f.Add(whole)
	f.Add(whole[:len(whole)/2])
	f.Fuzz(func(t *testing.T, b []byte) { readAll(t, "a.xlsx", b, xlsxfile.Tables) })
}

// FuzzParts: the archive is right, what is in it may be anything.
func FuzzParts(f *testing.F) {
	f.Add(seedSheet, seedTexts, seedStyles)
	f.Add(
		`<worksheet><sheetData><row r="1"><c r="XFD1"><v>1</v></c></row><row r="16777216"><c r="ZZZZZZ9" t="s"><v>-1</v></c></row>`, "<sst><si>", `<styleSheet><cellXfs><xf numFmtId="9"/>`)
	f.Fuzz(func(t *testing.T, sheet, texts, styles string) {
		readAll(t, "a.xlsx", packed(t, parts(sheet, texts, styles)), xlsxfile.Tables)
	})
}

// readAll reads every table of a file to its end, within a budget of memory, and says what is
// against the contract of table.Table.
func readAll(t *testing.T, name string, content []byte, find func(file string) ([]*table.Table, error)) {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(file, content, 0o600); err != nil {
		t.Fatal(err)
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	tables, err := find(file)
	if err != nil {
		t.Fatalf("a damaged file is an error of the program: %v", err)
	}
	if len(tables) == 0 {
		t.Fatal("neither a table nor a reason")
	}
	read := 0
	for _, found := range tables {
		if !found.Reason.None() {
			continue
		}
		rows, err := found.Open(t.Context())
		if err != nil {
			if fault.KindOf(err) != fault.Invalid {
				t.Fatalf("open: %v", err)
			}
			continue
		}
		var cells []string
		for ; read < mostRead; read++ {
			row, err := rows.Next(cells)
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				if fault.KindOf(err) != fault.Invalid {
					t.Fatalf("row %d: %v", row.Line, err)
				}
				break
			}
			cells = row.Cells
			if row.Problem == nil && len(row.Cells) != len(found.Header) {
				t.Fatalf("row %d has %d cells, the header %d", row.Line, len(row.Cells), len(found.Header))
			}
			if row.Problem != nil && row.Problem.Reason.None() {
				t.Fatalf("row %d has a problem without a reason", row.Line)
			}
		}
		rows.Notes()
		if err := rows.Close(); err != nil {
			t.Fatalf("close: %v", err)
		}
	}
	runtime.ReadMemStats(&after)
	if made := after.TotalAlloc - before.TotalAlloc; made > budget+uint64(read)*perRow {
		t.Fatalf("%d bytes and %d rows made %d bytes of memory", len(content), read, made)
	}
}
