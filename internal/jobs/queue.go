package jobs

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"time"

	"salesops/internal/fault"
	"salesops/internal/period"
	"salesops/internal/reason"
	"salesops/record"
)

const (
	// keep is how long a job that is over is kept, for whoever asks what became of it.
	keep = 30 * 24 * time.Hour
	// usualAttempts are made of a job that does not say how many.
	usualAttempts = 5
	// program is who writes what is written of jobs that nobody asked for.
	program record.Actor = "jobs"
)

// Queue adds jobs, tells how they stand, and cancels them.
type Queue struct {
	log     *record.Log
	changed chan struct{} // one token: a runner has something to look at

	mu   sync.Mutex
	live map[record.ID]*Run // those that this process runs
}

// NewQueue is the queue that lies beside a log.
func NewQueue(log *record.Log) *Queue {
	return &Queue{log: log, changed: make(chan struct{}, 1), live: map[record.ID]*Run{}}
}

// New is a job that somebody wants done.
type New struct {
	Kind string
	Key  string // of the jobs of one key one runs at a time; "" for none
	// Args become the job's arguments, as JSON. They hold no secrets.
	Args        any
	RunAt       period.Instant // not before; 0 means now
	MaxAttempts int            // 0 means 5
	By          record.Actor
	// Full refuses the job because of how many of its key are open; nil takes any number.
	Full func(open int) error
}

// Add adds a job, together with what cmd changes: both or neither. A cmd without drafts adds the job alone.
func (q *Queue) Add(ctx context.Context, n New, cmd record.Command) (Job, error) {
	args, err := json.Marshal(n.Args)
	if err != nil {
		return Job{}, fmt.Errorf("write the arguments of a job: %w", err)
	}
	j := Job{ID: q.log.NewID(), Kind: n.Kind, Key: n.Key, State: record.JobWaiting, Args: args, By: n.By,
		MaxAttempts: n.MaxAttempts}
	if j.By == "" {
		j.By = program
	}
	if j.MaxAttempts <= 0 {
		j.MaxAttempts = usualAttempts
	}
	if cmd.Actor == "" {
		cmd.Actor = j.By
	}
	cmd.Jobs = func(b *record.JobBook) error {
		if n.Full != nil {
			open, err := b.Keyed(n.Key)
			if err != nil {
				return err
			}
			if err := n.Full(len(open)); err != nil {
				return err
			}
		}
		j.CreatedAt = b.Now()
		j.Wake = max(n.RunAt, b.Now())
		b.Forget()
		return put(b, &j)
	}
	if _, err := q.log.Apply(ctx, cmd); err != nil {
		return Job{}, err
	}
	q.poke()
	return j, nil
}

func (q *Queue) poke() {
	select {
	case q.changed <- struct{}{}:
	default:
	}
}

// Get finds a job; an unknown one is fault.Missing.
func (q *Queue) Get(ctx context.Context, id record.ID) (Job, error) {
	row, ok, err := q.log.Job(ctx, id)
	if err != nil {
		return Job{}, err
	}
	if !ok {
		return Job{}, unknown(id)
	}
	j, err := fromRow(row)
	q.overlay(&j)
	return j, err
}

// List gives at most limit jobs of a kind, newest first, those before an id (0: from the newest); kind "" means
// of every one.
func (q *Queue) List(ctx context.Context, kind string, before record.ID, limit int) ([]Job, error) {
	all, err := fromRows(q.log.Jobs(ctx, kind, before, limit))
	for i := range all {
		q.overlay(&all[i])
	}
	return all, err
}

// Open gives the jobs of a key that are not over, oldest first; key "*" means of every one.
func (q *Queue) Open(ctx context.Context, key string) ([]Job, error) {
	all, err := fromRows(q.log.OpenJobs(ctx, key))
	for i := range all {
		q.overlay(&all[i])
	}
	return all, err
}

// overlay gives a job that this process runs what the disk does not know: its latest progress, which is written with
// the next renewal of the lease, and that its function has not returned.
func (q *Queue) overlay(j *Job) {
	q.mu.Lock()
	run := q.live[j.ID]
	q.mu.Unlock()
	if run != nil && j.Attempt == run.Job.Attempt && j.State != record.JobWaiting {
		j.Progress, j.Ending = run.latest(), !j.State.Open()
	}
}

// Cancel stops a job: at once while it waits; one that runs is told, and ends when its function returns. A job
// that is over is a conflict.
func (q *Queue) Cancel(ctx context.Context, id record.ID, by record.Actor) (Job, error) {
	var j Job
	_, err := q.log.Apply(ctx, record.Command{Actor: by, Jobs: func(b *record.JobBook) (err error) {
		if j, err = get(b, id); err != nil {
			return err
		}
		switch j.State {
		case record.JobWaiting:
			j.end(b.Now(), record.JobCancelled)
		case record.JobRunning:
			j.Cancelling = true
		default:
			return fault.Because(fault.Conflict, reason.Of("job_over", "job", j.Name()))
		}
		return put(b, &j)
	}})
	if err != nil {
		return Job{}, err
	}
	q.mu.Lock()
	run := q.live[id]
	q.mu.Unlock()
	if run != nil && j.Cancelling {
		run.cancel(ErrCancelled)
	}
	q.poke()
	return j, nil
}

// end makes a job one that is over.
func (j *Job) end(now period.Instant, state record.JobState) {
	j.State, j.FinishedAt, j.Progress = state, now, nil
	j.Wake = later(now, keep)
}

func later(at period.Instant, d time.Duration) period.Instant {
	return at + period.Instant(d.Microseconds())
}

// broke notes that an attempt broke off with its process: the job waits for another one, or has had enough.
func (j *Job) broke(now period.Instant) {
	j.Failures++
	switch {
	case j.Cancelling:
		j.end(now, record.JobCancelled)
	case j.Failures >= j.MaxAttempts:
		j.end(now, record.JobFailed)
		j.Failure = failureOf(fault.Because(fault.Internal, reason.Of("job_broke_off", "count", j.Failures)))
	default:
		j.State, j.Wake, j.Progress = record.JobWaiting, now, nil
	}
}
