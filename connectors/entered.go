package connectors

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"salesops/connectors/tool"
	"salesops/internal/period"
	"salesops/record"
	"salesops/sales"
)

// Columns that hold the day on which a stage was entered are a history, whether or not a deal
// is in that stage today: a deal that was lost and opened again has no other trace of it.

// stageColumn is the stage that such a column is about.
type stageColumn struct {
	stage    *stageFacts
	pipeline string // as the header names it; "" when it does not
	id       string // of a stage that the header names by its id instead
}

// nameCustom finds the columns of deals that hold the date of a stage.
func (m *learner) nameCustom(ctx context.Context) error {
	var known map[string]bool
	for _, f := range m.files {
		if f.layout.Object != sales.Deal || f.layout.Role != tool.Current {
			continue
		}
		for i := range f.cols {
			c := &f.cols[i]
			if c.known != nil || c.skip || c.kind != record.Day && c.kind != record.Instant {
				continue
			}
			if known == nil {
				var err error
				if known, err = m.stagesOfLog(ctx); err != nil {
					return err
				}
			}
			if of, ok := m.stageOfColumn(f, c.header, known); ok {
				m.stageColumns[c.field] = of
				f.report.Custom = slices.DeleteFunc(f.report.Custom, func(h string) bool { return h == c.header })
			}
		}
	}
	return nil
}

// stageOfColumn is the stage that a column of dates is about, if it is about one.
func (m *learner) stageOfColumn(f *file, header string, known map[string]bool) (stageColumn, bool) {
	if stage := f.layout.StageDates[header]; stage != "" {
		return stageColumn{stage: m.stages.stage(stage)}, true
	}
	if id := tool.StageEntered(m.o.Tools, header); id != "" {
		return stageColumn{id: id}, true
	}
	name, pipeline := enteredStage(header)
	if s := m.stages.named(header); s != nil {
		return stageColumn{stage: s, pipeline: pipeline}, true
	}
	if name != "" {
		return stageColumn{stage: m.stages.stage(name), pipeline: pipeline}, true
	}
	// A stage that no row names: one that the tool ships, or that an earlier import has seen.
	if words := m.stages.words(header); len(words) > 0 {
		for _, s := range m.stages.shippedNames() {
			if slices.Equal(words, m.stages.words(s)) {
				return stageColumn{stage: m.stages.stage(s)}, true
			}
		}
		for s := range known {
			if slices.Equal(words, m.stages.words(s)) {
				return stageColumn{stage: m.stages.stage(s)}, true
			}
		}
	}
	return stageColumn{}, false
}

