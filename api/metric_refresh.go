package api

import (
	"context"
	"errors"

	"salesops/internal/jobs"
	"salesops/metrics"
	"salesops/record"
)

// An answer of a slow calculator is made by a job. The engine keeps it: the job leaves nothing behind.

const refreshKind = "metric"

// refreshArgs are the question and whose it is.
type refreshArgs struct {
	Key        string        `json:"key"`
	Query      metrics.Query `json:"query"`
	Everything bool          `json:"everything,omitempty"`
	People     []record.ID   `json:"people,omitempty"`
}

var errRefreshing = errors.New("the answer is being refreshed")

// RefreshLater adds the job that refreshes an answer, unless it is open: for Engine.RefreshLater where a runner runs.
// One attempt is enough, because who asks again adds another.
func (a *API) RefreshLater(ctx context.Context, of metrics.Refresh) error {
	_, err := a.Jobs.Add(ctx, jobs.New{Kind: refreshKind, Key: refreshKind + " " + of.Key, MaxAttempts: 1,
		Args: refreshArgs{of.Key, of.Query, of.Scope.Everything(), of.Scope.People()}, Full: func(open int) error {
			if open > 0 {
				return errRefreshing
			}
			return nil
		}}, record.Command{})
	if errors.Is(err, errRefreshing) {
		return nil
	}
	return err
}

// runRefresh is the job. Whoever waits for it is told of its error by the engine.
func (a *API) runRefresh(ctx context.Context, r *jobs.Run) error {
	var args refreshArgs
	if err := r.Args(&args); err != nil {
		return jobs.Final(err)
	}
	r.Progress(jobs.Progress{Phase: "compute"})
	of := metrics.Refresh{Key: args.Key, Query: args.Query, Scope: record.RecordsOf(args.People...)}
	if args.Everything {
		of.Scope = record.Everything()
	}
	return a.Engine.Refresh(ctx, of)
}
