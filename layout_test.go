// Package salesops_test holds the project to its own rules: layout_test.go reads
// the import table of ARCHITECTURE.md and checks every file against it.
package salesops_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "salesops"

// layout is what ARCHITECTURE.md says.
type layout struct {
	rows  map[string][]string // folder → what it may import; {"*"} is everything
	lists map[string][]string // first words of a list below the table → its folders
}

const (
	listShared = "Everybody may also import"
	listTests  = "Tests may also import"
	listSQL    = "SQL stands only in"
	listDuckDB = "DuckDB and Arrow only in"
	listSQLite = "SQLite only in"
	listClock  = "The clock is read only in"
)

// salesFree are packages that must not know a word of sales, and words that
// would give them away.
var salesFree = []string{"record", "stats", "internal/expr", "internal/fault", "internal/money",
	"internal/period", "internal/control"}

var salesWords = regexp.MustCompile(`(?i)(^|[^a-z])(deal|quota|opportunit(y|ies)|commission)s?($|[^a-z])`)

var emptyNames = []string{"util", "utils", "common", "helpers", "base", "models", "types"}

const maxLines = 600

var codeSpan = regexp.MustCompile("`([^`]+)`")

func readLayout(t *testing.T) layout {
	t.Helper()
	page, err := os.ReadFile("ARCHITECTURE.md")
	if err != nil {
		t.Fatal(err)
	}
	l, err := parseLayout(string(page))
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func parseLayout(page string) (layout, error) {
	l := layout{rows: map[string][]string{}, lists: map[string][]string{}}
	for line := range strings.Lines(page) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "| `") {
			cells := strings.Split(line, "|")
			if len(cells) != 6 {
				continue // another table
			}
			folder := codeSpan.FindStringSubmatch(cells[1])[1]
			if _, twice := l.rows[folder]; twice {
				return l, fmt.Errorf("ARCHITECTURE.md has two rows for %s", folder)
			}
			l.rows[folder] = folders(cells[3])
			continue
		}
		for _, list := range []string{listShared, listTests, listSQL, listDuckDB, listSQLite, listClock} {
			if rest, ok := strings.CutPrefix(line, "- "+list+":"); ok {
				l.lists[list] = folders(rest)
			}
		}
	}
	if len(l.rows) == 0 || len(l.lists) != 6 {
		return l, fmt.Errorf("ARCHITECTURE.md: found %d rows of the import table and %d of the 6 lists below it",
			len(l.rows), len(l.lists))
	}
	return l, nil
}

func folders(cell string) []string {
	if strings.TrimSpace(cell) == "everything" {
		return []string{"*"}
	}
	found := []string{}
	for _, m := range codeSpan.FindAllStringSubmatch(cell, -1) {
		found = append(found, m[1])
	}
	return found
}

// allows reports whether a file of folder from may import folder to.
func (l layout) allows(from, to string, test bool) bool {
	own := l.rows[from]
	switch {
	case from == to, slices.Contains(own, "*"), slices.Contains(own, to):
		return true
	case test && slices.Contains(l.lists[listTests], to):
		return true
	}
	shared := l.lists[listShared]
	return slices.Contains(shared, to) && !slices.Contains(shared, from)
}

// source is one parsed Go file.
type source struct {
	path, folder string
	test         bool
	file         *ast.File
	set          *token.FileSet
}

func (s source) at(node ast.Node) string { return s.set.Position(node.Pos()).String() }

func readSources(t *testing.T) []source {
	t.Helper()
	var sources []source
	for _, name := range repositoryFiles(t) {
		if path.Ext(name) != ".go" {
			continue
		}
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, name, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			t.Errorf("%v", err)
			continue
		}
		sources = append(sources, source{
			path: name, folder: path.Dir(name), file: file, set: set,
			test: strings.HasSuffix(name, "_test.go"),
		})
	}
	if len(sources) == 0 {
		t.Fatal("no Go files found")
	}
	return sources
}

