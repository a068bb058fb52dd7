package api

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"salesops/connectors"
	"salesops/internal/fault"
	"salesops/internal/jobs"
	"salesops/internal/reason"
	"salesops/record"
	"salesops/sales"
)

func (a *API) imports() task[importArgs, importResult] {
	return task[importArgs, importResult]{a, importKind, func(open int) reason.Reason {
		return reason.Of("imports_waiting", "count", open)
	}}
}

// importJob is an import's job as the routes show it.
func (a *API) importJob(ctx context.Context, j jobs.Job) (ImportJob, error) {
	t, err := a.imports().show(ctx, j)
	if err != nil {
		return ImportJob{}, err
	}
	return a.shownImport(ctx, t)
}

func (a *API) shownImport(ctx context.Context, t shown[importArgs, importResult]) (out ImportJob, err error) {
	out = ImportJob{ID: t.job.Name(), State: t.state, DryRun: t.args.Request.DryRun, Summary: summary(t.args.Names),
		StartedAt: t.job.CreatedAt.String(), FinishedAt: t.finishedAt, Report: t.result.Report, Problem: t.problem}
	if p := t.progress; p != nil {
		out.Progress = &ImportProgress{Phase: p.Phase, Done: p.Done, Total: p.Total}
	}
	if out.FinishedAt != nil && out.Report == nil { // it never came to its end, but it may have begun
		out.Report, err = a.reportInLog(ctx, t.args.Entry)
	}
	if out.Report != nil {
		out.Batch = textOrNull(out.Report.Batch)
	}
	return out, err
}

// reportInLog is what an import's own record says of it; nil when there is no record, or nothing in it.
func (a *API) reportInLog(ctx context.Context, entry record.ID) (*ImportReport, error) {
	r, err := a.Log.Get(ctx, a.scope(ctx), sales.Import, entry)
	var report connectors.Report
	switch {
	case err != nil && fault.KindOf(err) == fault.Missing, err == nil && !r.Exists:
		return nil, nil //nolint:nilnil // nothing is told
	case err != nil:
		return nil, err
	case json.Unmarshal([]byte(r.Fields["report"].Text()), &report) != nil:
		return nil, nil //nolint:nilnil,nilerr // the same
	}
	return reportOf(&report, "", a.places()), nil
}

// importJobs gives the jobs newest first, without dry runs that are over and imports that the log tells of. Of those
// that failed it gives the reason by batch: the log does not have it.
func (a *API) importJobs(ctx context.Context) (out []ImportJob, failed map[string]*Problem, err error) {
	found, err := a.imports().list(ctx)
	if err != nil {
		return nil, nil, err
	}
	out, failed = []ImportJob{}, map[string]*Problem{}
	for _, t := range found {
		i, err := a.shownImport(ctx, t)
		if err != nil {
			return nil, nil, err
		}
		switch {
		case i.FinishedAt == nil || (!i.DryRun && i.Batch == nil):
			out = append(out, i)
		case i.Batch != nil:
			failed[*i.Batch] = i.Problem
		}
	}
	return out, failed, nil
}

// jobOf finds the job of an import; ok is false when the id is none of a job.
func (a *API) jobOf(ctx context.Context, id string) (_ ImportJob, ok bool, err error) {
	j, err := a.imports().find(ctx, id)
	if err != nil {
		if fault.KindOf(err) == fault.Missing {
			err = nil // then it is another's id, or wrong for all
		}
		return ImportJob{}, false, err
	}
	out, err := a.importJob(ctx, j)
	return out, err == nil, err
}

// stopJob stops an import that waits or runs. What it has taken stays.
func (a *API) stopJob(ctx context.Context, id string) (ImportJob, error) {
	j, err := a.imports().find(ctx, id)
	if err == nil {
		j, err = a.Jobs.Cancel(ctx, j.ID, actor(ctx))
	}
	if err != nil {
		if k := fault.KindOf(err); k == fault.Conflict || k == fault.Missing {
			err = fault.Because(fault.Missing, reason.Of("import_not_running", "import", id))
		}
		return ImportJob{}, err
	}
	return a.importJob(ctx, j)
}

func summary(names []string) string {
	if len(names) > 5 {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:4], ", "), len(names)-4)
	}
	return strings.Join(names, ", ")
}
