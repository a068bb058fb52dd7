package jsonfile_test

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"salesops/connectors/jsonfile"
	"salesops/connectors/table"
)

// FuzzMessages: whatever comes in, every message is a row of one stream, superseded or refused, twice
// the same, and nothing breaks.
func FuzzMessages(f *testing.F) {
	f.Add(`{"type":"SCHEMA","stream":"a","key_properties":["k"]}` + "\n" +
		`{"type":"RECORD","stream":"a","record":{"k":1}}` + "\n" +
		`{"type":"RECORD","stream":"a","record":{"k":1,"v":"x"}}` + "\n" + `{"type":"STATE","value":{}}`)
	f.Add(`{"type":"RECORD","stream":"a","version":1,"record":{"k":1}}` +
		"\n" + `{"type":"ACTIVATE_VERSION","stream":"a","version":2}` + "\nx\n" +
		`{"type":"RECORD","stream":"b","record":{"k":{"v":[1,{"x":null}]}},"time_extracted":"2026-01-01T00:00:00Z"}`)
	f.Add("{\"type\":\"RECORD\",\"stream\":\"\\u0000\",\"record\":{\"record.\":1,\"\":2,\"a.b\":1,\"a\":{\"b\":2}}}")
	f.Add(`{"type":"SCHEMA","stream":"a","key_properties":["k","l"]}` + "\r\n" +
		`{"type":"RECORD","stream":"a","record":{"k":null,"l":1},"version":1e3}` + "\r\n" +
		`{"type":"ACTIVATE_VERSION","stream":"a","version":1000}`)
	f.Fuzz(func(t *testing.T, text string) {
		file := filepath.Join(t.TempDir(), "tap.singer")
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		tables, err := jsonfile.Tables(file)
		if err != nil {
			return
		}
		for _, tab := range tables {
			if !tab.Reason.None() {
				continue
			}
			first, others := all(t, tab), all(t, tab)
			if len(first) != len(others) {
				t.Fatalf("%d rows, then %d", len(first), len(others))
			}
			for i, row := range first {
				if row.Problem == nil && len(row.Cells) != len(tab.Header) {
					t.Fatalf("%d cells under %d headers", len(row.Cells), len(tab.Header))
				}
				if i > 0 && row.Line <= first[i-1].Line && tab.Inner != "" {
					t.Fatalf("line %d behind line %d", row.Line, first[i-1].Line)
				}
			}
		}
	})
}

func all(t *testing.T, tab *table.Table) (list []table.Row) {
	t.Helper()
	rows, err := tab.Open(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	for {
		row, err := rows.Next(nil)
		if errors.Is(err, io.EOF) {
			rows.Notes()
			return list
		}
		if err != nil {
			return list
		}
		list = append(list, row)
	}
}
