package xlsxfile_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"salesops/connectors/xlsxfile"
)

// TestSheetsOfOnePart: a part is read for one sheet; the others that point to it are told, not read again.
func TestSheetsOfOnePart(t *testing.T) {
	t.Parallel()
	content := parts(seedSheet, seedTexts, seedStyles)
	var sheets strings.Builder
	for i := range 400 {
		fmt.Fprintf(&sheets, `<sheet name="S%d" id="b"/>`, i)
	}
	content[2][1] = "<workbook><sheets>" + sheets.String() + "</sheets></workbook>"
	file := filepath.Join(t.TempDir(), "a.xlsx")
	if err := os.WriteFile(file, packed(t, content), 0o600); err != nil {
		t.Fatal(err)
	}
	tables, err := xlsxfile.Tables(file)
	if err != nil || len(tables) != 400 {
		t.Fatalf("%d tables, %v", len(tables), err)
	}
	for i, found := range tables {
		if again := found.Reason.Code == "excel_no_part"; again != (i > 0) || again && found.Open != nil {
			t.Fatalf("sheet %d: %+v", i, found.Reason)
		}
	}
}
