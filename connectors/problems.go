package connectors

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"salesops/connectors/cell"
	"salesops/connectors/table"
	"salesops/connectors/tool"
	"salesops/internal/money"
	"salesops/internal/problems"
	"salesops/record"
	"salesops/sales"
)

// finding is a problem while an import runs.
type finding struct {
	count, of int64
	sums      map[string]int64 // minor units by currency
	examples  []example
	metrics   []string // beside those of its code
}

type example struct {
	o            ord
	name, detail string
}

const mostExamples = 5

// problemBook collects what is wrong or guessed, by code.
type problemBook struct {
	by map[problems.Code]*finding
	// keys are those of the examples of problems.Unjoined.
	keys []string
}

func newProblems() *problemBook { return &problemBook{by: map[problems.Code]*finding{}} }

func (b *problemBook) of(code problems.Code) *finding {
	f := b.by[code]
	if f == nil {
		f = &finding{sums: map[string]int64{}}
		b.by[code] = f
	}
	return f
}

func (f *finding) add(o ord, name, detail string) {
	f.count++
	if len(f.examples) < mostExamples {
		f.examples = append(f.examples, example{o, name, detail})
	}
}

const noRecord = ord(1<<32 - 1)

func (b *problemBook) future(o ord) { b.of(problems.Future).add(o, "", "") }

func (b *problemBook) reconciled(o ord, name, field string) {
	code := problems.ReconciledOther
	switch field {
	case "outcome", "pipeline": // told with the stage
		return
	case stageField:
		code = problems.ReconciledStage
	case "amount":
		code = problems.ReconciledAmount
	case "close_date":
		code = problems.ReconciledCloseDate
	}
	detail := ""
	if code == problems.ReconciledOther {
		detail = field
	}
	b.of(code).add(o, name, detail)
}

func (b *problemBook) sameRows(o ord, n int) {
	p := b.of(problems.SameRows)
	p.add(o, "", "")
	p.count += int64(n) - 1
}

// duplicate counts rows, not records: a record of three rows has two that do not count.
func (b *problemBook) duplicate(o ord, n int, why string) {
	p := b.of(problems.Duplicates)
	p.add(o, "", why)
	p.count += int64(n) - 1
}

func (b *problemBook) damagedID(f *file, c *column, s string) {
	b.cell(problems.DamagedIDs, f.name+", "+c.header+": "+cell.Shorten(s))
}

func (b *problemBook) unreadable(f *file, c *column) {
	b.cell(problems.Unreadable, f.name+", "+c.header)
}

func (b *problemBook) emptyWord(f *file, c *column, s string) {
	b.cell(problems.EmptyWords, f.name+", "+c.header+": "+s)
}

// rate counts a rate; examples are of different currencies.
func (b *problemBook) rate(code problems.Code, name string) {
	p := b.of(code)
	p.count++
	if len(p.examples) < mostExamples && !slices.ContainsFunc(p.examples,
		func(e example) bool { return e.name == name }) {
		p.examples = append(p.examples, example{noRecord, name, ""})
	}
}

// unjoined counts a row whose key no joined row has; examples are of different keys.
func (b *problemBook) unjoined(key, where string) {
	p := b.of(problems.Unjoined)
	p.count++
	if len(p.examples) < mostExamples && !slices.Contains(b.keys, key) {
		b.keys = append(b.keys, key)
		p.examples = append(p.examples, example{noRecord, "", where})
	}
}

// cell counts a cell; examples are of different columns.
func (b *problemBook) cell(code problems.Code, where string) {
	p := b.of(code)
	p.count++
	if len(p.examples) < mostExamples && !slices.ContainsFunc(p.examples,
		func(e example) bool { return e.detail == where }) {
		p.examples = append(p.examples, example{noRecord, "", where})
	}
}

// inspect looks at one record as the import leaves it.
func (a *assembler) inspect(o ord, c *current, s *story) {
	object := a.reg.objectOf(o).Name
	name := a.nameFor(o, c)
	a.noteSplit(o, c)
	a.noteCurrencies(o, c)
	// a meeting is where its start says; when it was entered moves no number
	if _, dated := a.reg.objectOf(o).Field("created_at"); dated && object != sales.Event && c.created == 0 &&
		s.created == 0 && s.first == 0 {
		code := problems.WithoutDate
		if object == sales.Lead {
			code = problems.LeadsWithoutDate
		}
		p := a.problems.of(code)
		p.add(o, name, object)
		if code == problems.WithoutDate {
			for _, m := range a.reg.objectOf(o).Imported.Undated {
				if !slices.Contains(p.metrics, m) {
					p.metrics = append(p.metrics, m)
				}
			}
		}
	}
	switch object {
	case sales.Lead:
		status, _ := c.value("status")
		if converted, ok := c.value("converted"); ok && converted.IsSet() && !converted.Bool() &&
			saysConverted(status.Text()) {
			a.problems.of(problems.LeadStatusConflict).add(o, name, status.Text())
		}
		a.problems.of(problems.LeadStatusConflict).of++
	case sales.Deal:
		if c.deleted != yes {
			a.inspectDeal(o, name, c, s)
		}
	}
}

