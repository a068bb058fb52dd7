package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestPageKeepsWhatWasNotRun: a run of one part leaves the sections of the others.
func TestPageKeepsWhatWasNotRun(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "performance.md")
	write := func(part, measured string) string {
		r := &report{}
		r.begin("nothing measured")
		r.begin(part)
		r.add("one | other", measured, "<= 2", false)
		if err := r.writePage(path, "10 deals"); err != nil {
			t.Fatal(err)
		}
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	write("imports", "1")
	write("pages", "5")
	write("metrics", "7")
	page := write("imports", "3")
	for text, times := range map[string]int{
		"\n## imports\n": 1, "\n## pages\n": 1, "| one \\| other | 3 | <= 2 | MISSED |": 1, "| 5 |": 1, "| 1 |": 0,
		"\n## Never measured\n": 1, "nothing measured": 0,
		"with the medium sample company": 1, "with 10 deals": 1, explanations["metrics"].says: 1,
	} {
		if got := strings.Count(page, text); got != times {
			t.Errorf("the page has %q %d times, want %d:\n%s", text, got, times, page)
		}
	}
	failed := &report{}
	failed.begin("travel")
	failed.dropLast()
	if len(failed.sections) != 0 {
		t.Error("a part that failed is on the page")
	}
	if strings.Index(page, "## imports") > strings.Index(page, "## pages") {
		t.Error("sections change their order")
	}
}
