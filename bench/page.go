package main

import (
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
)

// pageStart opens the page. What follows it are sections, one per part of a run.
const pageStart = `# Performance

Written by ` + "`make bench`" +
	`: change the program, not this page. A section holds the last run of its part; a part that
was not run keeps the figures of the run before. A bar is what the product promises. A line without a bar is shown to be
compared with. Load is the machine's load average when the part began: above the number of cores nothing below it is to be
trusted.
`

// unmeasured is what the product promises, or a reader may expect, that no part measures.
var unmeasured = []string{
	"Many people at once: the server was never asked by more than one visitor while it was measured here.",
	"Companies above 500,000 deals.",
	"Machines with more than two cores, other processors than x86-64, network file systems.",
	"The browser's own time: pages are measured by what they load (`web/scripts/budget.mjs`), not by when they are " +
		"drawn.",
	"Backup and restore of large folders.",
}

// writePage puts each section of the run in place of the one with its name, or behind the others.
func (r *report) writePage(path, size string) error {
	text, err := os.ReadFile(path)
	if err != nil && !os.IsNotExist(err) {
		return err
	}
	names, sections := sectionsOf(string(text))
	for _, s := range r.sections {
		if len(s.lines) == 0 {
			continue
		}
		if !slices.Contains(names, s.name) {
			names = append(names, s.name)
		}
		sections[s.name] = s.text(size)
	}
	var page strings.Builder
	page.WriteString(pageStart)
	for _, name := range names {
		page.WriteString("\n## " + name + "\n\n" + sections[name] + "\n")
	}
	page.WriteString("\n## " + neverMeasured + "\n\n")
	for _, what := range unmeasured {
		page.WriteString("- " + what + "\n")
	}
	return os.WriteFile(path, []byte(page.String()), 0o644) //nolint:gosec // a page of the project
}

const neverMeasured = "Never measured"

// sectionsOf are the sections of a page in order, but for the one that is written anew each time.
func sectionsOf(page string) (names []string, sections map[string]string) {
	sections = make(map[string]string)
	for _, part := range strings.Split("\n"+page, "\n## ")[1:] {
		name, text, _ := strings.Cut(part, "\n")
		if name != neverMeasured {
			names, sections[name] = append(names, name), strings.TrimSpace(text)
		}
	}
	return names, sections
}

// text is a section as a table, below what it was measured on and when.
func (s *section) text(size string) string {
	var out strings.Builder
	fmt.Fprintf(&out, "%s, %s, %s, load %s.\n\n| what | measured | bar | |\n|---|---|---|---|\n",
		s.day, size, machine(), s.load)
	for _, l := range s.lines {
		for i, cell := range l {
			l[i] = strings.ReplaceAll(strings.TrimSpace(cell), "|", "\\|")
		}
		fmt.Fprintln(&out, "| "+strings.Join(l[:], " | ")+" |")
	}
	return strings.TrimSpace(out.String())
}

// machine tells what the program runs on.
func machine() string {
	name := "processor unknown"
	if text, err := os.ReadFile("/proc/cpuinfo"); err == nil {
		for line := range strings.Lines(string(text)) {
			if key, value, found := strings.Cut(line, ":"); found && strings.TrimSpace(key) == "model name" {
				name = strings.TrimSpace(value)
				break
			}
		}
	}
	return fmt.Sprintf("%d cores (%s), %s, %s", runtime.NumCPU(), name, runtime.GOOS, runtime.Version())
}
