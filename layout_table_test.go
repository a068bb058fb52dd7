package salesops_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const (
	changesHeading = "## To change X, touch Y, run Z\n"
	toCome         = "(to come)"
)

var (
	testRun   = regexp.MustCompile(`^go test (\.\S*)(?: -run (\w+)(?:/(\w+))?)?$`)
	vitestRun = regexp.MustCompile(`^cd web && npx vitest run (\S+)$`)
	flowRun   = regexp.MustCompile(`^cd web && node e2e/run\.mjs --flow (\w+)$`)
	testFunc  = regexp.MustCompile(`(?m)^func (Test\w+)\(`)
	// comingPackage is an item of the list of packages to come.
	comingPackage = regexp.MustCompile("(?m)^- `(\\w+)` \\(to come\\)")
)

// TestTablesOfChanges reads the tables that say where a change begins. Every file and folder that they name
// exists, or is marked as to come and does not exist yet, and every command that they give runs a test. The
// packages to come are those of the list below the tables.
func TestTablesOfChanges(t *testing.T) {
	t.Parallel()
	_, text, _ := strings.Cut(readText(t, "ARCHITECTURE.md"), changesHeading)
	text, _, _ = strings.Cut(text, "\n## ")
	packages, rows := readLayout(t).rows, 0
	var coming []string // packages
	for line := range strings.Lines(text) {
		cells := strings.Split(strings.TrimSpace(line), "|")
		if len(cells) != 5 || strings.HasPrefix(cells[1], "-") || strings.TrimSpace(cells[3]) == "run" {
			continue
		}
		rows++
		change := strings.TrimSpace(cells[1])
		places := 0
		for _, at := range codeSpan.FindAllStringSubmatchIndex(cells[2], -1) {
			name, toBe := cells[2][at[2]:at[3]], strings.HasPrefix(cells[2][at[1]:], " "+toCome)
			if _, folder := packages[name]; !folder && !toBe && !strings.Contains(name, "/") {
				continue // a word of Go, or the name of files that stand in several folders
			}
			places++
			if toBe && !strings.Contains(name, "/") {
				coming = append(coming, name)
			}
			if toBe && exists(name) {
				t.Errorf("%q: %s is no longer to come", change, name)
			}
			if !toBe && !exists(name) {
				t.Errorf("%q: %s does not exist", change, name)
			}
		}
		commands := codeSpan.FindAllStringSubmatch(cells[3], -1)
		if places == 0 || len(commands) == 0 {
			t.Errorf("%q names %d places and %d commands, want one of each at least", change, places, len(commands))
		}
		for _, m := range commands {
			if wrong := commandProblem(t, m[1]); wrong != "" {
				t.Errorf("%q: %s: %s", change, m[1], wrong)
			}
		}
	}
	for _, name := range coming {
		if !strings.Contains(text, "\n- `"+name+"` "+toCome) {
			t.Errorf("the list of packages to come lacks %s, which the tables name", name)
		}
	}
	for _, m := range comingPackage.FindAllStringSubmatch(text, -1) {
		if !slices.Contains(coming, m[1]) {
			t.Errorf("the list of packages to come has %s, which is in no table", m[1])
		}
		if _, there := packages[m[1]]; there {
			t.Errorf("%s is no longer to come", m[1])
		}
	}
	if rows < 40 {
		t.Errorf("found %d changes in ARCHITECTURE.md, want at least 40", rows)
	}
}

// commandProblem says why a command of the table runs no test; empty when it does.
func commandProblem(t *testing.T, command string) string {
	t.Helper()
	if m := testRun.FindStringSubmatch(command); m != nil {
		return goTestProblem(t, m[1], m[2], m[3])
	}
	if m := vitestRun.FindStringSubmatch(command); m != nil {
		found, err := filepath.Glob(filepath.Join("web", m[1]+"*"))
		if err != nil || len(found) == 0 {
			return "no such place in web"
		}
		if strings.Contains(m[1], ".test.") || hasFile(t, filepath.Join("web", m[1]), ".test.ts") ||
			hasFile(t, filepath.Join("web", m[1]), ".test.tsx") {
			return ""
		}
		return "there is no test in it"
	}
	if m := flowRun.FindStringSubmatch(command); m != nil {
		if !exists("web/e2e/flows/" + m[1] + ".mjs") {
			return "no such flow"
		}
		return ""
	}
	if command == "cd web && npm run check" {
		return ""
	}
	return "not a kind of command that this test knows"
}

// goTestProblem looks for the package, for a test whose name begins with prefix, and for the file of a subtest.
func goTestProblem(t *testing.T, folder, prefix, sub string) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*_test.go"))
	if err != nil || len(files) == 0 {
		return "the package has no tests"
	}
	found := prefix == ""
	for _, name := range files {
		for _, m := range testFunc.FindAllStringSubmatch(readText(t, name), -1) {
			found = found || strings.HasPrefix(m[1], prefix)
		}
	}
	if !found {
		return "no test has such a name"
	}
	of := map[string]string{
		"TestGolden":  "metrics/catalog/%.yaml",
		"TestScripts": "cmd/salesops/testdata/script/%.txtar",
	}
	if sub != "" && !exists(strings.ReplaceAll(of[prefix], "%", sub)) {
		return "there is no such case"
	}
	return ""
}

func hasFile(t *testing.T, folder, ending string) bool {
	t.Helper()
	found := false
	err := filepath.WalkDir(folder, func(name string, _ os.DirEntry, err error) error {
		found = found || strings.HasSuffix(name, ending)
		return err
	})
	return err == nil && found
}
