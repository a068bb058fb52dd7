package jobs

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"salesops/internal/fault"
	"salesops/internal/reason"
	"salesops/record"
)

// Kind is what jobs of one name do.
type Kind struct {
	Name string
	// Run does the job. Its context ends when the job is cancelled, its lease is lost or the program ends;
	// context.Cause says which. nil means that the job is done, an error that it is tried again (see Final).
	Run func(ctx context.Context, r *Run) error
}

// Options of a Runner. After is required.
type Options struct {
	Kinds     []Kind
	Schedules []Schedule
	Workers   int           // how many jobs run at the same time; 0 means 4
	Lease     time.Duration // renewed after each third of it; 0 means a minute
	// After gives a channel that receives once when d has passed, and what stops the wait for it.
	After func(d time.Duration) (passed <-chan time.Time, stop func() bool)
	// Jitter is a number from 0 to 1 that spreads repeated attempts; nil spreads nothing.
	Jitter func() float64
	// Owner names the runner in the leases that it takes.
	Owner string
	// Alone says that no other runner works on this log: a lease that is held at the start is one of a process
	// that is gone, and its job is taken at once.
	Alone bool
	// Failed is told what went wrong behind the jobs; nil ignores it.
	Failed func(ctx context.Context, doing string, err error)
}

const (
	// poll is how long a runner waits at most before it looks for jobs that others added.
	poll = 30 * time.Second
	// again is how long it waits after the log could not be read.
	again = time.Second
	// batch is how many due jobs are read at a time.
	batch = 100

	firstBackOff = 15 * time.Second
	mostBackOff  = time.Hour
)

// Runner takes jobs whose turn has come and runs them.
type Runner struct {
	queue *Queue
	o     Options
	kinds map[string]Kind
	stop  context.CancelFunc
	ended chan struct{} // closed when the loop has ended

	mu      sync.Mutex
	running int
	keys    map[string]int // of the runs whose function has not returned
	runs    sync.WaitGroup
}

// NewRunner makes one; Start starts it.
func NewRunner(q *Queue, o Options) (*Runner, error) {
	if o.After == nil {
		return nil, errors.New("a runner of jobs needs timers")
	}
	if o.Workers <= 0 {
		o.Workers = 4
	}
	if o.Lease <= 0 {
		o.Lease = time.Minute
	}
	if o.Jitter == nil {
		o.Jitter = func() float64 { return 0.5 }
	}
	if o.Failed == nil {
		o.Failed = func(context.Context, string, error) {}
	}
	r := &Runner{queue: q, o: o, kinds: map[string]Kind{}, keys: map[string]int{}, ended: make(chan struct{})}
	for _, k := range o.Kinds {
		if _, twice := r.kinds[k.Name]; twice || k.Name == "" || k.Run == nil {
			return nil, fmt.Errorf("jobs of kind %q: a kind needs a name of its own and a function", k.Name)
		}
		r.kinds[k.Name] = k
	}
	return r, nil
}

// Start takes over what a process that is gone left behind, and begins. Jobs run until Close; ctx hands them its
// values, and its end ends nothing.
func (r *Runner) Start(ctx context.Context) error {
	ctx, r.stop = context.WithCancel(context.WithoutCancel(ctx))
	r.queue.mu.Lock()
	r.queue.schedules = r.o.Schedules
	r.queue.mu.Unlock()
	_, err := r.queue.write(ctx, record.Command{Actor: program}, func(b *book) error {
		open, err := b.Keyed("*")
		if err != nil {
			return err
		}
		for _, row := range open {
			j, ok, err := b.read(row)
			if err != nil {
				return err
			}
			if !ok || row.State != record.JobRunning || !r.o.Alone {
				continue
			}
			j.broke(b.Now())
			if err := b.put(&j); err != nil {
				return err
			}
		}
		b.Forget()
		return b.schedule()
	})
	if err == nil {
		err = r.bringForward(ctx)
	}
	if err != nil {
		r.stop()
		close(r.ended)
		return fmt.Errorf("start the jobs: %w", err)
	}
	go r.loop(ctx)
	return nil
}