// saysConverted reads a lead's status as a person would.
func saysConverted(status string) bool {
	s := strings.ToLower(status)
	return strings.Contains(s, "converted") && !strings.Contains(s, "not converted") &&
		!strings.Contains(s, "unconverted") && !strings.Contains(s, "non-converted")
}

func (a *assembler) inspectDeal(o ord, name string, c *current, s *story) {
	b := a.problems
	if s.first == 0 && !s.columns {
		b.of(problems.NoHistory).add(o, name, "")
	}
	b.of(problems.NoHistory).of++
	if f := c.facts; f != nil && f.stage != "" {
		byName := a.stages.stage(f.stage).byName
		flags := ""
		switch {
		case f.won == yes && f.closed == no:
			flags = "not closed, but won"
		case f.won == yes && byName != "" && byName != sales.Won:
			flags = "won"
		case f.closed == no && byName != "" && byName != sales.Open:
			flags = "not closed"
		case f.closed == yes && f.won == no && byName != "" && byName != sales.Lost:
			flags = "lost"
		}
		if flags != "" {
			b.of(problems.ConflictingFlags).add(o, name, fmt.Sprintf("%s in stage %s", flags, clip(f.stage)))
		}
		b.of(problems.ConflictingFlags).of++
	}
	owner, _ := c.value("owner")
	if !owner.IsSet() {
		b.of(problems.WithoutOwner).add(o, name, "")
	}
	b.of(problems.WithoutOwner).of++
	outcome, _ := c.value("outcome")
	closeDate, _ := c.value("close_date")
	if n := len(a.reversals); n > 0 && outcome.Text() != sales.Won {
		w, f := a.reversals[n-1], b.of(problems.ReversedWins) // the last counts: the deal is one deal
		f.add(o, name, a.dayText(w.at))
		if w.amount.IsSet() {
			f.sums[w.amount.Money().Currency] += w.amount.Money().Minor
		}
	}
	if outcome.Text() != sales.Won && outcome.Text() != sales.Lost {
		return
	}
	if !closeDate.IsSet() {
		b.of(problems.ClosedWithoutDate).add(o, name, "")
	}
	if outcome.Text() != sales.Won {
		return
	}
	amount, _ := c.value("amount")
	if !amount.IsSet() {
		b.of(problems.WonWithoutAmount).add(o, name, "")
	}
	b.of(problems.WonWithoutAmount).of++
	f := b.of(problems.ClosedBeforeCreated)
	f.of++
	if c.created != 0 && closeDate.IsSet() && closeDate.Day() < c.created.Day(a.company) {
		f.add(o, name, closeDate.Day().String())
		if amount.IsSet() {
			f.sums[amount.Money().Currency] += amount.Money().Minor
		}
	}
}

// nameFor is what a report calls a record: its name, or its external id when a name is personal.
func (a *assembler) nameFor(o ord, c *current) string {
	if a.reg.objectOf(o).Name == sales.Rate {
		return rateName(c)
	}
	if v, ok := c.value("name"); ok && v.IsSet() && !tool.PersonalName(a.reg.objectOf(o)) {
		return clip(v.Text())
	}
	return a.reg.at(o).external
}

// list turns the findings into the report's problems, worst first.
func (r *reporter) list() []Problem {
	r.fromStages()
	r.fromFiles()
	for i := range r.counts {
		if n := r.counts[i].Stubbed; n > 0 {
			f := r.problems.of(problems.Stubs)
			f.count += n
			if len(f.examples) < mostExamples {
				f.examples = append(f.examples, example{noRecord, "", r.reg.objects[i].Counted(n)})
			}
		}
	}
	list := []Problem{}
	for code, f := range r.problems.by {
		if f.count == 0 {
			continue
		}
		p := Problem{Problem: problems.New(code, f.count, f.of), Amount: largest(f.sums), Examples: []Example{}}
		p.Metrics = append(p.Metrics, f.metrics...)
		for _, e := range f.examples {
			p.Examples = append(p.Examples, r.show(e))
		}
		r.columnless(&p.Problem)
		list = append(list, p)
	}
	slices.SortFunc(list, func(x, y Problem) int { return problems.Compare(&x.Problem, &y.Problem) })
	return list
}