// repositoryFiles lists the files of the project, without what was fetched or built.
func repositoryFiles(t *testing.T) []string {
	t.Helper()
	var files []string
	err := filepath.WalkDir(".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		base := entry.Name()
		if entry.IsDir() {
			if name != "." && (strings.HasPrefix(base, ".") ||
				slices.Contains([]string{"node_modules", "testdata", "dist", "bin", "salesops-data", "bench-data"},
					base)) {
				return filepath.SkipDir
			}
			return nil
		}
		files = append(files, filepath.ToSlash(name))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestEveryPackageHasARow(t *testing.T) {
	t.Parallel()
	l := readLayout(t)
	seen := map[string]bool{}
	for _, s := range readSources(t) {
		seen[s.folder] = true
	}
	for folder := range seen {
		if _, ok := l.rows[folder]; !ok && folder != "." {
			t.Errorf("%s has no row in the import table of ARCHITECTURE.md", folder)
		}
		if slices.Contains(emptyNames, path.Base(folder)) {
			t.Errorf("%s: a package is named after what it is about; %s says nothing", folder, path.Base(folder))
		}
		if _, err := os.Stat(path.Join(folder, "doc.go")); err != nil && folder != "." {
			t.Errorf("%s has no doc.go saying what it is for, what it is not for, and what to read first", folder)
		}
	}
	for folder := range l.rows {
		if !seen[folder] {
			t.Errorf("the import table of ARCHITECTURE.md has a row for %s, which holds no package", folder)
		}
	}
}

func TestImports(t *testing.T) {
	t.Parallel()
	l := readLayout(t)
	engines := map[string]string{
		"github.com/duckdb/":       listDuckDB,
		"github.com/apache/arrow-": listDuckDB,
		"modernc.org/sqlite":       listSQLite,
	}
	for _, s := range readSources(t) {
		if s.folder == "." {
			continue
		}
		for _, spec := range s.file.Imports {
			target, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			if to, ok := strings.CutPrefix(target, module+"/"); ok && !l.allows(s.folder, to, s.test) {
				t.Errorf("%s: %s may not import %s; see the import table of ARCHITECTURE.md", s.at(spec), s.folder, to)
			}
			for prefix, list := range engines {
				if strings.HasPrefix(target, prefix) && !s.test && !slices.Contains(l.lists[list], s.folder) {
					t.Errorf("%s: %s may not import %s: %s %v", s.at(spec), s.folder, target, list, l.lists[list])
				}
			}
		}
	}
}

func TestCode(t *testing.T) {
	t.Parallel()
	l := readLayout(t)
	for _, s := range readSources(t) {
		clock := s.test || slices.Contains(l.lists[listClock], s.folder)
		sql := s.test || slices.Contains(l.lists[listSQL], s.folder)
		free := !s.test && slices.Contains(salesFree, s.folder)
		for _, problem := range problems(s.file, clock, sql, free, s.test || s.folder == "internal/period") {
			t.Errorf("%s: %s", s.at(problem.node), problem.text)
		}
	}
}

type problem struct {
	node ast.Node
	text string
}

// statement matches the beginning of an SQL statement as this project writes it.
var statement = regexp.MustCompile(
	`^\s*(SELECT\s|INSERT (OR \w+ )?INTO\s|UPDATE \S+ SET\s|DELETE FROM\s|CREATE (TEMP |UNIQUE )?(TABLE|INDEX|VIEW)\s|DROP (TABLE|INDEX|VIEW)\s|ALTER TABLE\s|PRAGMA\s|ATTACH\s|WITH \w+ AS\s)`)

// problems lists what one file does against the rules that need its syntax.
func problems(file *ast.File, clock, sql, salesFree, zones bool) []problem {
	var found []problem
	add := func(node ast.Node, text string) { found = append(found, problem{node, text}) }
	ast.Inspect(file, func(node ast.Node) bool {
		switch n := node.(type) {
		case *ast.FuncDecl:
			if n.Recv == nil && n.Name.Name == "init" {
				add(n, "no init(): wiring is written out in cmd")
			}
		case *ast.CallExpr:
			if !zones && inNamedZone(n) {
				add(n, "a day begins where internal/period says: in a named zone use period.Day.Start, End and At")
			}
		case *ast.SelectorExpr:
			if pkg, ok := n.X.(*ast.Ident); ok && !clock && pkg.Name == "time" &&
				slices.Contains([]string{"Now", "Since", "Until"}, n.Sel.Name) {
				add(n, "time."+n.Sel.Name+" reads the clock: take a clock as an argument")
			}
		case *ast.BasicLit:
			if n.Kind != token.STRING {
				return true
			}
			text, err := strconv.Unquote(n.Value)
			if err != nil {
				return true
			}
			if !sql && statement.MatchString(text) {
				add(n, "SQL stands only where ARCHITECTURE.md lists it")
			}
			if salesFree && salesWords.MatchString(text) {
				add(n, "this package must not know words of sales")
			}
		case *ast.Ident:
			if salesFree && salesWords.MatchString(spaced(n.Name)) {
				add(n, "this package must not know words of sales")
			}
		}
		return true
	})
	return found
}

// inNamedZone reports a call that makes a time of a date and a clock in a zone other than UTC:
// where clocks are moved at midnight, time.Date gives 23:00 of the day before.
func inNamedZone(call *ast.CallExpr) bool {
	of, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || len(call.Args) == 0 {
		return false
	}
	if pkg, ok := of.X.(*ast.Ident); !ok || pkg.Name != "time" || of.Sel.Name != "Date" &&
		of.Sel.Name != "ParseInLocation" {
		return false
	}
	zone, ok := call.Args[len(call.Args)-1].(*ast.SelectorExpr)
	if !ok {
		return true
	}
	pkg, ok := zone.X.(*ast.Ident)
	return !ok || pkg.Name != "time" || zone.Sel.Name != "UTC"
}

// spaced parts a name in camel case into words.
func spaced(name string) string {
	return regexp.MustCompile(`([a-z0-9])([A-Z])`).ReplaceAllString(name, "$1 $2")
}

func TestFileLength(t *testing.T) {
	t.Parallel()
	for _, name := range repositoryFiles(t) {
		if !slices.Contains([]string{".go", ".ts", ".tsx", ".css", ".mjs", ".yaml"}, path.Ext(name)) {
			continue
		}
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		text := string(data)
		if lines := strings.Count(text, "\n"); lines > maxLines && !generated(text) {
			t.Errorf("%s has %d lines; above %d a file holds more than one idea", name, lines, maxLines)
		}
	}
}

// generated reports whether a file says in its first lines that it was generated.
func generated(text string) bool {
	head := strings.Join(strings.SplitN(text, "\n", 4)[:min(3, strings.Count(text, "\n")+1)], "\n")
	return strings.Contains(head, "generated")
}

func readText(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
