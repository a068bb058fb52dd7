package jobs

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
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

	mu        sync.Mutex
	live      map[record.ID]*Run // those that this process runs
	schedules []Schedule         // of the runner
	ended     map[string]func(context.Context, Job)
}

// NewQueue is the queue that lies beside a log.
func NewQueue(log *record.Log) *Queue {
	return &Queue{log: log, changed: make(chan struct{}, 1), live: map[record.ID]*Run{},
		ended: map[string]func(context.Context, Job){}}
}

// OnEnd calls a function after each job of a kind that is over, whoever ended it: its function, a cancel, or the
// runner after the process of a run was gone. A process that is killed in between does not call it, so what the
// function does must also be done when the process begins, and be the same when it is done twice.
func (q *Queue) OnEnd(kind string, do func(context.Context, Job)) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.ended[kind] = do
}

// tell calls those who wait for the end of jobs.
func (q *Queue) tell(ctx context.Context, ended []Job) {
	for _, j := range ended {
		q.mu.Lock()
		do := q.ended[j.Kind]
		q.mu.Unlock()
		if do != nil {
			q.overlay(&j)
			do(context.WithoutCancel(ctx), j)
		}
	}
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
	_, err = q.write(ctx, cmd, func(b *book) error {
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
		j.RunAt, j.Wake = n.RunAt, max(n.RunAt, b.Now())
		b.Forget()
		return b.put(&j)
	})
	if err != nil {
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
	j := readable(row)
	q.overlay(&j)
	return j, nil
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

// Mend sets open jobs failed whose data cannot be read, and gives them. readable says of what could be read whether
// its kind can read the arguments; nil takes all.
func (q *Queue) Mend(ctx context.Context, readable func(Job) error) (mended []Job, err error) {
	rows, err := q.log.OpenJobs(ctx, "*")
	if err != nil {
		return nil, err
	}
	rows = slices.DeleteFunc(rows, func(row record.JobRow) bool {
		j, err := fromRow(row)
		if err == nil && readable != nil {
			err = readable(j)
		}
		return err == nil
	})
	if len(rows) == 0 {
		return nil, nil
	}
	_, err = q.write(ctx, record.Command{Actor: program}, func(b *book) error {
		mended = nil
		for _, row := range rows {
			j, err := b.giveUp(row)
			if err != nil {
				return err
			}
			mended = append(mended, j)
		}
		return nil
	})
	return mended, err
}

// Cancel stops a job: at once while it waits; one that runs is told, and ends when its function returns. A job
// that is over is a conflict. Of a schedule the run is left out: the next one comes at its time.
func (q *Queue) Cancel(ctx context.Context, id record.ID, by record.Actor) (Job, error) {
	var j Job
	_, err := q.write(ctx, record.Command{Actor: by}, func(b *book) (err error) {
		var ok bool
		if j, ok, err = b.get(id); err != nil || !ok {
			return err
		}
		switch j.State {
		case record.JobWaiting:
			j.After = j.Wake
			j.end(b.Now(), record.JobCancelled)
		case record.JobRunning:
			j.Cancelling = true
		default:
			return fault.Because(fault.Conflict, reason.Of("job_over", "job", j.Name()))
		}
		return b.put(&j)
	})
	if err != nil {
		return Job{}, err
	}
	q.mu.Lock()
	run := q.live[id]
	q.mu.Unlock()
	q.overlay(&j)
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