// Close ends what runs with ErrClosing and waits for it until ctx ends. The jobs wait for the next runner.
func (r *Runner) Close(ctx context.Context) error {
	if r.stop == nil {
		return nil
	}
	r.stop()
	over := make(chan struct{})
	go func() { <-r.ended; r.runs.Wait(); close(over) }()
	select {
	case <-over:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("wait for jobs: %w", ctx.Err())
	}
}

// loop starts jobs when their turn has come.
func (r *Runner) loop(ctx context.Context) {
	defer close(r.ended)
	for ctx.Err() == nil {
		wait, err := r.startDue(ctx)
		if err != nil {
			wait = again
			if ctx.Err() == nil {
				r.o.Failed(ctx, "look for jobs", err)
			}
		}
		passed, stop := r.o.After(wait)
		select {
		case <-passed:
		case <-r.queue.changed:
		case <-ctx.Done():
		}
		stop()
	}
}

// startDue starts what is due and can be started, and says how long nothing else will be due.
func (r *Runner) startDue(ctx context.Context) (wait time.Duration, err error) {
	log := r.queue.log
	for {
		now := log.Clock()
		if log.Now() > now {
			if err := r.bringForward(ctx); err != nil {
				return 0, err
			}
		}
		due, err := log.DueJobs(ctx, now, batch)
		if err != nil {
			return 0, err
		}
		var failed error
		took := false
		for _, row := range due {
			if !r.free(row) {
				continue
			}
			taken, err := r.take(ctx, row.ID)
			if err != nil { // others may be sound
				failed = errors.Join(failed, fmt.Errorf("take job %d: %w", row.ID, err))
			}
			took = took || taken
		}
		if failed != nil {
			return 0, failed
		}
		if took {
			continue
		}
		next, err := log.NextJob(ctx, now)
		if err != nil || next == 0 {
			return poll, err
		}
		return min(poll, time.Duration(next-now)*time.Microsecond), nil
	}
}

// free says that this process can run a job now.
func (r *Runner) free(row record.JobRow) bool {
	r.queue.mu.Lock()
	_, live := r.queue.live[row.ID]
	r.queue.mu.Unlock()
	r.mu.Lock()
	defer r.mu.Unlock()
	return !live && r.running < r.o.Workers && (row.Key == "" || r.keys[row.Key] == 0)
}

var errNotNow = errors.New("the job cannot be taken now")

// take puts a job under a lease and starts it. It says whether the job is another one than before.
func (r *Runner) take(ctx context.Context, id record.ID) (bool, error) {
	var j Job
	_, err := r.queue.write(ctx, record.Command{Actor: program}, func(b *book) (err error) {
		now := b.Now()
		var ok bool
		if j, ok, err = b.get(id); err != nil {
			return err
		}
		if !ok { // nobody knows whether it was one of a schedule
			return b.schedule()
		}
		if !j.State.Open() || j.Wake > now {
			return errNotNow
		}
		if j.State == record.JobRunning { // its lease has ended
			if j.broke(now); !j.State.Open() {
				return b.put(&j)
			}
		}
		if j.Key != "" {
			if err := r.freeKey(b, &j); err != nil {
				return err
			}
		}
		if _, known := r.kinds[j.Kind]; !known {
			j.end(now, record.JobFailed)
			j.Failure = failureOf(fault.Because(fault.Invalid, reason.Of("job_kind_unknown", "kind", j.Kind)))
			return b.put(&j)
		}
		j.Attempt++
		j.State, j.Owner, j.Wake = record.JobRunning, r.o.Owner, later(now, r.o.Lease)
		if j.StartedAt == 0 {
			j.StartedAt = now
		}
		return b.put(&j)
	})
	if errors.Is(err, errNotNow) {
		return false, nil
	}
	if err == nil && j.State == record.JobRunning {
		r.start(ctx, j)
	}
	return err == nil, err
}

