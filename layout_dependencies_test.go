package salesops_test

import (
	"encoding/json"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// requirement is a line of go.mod.
type requirement struct {
	version  string
	indirect bool
}

var requireLine = regexp.MustCompile(`^\t(\S+) (v\S+)( // indirect)?$`)

func requirements(t *testing.T) map[string]requirement {
	all := map[string]requirement{}
	for line := range strings.Lines(readText(t, "go.mod")) {
		if m := requireLine.FindStringSubmatch(strings.TrimRight(line, "\n")); m != nil {
			all[m[1]] = requirement{m[2], m[3] != ""}
		}
	}
	if len(all) == 0 {
		t.Fatal("go.mod requires nothing")
	}
	return all
}

// moduleOf is the required module with the longest path that a package lies in; "" for the
// standard library and the project's own packages.
func moduleOf(all map[string]requirement, pkg string) string {
	best := ""
	for path := range all {
		if (pkg == path || strings.HasPrefix(pkg, path+"/")) && len(path) > len(best) {
			best = path
		}
	}
	return best
}

// go.mod and docs/dependencies.md name what the code imports, and nothing else does.
func TestModules(t *testing.T) {
	all := requirements(t)
	imported := map[string]string{} // module → a file that imports it
	for _, s := range readSources(t) {
		for _, spec := range s.file.Imports {
			pkg, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			if m := moduleOf(all, pkg); m != "" {
				imported[m] = s.path
			}
		}
	}
	page := readText(t, "docs/dependencies.md")
	for path, r := range all {
		where, direct := imported[path]
		switch {
		case direct && r.indirect:
			t.Errorf("go.mod calls %s indirect, but %s imports it", path, where)
		case !direct && !r.indirect:
			t.Errorf("go.mod requires %s, which nothing imports; run go mod tidy", path)
		}
		if direct && !strings.Contains(page, "| "+path+" | "+r.version+" ") && !strings.Contains(page, "| "+path+" (") {
			t.Errorf("docs/dependencies.md has no row for %s %s", path, r.version)
		}
	}
}

// docs/dependencies.md has the version of each package that the browser's code stands on.
func TestPackages(t *testing.T) {
	var manifest struct {
		Dependencies, DevDependencies map[string]string
	}
	text, err := os.ReadFile("web/package.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &manifest); err != nil {
		t.Fatal(err)
	}
	page := readText(t, "docs/dependencies.md")
	for _, list := range []map[string]string{manifest.Dependencies, manifest.DevDependencies} {
		for name, version := range list {
			version = version[strings.LastIndex(version, "@")+1:] // an alias names its package first
			if !strings.Contains(page, version) {
				t.Errorf("docs/dependencies.md does not have version %s of %s", version, name)
			}
		}
	}
}
