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

` + "`make bench`" +
	` writes this page: to change its text, change bench/page.go. Each section is one part of the benchmark
and holds the figures of that part's last run. A part that was not run keeps its older figures, so look at the dates.

- The **bar** is the limit that the product promises; "ok" or "MISSED" says whether it held. A line without a bar is there
  to be compared with.
- The **load** is the machine's load average when the part began. Where it is above the number of cores, other programs
  took their share, and the figures are not to be trusted.
- p50 and p99 are the median and the 99th percentile. CPU is processor time, of all cores together. MB and GB are
  millions and thousands of millions of bytes.
- One part alone: ` + "`go run ./bench -only pages -page docs/performance.md`" + `; ` + "`-deals 20000`" +
	` takes a smaller company.
`

// explanation tells what a section of the page measures.
type explanation struct {
	on   string // the data; "" for the generated company
	says string
}

var explanations = map[string]explanation{
	"imports": {
		on: "generated files, each imported into an empty folder by a process of its own",
		says: "Rows per second until all rows are in the change log; \"queryable after\" is the time until " +
			"metrics see them too. Resident memory is the most that the process held. The names: company is " +
			"a CRM export with stage history, plain a CSV file without, mapped a CSV file of 60 columns read " +
			"through a mapping file, json and xlsx the plain rows in other formats.",
	},
	"the company": {
		says: "The CSV export of the company (deals with their stage history, accounts, sellers, teams) is " +
			"imported, while the columns that metrics read follow the change log.",
	},
	"rebuild": {
		says: "The columns are made again from the change log.",
	},
	"metrics": {
		says: "A metric over two years, asked of the product and, in turn with it, as hand-written SQL of the " +
			"same tables (\"by hand\"). PostgreSQL answers the same SQL on a copy of the tables with indexes. " +
			"Medians of warm runs; no answer is kept between them.",
	},
	"travel": {
		says: "The open pipeline on random past days, in three ways: with what was corrected since, as it was " +
			"known on the day, and as it was known on a later day (\"both\"). Then the same after 20,000 " +
			"corrections of the past. Each way is compared with a replay of the whole change log on three " +
			"days.",
	},
	"pages": {
		on: "the medium sample company of 8,000 deals",
		says: "What the pages ask a server over HTTP: all key metrics in one request, and single records. Cold " +
			"is a server that has answered nothing yet. The model of repeat purchases (ltv_bgnbd) is asked " +
			"of the engine.",
	},
	"load": {
		on: "the medium sample company of 8,000 deals",
		says: "Signed-in users, most of them reps, ask one server over HTTP: 40 % lists, 20 % single records, 15 % " +
			"all key " +
			"metrics, 10 % one metric, 5 % search, 10 % edits of a deal's next step, every third of its amount too. " +
			"First 200 who think for five seconds between two " +
			"requests, " +
			"for two minutes; then 50 who do not. The server and the users share the machine's cores.",
	},
	"freshness": {
		says: "A deal is changed 300 times, while eight readers ask for a metric without a pause: the time " +
			"from the change until a metric can see it.",
	},
	"writers": {
		on: "an empty change log",
		says: "Eight writers make 5,000 changes each, one at a time; each is on the disk before it is " +
			"acknowledged.",
	},
	"memory": {
		says: "The most memory that the process of the benchmark held in all parts together; imports have " +
			"processes of their own.",
	},
}

// unmeasured is what the product promises, or a reader may expect, that no part measures.
var unmeasured = []string{
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

// text is a section as a table, below what it measures, on what and when.
func (s *section) text(size string) string {
	var out strings.Builder
	of := explanations[s.name]
	if of.on == "" {
		of.on = size
	}
	fmt.Fprintf(&out, "%s\n\nMeasured on %s with %s; %s; load %s.\n\n", of.says, s.day, of.on, machine(), s.load)
	out.WriteString("| what | measured | bar | held |\n|---|---|---|---|\n")
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