// freeKey refuses a job whose key another one holds, and takes the lease from one whose lease has ended: it may not
// go on beside this one.
func (r *Runner) freeKey(b *book, j *Job) error {
	others, err := b.Keyed(j.Key)
	if err != nil {
		return err
	}
	for _, row := range others {
		switch {
		case row.ID == j.ID || row.State != record.JobRunning:
			continue
		case row.Wake > b.Now():
			return errNotNow
		}
		other, ok, err := b.read(row)
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		other.broke(b.Now())
		if err := b.put(&other); err != nil {
			return err
		}
	}
	return nil
}

// start runs a job that was taken.
func (r *Runner) start(ctx context.Context, j Job) {
	within, cancel := context.WithCancelCause(context.WithoutCancel(ctx))
	run := &Run{Job: j, runner: r, cancel: cancel, until: j.Wake}
	r.mu.Lock()
	r.running++
	r.keys[j.Key]++
	r.mu.Unlock()
	r.queue.mu.Lock()
	r.queue.live[j.ID] = run
	r.queue.mu.Unlock()
	r.runs.Go(func() {
		defer cancel(nil)
		closing := context.AfterFunc(ctx, func() { cancel(ErrClosing) })
		renewing := make(chan struct{})
		returned := make(chan struct{})
		go func() { defer close(renewing); r.prolong(within, run, returned) }()
		if run.cancelledEarly(within) {
			cancel(ErrCancelled)
		}
		err := r.call(within, run)
		close(returned)
		<-renewing
		closing()
		r.queue.mu.Lock()
		delete(r.queue.live, j.ID)
		r.queue.mu.Unlock()
		if !run.Over() {
			if failed := run.settle(context.WithoutCancel(ctx), err, context.Cause(within)); failed != nil &&
				!errors.Is(failed, ErrLost) {
				r.o.Failed(within, "note what became of "+j.Name(), failed)
			}
		}
		r.mu.Lock()
		r.running--
		if r.keys[j.Key]--; r.keys[j.Key] == 0 {
			delete(r.keys, j.Key)
		}
		r.mu.Unlock()
		r.queue.poke()
	})
}

// call calls the function of the job's kind. A panic is its failure.
func (r *Runner) call(ctx context.Context, run *Run) (err error) {
	defer func() {
		if found := recover(); found != nil {
			err = fault.New(fault.Internal, "%s broke: %v", run.Job.Name(), found)
			r.o.Failed(ctx, "run "+run.Job.Name(), fmt.Errorf("%w\n%s", err, debug.Stack()))
		}
	}()
	return r.kinds[run.Job.Kind].Run(ctx, run)
}

// prolong renews the lease of a run until its function has returned, and ends the run when the lease is lost.
func (r *Runner) prolong(ctx context.Context, run *Run, returned <-chan struct{}) {
	for {
		passed, stop := r.o.After(r.o.Lease / 3)
		select {
		case <-returned:
			stop()
			return
		case <-passed:
		}
		cancelled, err := run.renew(context.WithoutCancel(ctx))
		switch {
		case run.Over():
			return
		case errors.Is(err, ErrLost):
			run.cancel(ErrLost)
			r.o.Failed(ctx, "keep "+run.Job.Name(), err)
			return
		case err != nil && run.expired(r.queue.log.Clock()):
			run.cancel(ErrLost)
			r.o.Failed(ctx, "keep "+run.Job.Name(), err)
			return
		case cancelled:
			run.cancel(ErrCancelled)
		}
	}
}

// backOff is how long a job waits after so many failures: from half of the usual time to one and a half.
func (r *Runner) backOff(failures int) time.Duration {
	d := usualBackOff(failures)
	return d/2 + time.Duration(float64(d)*r.o.Jitter())
}

func usualBackOff(failures int) time.Duration {
	if n := failures - 1; n < 10 {
		return min(mostBackOff, firstBackOff<<n)
	}
	return mostBackOff
}
