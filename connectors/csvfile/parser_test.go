package csvfile

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

// TestRowsInAnyPieces: a file has the same rows in whatever pieces it arrives, also when the end is told with the last
// of them.
func TestRowsInAnyPieces(t *testing.T) {
	t.Parallel()
	read := func(in io.Reader) string {
		p := newParser(in, ',')
		p.buf = make([]byte, 4) // grows while rows are read
		var all []string
		for {
			row, err := p.next()
			if errors.Is(err, io.EOF) {
				return strings.Join(all, " ")
			}
			if err != nil {
				return strings.Join(append(all, err.Error()), " ")
			}
			all = append(all, fmt.Sprintf("%d%q", row.Line, row.Fields))
		}
	}
	for text, want := range map[string]string{
		"": "", "a": `1["a"]`, "a,b": `1["a" "b"]`, "a,": `1["a" ""]`, "a\nb": `1["a"] 2["b"]`,
		"a\r\n\r\nb\r\n": `1["a"] 3["b"]`,
		"\"a\nb\",c\nd":  `1["a\nb" "c"] 3["d"]`, "\"a\"\"b\"": `1["a\"b"]`, "a,\"b\"": `1["a" "b"]`,
		"a\r": `1["a"]`, "\n\n": "",
		"long field,another\nand,more": `1["long field" "another"] 2["and" "more"]`,
	} {
		for way, pieces := range map[string]func(io.Reader) io.Reader{"whole": func(r io.Reader) io.Reader { return r },
			"bytes":  iotest.OneByteReader,
			"halves": iotest.HalfReader, "with its end": iotest.DataErrReader,
			"bytes with the end": func(r io.Reader) io.Reader {
				return iotest.DataErrReader(
					iotest.OneByteReader(r))
			}} {
			if got := read(pieces(strings.NewReader(text))); got != want {
				t.Errorf("%q in pieces (%s): %s, want %s", text, way, got, want)
			}
		}
	}
	if got := read(iotest.TimeoutReader(iotest.OneByteReader(strings.NewReader("a,b\n")))); !strings.Contains(got,
		"timeout") {
		t.Errorf("a file that cannot be read on: %s", got)
	}
	if got := read(still{}); !strings.Contains(got, io.ErrNoProgress.Error()) {
		t.Errorf("a file that gives nothing: %s", got)
	}
}

// still reads nothing and does not end.
type still struct{}

func (still) Read([]byte) (int, error) { return 0, nil }
