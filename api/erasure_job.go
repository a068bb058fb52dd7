package api

import (
	"context"

	"salesops/access"
	"salesops/erasure"
	"salesops/internal/fault"
	"salesops/internal/jobs"
	"salesops/internal/reason"
	"salesops/record"
)

// An erasure through the browser is a job: whoever asked may close the page, and one that a crash has cut off is
// carried out again as a whole.

const erasureKind = "erasure"

// erasureArgs are the arguments of an erasure's job. They hold no value of the person.
type erasureArgs struct {
	Record string `json:"record"`
}

// erasureResult is what an erasure's job leaves behind.
type erasureResult struct {
	Erased  *Erased  `json:"erased,omitempty"`
	Problem *Problem `json:"problem,omitempty"`
}

// ErasureJob is an erasure that is to be carried out, is, or was.
type ErasureJob struct {
	ID         string   `json:"id" example:"job_8f3kq2"`
	Record     string   `json:"record"`
	State      string   `json:"state" enum:"waiting,running,done,failed,stopped"`
	FinishedAt *string  `json:"finished_at" format:"date-time"`
	Erased     *Erased  `json:"erased,omitempty" doc:"What was removed"`
	Problem    *Problem `json:"problem,omitempty" doc:"Why it failed"`
}

func (a *API) erasures() task[erasureArgs, erasureResult] {
	return task[erasureArgs, erasureResult]{a, erasureKind, func(waiting int) reason.Reason {
		return reason.Of("erasures_waiting", "count", waiting)
	}}
}

// erase adds the job. It is refused while an import waits or runs: the files of that contain what is to be erased.
func (a *API) erase(ctx context.Context, in *RecordPath) (*done[ErasureJob], error) {
	p, err := a.planOf(ctx, *in)
	if err == nil {
		err = a.Erasures().Ready(ctx)
	}
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	j, err := a.erasures().add(ctx, erasureArgs{record.FormatID(p.Object, p.ID)})
	return a.answerErasure(ctx, j, err)
}

func (a *API) getErasureJob(ctx context.Context, in *JobPath) (*done[ErasureJob], error) {
	if _, err := able(ctx, access.Users); err != nil {
		return nil, a.problem(ctx, err)
	}
	j, err := a.erasures().find(ctx, in.ID)
	return a.answerErasure(ctx, j, err)
}

func (a *API) answerErasure(ctx context.Context, j jobs.Job, err error) (*done[ErasureJob], error) {
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	t, err := a.erasures().show(ctx, j)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	return &done[ErasureJob]{ErasureJob{ID: j.Name(), Record: t.args.Record, State: t.state, FinishedAt: t.finishedAt,
		Erased: t.result.Erased, Problem: t.problem}}, nil
}

// runErasure is an erasure's job. What an attempt finds that comes after one that was cut off is what is left to do.
func (a *API) runErasure(ctx context.Context, r *jobs.Run) error {
	var args erasureArgs
	if err := r.Args(&args); err != nil {
		return jobs.Final(err)
	}
	r.Progress(jobs.Progress{Phase: "erase"})
	object, id, err := record.ParseID(args.Record)
	if err != nil {
		return err
	}
	p, err := erasure.PlanFor(ctx, a.Log, object, id)
	if err != nil {
		return err
	}
	body := Erased{ErasurePlan: ErasurePlanOf(p)}
	body.Record.Name = "" // it is being erased
	removed, err := a.Erasures().Erase(ctx, p, r.Job.By)
	late := context.WithoutCancel(ctx)
	switch {
	case err != nil && (ctx.Err() != nil || fault.KindOf(err) == fault.Internal):
		return err
	case err != nil:
		end, why := a.erasures().ended(late, err)
		end.Result = erasureResult{Problem: why}
		_, err = r.End(late, end, record.Command{})
		return err
	}
	body.Rejects, body.Snapshots = removed.Rejects, removed.Snapshots
	_, err = r.End(late, jobs.End{State: record.JobDone, Result: erasureResult{Erased: &body}}, record.Command{})
	return err
}
