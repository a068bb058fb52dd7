package jsonfile_test

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"salesops/connectors/jsonfile"
	"salesops/connectors/table"
)

// tablesIn is all that a file gives: of each table its name, its header, its rows by line, and its notes.
func tablesIn(t *testing.T, name, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	tables, err := jsonfile.Tables(file)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, found := range tables {
		if !found.Reason.None() {
			all = append(all, "! "+found.Reason.Code)
			continue
		}
		said := found.Name + "(" + strings.Join(found.Header, ",") + ")"
		if found.Whole {
			said += " whole"
		}
		all = append(all, said+rowsIn(t, found))
	}
	return strings.Join(all, "; ")
}

func rowsIn(t *testing.T, found *table.Table) (said string) {
	t.Helper()
	rows, err := found.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for {
		row, err := rows.Next(nil)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if said += fmt.Sprintf(" %d:", row.Line); row.Problem != nil {
			said += "!" + row.Problem.Reason.Code
			if row.Problem.Rest {
				said += " and the rest"
			}
			continue
		}
		said += strings.Join(row.Cells, ",")
	}
	for _, note := range rows.Notes() {
		said += fmt.Sprintf(" [%s %d %s]", note.Code, note.Count, note.Where)
	}
	if err := rows.Close(); err != nil {
		t.Error(err)
	}
	return said
}

// message is a line of a record, with its version or "".
func message(stream, version, record string) string {
	if version != "" {
		version = `,"version":` + version
	}
	return `{"type":"RECORD","stream":"` + stream + `"` + version + `,"record":` + record + "}\n"
}

