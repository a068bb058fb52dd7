package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"salesops/access"
	"salesops/internal/fault"
	"salesops/internal/jobs"
	"salesops/internal/reason"
	"salesops/record"
)

// JobList are jobs, newest first.
type JobList struct {
	Jobs       []JobInfo `json:"jobs"`
	NextBefore *string   `json:"next_before" doc:"Send it as before for older ones; null when there are none"`
}

// JobInfo is how a job of any kind stands.
type JobInfo struct {
	ID          string       `json:"id" example:"job_8f3kq2"`
	Kind        string       `json:"kind" doc:"import, backup, erasure, mail, or metric: an answer that takes long and is computed again"`
	State       string       `json:"state" enum:"waiting,running,done,failed,stopped"`
	Scheduled   bool         `json:"scheduled" doc:"A schedule asked for it, not a person"`
	By          string       `json:"by" doc:"Who asked: the id of a person, owner, or jobs for the program itself"`
	Attempts    int          `json:"attempts" doc:"How often it was begun"`
	MaxAttempts int          `json:"max_attempts" doc:"It has failed when so many attempts failed"`
	CreatedAt   *string      `json:"created_at" format:"date-time" doc:"null where its data cannot be read"`
	DueAt       *string      `json:"due_at" format:"date-time" doc:"When its turn comes; null unless it waits"`
	StartedAt   *string      `json:"started_at" format:"date-time"`
	FinishedAt  *string      `json:"finished_at" format:"date-time"`
	Progress    *JobProgress `json:"progress,omitempty"`
	Problem     *Problem     `json:"problem,omitempty" doc:"Why it failed, or why its last attempt did"`
	Can         []string     `json:"can" enum:"stop,again" doc:"What the asker can do with it now"`
}

// JobProgress is how far a job is.
type JobProgress struct {
	Phase string `json:"phase" example:"copy"`
	Done  int64  `json:"done" doc:"Rows of an import, bytes of a backup"`
	Total int64  `json:"total" doc:"0 while it is not known"`
}

// JobPath names a job.
type JobPath struct {
	ID string `path:"id" maxLength:"60" example:"job_8f3kq2"`
}

