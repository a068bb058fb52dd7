package jsonfile_test

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"salesops/connectors/jsonfile"
	"salesops/connectors/table"
	"salesops/internal/fault"
)

const (
	mostRead = 100_000  // rows of one file
	budget   = 64 << 20 // bytes of memory for one file, and for each of its rows
	perRow   = 64 << 10
)

// FuzzTables: whatever the bytes, the end is rows or a reason.
func FuzzTables(f *testing.F) {
	for _, s := range []string{
		`[{"a":1,"b":{"c":[1,"x",null]}},{"a":"\u00fc\\","b":null}]`,
		"{\"a\":1}\n{\"a\":2,\"d\":true}\n{\"a\":\n",
		`{"paging":{"next":null},"results":[{"id":1}],"more":[{"id":2}]}`,
		"\xEF\xBB\xBF[{}]", "{\"a\":1}{\"a\":1,\"a\":2} , x", "[[1],2,{", "\xFF\xFE[\x00", "{",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) { readAll(t, "a.json", b, jsonfile.Tables) })
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
