package connectors

import (
	"cmp"
	"context"
	"fmt"
	"hash/fnv"
	"slices"
	"strings"

	"salesops/connectors/tool"
	"salesops/internal/money"
	"salesops/internal/problems"
	"salesops/record"
	"salesops/sales"
)

// group is everything that an import brings about one record.
type group struct {
	o       ord
	rows    []*facts // current rows; more than one when the export holds the record twice
	history []*facts
}

// assembleAll reads the sorted facts record by record and plans the changes. Objects come in
// the order in which they refer to each other, so that what is referred to comes later.
func (a *assembler) assembleAll(ctx context.Context) error {
	if err := a.findVocabulary(ctx); err != nil {
		return err
	}
	const batchSize = 2000
	var batch []*group
	un := unpacker{names: a.names}
	flush := func() error {
		if err := ctx.Err(); err != nil {
			return err
		}
		err := a.assembleBatch(ctx, batch)
		batch = batch[:0]
		un.room.reset()
		a.room.reset()
		return err
	}
	var done int64
	teams := false
	err := a.groups.each(func(key sortKey, data []byte) error {
		done++
		if done%8192 == 0 {
			a.progress(Sorting, done, a.groups.count)
		}
		o := ord(key[0] >> 8 & 0xFFFFFFFF)
		if len(batch) == 0 || batch[len(batch)-1].o != o {
			isTeam := a.reg.objectOf(o).Name == sales.Team
			if len(batch) >= batchSize || isTeam && !teams {
				if err := flush(); err != nil {
					return err
				}
			}
			if isTeam && !teams {
				teams = true
				if err := a.findFirstTeam(ctx); err != nil {
					return err
				}
			}
			batch = append(batch, &group{o: o})
		}
		g := batch[len(batch)-1]
		f, err := un.facts(data)
		if err != nil {
			return err
		}
		if f.role == tool.Current {
			g.rows = append(g.rows, f)
		} else {
			g.history = append(g.history, f)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := flush(); err != nil {
		return err
	}
	if err := a.vocabulary(ctx); err != nil {
		return err
	}
	return a.reachBack(ctx)
}

// vocabulary plans the stages and pipelines that the deals' names stand for, as if they were
// rows of their own.
func (a *assembler) vocabulary(ctx context.Context) error {
	var batch []*group
	for o, u := range a.stageOf {
		f := u.facts
		row := &facts{role: tool.Current, fields: []record.FieldValue{
			{Name: "name", Value: record.TextValue(f.name)},
			{Name: "pipeline", Value: a.pipelineRef(u.pipeline)},
			{Name: "position", Value: record.IntValue(int64(f.position))},
			{Name: "outcome", Value: record.TextValue(f.outcome)},
		}}
		if f.probabilities > 0 {
			p, _ := record.NumberValue(f.mean())
			row.fields = append(row.fields, record.FieldValue{Name: "probability", Value: p})
		}
		if f.category != "" {
			row.fields = append(row.fields,
				record.FieldValue{Name: "forecast_category", Value: record.TextValue(f.category)})
		}
		a.reg.at(o).row = true
		batch = append(batch, &group{o: o, rows: []*facts{row}})
	}
	if err := a.assembleBatch(ctx, a.inOrder(batch)); err != nil {
		return err
	}
	batch = batch[:0]
	for name, o := range a.usedPipelines {
		a.reg.at(o).row = true
		batch = append(batch, &group{o: o,
			rows: []*facts{{role: tool.Current,
				fields: []record.FieldValue{{Name: "name", Value: record.TextValue(name)}}}}})
	}
	return a.assembleBatch(ctx, a.inOrder(batch))
}

// inOrder sorts groups by external id, so that a run does not depend on the order of a map.
func (a *assembler) inOrder(batch []*group) []*group {
	slices.SortFunc(batch, func(x, y *group) int {
		return cmp.Compare(a.reg.at(x.o).external, a.reg.at(y.o).external)
	})
	return batch
}

// assembleBatch plans a few thousand records; what the log holds of them is read together.
func (a *assembler) assembleBatch(ctx context.Context, batch []*group) error {
	priors, err := a.priors(ctx, batch)
	if err != nil {
		return err
	}
	for _, g := range batch {
		if err := a.assemble(ctx, g, priors[g.o]); err != nil {
			return err
		}
	}
	return nil
}

// assemble plans one record and hands its changes to the sorter.
func (a *assembler) assemble(ctx context.Context, g *group, p *prior) error {
	a.reversals = a.reversals[:0]
	if p != nil && p.seen[seenMerged+a.reg.at(g.o).external] != 0 {
		a.counts[a.reg.at(g.o).object].Unchanged++
		return nil // an earlier import has merged it: the record it went into speaks now
	}
	links := a.takeLinks(g, p)
	a.giveOutcomes(g, p)
	object := a.reg.objectOf(g.o)
	pipeline := a.pipelineOf(g, p)
	var c *current
	if len(g.rows) > 0 {
		c = a.resolve(pipeline, a.latestRow(g))
		if a.merging[g.o] {
			c.facts.deleted = unsaid // the source took it out because it was merged
		}
	}
	if c != nil {
		a.noteProof(g.o, c)
	}
	vocabulary := object.Imported.OnlyNames
	gone := a.dropDeleted(g, c, p)
	history := g.history
	a.giveCurrency(history, g.rows, p)
	a.take(c, g.history)
	var now map[string]uint64
	if p != nil {
		now = a.taken.byName()
	}
	if p != nil && (p.state.Stub && c != nil || len(history) > 0 && p.newHistory(now)) {
		// What the log has of its history belongs to the story.
		if err := a.timeline(ctx, p); err != nil {
			return err
		}
		told := a.tell(pipeline, history)
		history = merged(history, a.remembered(p, func(field string) bool {
			return p.state.Stub && c != nil && field != "name" || told.track(field) != nil
		}))
	}
	if c != nil && c.deleted == unsaid && p != nil && p.seen[seenDeleted] == wasAbsent {
		now[seenDeleted] = 0
	}
	if u := a.stageOf[g.o]; u.facts != nil && p != nil {
		now[seenEvidence] = u.facts.evidence()
	} else if u.facts != nil {
		a.taken.set(seenEvidence, u.facts.evidence())
	}
	story := a.tell(pipeline, history)
	if p != nil && p.state.Stub {
		story.recallBlank(p)
	}
	if c != nil && object.Name == sales.Deal {
		a.tellColumns(pipeline, c, story)
	}
	if p != nil { // before what an import only concludes is left out
		a.states(p.id, c, g.history, story)
	}
	if vocabulary && p != nil {
		a.keepVocabulary(g.o, c, p, now)
	}
	var drafts []draft
	changed := p == nil || !p.sameAs(now) || a.mayOverrule(g.o, c, p)
	switch {
	case p == nil:
		drafts = a.compose(g.o, c, story)
	case !changed:
	default:
		if err := a.timeline(ctx, p); err != nil {
			return err
		}
		switch {
		case c == nil:
			drafts = a.revise(g.o, nil, story, p, now)
		case p.seen == nil, p.state.Stub:
			drafts = a.complete(a.compose(g.o, c, story), p)
		default:
			drafts = a.revise(g.o, c, story, p, now)
		}
	}
	drafts = a.settleEdits(g.o, drafts, c, story, p, now)
	if gone && len(drafts) > 0 { // since when, its own row will say
		drafts = append(drafts, draft{kind: record.Delete, eff: a.now, known: a.now})
	}
	drafts = a.linked(drafts, links, p)
	a.noteSpan(g.o, c, drafts, p)
	a.noteUses(g.o, drafts)
	if c != nil {
		a.mentions(c.fields)
		a.mentions(c.initial)
	}
	for _, r := range g.history {
		a.mentions(r.fields)
	}
	a.count(g.o, c, p, drafts)
	if c != nil {
		a.inspect(g.o, c, story)
	}
	var seen []numberedPrint
	switch {
	case c == nil && (p == nil || p.state.Stub):
		seen = a.numberedPrints(story.blank())
	case p == nil:
		seen = a.taken.some()
	case changed && (c != nil || p.seen != nil):
		seen = a.numberedPrints(now)
	}
	return a.handOut(g.o, drafts, seen)
}

// dropDeleted leaves out the history rows that are deleted in the source. The source deletes
// them with their record: then they still tell what it was on earlier days. It says whether
// that is concluded from the history alone, before the record's own row has come.
func (a *assembler) dropDeleted(g *group, c *current, p *prior) bool {
	if c != nil && c.deleted == yes || c == nil && p != nil && !p.state.Exists {
		return false
	}
	if c == nil && (p == nil || p.state.Stub) &&
		!slices.ContainsFunc(g.history, func(f *facts) bool { return f.deleted != yes }) {
		return true
	}
	kept := slices.DeleteFunc(g.history, func(f *facts) bool { return f.deleted == yes })
	if n := len(g.history) - len(kept); n > 0 {
		a.problems.of(problems.IgnoredHistory).count += int64(n)
	}
	g.history = kept
	return false
}

// giveCurrency reads a history's amounts in the deal's currency where the history does not
// name one: exports of several currencies name it only in the current rows.
func (a *assembler) giveCurrency(history, rows []*facts, p *prior) {
	currency := ""
	for _, r := range rows {
		currency = max(currency, r.currency)
	}
	if currency == "" && p != nil {
		currency = p.state.Fields["amount"].Money().Currency
	}
	if currency == "" {
		return
	}
	in := func(v record.Value) record.Value {
		if v.Kind() != record.Money || v.Money().Currency == currency {
			return v
		}
		amount, err := money.FromRat(v.Money().Rat(), currency)
		if err != nil {
			return v
		}
		return record.MoneyValue(amount)
	}
	for _, h := range history {
		if h.currency != "" {
			continue
		}
		for i := range h.fields {
			h.fields[i].Value = in(h.fields[i].Value)
		}
		h.before = in(h.before)
	}
}

// latestRow is the row that counts when an export holds a record more than once: the one
// modified last, and of equals one that does not depend on the order of files.
func (a *assembler) latestRow(g *group) *facts {
	var parts []*facts
	for i := 0; len(g.rows) > 1 && i < len(g.rows); i++ {
		if a.isPart(g.o, g.rows[i]) {
			parts = append(parts, g.rows[i])
		}
	}
	if len(parts) > 0 {
		whole := slices.DeleteFunc(slices.Clone(g.rows), func(f *facts) bool { return a.isPart(g.o, f) })
		if len(whole) > 0 {
			parts = append(parts, a.latestRow(&group{o: g.o, rows: whole}))
		}
		return a.together(g.o, parts)
	}
	best := g.rows[0]
	for _, r := range g.rows[1:] {
		if a.goesBefore(r, best) {
			best = r
		}
	}
	same := 0
	for _, r := range g.rows {
		if a.sameRow(r, best) {
			same++
		}
	}
	if same > 1 {
		a.problems.sameRows(g.o, same-1)
	}
	if same < len(g.rows) {
		a.problems.duplicate(g.o, len(g.rows)-same, a.whyRow(g.rows, best))
	}
	a.problems.of(problems.Duplicates).of += int64(len(g.rows)) - 1
	return best
}

// goesBefore says which of two rows of a record counts: the one modified last; else, of one
// file, the one that stands further down. The order of files is nothing.
func (a *assembler) goesBefore(r, best *facts) bool {
	switch {
	case r.modified != best.modified:
		return r.modified > best.modified
	case r.file == best.file:
		return r.line > best.line
	}
	return a.rowHash(r) > a.rowHash(best)
}

// whyRow says which row of a record counts, and why.
func (a *assembler) whyRow(rows []*facts, best *facts) string {
	f := a.files[best.file]
	why := "it stands last"
	for _, r := range rows {
		switch {
		case r == best || a.sameRow(r, best):
		case r.modified != best.modified:
			return fmt.Sprintf("%s, %s %d, modified last", f.name, f.report.Unit, best.line)
		case r.file != best.file:
			why = "nothing in the files says which is newer"
		}
	}
	return fmt.Sprintf("%s, %s %d: %s", f.name, f.report.Unit, best.line, why)
}

// sameRow says that two rows of a record say the same in every column.
func (a *assembler) sameRow(x, y *facts) bool {
	return x == y || x.modified == y.modified && x.created == y.created && x.stageSince == y.stageSince &&
		x.stage == y.stage && x.pipeline == y.pipeline &&
		x.currency == y.currency && x.deleted == y.deleted && x.deletedAt == y.deletedAt && x.closed == y.closed &&
		x.won == y.won && a.rowHash(x) == a.rowHash(y)
}

func (a *assembler) rowHash(f *facts) uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(f.stage))
	for _, v := range f.fields {
		_, _ = fmt.Fprintf(h, "%s=%x;", v.Name, a.print(v.Value))
	}
	return h.Sum64()
}

// pipelineOf is the name of a deal's pipeline: of its row, else as the log has it.
func (a *assembler) pipelineOf(g *group, p *prior) string {
	for _, r := range g.rows {
		if r.pipeline != "" {
			return r.pipeline
		}
	}
	if len(g.rows) == 0 && p != nil {
		if v, ok := p.state.Fields["pipeline"]; ok {
			if s := a.reg.at(ord(v.Ref())); v.Ref() >= 0 && s.external != "" {
				return s.external
			}
		}
	}
	return defaultPipeline
}

const defaultPipeline = "Default"

// keepVocabulary lets only what is sure alter a stage that is there: its place and
// probability were first guesses, and somebody may have put them right.
func (a *assembler) keepVocabulary(o ord, c *current, p *prior, now map[string]uint64) {
	kept := c.fields[:0]
	for _, v := range c.fields {
		if a.listed[o] != "" {
			kept = append(kept, v) // a row of its own says so
			continue
		}
		learnt := v.Name == "outcome" && a.stageOf[o].facts != nil && a.outweighs(a.stageOf[o])
		if learnt || p.seen == nil {
			kept = append(kept, v)
		} else {
			delete(now, v.Name)
		}
	}
	c.fields = kept
	if now[seenEvidence] <= p.seen[seenEvidence] {
		delete(now, seenEvidence)
	}
}

// seenHistory names the fingerprint of the history that a row is part of: each kind of file
// has its own, so that one does not make the other look new.
func (a *assembler) seenHistory(r *facts) string {
	return seenHistory + " " + a.files[r.file].layout.Name
}

func isSeenHistory(name string) bool { return strings.HasPrefix(name, seenHistory) }

// newHistory says that some history is not as the last import of its kind of file saw it.
func (p *prior) newHistory(now map[string]uint64) bool {
	for name, v := range now {
		if isSeenHistory(name) && p.seen[name] != v {
			return true
		}
	}
	return false
}

// sameAs says that an import brings nothing that the last one did not.
func (p *prior) sameAs(now map[string]uint64) bool {
	if p.seen == nil || p.state.Stub {
		return false
	}
	for name, v := range now {
		if p.seen[name] != v && name != seenModified {
			return false
		}
	}
	return true
}

// noteUses keeps the earliest time at which records are referred to.
func (a *assembler) noteUses(o ord, drafts []draft) {
	for i := range drafts {
		d := &drafts[i]
		for _, f := range d.fields {
			if f.Value.Kind() == record.Ref {
				if f.Value.Ref() < 0 {
					continue // a record that only the log names
				}
				s := a.reg.at(ord(f.Value.Ref()))
				s.first, s.known = min(s.first, d.eff), min(s.known, d.known)
			}
		}
	}
}

func clip(s string) string {
	const most = 80
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "…"
}

// count adds a record to the report.
func (a *assembler) count(o ord, c *current, p *prior, drafts []draft) {
	n := &a.counts[a.reg.at(o).object]
	other := false // than deletions
	for i := range drafts {
		if drafts[i].kind == record.Delete {
			n.Deleted++
		} else {
			other = true
		}
	}
	switch {
	case c == nil && p == nil:
		n.Stubbed++
	case c == nil:
		if other && !p.state.Stub {
			n.Updated++
		}
	case p == nil || p.state.Stub:
		n.Created++
	case len(drafts) == 0:
		if a.resumed[p.id] == nil { // what this import wrote itself is counted when it is over
			n.Unchanged++
		}
	case other:
		n.Updated++
	}
}