type jobListInput struct {
	State  string `query:"state" enum:"waiting,running,done,failed,stopped"`
	Kind   string `query:"kind" maxLength:"60"`
	Before string `query:"before" maxLength:"60" doc:"The id of a job: only older ones"`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

func (a *API) registerJobs(api huma.API) {
	op := func(id, method, path, summary string) huma.Operation {
		return operation(id, method, path, tagAdministration, summary)
	}
	huma.Register(api, op("listJobs", http.MethodGet, "/jobs",
		"Work that is done beside the requests, newest first: what is open, and the last 30 days"), a.listJobs)
	huma.Register(api, op("stopJob", http.MethodPost, "/jobs/{id}/stop",
		"Stop a job that waits or runs; of a schedule the next one comes at its time"), a.stopAnyJob)
	again := op("repeatJob", http.MethodPost, "/jobs/{id}/again",
		"Ask once more for a backup that failed or was stopped; returns the new job")
	again.DefaultStatus = http.StatusAccepted
	huma.Register(api, again, a.repeatJob)
}

// anyJob reads jobs of every kind: what is common to them.
func (a *API) anyJob() task[json.RawMessage, struct{}] {
	return task[json.RawMessage, struct{}]{api: a}
}

// kindNeeds is what a role must permit for whoever stops a job of a kind or asks for it again; all others are for
// who administers users.
var kindNeeds = map[string]access.Ability{importKind: access.Import, backupKind: access.Backup}

func mayHandle(by access.Asker, kind string) bool {
	needed, ok := kindNeeds[kind]
	return !ok || by.May(needed)
}

func (a *API) listJobs(ctx context.Context, in *jobListInput) (*done[JobList], error) {
	body := JobList{Jobs: []JobInfo{}}
	var before record.ID
	if in.Before != "" {
		var err error
		if before, err = jobID(in.Before); err != nil {
			return nil, a.problem(ctx, err)
		}
	}
	const page = 200
	for {
		found, err := a.Jobs.List(ctx, in.Kind, before, page)
		if err != nil {
			return nil, a.problem(ctx, err)
		}
		for _, j := range found {
			before = j.ID
			info, err := a.jobInfo(ctx, j)
			switch {
			case err != nil:
				return nil, a.problem(ctx, err)
			case in.State != "" && info.State != in.State:
				continue
			case len(body.Jobs) == in.Limit: // there is an older one
				body.NextBefore = textOrNull(body.Jobs[in.Limit-1].ID)
				return &done[JobList]{body}, nil
			}
			body.Jobs = append(body.Jobs, info)
		}
		if len(found) < page {
			return &done[JobList]{body}, nil
		}
	}
}

func (a *API) jobInfo(ctx context.Context, j jobs.Job) (JobInfo, error) {
	s, err := a.anyJob().show(ctx, j)
	if err != nil {
		return JobInfo{}, err
	}
	out := JobInfo{ID: j.Name(), Kind: j.Kind, State: s.state, Scheduled: j.Schedule != "", By: string(j.By),
		Attempts: j.Attempt, MaxAttempts: j.MaxAttempts, FinishedAt: s.finishedAt, Problem: s.problem, Can: []string{}}
	if j.CreatedAt != 0 {
		out.CreatedAt = textOrNull(j.CreatedAt.String())
	}
	if j.StartedAt != 0 {
		out.StartedAt = textOrNull(j.StartedAt.String())
	}
	if j.State == record.JobWaiting {
		out.DueAt = textOrNull(j.Wake.String())
	}
	if p := s.progress; p != nil {
		out.Progress = &JobProgress{p.Phase, p.Done, p.Total}
	}
	if j.State.Open() && j.Failure != nil {
		errors.As(a.problem(ctx, j.Failure.Err()), &out.Problem)
	}
	if by := asker(ctx); mayHandle(by, j.Kind) {
		switch {
		case stoppable(j) == nil:
			out.Can = append(out.Can, "stop")
		case repeatable(j):
			out.Can = append(out.Can, "again")
		}
	}
	return out, nil
}

// stoppable refuses to stop what is over, is being stopped, or is an erasure that has begun.
func stoppable(j jobs.Job) error {
	switch {
	case !j.State.Open() || j.Cancelling:
		return fault.Because(fault.Conflict, reason.Of("job_over", "job", j.Name()))
	case j.Kind == erasureKind && j.State == record.JobRunning:
		return fault.Because(fault.Conflict, reason.Of("erasure_begun"))
	}
	return nil
}

// repeatable says that the same job can be asked for once more. The files of an import that is over are gone, and an
// answer is computed again when somebody asks for it.
func repeatable(j jobs.Job) bool {
	return j.Kind == backupKind && !j.Unreadable() && (j.State == record.JobFailed || j.State == record.JobCancelled)
}

// handled finds a job for whoever may stop it or ask for it again.
func (a *API) handled(ctx context.Context, in JobPath) (jobs.Job, error) {
	id, err := jobID(in.ID)
	if err != nil {
		return jobs.Job{}, err
	}
	j, err := a.Jobs.Get(ctx, id)
	if err == nil && !mayHandle(asker(ctx), j.Kind) {
		err = notAllowed()
	}
	return j, err
}

func (a *API) stopAnyJob(ctx context.Context, in *JobPath) (*done[JobInfo], error) {
	j, err := a.handled(ctx, *in)
	if err == nil {
		err = stoppable(j)
	}
	if err == nil {
		j, err = a.Jobs.Cancel(ctx, j.ID, actor(ctx))
	}
	return a.answerJob(ctx, j, err)
}

// repeatJob adds the job of a backup with what the first one was given, so that an encrypted one stays encrypted.
func (a *API) repeatJob(ctx context.Context, in *JobPath) (*done[JobInfo], error) {
	j, err := a.handled(ctx, *in)
	if err == nil && !repeatable(j) {
		err = fault.Because(fault.Conflict, reason.Of("job_not_again", "job", j.Name()))
	}
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	args, err := a.backups().args(j)
	if err == nil {
		j, err = a.backups().add(ctx, args)
	}
	return a.answerJob(ctx, j, err)
}

func (a *API) answerJob(ctx context.Context, j jobs.Job, err error) (*done[JobInfo], error) {
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	info, err := a.jobInfo(ctx, j)
	return &done[JobInfo]{info}, a.problem(ctx, err)
}