// TestMessages: of a stream the last record of a key counts and the last version; what is no message is a greeting
// before the first of them and a broken line behind it.
func TestMessages(t *testing.T) {
	t.Parallel()
	const schema = `{"type":"SCHEMA","stream":"a","key_properties":["k"]}` + "\n"
	activate := func(version string) string {
		return `{"type":"ACTIVATE_VERSION","stream":"a","version":` + version + "}\n"
	}
	const head = "a(type,stream,record.k)"
	for text, want := range map[string]string{
		message("a", "", `{"k":1}`):                                        head + " 1:RECORD,a,1",
		schema + message("a", "", `{"k":1}`) + message("a", "", `{"k":2}`): head + " 2:RECORD,a,1 3:RECORD,a,2",
		schema + message("a", "", `{"k":1}`) + message("a", "", `{"k":2}`) + message("a", "", `{"k":1}`): head +
			" 3:RECORD,a,2 4:RECORD,a,1 [superseded_rows 1 ]",
		message("a", "", `{"k":1}`) + message("a", "", `{"k":1}`):                head + " 1:RECORD,a,1 2:RECORD,a,1",
		schema + message("a", "", `{"k":null}`) + message("a", "", `{"k":null}`): head + " 2:RECORD,a, 3:RECORD,a,",
		message("a", "", `{"k":1}`) + message("b", "", `{"k":2}`): head +
			" 1:RECORD,a,1; b(type,stream,record.k) 2:RECORD,b,2",
		"Hello\n" + message("a", "", `{"k":1}`): head +
			" 2:RECORD,a,1 [lines_before_messages 1 line 1: Hello]",
		"Hello\n{\"level\":\"info\"}\n" + message("a", "", `{"k":1}`) + message("b", "", `{"k":2}`): head +
			" 3:RECORD,a,1 [lines_before_messages 2 line 1: Hello]; b(type,stream,record.k) 4:RECORD,b,2",
		"{\"type\":\"RECORD\"\n" + message("a", "", `{"k":1}`): head +
			" 1:!json_line 2:RECORD,a,1",
		"{\"type\":\"RECORD\"}\n" + message("a", "", `{"k":1}`): head +
			" 1:!json_line 2:RECORD,a,1",
		message("a", "", `{"k":1}`) + "Bye\n" + message("b", "", `{"k":2}`): head +
			" 1:RECORD,a,1 2:!json_line; b(type,stream,record.k) 3:RECORD,b,2",
		message("a", "", `{"k":1}`) + "{\"type\":\"STATE\"}\n": head +
			" 1:RECORD,a,1 2:!singer_state",
		message("a", "", `{"k":1}`) + "{\"type\":\"STATE\",\"value\":null}\n": head +
			" 1:RECORD,a,1 2:!singer_state",
		message("a", "", `{"k":1}`) + "{\"type\":\"STATE\",\"value\":{\"x\":1}}\n": head + " 1:RECORD,a,1",
		schema + "{\"type\":\"STATE\",\"value\":{}}\n":                             "! json_no_line",
		message("a", "", `[1]`) + message("a", "", `{"k":1}`): head +
			" 1:!json_line 2:RECORD,a,1",
		"{\"type\":\"SCHEMA\"}\n" + message("a", "", `{"k":1}`): head +
			" 1:!json_line 2:RECORD,a,1",
		message("a", "1", `{"k":1}`) +
			activate("1"): "a(type,stream,version,record.k) whole 1:RECORD,a,1,1",
		activate("1") + message("a", "1",
			`{"k":1}`): "a(type,stream,version,record.k) 2:RECORD,a,1,1",
		message("a", "1", `{"k":1}`) + message("a", "2",
			`{"k":2}`) + activate("2"): "a(type,stream,version,record.k) whole 2:RECORD,a,2,2 [superseded_rows 1 ]",
		message("a", "1", `{"k":1}`) + activate("2") + message("a",
			"2", `{"k":2}`): "a(type,stream,version,record.k) 3:RECORD,a,2,2 [superseded_rows 1 ]",
		message("a", "1", `{"k":1}`) + message("a", "",
			`{"k":2}`) + activate("1"): "a(type,stream,version,record.k) whole 1:RECORD,a,1,1 2:RECORD,a,,2",
		message("a", "1", `{"k":1}`) + "x\n" +
			activate("1"): "a(type,stream,version,record.k) 1:RECORD,a,1,1 2:!json_line",
	} {
		if got := tablesIn(t, "tap.singer", text); got != want {
			t.Errorf("%s gives\n%s, want\n%s", text, got, want)
		}
	}
	greeting := strings.Repeat("Hello\n", 49)
	if got := tablesIn(t, "tap.singer", greeting+message("a", "", `{"k":1}`)); got != head+
		" 50:RECORD,a,1 [lines_before_messages 49 line 1: Hello]" {
		t.Errorf("behind 49 lines: %s", got)
	}
	if got := tablesIn(t, "tap.singer", greeting+"Hello\n"+
		message("a", "", `{"k":1}`)); strings.Contains(got, "banner") {
		t.Errorf("behind 50 lines: %s", got)
	}
}

// TestWhatIsAMessage: a line by itself.
func TestWhatIsAMessage(t *testing.T) {
	t.Parallel()
	for line, want := range map[string][2]bool{
		`{"type":"SCHEMA","stream":"a"}`: {true, false}, `{"type":"STATE","value":{}}`: {true, true},
		`{"type":"STATE"}`:              {false, false},
		`{"type":"STATE","value":null}`: {false, false}, `{"type":"ACTIVATE_VERSION","stream":"a"}`: {true, false},
		`{"type":"RECORD","stream":"a","record":{}}`: {true, false},
		`{"type":"RECORD","stream":"a","record":1}`:  {false, false},
		`{"type":"RECORD","record":{}}`:              {false, false}, `{"type":"RECORD","stream":"a"}`: {false, false},
		`{"type":"LOG"}`: {false, false},
		`["type"]`:       {false, false}, "": {false, false}, `{"type":"SCHEMA","stream":"a"`: {false, false},
		`{"type":1}`: {false, false},
	} {
		if message, state := jsonfile.IsMessage([]byte(line)); message != want[0] || state != want[1] {
			t.Errorf("%s is a message: %v, a state: %v", line, message, state)
		}
	}
	for line, want := range map[string]bool{"INFO begin": true, "": true, "{}": true,
		`{"level":"info"}`: true, "{x}": false,
		`{"type":"RECORD","record":{`: false, `{"type":"SCHEMA"}`: false, `{"type":"LOG"}`: true, "a {b}": true,
		"a {b": false, "b}": false} {
		if got := jsonfile.IsBanner([]byte(line)); got != want {
			t.Errorf("%s is a greeting: %v", line, got)
		}
	}
	for line, want := range map[string]string{" a \t b ": "a b", strings.Repeat("ä", 60): strings.Repeat("ä", 60),
		strings.Repeat("ä", 61): strings.Repeat("ä", 60) + "…"} {
		if got := jsonfile.Beginning([]byte(line)); got != want {
			t.Errorf("%q begins with %q", line, got)
		}
	}
}

