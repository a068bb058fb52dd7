package connectors

import "context"

// tally is what an import tells of itself; every stage adds to it.
type tally struct {
	problems *problemBook
	counts   []ObjectCount // by registry index
	report   *Report
	rejects  *rejects
}

func newTally(in *setting, of *subjects) *tally {
	t := &tally{problems: newProblems(), counts: make([]ObjectCount, len(of.reg.objects)),
		report: &Report{DryRun: in.o.DryRun, Full: in.o.Full, Files: []FileReport{}, Objects: []ObjectCount{},
			Problems: []Problem{}, Differences: []Difference{}}}
	for i, object := range of.reg.objects {
		t.counts[i].Object = object.Name
	}
	return t
}

// reporter is the stage that turns what was noted into the report.
type reporter struct {
	*setting
	*sources
	*subjects
	*learnt
	*gathered
	*tally
}

// inspect notes what the reading of the files was not sure of.
func (r *reporter) inspect(context.Context) error {
	r.stages.decide() // the history of single fields has named stages that no row has
	r.inspectNames()
	r.inspectLikeFields()
	r.inspectUnits()
	r.inspectQuarters()
	return nil
}

// listObjects lists the objects of which there is something to tell.
func (t *tally) listObjects() {
	for _, c := range t.counts {
		if c.Created+c.Updated+c.Unchanged+c.Stubbed+c.Rejected+c.Deleted > 0 {
			t.report.Objects = append(t.report.Objects, c)
		}
	}
}

// conclude completes the report.
func (r *reporter) conclude() {
	report := r.report
	report.Source = r.source
	taken := int64(0)
	for _, f := range r.all {
		for _, list := range []*[]string{&f.report.Custom, &f.report.Unused} {
			if *list == nil {
				*list = []string{}
			}
		}
		if f.report.Rejects == nil {
			f.report.Rejects = []Reject{}
		}
		report.Files = append(report.Files, f.report)
		taken += f.report.Taken
	}
	report.Nothing = taken == 0
	r.listObjects()
	report.Problems = r.list()
	if r.historySince != 0 {
		day := r.dayText(r.historySince)
		report.HistorySince = &day
	}
	report.Seconds = float64(r.clock()-r.now) / 1e6
}
