package connectors

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestFormats: what a file is, by how it begins and by its name where that says it.
func TestFormats(t *testing.T) {
	t.Parallel()
	const record = `{"type":"RECORD","stream":"a","record":{}}`
	for _, c := range []struct {
		name, content string
		want          kind
	}{
		{"a.csv", "a,b\n", text}, {"a.csv", "", text}, {"a.json", `{"a":1}`, objects},
		{"a.txt", " \n[ {\"a\":1}]", objects}, {"a.json", "{}", objects},
		{"a.json", "{", objects}, {"a.json", "[", objects}, {"a.json", "[]", objects}, {"a.json", "[[1]]", objects},
		{"a.csv", "[a],b\n", text},
		{"a.csv", "{a},b\n", text}, {"a.csv", "\"a\",b\n", text}, {"a.json", "\xEF\xBB\xBF{\"a\":1}", objects},
		{"a.json", "\xFF\xFE{\x00\"\x00", objects},
		{"a.json", "\xFE\xFF\x00{\x00\"", objects}, {"a.csv", "\xFF\xFEa\x00,\x00", text},
		{"a.csv", "\x1f\x8bxx", packed}, {"a.csv", "PAR1xx", parquet},
		{"a.csv", "PARExx", parquet}, {"a.csv", "BEGIN:VCALENDAR", calendar}, {"a.csv", "begin:vevent", calendar},
		{"a.zip", "PK\x03\x04", archive},
		{"a.zip", "PK\x05\x06" + strings.Repeat("\x00", 18), archive}, {"a.singer", "Hello", objects},
		{"a.SINGER", "", objects},
		{"a.jsonl", "Hello\n" + record, objects}, {"a.ndjson", "Hello\n\n  " + record + "\n", objects},
		{"a.jsonl", "Hello\nBye\n", text},
		{"a.jsonl", "Hello\n{broken\n" + record, text}, {"a.csv", "Hello\n" + record, text},
		{"a.JSONL", "Hello\n" + record, objects},
	} {
		file := filepath.Join(t.TempDir(), c.name)
		if err := os.WriteFile(file, []byte(c.content), 0o600); err != nil {
			t.Fatal(err)
		}
		if got, err := kindOf(file); err != nil || got != c.want {
			t.Errorf("%s with %q is %d, %v; want %d", c.name, c.content, got, err, c.want)
		}
	}
	if _, err := kindOf(filepath.Join(t.TempDir(), "none")); err == nil {
		t.Error("a file that is not there has a format")
	}
}
