package jsonfile_test

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"salesops/connectors/jsonfile"
)

// TestListsInsideAnswers: a list is found wherever an answer wraps it; lists inside a record are not its rows.
func TestListsInsideAnswers(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`{"data":{"deals":[{"a":1},{"a":2}]}}`:                                      " a 2",
		`{"data":{"deals":{"edges":[{"node":{"a":1}}],"pageInfo":{"more":false}}}}`: " node.a 1",
		`{"data":{"deals":[{"a":1}],"people":[{"b":1},{"b":2}]},"errors":null}`:     "data.deals a 1;data.people b 2",
		`{"result":{"items":[{"a":1}]}}`:                                            " a 1",
		`{"data":{"id":7,"lines":[{"a":1}]}}`:                                       " data.id,data.lines 1",
		`{"id":7,"values":{"lines":[{"a":1}]}}`:                                     " id,values.lines 1",
		`{"id":7,"owner":{"teams":[{"a":1}]}}`:                                      " id,owner.teams 1",
		`{"results":[{"a":1}],"paging":{"next":{"after":"1"}}}`:                     " a 1",
		`{"data":{"deals":[{"a":1},{"a":2`:                                          " a 1",
		`{"data":{"a":{"a":{"a":{"a":{"a":{"a":{"a":[{"x":1}]}}}}}}}}`:              " data.a.a.a.a.a.a.a 1",
	} {
		file := filepath.Join(t.TempDir(), "answer.json")
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		tables, err := jsonfile.Tables(file)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, tab := range tables {
			rows, err := tab.Open(context.Background())
			if err != nil {
				t.Fatalf("%s: %v", text, err)
			}
			n := 0
			for {
				row, err := rows.Next(nil)
				if errors.Is(err, io.EOF) {
					break
				}
				if err != nil {
					t.Fatalf("%s: %v", text, err)
				}
				if row.Problem == nil {
					n++
				}
			}
			if err := rows.Close(); err != nil {
				t.Error(err)
			}
			got = append(got, tab.Name+" "+strings.Join(tab.Header, ",")+" "+string(rune('0'+n)))
		}
		if s := strings.Join(got, ";"); s != want {
			t.Errorf("%s\n got %q\nwant %q", text, s, want)
		}
	}
}
