package connectors

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"salesops/connectors/cell"
	"salesops/connectors/csvfile"
	"salesops/connectors/icsfile"
	"salesops/connectors/tool"
	"salesops/internal/fault"
	"salesops/internal/period"
	"salesops/record"
	"salesops/sales"
)

// importer is one run of an import.
type importer struct {
	log      *record.Log
	o        Options
	now      period.Instant
	zones    cell.Zones
	masters  sales.Masters
	company  *time.Location // in which an instant becomes a day
	actor    record.Actor
	source   string
	all      []*file // every file found
	files    []*file // those that a layout knows
	reg      *registry
	names    *names
	pack     packer
	stages   *stageBook
	problems *problemBook
	shelf    shelf
	byName   *nameBook
	rates    rateSettings
	counts   []ObjectCount // by registry index
	report   *Report
	rejects  *rejects
	origins  *originBook
	groups   *sorter // facts, by record
	changes  *sorter // changes, in the order of writing
	custom   []custom
	absent   []absent
	deleted  []record.ID // what a complete export does not hold and the log has deleted already
	stating  stating
	byRecord map[record.ID]ord
	wholes   []map[string]bool // by registry index; see absent.go
	importID record.ID
	dryID    record.ID

	listed  map[ord]string // stages that have a row of their own, and their outcomes
	merges  []merger
	merging map[ord]bool // records that are merged into others
	spans   map[ord]span
	shares  splitBook
	foreign map[string]int64   // amounts by currency, but the company's
	paired  map[[2]string]bool // currencies between which there is a rate

	ownCurrency  string
	recordTypes  map[string]bool
	pipelines    map[string]string // record type → pipeline
	stageColumns map[string]stageColumn
	assembleRank []int
	createRank   []int
	historySince period.Instant
	firstTeam    period.Instant
}

// Run imports files into a log. The error is a fault of kind Invalid when the options or the
// files are wrong as a whole (a date order that cannot be found out names the flag to give);
// then nothing was written. A file that no tool knows and a row that cannot be taken are no
// errors: the report has them. When ctx ends in the middle, or the disk fails, what was written is
// consistent, the report says Stopped and by which batch it is taken back, and running again
// completes it.
func Run(ctx context.Context, log *record.Log, o Options) (*Report, error) {
	m, err := newImporter(ctx, log, o)
	if err != nil {
		return nil, err
	}
	defer m.close()
	err = m.run(ctx)
	if closed := m.rejects.close(); err == nil {
		err = closed
	}
	// The import's record is closed also when ctx has ended: it says what came of it.
	late, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	state := "done"
	if err != nil && m.importID != 0 {
		state = "stopped"
		m.report.Stopped = true
		err = errors.Join(err, m.recountWritten(late))
	}
	m.conclude()
	if m.importID != 0 {
		if closed := m.finish(late, state); err == nil {
			err = closed
		}
	}
	if err != nil && (errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)) {
		m.report.Stopped = true
		return m.report, err
	}
	if err != nil && m.importID == 0 {
		return nil, err
	}
	return m.report, err
}