// TestShapes: objects on lines, one behind the other, in a list or in several, and what is broken among them.
func TestShapes(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"": "! file_empty", " \n": "! file_empty", "7": "! json_start", "x": "! json_start",
		"[]": "! json_list", "[1,2]": "! json_list",
		`{}`: "! json_empty", `[{}]`: "! json_empty",
		`[{"a":1},{"a":2}]`:                                       "(a) 1:1 1:2",
		"[{\"a\":1},\n{\"b\":2}\n]":                               "(a,b) 1:1, 2:,2",
		`[{"a":1},7,{"a":2}]`:                                     "(a) 1:1 1:!json_no_object 1:2",
		`[{"a":1},{"a":},{"a":2}]`:                                "(a) 1:1 1:!json_broken 1:2",
		`[{"a":1}`:                                                "(a) 1:1 1:!file_breaks_off and the rest",
		`[{"a":1},{"a":`:                                          "(a) 1:1 1:!file_breaks_off and the rest",
		"[{\"a\":1}]\n[{\"a\":2}]":                                "(a) 1:1 2:2",
		`[{"a":1}] x`:                                             "(a) 1:1 1:!json_wrong and the rest",
		"{\"a\":1}\n{\"a\":2}\n":                                  "(a) 1:1 2:2",
		"{\"a\":1}\n\nx\n{\"a\":2}\n":                             "(a) 1:1 3:!json_line 4:2",
		"{\"a\":1}\n{\"a\":\n{\"a\":2}\n":                         "(a) 1:1 2:!json_line 3:2",
		"{\"a\":1}\n{\"a\":2":                                     "(a) 1:1 2:!file_breaks_off and the rest",
		"{\"a\":1}\n7":                                            "(a) 1:1 2:!json_line",
		"{\n\"a\":1\n}\n{\n\"a\":2\n}":                            "(a) 1:1 4:2",
		"{\n\"a\":1\n}{\"a\":2}":                                  "(a) 1:1 3:2",
		"{\n\"a\":1\n}\n7\n{\"a\":2}":                             "(a) 1:1 4:!json_line 5:2",
		"{\n\"a\":1\n},\n{\"a\":2}":                               "(a) 1:1 3:!json_line 4:2",
		"{\n\"a\":1\n}\n{\"a\":2":                                 "(a) 1:1 4:!file_breaks_off and the rest",
		"{\n\"a\":1\n}\n{\"a\" 2}\n{\"a\":3}":                     "(a) 1:1 4:!json_broken 5:3",
		"\xEF\xBB\xBF[{\"a\":\"é\"}]":                             "(a) 1:é",
		"\xFF\xFE[\x00{\x00\"\x00a\x00\"\x00:\x001\x00}\x00]\x00": "(a) 1:1",
		"\xFE\xFF\x00[\x00{\x00\"\x00a\x00\"\x00:\x001\x00}\x00]": "(a) 1:1",
		`{"a":1,"list":[{"b":1},{"b":2}]}`:                        "(b) 1:1 1:2 [values_beside_rows 1 ]",
	} {
		if got := tablesIn(t, "a.json", text); got != want {
			t.Errorf("%q gives\n%s, want\n%s", text, got, want)
		}
	}
}