// stagesOfLog are the names of the stages that the source has named before.
func (m *learner) stagesOfLog(ctx context.Context) (map[string]bool, error) {
	names := map[string]bool{}
	err := m.log.EachExternal(ctx, m.source, sales.Stage, func(external string, _ record.ID) error {
		if _, name, ok := strings.Cut(external, "|"); ok {
			names[name] = true
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read the stages: %w", err)
	}
	return names, nil
}

// enteringWords are how a label says that it holds the time of entering a stage.
var enteringWords = []string{"date entered", "entered stage", "data de entrada", "data em que entrou", "进入"}

// enteredStage reads a label that names its stage in quotes, the pipeline in brackets behind
// it: Date entered "Closed lost (Sales pipeline)".
func enteredStage(header string) (stage, pipeline string) {
	lower := strings.ToLower(header)
	if !slices.ContainsFunc(enteringWords, func(w string) bool { return strings.Contains(lower, w) }) {
		return "", ""
	}
	const open, shut = "\"'“‘«「『", "\"'”’»」』"
	from, to := strings.IndexAny(header, open), strings.LastIndexAny(header, shut)
	if from < 0 || to <= from {
		return "", ""
	}
	stage = strings.TrimFunc(header[from:to],
		func(r rune) bool { return strings.ContainsRune(open, r) || strings.ContainsRune(shut, r) || r == ' ' })
	if at := strings.LastIndex(stage, "("); at > 0 && strings.HasSuffix(stage, ")") {
		stage, pipeline = strings.TrimSpace(stage[:at]), strings.TrimSpace(stage[at+1:len(stage)-1])
	}
	return stage, pipeline
}

type stageEntry struct {
	at       period.Instant
	position int
	values   []record.FieldValue
}

// tellColumns adds the dated stage columns of a row to a story that has no stages.
func (a *assembler) tellColumns(pipeline string, c *current, s *story) {
	held, _ := c.value(stageField)
	if !held.IsSet() || s.track(stageField) != nil {
		return
	}
	_, closed := a.closing(c)
	var entered []stageEntry
	moves := false
	for _, v := range c.fields {
		of, ok := a.stageColumns[v.Name]
		if !ok || !v.Value.IsSet() {
			continue
		}
		at, in := instantOf(v.Value, a.company), pipeline
		if of.pipeline != "" && c.pipeline != "" {
			in = of.pipeline
		}
		e := stageEntry{at: at}
		switch {
		case of.id != "":
			e.values = a.stageByID(of.id)
		case c.stage == "":
			continue // the row has its stage by id, the column by name
		default:
			e.position, e.values = of.stage.position, a.stageValues(in, of.stage.name, unsaid, unsaid)
		}
		if closed && e.values[0].Value == held {
			continue // the day of closing says more
		}
		if in != pipeline {
			moves = true
		}
		entered = append(entered, e)
	}
	if c.stageSince != 0 && !closed && !slices.ContainsFunc(entered,
		func(e stageEntry) bool { return e.values[0].Value == held }) {
		entered = append(entered, stageEntry{at: c.stageSince,
			values: a.stageValues(pipeline, c.stage, unsaid, unsaid)})
	}
	slices.SortFunc(entered, func(x, y stageEntry) int {
		return cmp.Or(cmp.Compare(x.at, y.at), cmp.Compare(x.position, y.position))
	})
	for _, e := range entered {
		s.columns = true
		if moves { // through stages of several pipelines: each time the one of its stage
			e.values = append(e.values, a.pipelineOfStage(e.values[0].Value)...)
		}
		a.change(s, within(e.at, c.created, c.created != 0, a.latest(c), a.company), e.values)
	}
}

// newEntries says that some column of dates is not as the last import saw it.
func (a *assembler) newEntries(now map[string]uint64, p *prior) bool {
	for name := range a.stageColumns {
		if now[name] != p.seen[name] {
			return true
		}
	}
	return false
}

// stageByID are the values of a stage that a property names by its id. The property's name
// has underscores for what a name cannot hold.
func (a *assembler) stageByID(id string) []record.FieldValue {
	object := a.reg.index[sales.Stage]
	plain := strings.NewReplacer("-", "_", " ", "_")
	found := id
	for external := range a.reg.byID[object] {
		if external != id && strings.EqualFold(plain.Replace(external), id) {
			found = external
		}
	}
	o := a.reg.ord(object, found)
	return []record.FieldValue{
		{Name: stageField, Value: record.RefValue(record.ID(o))},
		{Name: "outcome", Value: record.TextValue(a.outcomeOf(o))},
	}
}

// pipelineOfStage is the pipeline of a stage that is known by its name.
func (a *assembler) pipelineOfStage(stage record.Value) []record.FieldValue {
	u, ok := a.stageOf[ord(stage.Ref())]
	if !ok {
		return nil
	}
	return []record.FieldValue{{Name: "pipeline", Value: a.pipelineRef(u.pipeline)}}
}

// instantOf is a date's first instant in a zone, or the instant itself.
func instantOf(v record.Value, zone *time.Location) period.Instant {
	if v.Kind() == record.Day {
		return v.Day().Start(zone)
	}
	return v.Instant()
}