func newImporter(ctx context.Context, log *record.Log, o Options) (*importer, error) {
	if o.Clock == nil {
		return nil, fault.New(fault.Internal, "an import needs a clock")
	}
	if len(o.Tools) == 0 {
		return nil, fault.New(fault.Internal, "an import needs tools that know files")
	}
	if err := o.check(); err != nil {
		return nil, err
	}
	settings, _, err := sales.LoadSettings(ctx, log)
	if err != nil {
		return nil, fmt.Errorf("read the company's settings: %w", err)
	}
	m := &importer{
		log: log, o: o, masters: settings.Masters, now: max(o.Clock(), log.Now()), company: settings.Zone,
		ownCurrency: settings.Currency,
		actor:       o.Actor, source: o.Source, names: newNames(), origins: newOrigins(), stages: newStageBook(),
		byRecord: map[record.ID]ord{}, listed: map[ord]string{}, merging: map[ord]bool{}, spans: map[ord]span{},
		shares: newSplitBook(), foreign: map[string]int64{}, paired: map[[2]string]bool{},
		recordTypes: map[string]bool{},
		pipelines:   map[string]string{}, stageColumns: map[string]stageColumn{}, firstTeam: period.Forever,
		report: &Report{DryRun: o.DryRun, Full: o.Full, Files: []FileReport{}, Objects: []ObjectCount{},
			Problems: []Problem{}, Differences: []Difference{}},
	}
	if m.company == nil {
		m.company = time.UTC
	}
	m.zones = cell.Zones{File: o.Zone, Company: m.company, Fiscal: settings.Calendar()}
	if o.Zone == nil {
		m.zones.File = m.company
	}
	if m.shelf.encoding, err = csvfile.ParseEncoding(o.Encoding); err != nil {
		return nil, err
	}
	if m.actor == "" {
		m.actor = "import"
	}
	m.pack = packer{names: m.names}
	m.problems = newProblems(m)
	m.reg = newRegistry(log.Schema())
	m.byName = newNameBook(m)
	m.groups, m.changes = newSorter(o.SpillDir), newSorter(o.SpillDir)
	m.shelf.spool.Dir = o.SpillDir
	m.shelf.calendar = icsfile.Settings{Zone: o.Zone, Company: m.company, Today: m.now.Day(m.company)}
	m.counts, m.wholes = make([]ObjectCount, len(m.reg.objects)), make([]map[string]bool, len(m.reg.objects))
	for i, object := range m.reg.objects {
		m.counts[i].Object = object.Name
	}
	m.assembleRank = m.ranks(sales.Event, sales.Absence, sales.Quota, sales.Cost, sales.Order, sales.Contract,
		sales.Activity, sales.DealLine, sales.Lead, sales.Deal, sales.Contact, sales.Account, sales.Product,
		sales.Person, sales.Team)
	m.createRank = m.ranks(sales.Pipeline, sales.Stage, sales.Team, sales.Person, sales.Product, sales.Account,
		sales.Contact, sales.Deal, sales.Lead, sales.DealLine, sales.Activity)
	return m, nil
}

func (m *importer) ranks(order ...string) []int {
	ranks := make([]int, len(m.reg.objects))
	for i, o := range m.reg.objects {
		ranks[i] = slices.Index(order, o.Name)
		if ranks[i] < 0 {
			ranks[i] = len(order)
		}
	}
	return ranks
}

func (m *importer) rank(object int) int { return m.assembleRank[object] }

func (m *importer) close() {
	m.groups.close()
	m.changes.close()
	for _, f := range m.files {
		f.joins.close()
	}
	_ = m.shelf.close() // temporary files: what is left goes at the next start
}

func (m *importer) progress(p Phase, done, total int64) {
	if m.o.Progress != nil {
		m.o.Progress(Progress{p, min(done, total), total})
	}
}

func (m *importer) run(ctx context.Context) error {
	if err := m.look(ctx); err != nil {
		return err
	}
	if len(m.files) == 0 {
		return nil
	}
	if err := m.matching(ctx); err != nil {
		return err
	}
	if err := m.settleRates(ctx); err != nil {
		return err
	}
	if err := m.byName.fromLog(ctx); err != nil {
		return err
	}
	if err := m.read(ctx); err != nil {
		return err
	}
	m.stages.decide() // the history of single fields has named stages that no row has
	m.problems.inspectNames()
	m.problems.inspectLikeFields()
	m.problems.inspectUnits()
	m.problems.inspectQuarters()
	if err := m.findKnown(ctx); err != nil {
		return err
	}
	a := &assembler{
		taken:    newPrints(m.names),
		importer: m, usedStages: map[string]ord{}, stageOf: map[ord]usedStage{}, usedPipelines: map[string]ord{},
		knownOutcome: map[string]string{}, knownEvidence: map[string]uint64{},
	}
	if err := a.findVocabulary(ctx); err != nil {
		return err
	}
	if err := a.assembleAll(ctx); err != nil {
		return err
	}
	if err := m.inspectSplits(ctx); err != nil {
		return err
	}
	if err := m.inspectRates(ctx); err != nil {
		return err
	}
	if err := a.merge(ctx); err != nil {
		return err
	}
	if err := m.findAbsent(ctx); err != nil {
		return err
	}
	m.mentioned()
	m.groups.close()
	return m.emit(ctx)
}