func (r *reporter) show(e example) Example {
	shown := Example{Name: e.name, Detail: e.detail}
	if e.o == noRecord {
		return shown
	}
	s := r.reg.at(e.o)
	shown.Object = r.reg.objects[s.object].Name
	if shown.Name == "" {
		shown.Name = s.external
	}
	if s.id != 0 && (s.existed || !r.o.DryRun) {
		shown.ID = record.FormatID(shown.Object, s.id)
	}
	return shown
}

func (r *reporter) fromStages() {
	for _, s := range r.stages.stages {
		if s.unknown {
			r.problems.of(problems.UnknownStages).add(noRecord, s.name, "")
		}
		if s.conflicting > 0 {
			r.problems.of(problems.ConflictingStages).add(noRecord, s.name, s.outcome)
		}
	}
	for _, code := range []problems.Code{problems.UnknownStages, problems.ConflictingStages} {
		slices.SortFunc(r.problems.of(code).examples, func(x, y example) int { return cmp.Compare(x.name, y.name) })
	}
}

func (r *reporter) fromFiles() {
	noted := map[string]bool{} // a table may be read with several layouts
	for _, f := range r.all {
		for _, n := range f.noted() {
			if noted[f.name] {
				break
			}
			p := r.problems.of(n.Code)
			p.count += n.Count
			if len(p.examples) < mostExamples {
				p.examples = append(p.examples,
					example{noRecord, f.name, strings.TrimSuffix(f.name+", "+n.Where, ", ")})
			}
		}
		noted[f.name] = len(f.noted()) > 0
		if f.alike != "" && f.layout != nil {
			r.problems.of(problems.LayoutsAlike).add(noRecord, f.name,
				fmt.Sprintf("%s: %s %s, not %s", f.name, f.tool.Name(), f.layout.Name, f.alike))
		}
		if f.layout != nil && f.layout.Unnamed && f.report.Rows > 0 {
			r.problems.of(problems.UnnamedTables).add(noRecord, f.name, "")
		}
		if f.report.Unknown && f.report.ReasonCode != "file_kind" && f.report.ReasonCode != "file_kind_unknown" {
			r.problems.of(problems.UnknownFiles).add(noRecord, f.name, f.report.Reason)
		}
		if n := f.report.Rejected; n > 0 {
			p := r.problems.of(problems.Rejected)
			p.count += n
			for _, row := range f.report.Rejects {
				if len(p.examples) < mostExamples {
					p.examples = append(p.examples, example{noRecord, f.name, rejectText(f.report.Unit, row)})
				}
			}
		}
		if f.layout != nil && f.layout.MadeIDs && f.report.Taken > 0 && f.report.Match == nil {
			p := r.problems.of(problems.MadeIDs)
			p.count += f.report.Taken
			if len(p.examples) < mostExamples {
				p.examples = append(p.examples, example{noRecord, f.name, f.layout.Object})
			}
		}
		if n := f.report.Ignored; n > 0 {
			r.problems.of(problems.IgnoredHistory).count += n
		}
	}
}

// noted is what was odd about a file. Its header counts as a row: a file whose header cannot be read
// is often one that no layout knows.
func (f *file) noted() []table.Note {
	if f.table == nil || !slices.ContainsFunc(f.table.Header, table.Lossy) {
		return f.notes
	}
	lost := table.Note{Code: problems.Lost, Count: 1, Where: "the header"}
	rest := slices.DeleteFunc(slices.Clone(f.notes), func(n table.Note) bool {
		if n.Code != problems.Lost {
			return false
		}
		lost.Count += n.Count
		return true
	})
	return append(rest, lost)
}

// largest is the sum of the currency that has most; nil without any.
func largest(sums map[string]int64) *Money {
	best, found := money.Amount{}, false
	for code, minor := range sums {
		if !found || minor > best.Minor || minor == best.Minor && code < best.Currency {
			best, found = money.Amount{Minor: minor, Currency: code}, true
		}
	}
	if !found {
		return nil
	}
	return &Money{best.String(), best.Currency}
}