// TestCellsOfObjects: plain values by the path of their keys, lists of them as one cell, and what no cell can hold.
func TestCellsOfObjects(t *testing.T) {
	t.Parallel()
	deep := func(n int) string { return strings.Repeat(`{"k":`, n) + "1" + strings.Repeat("}", n) }
	for text, want := range map[string]string{
		`{"a":1.50,"b":true,"c":null,"d":"x y"}`:      "(a,b,c,d) 1:1.50,true,,x y",
		`{"a":{"b":{"c":1}},"d":2}`:                   "(a.b.c,d) 1:1,2",
		`{"a":[1,"x",null,true],"b":[],"c":[ ]}`:      "(a,b,c) 1:1;x;;true,,",
		`{"a":[1,[2]],"b":[{"c":1}],"d":[ "x" , 2 ]}`: `(a,b,d) 1:[1,[2]],[{"c":1}],x;2`,
		`{"a":"q\"u\\o","b":"\u00e9\n","c":" t "}`:    "(a,b,c) 1:q\"u\\o,é,t",
		`{"a" : 1 , "b" : { "c" : 2 } }`:              "(a,b.c) 1:1,2",
		`{"a":"}","b":"[","c":"\\"}`:                  "(a,b,c) 1:},[,\\",
		`{"a":1,"a":2,"b":3}`:                         "(a,b) 1:!json_key_twice",
		`{"a":"x\u0000"}`:                             "(a) 1:!nul_byte",
		`{"a":{},"b":1}`:                              "(b) 1:1",
		deep(17): "(" +
			strings.TrimSuffix(strings.Repeat("k.", 17), ".") + ") 1:1",
		deep(18): "(" +
			strings.TrimSuffix(strings.Repeat("k.", 17), ".") + `) 1:{"k":1}`,
	} {
		if got := tablesIn(t, "a.jsonl", text+"\n"); got != want {
			t.Errorf("%s gives\n%s, want\n%s", text, got, want)
		}
	}
	wide := func(n int) string {
		var b strings.Builder
		b.WriteByte('{')
		for i := range n {
			if i > 0 {
				b.WriteByte(',')
			}
			fmt.Fprintf(&b, `"k%d":1`, i)
		}
		return b.String() + "}\n"
	}
	if got := tablesIn(t, "a.jsonl", wide(4096)); strings.HasPrefix(got, "!") {
		t.Errorf("4096 keys: %s", got)
	}
	if got := tablesIn(t, "a.jsonl", wide(4097)); got != "! json_keys" {
		t.Errorf("4097 keys: %.80s", got)
	}
	long := func(n int) string { return `{"a":"` + strings.Repeat("x", n-8) + `"}` }
	for text, want := range map[string]bool{long(16 << 20): true, long(16<<20 + 1): false} {
		got := tablesIn(t, "a.json", `[{"a":1},`+text+`]`)
		if strings.HasSuffix(got, "!json_object_long and the rest") == want {
			t.Errorf("an object of %d bytes in a list: %.60s", len(text), got)
		}
		got = tablesIn(t, "a.jsonl", "{\"a\":1}\n"+text)
		if strings.HasSuffix(got, "!json_line_long") == want {
			t.Errorf("a line of %d bytes: %.60s", len(text), got)
		}
	}
	got := tablesIn(t, "a.jsonl", "{\"a\":1}\n"+long(17<<20)+"\n{\"a\":3}\n")
	if got != "(a) 1:1 2:!json_line_long 3:3" {
		t.Errorf("around a line that is too long: %.60s", got)
	}
}
