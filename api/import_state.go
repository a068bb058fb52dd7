package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"salesops/connectors"
	"salesops/internal/fault"
	"salesops/internal/jobs"
	"salesops/internal/reason"
	"salesops/record"
	"salesops/sales"
)

// importJob is a job as the routes of imports show it.
func (a *API) importJob(ctx context.Context, j jobs.Job) (ImportJob, error) {
	var args importArgs
	var result importResult
	if err := json.Unmarshal(j.Args, &args); err != nil {
		return ImportJob{}, fmt.Errorf("read the arguments of %s: %w", j.Name(), err)
	}
	if j.Result != nil {
		if err := json.Unmarshal(j.Result, &result); err != nil {
			return ImportJob{}, fmt.Errorf("read the result of %s: %w", j.Name(), err)
		}
	}
	out := ImportJob{ID: j.Name(), State: "waiting", DryRun: args.Request.DryRun, Summary: summary(args.Names),
		StartedAt: j.CreatedAt.String()}
	if j.State.Open() || j.Ending {
		if p := j.Progress; p != nil && j.State != record.JobWaiting {
			out.State, out.Progress = "running", &ImportProgress{Phase: p.Phase, Done: p.Done, Total: p.Total}
		}
		return out, nil
	}
	finished := j.FinishedAt.String()
	out.FinishedAt, out.Report, out.Problem = &finished, result.Report, result.Problem
	if result.Report == nil { // it never came to its end, but it may have begun
		var err error
		if out.Report, err = a.reportInLog(ctx, args.Entry); err != nil {
			return out, err
		}
	}
	if out.Report != nil {
		out.Batch = textOrNull(out.Report.Batch)
	}
	switch j.State {
	case record.JobDone:
		out.State = "done"
	case record.JobCancelled:
		out.State = "stopped"
	default:
		out.State = "failed"
		if out.Problem == nil && j.Failure != nil { // it never came to its end
			errors.As(a.problem(ctx, j.Failure.Err()), &out.Problem)
		}
	}
	return out, nil
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
	return reportOf(&report, ""), nil
}

// openImports gives the jobs newest first, without dry runs that are over and imports that the log tells of.
func (a *API) openImports(ctx context.Context) ([]ImportJob, error) {
	const most = 200
	found, err := a.Jobs.List(ctx, importKind, 0, most)
	if err != nil {
		return nil, err
	}
	out := []ImportJob{}
	for _, j := range found {
		i, err := a.importJob(ctx, j)
		if err != nil {
			return nil, err
		}
		if i.FinishedAt == nil || (!i.DryRun && i.Batch == nil) {
			out = append(out, i)
		}
	}
	return out, nil
}

// jobOf finds the job of an import; ok is false when the id is none of a job.
func (a *API) jobOf(ctx context.Context, id string) (_ ImportJob, ok bool, err error) {
	object, number, err := record.ParseID(id)
	if err != nil || object != jobs.Object {
		return ImportJob{}, false, nil //nolint:nilerr // then it is another's id, or wrong for all
	}
	j, err := a.Jobs.Get(ctx, number)
	if fault.KindOf(err) == fault.Missing && err != nil {
		return ImportJob{}, false, nil
	}
	if err != nil || j.Kind != importKind {
		return ImportJob{}, false, err
	}
	out, err := a.importJob(ctx, j)
	return out, err == nil, err
}

// stopJob stops an import that waits or runs. What it has taken stays.
func (a *API) stopJob(ctx context.Context, id string) (ImportJob, error) {
	_, ok, err := a.jobOf(ctx, id)
	if err != nil {
		return ImportJob{}, err
	}
	over := fault.Because(fault.Missing, reason.Of("import_not_running", "import", id))
	if !ok {
		return ImportJob{}, over
	}
	_, number, err := record.ParseID(id)
	if err != nil {
		return ImportJob{}, err
	}
	j, err := a.Jobs.Cancel(ctx, number, actor(ctx))
	if err != nil {
		if fault.KindOf(err) == fault.Conflict {
			err = over
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
