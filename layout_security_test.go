package salesops_test

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var shownBy = regexp.MustCompile("`([a-z/]+)`: ((?:`(?:Test|Fuzz)\\w+`(?:, )?)+)")

// TestSecurityNamesTests reads the tables of docs/security.md: each test that they name exists in its package, and
// every row says what shows it or why nothing does.
func TestSecurityNamesTests(t *testing.T) {
	t.Parallel()
	named := 0
	for line := range strings.Lines(readText(t, "docs/security.md")) {
		cells := strings.Split(strings.TrimSpace(line), "|")
		if len(cells) != 4 || strings.HasPrefix(cells[1], "-") {
			continue
		}
		if strings.TrimSpace(cells[2]) == "" {
			t.Errorf("%s: neither a test nor a reason", cells[1])
		}
		in := 0
		for _, m := range shownBy.FindAllStringSubmatch(cells[2], -1) {
			files, err := filepath.Glob(filepath.Join(m[1], "*_test.go"))
			if err != nil || len(files) == 0 {
				t.Errorf("%s: %s has no tests", cells[1], m[1])
			}
			var text strings.Builder
			for _, file := range files {
				text.WriteString(readText(t, file))
			}
			for _, test := range codeSpan.FindAllStringSubmatch(m[2], -1) {
				if in++; !strings.Contains(text.String(), "\nfunc "+test[1]+"(") {
					t.Errorf("%s: %s has no %s", cells[1], m[1], test[1])
				}
			}
		}
		if in != strings.Count(cells[2], "`Test")+strings.Count(cells[2], "`Fuzz") {
			t.Errorf("%s: a test without its package", cells[1])
		}
		named += in
	}
	if named < 100 {
		t.Errorf("the tables name %d tests", named)
	}
}
