package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"salesops/internal/fault"
	"salesops/internal/jobs"
	"salesops/internal/reason"
	"salesops/record"
)

// task is a kind of request that takes long: it becomes a job, one of its kind at a time, and routes show how it
// stands until it is forgotten. Args are what the job is given, Result is what it leaves behind; both are kept as
// JSON, hold no secrets, and are read by later releases.
type task[Args, Result any] struct {
	api  *API
	kind string
	full func(waiting int) reason.Reason // why no further one is taken
}

// maxWaiting keeps somebody who clicks again and again from filling the disk.
const maxWaiting = 5

// shown is how a task stands.
type shown[Args, Result any] struct {
	job        jobs.Job
	args       Args
	state      string         // waiting, running, done, failed, stopped
	progress   *jobs.Progress // of one that runs
	finishedAt *string
	result     Result
	problem    *Problem // why it failed
}

func (t task[Args, Result]) add(ctx context.Context, args Args) (jobs.Job, error) {
	return t.api.Jobs.Add(ctx, jobs.New{Kind: t.kind, Key: t.kind, Args: args, By: actor(ctx),
		Full: func(open int) error {
			if open < maxWaiting {
				return nil
			}
			return fault.Because(fault.Busy, t.full(open))
		}}, record.Command{})
}

// find finds a job of the kind; one of another kind, and what is no job's id, is fault.Missing.
func (t task[Args, Result]) find(ctx context.Context, id string) (jobs.Job, error) {
	number, err := jobID(id)
	if err != nil {
		return jobs.Job{}, err
	}
	j, err := t.api.Jobs.Get(ctx, number)
	if err == nil && j.Kind != t.kind {
		err = noJob(id)
	}
	return j, err
}

// jobID reads the id of a job; what is none is fault.Missing.
func jobID(id string) (record.ID, error) {
	object, number, err := record.ParseID(id)
	if err != nil || object != jobs.Object {
		return 0, noJob(id)
	}
	return number, nil
}

func noJob(id string) error { return fault.Because(fault.Missing, reason.Of("job_unknown", "job", id)) }

// list gives the newest ones.
func (t task[Args, Result]) list(ctx context.Context) ([]shown[Args, Result], error) {
	const most = 200
	found, err := t.api.Jobs.List(ctx, t.kind, 0, most)
	if err != nil {
		return nil, err
	}
	out := make([]shown[Args, Result], len(found))
	for i, j := range found {
		if out[i], err = t.show(ctx, j); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// show tells how a job stands. It waits until its function tells how far it is, and runs until that has returned.
func (t task[Args, Result]) show(ctx context.Context, j jobs.Job) (s shown[Args, Result], err error) {
	s.job, s.state = j, "waiting"
	if s.args, err = t.args(j); err != nil {
		return s, err
	}
	if j.State.Open() || j.Ending {
		if j.Progress != nil && j.State != record.JobWaiting {
			s.state, s.progress = "running", j.Progress
		}
		return s, nil
	}
	var failed struct {
		Problem *Problem `json:"problem"`
	}
	for _, into := range []any{&s.result, &failed} {
		if j.Result == nil {
			break
		}
		if err := json.Unmarshal(j.Result, into); err != nil {
			return s, fmt.Errorf("read the result of %s: %w", j.Name(), err)
		}
	}
	s.finishedAt, s.problem = textOrNull(j.FinishedAt.String()), failed.Problem
	switch j.State {
	case record.JobDone:
		s.state = "done"
	case record.JobCancelled:
		s.state = "stopped"
	default:
		s.state = "failed"
		if s.problem == nil && j.Failure != nil { // its function did not come to its end
			errors.As(t.api.problem(ctx, j.Failure.Err()), &s.problem)
		}
	}
	return s, nil
}

func (t task[Args, Result]) args(j jobs.Job) (args Args, err error) {
	if err := json.Unmarshal(j.Args, &args); err != nil {
		return args, fmt.Errorf("read the arguments of %s: %w", j.Name(), err)
	}
	return args, nil
}

// ended is how a job ends whose work ended with an error or nil. The problem belongs into its result: there it is in
// the words that the asker is shown.
func (t task[Args, Result]) ended(ctx context.Context, err error) (jobs.End, *Problem) {
	switch {
	case err == nil:
		return jobs.End{State: record.JobDone}, nil
	case errors.Is(err, context.Canceled), errors.Is(err, jobs.ErrCancelled):
		return jobs.End{State: record.JobCancelled}, nil
	}
	var why *Problem
	errors.As(t.api.problem(context.WithoutCancel(ctx), err), &why)
	return jobs.End{State: record.JobFailed, Err: err}, why
}
