package main

import (
	"cmp"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"salesops/connectors"
	"salesops/connectors/tool"
	"salesops/internal/figures"
	"salesops/internal/problems"
)

// page collects what is printed and keeps the first error.
type page struct {
	w   io.Writer
	err error
}

func (p *page) linef(format string, args ...any) {
	if p.err == nil {
		_, p.err = fmt.Fprintf(p.w, format+"\n", args...)
	}
}

func (p *page) grid(g grid) {
	if p.err == nil && len(g.rows) > 0 {
		p.err = g.print(p.w)
	}
}

// printImport prints an import's report. Its last line is the command that undoes the import.
func printImport(w io.Writer, r *connectors.Report, data string) error {
	p := &page{w: w}
	what := "Import of " + figures.Several(int64(len(r.Files)), "file", "files")
	if r.Source != "" {
		what += " from " + visible(r.Source)
	}
	switch {
	case r.DryRun:
		what += " (dry run: nothing was written)"
	case r.Stopped:
		what += " (stopped before its end: importing the same files again completes it)"
	}
	p.linef("%s\n", what)
	printFiles(p, r)
	printObjects(p, r)
	printRejects(p, r)
	printProblems(p, r)
	printDifferences(p, r)
	if r.HistorySince != nil {
		p.linef("\nThe source's history begins on %s.", *r.HistorySince)
	}
	verb := "written"
	if r.DryRun {
		verb = "would be written"
	}
	if r.Changes == 0 {
		p.linef("\nNothing changed.")
	} else {
		p.linef("\n%s %s in %.1f s", figures.Several(r.Changes, "change", "changes"), verb, r.Seconds)
	}
	if r.Batch != "" {
		p.linef("salesops undo %s --data %s", r.Batch, quoted(data))
	}
	return p.err
}

// printDifferences prints the values of the source that differ from edits made here.
func printDifferences(p *page, r *connectors.Report) {
	const most = 20
	if r.DifferencesFound == 0 {
		return
	}
	p.linef("\nEdited here, and different in the source:\n")
	g := grid{head: []string{"record", "field", "here", "source", "counts"}}
	side := func(c *connectors.Claim) string {
		day, _, _ := strings.Cut(c.At, "T")
		return fmt.Sprintf("%s (%s)", visible(cmp.Or(c.Value, "…")),
			strings.Join(slices.DeleteFunc([]string{visible(c.Who), day}, func(s string) bool { return s == "" }),
				", "))
	}
	for i := range min(most, len(r.Differences)) {
		d := &r.Differences[i]
		g.rows = append(g.rows, []string{visible(d.Name), d.Field, side(&d.Here), side(&d.Source), d.InForce})
	}
	p.grid(g)
	if more := r.DifferencesFound - int64(len(g.rows)); more > 0 {
		p.linef("and %s more", figures.Count(more))
	}
}

// printMatches prints how the records of rows were found, for files with --match.
func printMatches(p *page, r *connectors.Report) {
	first := true
	for _, f := range r.Files {
		if f.Match == nil {
			continue
		}
		if first {
			p.linef("")
			first = false
		}
		m := f.Match
		does := func(n int64, only, what string) string {
			if m.Only == only {
				what = "left out"
			}
			return figures.Count(n) + " " + what
		}
		parts := []string{"found " + does(m.Found, tool.OnlyCreate, "to update"),
			"not found " + does(m.New, tool.OnlyUpdate, "to create")}
		if m.Ambiguous > 0 {
			parts = append(parts, figures.Several(m.Ambiguous, "row", "rows")+" fit several records and were rejected")
		}
		p.linef("%s, matched by %s: %s", visible(filepath.Base(f.Path)), m.By, strings.Join(parts, ", "))
	}
}

// countColumn is a column of numbers in the table of files.
type countColumn struct {
	head string
	of   func(f *connectors.FileReport) int64
}

func printFiles(p *page, r *connectors.Report) {
	counts := []countColumn{
		{"rows", func(f *connectors.FileReport) int64 { return f.Rows }},
		{"taken", func(f *connectors.FileReport) int64 { return f.Taken }},
		{"rejected", func(f *connectors.FileReport) int64 { return f.Rejected }},
	}
	for _, rare := range []countColumn{
		{"set aside", func(f *connectors.FileReport) int64 { return f.SetAside }},
		{"refused", func(f *connectors.FileReport) int64 { return f.Refused }},
	} {
		if slices.ContainsFunc(r.Files, func(f connectors.FileReport) bool { return rare.of(&f) > 0 }) {
			counts = append(counts, rare)
		}
	}
	g := grid{head: []string{"file", "layout", "object"}, right: map[int]bool{}}
	for _, c := range counts {
		g.right[len(g.head)] = true
		g.head = append(g.head, c.head)
	}
	g.head = append(g.head, "read as")
	var unknown []connectors.FileReport
	for _, f := range r.Files {
		if f.Unknown {
			unknown = append(unknown, f)
			continue
		}
		how := []string{f.Encoding, separatorWord(f.Separator), f.DateOrder, numbersWord(f.Numbers)}
		cells := []string{filepath.Base(f.Path), f.Layout, f.Object}
		for _, c := range counts {
			cells = append(cells, figures.Count(c.of(&f)))
		}
		cells = append(cells, strings.Join(nonEmpty(how), ", "))
		g.add(cells...)
	}
	p.grid(g)
	printMatches(p, r)
	if len(unknown) > 0 {
		p.linef("\nFiles that no layout knows:")
		for _, f := range unknown {
			p.linef("  %s: %s", visible(filepath.Base(f.Path)), visible(f.Reason))
		}
		if slices.ContainsFunc(unknown,
			func(f connectors.FileReport) bool { return f.ReasonCode == "layout_unknown" }) {
			p.linef(
				"To say what their columns mean: salesops import PATH --suggest --mapping my.yaml, read that file, " +
					"import with --mapping my.yaml.")
		}
	}
	for _, f := range r.Files {
		if len(f.Custom) > 0 {
			p.linef("\n%s: kept as custom fields: %s", visible(filepath.Base(f.Path)),
				visible(strings.Join(f.Custom, ", ")))
		}
		if len(f.Unused) > 0 {
			p.linef("\n%s: not kept: %s", visible(filepath.Base(f.Path)), visible(strings.Join(f.Unused, ", ")))
		}
	}
}

