package connectors

import (
	"context"

	"salesops/connectors/cell"
)

// learnt is what only whole files tell, and what the log has of it.
type learnt struct {
	stages       *stageBook
	byName       *nameBook
	rates        rateSettings
	custom       []custom // fields that the schema lacks
	recordTypes  map[string]bool
	pipelines    map[string]string // record type → pipeline
	stageColumns map[string]stageColumn
}

func newLearnt(in *setting, from *sources, reg *registry) *learnt {
	return &learnt{stages: newStageBook(in.o.Tools), byName: newNameBook(in, from, reg), recordTypes: map[string]bool{},
		pipelines: map[string]string{}, stageColumns: map[string]stageColumn{}}
}

// learner is the stage that reads the files for what only the whole of them tells.
type learner struct {
	*setting
	*sources
	*subjects
	*learnt
}

// learn reads every file once, and decides how its cells are read: nothing is written before dates can
// be read.
func (m *learner) learn(ctx context.Context) error {
	var total, done int64
	for _, f := range m.files {
		total += f.table.Size
	}
	m.byName.prepare()
	tick := func(n int64) { done += n; m.progress(Looking, done, total) }
	for _, f := range m.files {
		if err := m.scan(ctx, f, tick); err != nil {
			return err
		}
	}
	m.stages.decide()
	m.custom = customFields(m.files, m.log.Schema(), m.o.Tools)
	if err := m.settle(); err != nil {
		return err
	}
	if err := m.nameCustom(ctx); err != nil {
		return err
	}
	for id := range m.recordTypes {
		if len(m.recordTypes) > 1 {
			m.pipelines[id] = "Record type " + id
		}
	}
	return nil
}

// settle decides how dates and numbers are read.
func (m *learner) settle() error {
	order, err := cell.ParseOrder(m.o.Dates)
	if err != nil {
		return err
	}
	if err := settleDates(m.files, order); err != nil {
		return err
	}
	writing, err := cell.ParseDecimals(m.o.Numbers)
	if err != nil {
		return err
	}
	return settleNumbers(m.files, writing)
}

// lookUp reads what the log has of exchange rates and of the names that rows refer to.
func (m *learner) lookUp(ctx context.Context) error {
	if err := m.settleRates(ctx); err != nil {
		return err
	}
	return m.byName.fromLog(ctx)
}
