package connectors

import (
	"context"
	"errors"
	"time"

	"salesops/record"
)

// importer is one run of an import: what its stages are given and what they give.
type importer struct {
	setting  *setting
	sources  *sources
	subjects *subjects
	learnt   *learnt
	gathered *gathered
	planned  *planned
	tally    *tally

	writer   *writer
	reporter *reporter
}

// Run imports files into a log. The error is a fault of kind Invalid when the options or the
// files are wrong as a whole (a date order that cannot be found out names the flag to give);
// then nothing was written. A file that no tool knows and a row that cannot be taken are no
// errors: the report has them. When ctx ends in the middle, or the disk fails, what was written is
// consistent, the report says Stopped and by which batch it is taken back, and running again
// completes it.
func Run(ctx context.Context, log *record.Log, o Options) (*Report, error) {
	if err := o.fits(); err != nil {
		return nil, err
	}
	m, err := newImporter(ctx, log, o)
	if err != nil {
		return nil, err
	}
	defer m.close()
	err = m.writer.resume(ctx)
	if err == nil {
		err = m.run(ctx)
	}
	if err == nil && m.setting.resumed != nil {
		err = m.writer.recountWritten(ctx)
	}
	if closed := m.tally.rejects.close(); err == nil {
		err = closed
	}
	// The import's record is closed also when ctx has ended: it says what came of it.
	late, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	state := "done"
	if err != nil && m.writer.importID != 0 {
		state = stateStopped
		m.tally.report.Stopped = true
		err = errors.Join(err, m.writer.recountWritten(late))
	} else if err != nil {
		m.writer.forgetPlanned()
	}
	m.reporter.conclude()
	if m.writer.importID != 0 {
		if closed := m.writer.finish(late, state, err); err == nil {
			err = closed
		}
	}
	if err != nil && (errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)) {
		m.tally.report.Stopped = true
		return m.tally.report, err
	}
	if err != nil && m.writer.importID == 0 {
		return nil, err
	}
	return m.tally.report, err
}

// newImporter makes what the stages of a run share.
func newImporter(ctx context.Context, log *record.Log, o Options) (*importer, error) {
	in, err := newSetting(ctx, log, o)
	if err != nil {
		return nil, err
	}
	from, err := newSources(in)
	if err != nil {
		return nil, err
	}
	m := &importer{setting: in, sources: from, subjects: newSubjects(log.Schema())}
	m.learnt = newLearnt(in, from, m.subjects.reg)
	m.gathered, m.planned, m.tally = newGathered(in, m.subjects), newPlanned(in), newTally(in, m.subjects)
	m.writer = &writer{setting: in, sources: from, subjects: m.subjects, planned: m.planned, tally: m.tally}
	m.reporter = &reporter{setting: in, sources: from, subjects: m.subjects, learnt: m.learnt,
		gathered: m.gathered, tally: m.tally}
	return m, nil
}

// run is the stages of an import in their order: each is given what the ones before it gave.
func (m *importer) run(ctx context.Context) error {
	in, from, subjects, learnt, gathered, planned, tally :=
		m.setting, m.sources, m.subjects, m.learnt, m.gathered, m.planned, m.tally
	recogniser := &recogniser{in, from, subjects, learnt}
	if err := recogniser.recognise(); err != nil || len(from.files) == 0 {
		return err
	}
	learner := &learner{in, from, subjects, learnt}
	finder := &finder{in, from, subjects}
	reader := &reader{setting: in, sources: from, subjects: subjects, learnt: learnt, gathered: gathered,
		tally: tally, pack: packer{names: subjects.names}}
	assembler := newAssembler(reader, planned)
	absentees := &absentees{in, from, subjects, gathered, planned, tally}
	for _, stage := range []func(context.Context) error{
		learner.learn,         // what only whole files tell: how dates and numbers are written, what stages mean
		finder.matching,       // by what the rows of each file are found
		learner.lookUp,        // what the log has of rates and of names
		reader.read,           // rows become facts, sorted by record
		m.reporter.inspect,    // what the reading was not sure of
		finder.findKnown,      // which records the log has
		assembler.assembleAll, // facts become changes, sorted in the order of writing
		assembler.inspectSplits,
		assembler.inspectRates,
		assembler.merge, // records that the source has merged
		absentees.find,  // records that the source does not have any more
		m.write,
	} {
		if err := stage(ctx); err != nil {
			return err
		}
	}
	return nil
}

// write gives the planned changes to the log.
func (m *importer) write(ctx context.Context) error {
	m.gathered.groups.close() // its temporary file is not needed any more
	m.writer.custom = m.learnt.custom
	if err := m.writer.keepFound(); err != nil {
		return err
	}
	return m.writer.write(ctx)
}

func (m *importer) close() {
	m.gathered.groups.close()
	m.planned.changes.close()
	m.sources.close()
}