// numbersWord says how the numbers of a file were read.
func numbersWord(s string) string {
	switch s {
	case "point":
		return "1,234.50"
	case "comma":
		return "1.234,50"
	}
	return ""
}

func separatorWord(s string) string {
	switch s {
	case ",":
		return "comma"
	case ";":
		return "semicolon"
	case "\t":
		return "tab"
	case "|":
		return "bar"
	}
	return s
}

func printObjects(p *page, r *connectors.Report) {
	g := grid{head: []string{"object", "created", "updated", "unchanged", "stubbed", "rejected", "deleted"},
		right: map[int]bool{1: true, 2: true, 3: true, 4: true, 5: true, 6: true}}
	for _, o := range r.Objects {
		g.add(o.Object, figures.Count(o.Created), figures.Count(o.Updated), figures.Count(o.Unchanged),
			figures.Count(o.Stubbed),
			figures.Count(o.Rejected), figures.Count(o.Deleted))
	}
	if len(g.rows) > 0 {
		p.linef("")
	}
	p.grid(g)
}

func printRejects(p *page, r *connectors.Report) {
	var shown, all int64
	for _, f := range r.Files {
		all += f.Rejected
	}
	if all == 0 {
		return
	}
	p.linef("\nRejected: %s", figures.Several(all, "row", "rows"))
	for _, f := range r.Files {
		for _, row := range f.Rejects {
			where := fmt.Sprintf("%s %s %d", filepath.Base(f.Path), cmp.Or(f.Unit, "line"), row.Line)
			if row.Column != "" {
				where += ", column " + row.Column
			}
			p.linef("  %s: %s", visible(where), visible(row.Reason))
			shown++
		}
	}
	if shown < all {
		p.linef("  and %s more", figures.Count(all-shown))
	}
	if r.RejectFile != "" {
		p.linef("  They are in %s.", r.RejectFile)
	}
}

func printProblems(p *page, r *connectors.Report) {
	if len(r.Problems) == 0 {
		return
	}
	p.linef("\nWhat the data does to your numbers:")
	for i, problem := range r.Problems {
		text := strings.TrimSuffix(problem.Message, ".")
		if m := problem.Amount; m != nil {
			text += "; worth " + strings.TrimSpace(figures.Grouped(m.Amount)+" "+m.Currency)
		}
		if len(problem.Metrics) > 0 {
			text += "; moves " + strings.Join(problem.Metrics, ", ")
		}
		p.linef("%3d. %s", i+1, visible(text))
		for _, e := range problem.Examples {
			if strings.HasPrefix(e.Detail, e.Name) { // a place in the file of that name
				e.Name = ""
			}
			p.linef("       %s", visible(strings.Join(nonEmpty([]string{e.ID, e.Name, e.Detail}), "  ")))
		}
		if todo := typed[problem.Code]; todo != "" {
			p.linef("       → %s", todo)
		}
	}
}

// typed says what to type about a problem; its sentence, which browsers show too, says it in general.
var typed = map[problems.Code]string{
	problems.NamesUnknown:  "--accept takes the nearest name",
	problems.Lost:          "--encoding names the encoding of a CSV file",
	problems.RatesMissing:  "salesops settings rate:FROM/TO@DAY=RATE",
	problems.EditsKept:     "salesops review",
	problems.EditsReplaced: "salesops review",
	problems.LikeFields:    "salesops import PATH --suggest writes a mapping",
	problems.UnnamedTables: "salesops import PATH --suggest writes a mapping",
	problems.UnitAssumed:   "salesops import PATH --suggest writes a mapping",
	problems.LayoutsAlike:  "salesops import PATH --suggest writes a mapping",
}

func nonEmpty(texts []string) []string {
	var out []string
	for _, t := range texts {
		if t != "" {
			out = append(out, t)
		}
	}
	return out
}

// quoted quotes a path as one word for a shell.
func quoted(path string) string {
	plain := strings.IndexFunc(path, func(c rune) bool {
		return !strings.ContainsRune("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-+=:@%~,", c)
	}) < 0
	if plain && path != "" && !strings.HasPrefix(path, "~") {
		return path
	}
	return "'" + strings.ReplaceAll(path, "'", `'\''`) + "'"
}
