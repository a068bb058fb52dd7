package salesops_test

import (
	"go/scanner"
	"go/token"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// widest is the longest line of Go in columns, a tab being four.
const widest = 120

// sqlWord finds SQL in a raw string, which may be a part of a statement. It is written in capitals.
var sqlWord = regexp.MustCompile(`\b(SELECT|FROM|JOIN|WHERE|GROUP BY|ORDER BY|CASE WHEN|AND)\b`)

// TestLinesFitTheScreen: no line of Go is wider than 120 columns, SQL included. Lines with another raw string or
// with a sample of a file are excepted: what they hold decides where they break.
func TestLinesFitTheScreen(t *testing.T) {
	t.Parallel()
	holdsSQL := readLayout(t).lists[listSQL]
	for _, name := range repositoryFiles(t) {
		if path.Ext(name) != ".go" {
			continue
		}
		text := readText(t, name)
		if generated(text) {
			continue
		}
		raw := rawLines([]byte(text), slices.Contains(holdsSQL, path.Dir(name)))
		for i, line := range strings.Split(text, "\n") {
			if n := utf8.RuneCountInString(strings.ReplaceAll(line, "\t", "    ")); n > widest && !raw[i+1] {
				t.Errorf("%s:%d has %d columns, more than %d", name, i+1, n, widest)
			}
		}
	}
}

// rawLines are the numbers of the lines on which a raw string stands, a part of one, or a text
// of several lines. With sql, raw strings that hold SQL are left out: they can be broken anywhere.
func rawLines(text []byte, sql bool) map[int]bool {
	files := token.NewFileSet()
	file := files.AddFile("", -1, len(text))
	var s scanner.Scanner
	s.Init(file, text, nil, 0)
	lines := make(map[int]bool)
	for {
		pos, kind, literal := s.Scan()
		if kind == token.EOF {
			return lines
		}
		if kind == token.STRING && (literal[0] == '`' || strings.Contains(literal, `\n`)) &&
			(!sql || !sqlWord.MatchString(literal)) {
			first := file.Line(pos)
			for line := first; line <= first+strings.Count(literal, "\n"); line++ {
				lines[line] = true
			}
		}
	}
}
