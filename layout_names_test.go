package salesops_test

import (
	"go/ast"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	fileNamed = regexp.MustCompile(`[\w/*]*\w\.go\b`)
	pathNamed = regexp.MustCompile("`([a-z][\\w./*-]*/[\\w./*-]*)`")
	testNamed = regexp.MustCompile(`\b(?:Test|Fuzz)[A-Z]\w*`)
	linkTo    = regexp.MustCompile(`\]\(([^)#:]+)(?:#[^)]*)?\)`)
)

// A comment that names a file of the project names one that exists: in its own folder, or from
// the root.
func TestFilesNamedInComments(t *testing.T) {
	for _, s := range readSources(t) {
		for _, group := range s.file.Comments {
			for _, name := range fileNamed.FindAllString(group.Text(), -1) {
				if !exists(name) && !exists(path.Join(s.folder, name)) {
					t.Errorf("%s names %s, which does not exist", s.at(group), name)
				}
			}
		}
	}
}

// A page that names a file or folder of the project, or links to one, names one that exists or
// says that it is to come.
func TestFilesNamedInPages(t *testing.T) {
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	var top []string
	for _, e := range entries {
		top = append(top, e.Name())
	}
	for _, page := range repositoryFiles(t) {
		if path.Ext(page) != ".md" {
			continue
		}
		text := readText(t, page)
		for _, m := range linkTo.FindAllStringSubmatch(text, -1) {
			if !exists(path.Join(path.Dir(page), m[1])) {
				t.Errorf("%s links to %s, which does not exist", page, m[1])
			}
		}
		for _, at := range pathNamed.FindAllStringSubmatchIndex(text, -1) {
			name := text[at[2]:at[3]]
			first, _, _ := strings.Cut(name, "/")
			if slices.Contains(top, first) && !exists(name) && !strings.HasPrefix(text[at[1]:], " "+toCome) {
				t.Errorf("%s names %s, which does not exist", page, name)
			}
		}
	}
}

// A page that names a test names one that exists, or the beginning of such a name for -run. docs/testing.md names
// every fuzz target.
func TestTestsNamedInPages(t *testing.T) {
	t.Parallel()
	var tests []string
	for _, s := range readSources(t) {
		for _, d := range s.file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && s.test && f.Recv == nil {
				tests = append(tests, f.Name.Name)
			}
		}
	}
	for _, page := range repositoryFiles(t) {
		if path.Ext(page) != ".md" {
			continue
		}
		for _, name := range testNamed.FindAllString(readText(t, page), -1) {
			if !slices.ContainsFunc(tests, func(test string) bool { return strings.HasPrefix(test, name) }) {
				t.Errorf("%s names %s, which does not exist", page, name)
			}
		}
	}
	listed := testNamed.FindAllString(readText(t, "docs/testing.md"), -1)
	for _, name := range tests {
		if strings.HasPrefix(name, "Fuzz") && !slices.Contains(listed, name) {
			t.Errorf("docs/testing.md does not list %s", name)
		}
	}
}

// TestLives checks that the lists of the files that a row and a question pass are short enough to be
// read, and go back to no file.
func TestLives(t *testing.T) {
	t.Parallel()
	for _, of := range []string{"row", "question"} {
		_, text, _ := strings.Cut(readText(t, "ARCHITECTURE.md"), "## The life of a "+of+"\n")
		text, _, _ = strings.Cut(text, "\n## ")
		var files []string
		for _, m := range regexp.MustCompile("(?m)^\\d+\\. `([^`]+)`").FindAllStringSubmatch(text, -1) {
			if slices.Contains(files, m[1]) {
				t.Errorf("a %s passes %s twice", of, m[1])
			}
			files = append(files, m[1])
		}
		if len(files) < 5 || len(files) > 12 {
			t.Errorf("a %s passes %d files, want at most 12: %s", of, len(files), strings.Join(files, ", "))
		}
	}
}

// exists says whether a file or folder, or one that fits a pattern, is there.
func exists(name string) bool {
	found, err := filepath.Glob(name)
	return err == nil && len(found) > 0
}
