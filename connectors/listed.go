package connectors

import (
	"slices"

	"salesops/internal/problems"
	"salesops/record"
	"salesops/sales"
)

// Some sources have a table of stages and one of pipelines: deals refer to them by id, and
// a stage's own row says what it means.

// noteStage keeps the outcome that a stage's row says.
func (l *loader) noteStage(o ord) {
	for _, f := range l.now.fields {
		if f.Name == "outcome" && f.Value.IsSet() {
			l.listed[o] = f.Value.Text()
		}
	}
}

// outcomeOf is the outcome of a stage that a deal refers to by id; open when nothing says.
func (a *assembler) outcomeOf(stage ord) string {
	if outcome := a.listed[stage]; outcome != "" {
		return outcome
	}
	if outcome := a.knownOutcome[a.reg.at(stage).external]; outcome != "" {
		return outcome
	}
	if s := a.stages.shipped(a.reg.at(stage).external); s != nil { // an id that is a word the tool gives
		return s.Outcome
	}
	return sales.Open
}

// giveOutcomes writes the outcome of a deal's stages beside them. A deal that has no stage
// at all is open, and reported.
func (a *assembler) giveOutcomes(g *group, p *prior) {
	if a.reg.objectOf(g.o).Name != sales.Deal {
		return
	}
	staged := p != nil && p.state.Fields[stageField].IsSet()
	give := func(f *facts) {
		staged = staged || f.stage != ""
		for _, v := range f.fields {
			if v.Name != stageField || !v.Value.IsSet() {
				continue
			}
			staged = true
			if v.Value.Kind() == record.Ref && v.Value.Ref() >= 0 && !f.hasBefore {
				f.put("outcome", record.TextValue(a.outcomeOf(ord(v.Value.Ref()))))
			}
		}
	}
	for _, f := range g.history {
		give(f)
	}
	for _, f := range g.rows {
		give(f)
	}
	if staged || len(g.rows) == 0 {
		return
	}
	for _, f := range g.rows {
		f.put("outcome", record.TextValue(sales.Open))
	}
	if !slices.ContainsFunc(g.rows, func(f *facts) bool { return f.deleted == yes }) {
		a.problems.of(problems.NoStage).add(g.o, a.reg.at(g.o).external, "")
	}
}

// takeLinks takes the rows that only tell what a record refers to out of a group that has no
// row of its own, and gives what they say.
func (a *assembler) takeLinks(g *group, p *prior) []record.FieldValue {
	link := func(f *facts) bool { return a.files[f.file].layout.Link }
	if p != nil && !p.state.Stub || slices.ContainsFunc(g.rows, func(f *facts) bool { return !link(f) }) ||
		len(g.rows) == 0 {
		return nil
	}
	fields := a.together(g.o, g.rows).fields
	g.rows = nil
	return fields
}

// linked adds to a stub what others say that it refers to.
func (a *assembler) linked(drafts []draft, links []record.FieldValue, p *prior) []draft {
	for _, v := range links {
		if !v.Value.IsSet() || p != nil && p.state.Fields[v.Name] == v.Value {
			continue
		}
		if p == nil && len(drafts) == 0 {
			drafts = append(drafts, draft{kind: record.Create, eff: a.now, known: a.now, flags: record.Stub})
		}
		drafts = appendTo(drafts, a.now, a.now, record.Stub, v)
	}
	return drafts
}