// look finds the files and reads them for what only the whole tells: nothing is written
// before dates can be read.
func (m *importer) look(ctx context.Context) error {
	paths, err := discover(&m.o)
	if err != nil {
		return err
	}
	for _, p := range paths {
		files, err := p.look(&m.shelf)
		if err != nil {
			return err
		}
		m.all = append(m.all, files...)
	}
	var total, done int64
	if err := m.choose(); err != nil {
		return err
	}
	for _, f := range m.all {
		if f.layout == nil {
			continue
		}
		m.stages.learnFrom(f.tool) // also when no file has a column for the stage
		f.object = m.reg.index[f.layout.Object]
		if m.source == "" && !f.layout.Aside && !tool.Lends(f.tool) {
			m.source = f.tool.Name()
		}
		f.bind()
		m.files = append(m.files, f)
		total += f.table.Size
	}
	if m.source == "" && len(m.files) > 0 {
		m.source = m.files[0].tool.Name()
	}
	m.byName.prepare()
	tick := func(n int64) { done += n; m.progress(Looking, done, total) }
	for _, f := range m.files {
		if err := m.scan(ctx, f, tick); err != nil {
			return err
		}
	}
	m.stages.decide()
	m.custom = customFields(m.files, m.log.Schema())
	order, err := cell.ParseOrder(m.o.Dates)
	if err != nil {
		return err
	}
	if err := settle(m.files, order); err != nil {
		return err
	}
	writing, err := cell.ParseDecimals(m.o.Numbers)
	if err != nil {
		return err
	}
	if err := settleNumbers(m.files, writing); err != nil {
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

// read turns every row into facts.
func (m *importer) read(ctx context.Context) error {
	var total, done int64
	for _, f := range m.files {
		total += f.table.Size
	}
	tick := func(n int64) { done += n; m.progress(Reading, done, total) }
	for i, f := range m.files {
		if err := m.load(ctx, i, f, tick); err != nil {
			return err
		}
	}
	return nil
}

// count adds a record to the report.
func (a *assembler) count(o ord, c *current, p *prior, drafts []draft) {
	n := &a.counts[a.reg.at(o).object]
	switch {
	case c == nil && p == nil:
		n.Stubbed++
	case c == nil:
		if len(drafts) > 0 && !p.state.Stub {
			n.Updated++
		}
	case p == nil || p.state.Stub:
		n.Created++
	case len(drafts) == 0:
		n.Unchanged++
	default:
		n.Updated++
	}
	for i := range drafts {
		if drafts[i].kind == record.Delete {
			n.Deleted++
		}
	}
}

// conclude completes the report.
func (m *importer) conclude() {
	r := m.report
	r.Source = m.source
	taken := int64(0)
	for _, f := range m.all {
		for _, list := range []*[]string{&f.report.Custom, &f.report.Unused} {
			if *list == nil {
				*list = []string{}
			}
		}
		if f.report.Rejects == nil {
			f.report.Rejects = []Reject{}
		}
		r.Files = append(r.Files, f.report)
		taken += f.report.Taken
	}
	r.Nothing = taken == 0
	for _, c := range m.counts {
		if c.Created+c.Updated+c.Unchanged+c.Stubbed+c.Rejected+c.Deleted > 0 {
			r.Objects = append(r.Objects, c)
		}
	}
	r.Problems = m.problems.list()
	if m.historySince != 0 {
		day := m.dayText(m.historySince)
		r.HistorySince = &day
	}
	r.Seconds = float64(m.clock()-m.now) / 1e6
}

// clock is the time, but never before the import began.
func (m *importer) clock() period.Instant { return max(m.now, m.o.Clock()) }

func (m *importer) summary() string {
	var names []string
	for _, f := range m.files {
		names = append(names, f.layout.Name)
	}
	slices.Sort(names)
	names = slices.Compact(names)
	return fmt.Sprintf("%s from %s", strings.Join(names, ", "), m.source)
}
