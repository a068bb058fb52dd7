package all_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"salesops/connectors/all"
	"salesops/connectors/tool"
)

// TestTheCoreNamesNoTool: what is said of one tool stands in its folder. The words of headers that any file may
// have are told by what they are, not by whose they are.
func TestTheCoreNamesNoTool(t *testing.T) {
	t.Parallel()
	marks := []string{"__c", "npe01", "npe03", "npsp", "property_"}
	for name := range tool.NamesOf(all.Tools()) {
		marks = append(marks, strings.ToLower(name))
	}
	if len(marks) < 8 {
		t.Fatalf("the tools are called %v", marks)
	}
	words := strings.NewReplacer(`"hubspot_owner_id"`, "") // of tables from anywhere, see connectors/mapping/hints.go
	for _, folder := range []string{"..", "../cell", "../table", "../tool", "../mapping"} {
		files, err := filepath.Glob(filepath.Join(folder, "*.go"))
		if err != nil || len(files) == 0 {
			t.Fatalf("%s has no code: %v", folder, err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file) //nolint:gosec // a file of the project
			if err != nil {
				t.Fatal(err)
			}
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			for n, line := range strings.Split(words.Replace(strings.ToLower(string(text))), "\n") {
				for _, mark := range marks {
					if strings.Contains(line, mark) {
						t.Errorf("%s:%d says %q of a tool: %s", file, n+1, mark, strings.TrimSpace(line))
					}
				}
			}
		}
	}
}
