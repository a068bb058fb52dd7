package api

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"salesops/auth"
	"salesops/connectors"
	"salesops/connectors/mapping"
	"salesops/internal/fault"
	"salesops/internal/reason"
)

// jobs are the imports that the browser started, one running at a time. A job that is over
// is kept until the program ends, so that whoever polls it can read its report.
type jobs struct {
	ctx context.Context
	api *API

	mu    sync.Mutex
	list  []*job // oldest first
	group sync.WaitGroup
	turn  chan struct{} // holds one token: who has it imports
}

type job struct {
	ImportJob
	cancel context.CancelFunc
}

// maxWaiting keeps somebody who clicks again and again from filling the disk.
const maxWaiting = 5

func newJobs(ctx context.Context, a *API) *jobs {
	return &jobs{ctx: ctx, api: a, turn: make(chan struct{}, 1)}
}

// start queues an import, which runs as whoever asked for it.
func (j *jobs) start(asked context.Context, form importForm) (ImportJob, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	open := 0
	for _, o := range j.list {
		if o.FinishedAt == nil {
			open++
		}
	}
	if open >= maxWaiting || j.ctx.Err() != nil {
		return ImportJob{}, errors.Join(fault.Because(fault.Busy, reason.Of("imports_waiting", "count", open)),
			os.RemoveAll(form.dir))
	}
	ctx, cancel := context.WithCancel(j.ctx)
	if who, ok := auth.From(asked); ok {
		ctx = auth.With(ctx, who)
	}
	n := &job{cancel: cancel, ImportJob: ImportJob{
		ID: "job_" + strings.ToLower(secret()[:16]), State: "waiting", DryRun: form.DryRun,
		Summary: summary(form.names), StartedAt: j.api.Clock().String(),
	}}
	j.list = append(j.list, n)
	j.group.Go(func() {
		defer cancel()
		j.run(ctx, n, form)
	})
	return n.ImportJob, nil
}

func (j *jobs) run(ctx context.Context, n *job, form importForm) {
	var report *connectors.Report
	err := j.api.InTurn(ctx, func() {}, func() (err error) {
		j.change(n, func() { n.State = "running" })
		report, err = j.api.runImport(ctx, form, func(p connectors.Progress) {
			j.change(n, func() { n.Progress = &ImportProgress{Phase: string(p.Phase), Done: p.Done, Total: p.Total} })
		})
		return err
	})
	if removed := os.RemoveAll(form.dir); removed != nil {
		j.api.Logger.Error("uploaded files not removed", "error", removed)
	}
	j.change(n, func() {
		finished := j.api.Clock().String()
		n.FinishedAt, n.Progress = &finished, nil
		n.State = "done"
		if report != nil {
			n.Report = reportOf(report, form.dir)
			n.Batch = textOrNull(report.Batch)
		}
		if err != nil {
			n.State = "failed"
			var p *Problem
			if errors.Is(err, context.Canceled) {
				n.State = "stopped"
			} else if errors.As(j.api.problem(ctx, withoutDir(err, form.dir)), &p) {
				n.Problem = p
			}
		}
	})
}

// InTurn runs an import when no other one runs, whatever door it came through: two at once
// would each create what the other creates. waiting is called when it has to wait.
func (a *API) InTurn(ctx context.Context, waiting func(), run func() error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	select {
	case a.jobs.turn <- struct{}{}:
	default:
		waiting()
		select {
		case a.jobs.turn <- struct{}{}:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	defer func() { <-a.jobs.turn }()
	return run()
}

// withoutDir takes the upload folder's path out of an error's sentence.
func withoutDir(err error, dir string) error {
	kind := fault.KindOf(err)
	if kind == fault.Internal {
		return err
	}
	plain := func(s string) string { return strings.ReplaceAll(s, dir+string(filepath.Separator), "") }
	why, _ := fault.ReasonOf(err)
	parts := map[string]string{}
	for name, part := range why.Parts {
		parts[name] = plain(part)
	}
	if !why.None() { // the browser words it, and asks what it is about
		why.Parts, why.Text = parts, plain(why.Text)
	}
	return &fault.Error{Kind: kind, Message: plain(err.Error()), Why: why, Cause: errors.Unwrap(err)}
}

func (a *API) runImport(ctx context.Context, form importForm,
	progress func(connectors.Progress)) (*connectors.Report, error) {
	o, err := form.Options()
	if err != nil {
		return nil, err
	}
	o.Paths, o.Tools, o.FieldOf = []string{form.dir}, a.Tools, mapping.FieldOf
	o.RejectDir, o.SpillDir = filepath.Join(a.Dir, "rejects"), form.dir
	o.Actor, o.Progress, o.Clock = actor(ctx), progress, a.Clock
	if form.mapping != nil {
		if err := form.mapping.Complete(&o); err != nil {
			return nil, err
		}
	}
	report, err := connectors.Run(ctx, a.Log, o)
	if report != nil && !report.DryRun {
		a.visibleAll(ctx)
	}
	return report, err
}

// visibleAll waits, for as long as it takes, until the columns hold what the log holds now.
func (a *API) visibleAll(ctx context.Context) {
	if err := a.Columns.Await(ctx, a.Log.Head()); err != nil && ctx.Err() == nil {
		a.Logger.ErrorContext(ctx, "columns do not follow", "error", err)
	}
}

func (j *jobs) change(n *job, fn func()) {
	j.mu.Lock()
	defer j.mu.Unlock()
	fn()
}

// running gives the jobs newest first, without dry runs that are over.
func (j *jobs) running() []ImportJob {
	j.mu.Lock()
	defer j.mu.Unlock()
	out := []ImportJob{}
	for _, n := range slices.Backward(j.list) {
		if n.FinishedAt == nil || (!n.DryRun && n.Batch == nil) {
			out = append(out, n.ImportJob)
		}
	}
	return out
}

func (j *jobs) get(id string) (ImportJob, bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	for _, n := range j.list {
		if n.ID == id {
			return n.ImportJob, true
		}
	}
	return ImportJob{}, false
}

func (j *jobs) stop(id string) (ImportJob, bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	for _, n := range j.list {
		if n.ID == id && n.FinishedAt == nil {
			n.cancel()
			return n.ImportJob, true
		}
	}
	return ImportJob{}, false
}

func (j *jobs) wait(ctx context.Context) error {
	over := make(chan struct{})
	go func() { j.group.Wait(); close(over) }()
	select {
	case <-over:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("wait for imports: %w", ctx.Err())
	}
}

func summary(names []string) string {
	if len(names) > 5 {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:4], ", "), len(names)-4)
	}
	return strings.Join(names, ", ")
}
