package jobs

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"

	"salesops/internal/period"
	"salesops/record"
)

// Run is one attempt at a job, as the function of its kind sees it.
type Run struct {
	Job    Job // as it was when the attempt began
	runner *Runner
	cancel context.CancelCauseFunc

	mu       sync.Mutex
	progress *Progress
	until    period.Instant // the end of the lease
	over     bool           // that the job is over is written
}

// Args reads the job's arguments.
func (r *Run) Args(into any) error {
	if err := json.Unmarshal(r.Job.Args, into); err != nil {
		return fmt.Errorf("read the arguments of job %s: %w", r.Job.Name(), err)
	}
	return nil
}

// Progress notes how far the run is. It writes nothing: the next renewal of the lease does.
func (r *Run) Progress(p Progress) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.progress = &p
}

func (r *Run) latest() *Progress {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.progress
}

// Held refuses a command with ErrLost when the lease is not this run's any more: for record.Command.Jobs.
func (r *Run) Held(b *record.JobBook) error {
	_, err := r.held(b)
	return err
}

func (r *Run) held(b *record.JobBook) (Job, error) {
	row, ok, err := b.Get(r.Job.ID)
	if err != nil {
		return Job{}, err
	}
	if !ok || row.State != record.JobRunning {
		return Job{}, ErrLost
	}
	j, err := fromRow(row)
	if err == nil && j.Attempt != r.Job.Attempt {
		err = ErrLost
	}
	return j, err
}

// Apply writes a command while the lease holds.
func (r *Run) Apply(ctx context.Context, cmd record.Command) (record.Done, error) {
	return r.write(ctx, cmd, func(b *book) error { return r.Held(b.JobBook) })
}

func (r *Run) write(ctx context.Context, cmd record.Command, fn func(*book) error) (record.Done, error) {
	if cmd.Actor == "" {
		cmd.Actor = r.Job.By
	}
	return r.runner.queue.write(ctx, cmd, fn)
}

// End is what became of a job.
type End struct {
	State  record.JobState // done, failed or cancelled
	Result any             // kept as JSON; nil keeps what is there
	Err    error           // of one that has failed
}

// End writes the last command of the job and that the job is over, both or neither. A command without drafts
// writes the end alone. A function that returns without it leaves this to the runner.
func (r *Run) End(ctx context.Context, e End, cmd record.Command) (record.Done, error) {
	result, err := json.Marshal(e.Result)
	if err != nil {
		return record.Done{}, fmt.Errorf("write the result of job %s: %w", r.Job.Name(), err)
	}
	if cmd.Actor == "" {
		cmd.Actor = r.Job.By
	}
	done, ended, err := r.runner.queue.commit(ctx, cmd, func(b *book) error {
		j, err := r.held(b.JobBook)
		if err != nil {
			return err
		}
		if e.Result != nil {
			j.Result = result
		}
		if e.Err != nil {
			j.Failure = failureOf(e.Err)
		}
		j.end(b.Now(), e.State)
		return b.put(&j)
	})
	if err == nil {
		r.mu.Lock()
		r.over = true
		r.mu.Unlock()
	}
	r.runner.queue.tell(ctx, ended)
	return done, err
}

// Over says that the end of the job is written.
func (r *Run) Over() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.over
}

// settle writes what becomes of a job whose function has returned without End.
func (r *Run) settle(ctx context.Context, failed, cause error) error {
	_, err := r.write(ctx, record.Command{}, func(b *book) error {
		j, err := r.held(b.JobBook)
		if err != nil {
			return err
		}
		now := b.Now()
		switch {
		case failed == nil:
			j.end(now, record.JobDone)
		case j.Cancelling:
			j.end(now, record.JobCancelled)
		case cause == ErrClosing: //nolint:errorlint // a cause is the value itself
			j.State, j.Wake, j.Progress = record.JobWaiting, now, nil
		default:
			j.Failures++
			j.Failure = failureOf(failed)
			if isFinal(failed) || j.Failures >= j.MaxAttempts {
				j.end(now, record.JobFailed)
			} else {
				j.State, j.Progress = record.JobWaiting, nil
				j.Wake = later(now, r.runner.backOff(j.Failures))
			}
		}
		return b.put(&j)
	})
	return err
}

// cancelledEarly says that somebody cancelled the job before this process had it in its list.
func (r *Run) cancelledEarly(ctx context.Context) bool {
	row, ok, err := r.runner.queue.log.Job(ctx, r.Job.ID)
	if err != nil || !ok {
		return false // the renewal of the lease tells
	}
	j, err := fromRow(row)
	return err == nil && j.Cancelling
}

// renew prolongs the lease and writes the progress. It says whether somebody wants the job to stop.
func (r *Run) renew(ctx context.Context) (cancelled bool, err error) {
	var until period.Instant
	_, err = r.write(ctx, record.Command{}, func(b *book) error {
		j, err := r.held(b.JobBook)
		if err != nil {
			return err
		}
		until = later(b.Now(), r.runner.o.Lease)
		j.Wake, j.Progress, cancelled = until, r.latest(), j.Cancelling
		return b.put(&j)
	})
	if err == nil {
		r.mu.Lock()
		r.until = until
		r.mu.Unlock()
	}
	return cancelled, err
}

// expired says that the lease has ended by the clock.
func (r *Run) expired(now period.Instant) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return now >= r.until
}
