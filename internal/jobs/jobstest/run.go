package jobstest

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"salesops/internal/fault"
	"salesops/internal/jobs"
	"salesops/internal/period"
	"salesops/record"
)

// Run holds a store to the suite. open gives a new empty one, closed by the test's cleanup.
func Run(t *testing.T, open func(t *testing.T) record.Store) {
	for _, test := range []struct {
		name string
		fn   func(t *testing.T, w *world)
	}{
		{"a job is added with changes or not at all", addedTogether},
		{"a job runs when its turn has come", turn},
		{"the last change and the end are one", endTogether},
		{"one at a time of a key", oneOfKey},
		{"a failed job is tried again, later each time", backOff},
		{"what is wrong is not tried again", finalFailures},
		{"a panic is a failure", panics},
		{"cancel", cancel},
		{"a job of a process that is gone", gone},
		{"a job that ends its process each time", breaksOff},
		{"a lost lease writes nothing more", lostLease},
		{"a closed runner leaves its jobs to the next", closed},
		{"progress", progress},
		{"schedules", schedules},
		{"a daily schedule", daily},
		{"a clock that was ahead for days holds no job up", clockAhead},
		{"a schedule goes on after a run that was cancelled", cancelledRun},
		{"a job that cannot be read fails alone", unreadable},
		{"whoever ends a job, its end is told", told},
		{"old jobs are forgotten", forgotten},
		{"rows that no queue has written are named", checked},
		{"any jobs, runners, crashes and cancels: each effect exactly once", anyJobs},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			test.fn(t, newWorld(t, open(t)))
		})
	}
}

func one(run func(ctx context.Context, r *jobs.Run) error) []jobs.Kind {
	return []jobs.Kind{{Name: "work", Run: run}}
}

func nothing(context.Context, *jobs.Run) error { return nil }

func addedTogether(t *testing.T, w *world) {
	if _, err := w.queue.Add(t.Context(), jobs.New{Kind: "work", Args: map[string]int{"n": 7}},
		marks("a")); err != nil {
		t.Fatal(err)
	}
	wrong := marks("b")
	wrong.Drafts[0].Object = "none"
	if _, err := w.queue.Add(t.Context(), jobs.New{Kind: "work"}, wrong); err == nil {
		t.Fatal("a job was added beside a command that was refused")
	}
	full := fault.New(fault.Busy, "full")
	_, err := w.queue.Add(t.Context(), jobs.New{Kind: "work", Full: func(open int) error {
		if open != 1 {
			t.Errorf("%d jobs are open, want 1", open)
		}
		return full
	}}, marks("c"))
	if !errors.Is(err, full) {
		t.Fatalf("a full queue took a job: %v", err)
	}
	list, err := w.queue.List(t.Context(), "", 0, 10)
	if err != nil || len(list) != 1 || string(list[0].Args) != `{"n":7}` {
		t.Fatalf("jobs %+v, %v; want the first one alone", list, err)
	}
	if got := w.names(t, 1); !slices.Equal(got, []string{"a"}) {
		t.Errorf("marks %v, want a alone", got)
	}
}

func turn(t *testing.T, w *world) {
	late := w.add(t, jobs.New{Kind: "work", RunAt: start + period.Instant(time.Hour.Microseconds())})
	soon := w.add(t, jobs.New{Kind: "work"})
	w.runner(t, w.queue, jobs.Options{Kinds: one(nothing)})
	w.await(t, soon, 0, record.JobDone)
	if got := w.get(t, late); got.State != record.JobWaiting {
		t.Fatalf("the job of an hour later is %s", got.State)
	}
	done := w.await(t, late, time.Minute, record.JobDone)
	if done.StartedAt < start+period.Instant(time.Hour.Microseconds()) || done.FinishedAt < done.StartedAt {
		t.Errorf("it ran from %s to %s", done.StartedAt, done.FinishedAt)
	}
}

func endTogether(t *testing.T, w *world) {
	job := w.add(t, jobs.New{Kind: "work", Args: "in"})
	w.runner(t, w.queue, jobs.Options{Kinds: one(func(ctx context.Context, r *jobs.Run) error {
		var in string
		if err := r.Args(&in); err != nil {
			return err
		}
		refused := marks("refused")
		refused.Drafts[0].Object = "none"
		if _, err := r.End(ctx, jobs.End{State: record.JobDone}, refused); err == nil {
			t.Error("a command that was refused ended the job")
		}
		if got := w.get(t, r.Job); got.State != record.JobRunning {
			t.Errorf("the job is %s after a refused end", got.State)
		}
		if _, err := r.End(ctx, jobs.End{State: record.JobDone, Result: in + " out"}, marks("end")); err != nil {
			t.Error(err)
		}
		return errors.New("what comes after the end counts no more")
	})})
	done := w.await(t, job, 0, record.JobDone)
	if string(done.Result) != `"in out"` || done.Failure != nil {
		t.Errorf("result %s, failure %v", done.Result, done.Failure)
	}
	if got := w.names(t, 1); !slices.Equal(got, []string{"end"}) {
		t.Errorf("marks %v", got)
	}
}

func oneOfKey(t *testing.T, w *world) {
	var now, most, other atomic.Int32
	meet := make(chan struct{})
	kinds := []jobs.Kind{
		{Name: "keyed", Run: func(context.Context, *jobs.Run) error {
			most.Store(max(most.Load(), now.Add(1)))
			<-meet
			now.Add(-1)
			return nil
		}},
		{Name: "free", Run: func(context.Context, *jobs.Run) error { other.Add(1); <-meet; return nil }},
	}
	var all []jobs.Job
	for range 4 {
		all = append(all, w.add(t, jobs.New{Kind: "keyed", Key: "k"}))
	}
	for range 2 {
		all = append(all, w.add(t, jobs.New{Kind: "free"}))
	}
	w.runner(t, w.queue, jobs.Options{Kinds: kinds, Workers: 8})
	w.runner(t, jobs.NewQueue(w.log), jobs.Options{Kinds: kinds, Workers: 8})
	w.until(t, 0, func() bool { return now.Load() == 1 && other.Load() == 2 })
	close(meet)
	for _, j := range all {
		w.await(t, j, time.Second, record.JobDone)
	}
	if most.Load() != 1 {
		t.Errorf("%d jobs of one key ran at a time", most.Load())
	}
}

func backOff(t *testing.T, w *world) {
	var mu sync.Mutex
	var at []period.Instant
	job := w.add(t, jobs.New{Kind: "work", MaxAttempts: 4})
	w.runner(t, w.queue, jobs.Options{Kinds: one(func(context.Context, *jobs.Run) error {
		mu.Lock()
		defer mu.Unlock()
		at = append(at, w.read())
		return errors.New("no luck")
	})})
	failed := w.await(t, job, time.Second, record.JobFailed, record.JobDone)
	if failed.State != record.JobFailed || failed.Failures != 4 || !strings.Contains(failed.Failure.Text, "no luck") {
		t.Fatalf("%+v", failed)
	}
	for i := 1; i < len(at); i++ {
		if least := period.Instant((15 * time.Second << (i - 1)).Microseconds()); at[i]-at[i-1] < least {
			t.Errorf("attempt %d began %d µs after the one before, want at least %d", i+1, at[i]-at[i-1], least)
		}
	}
	if len(at) != 4 {
		t.Errorf("%d attempts, want 4", len(at))
	}
}

func finalFailures(t *testing.T, w *world) {
	fails := []error{fault.Invalidf("the file is not one"), jobs.Final(errors.New("no second time"))}
	w.runner(t, w.queue, jobs.Options{Kinds: one(func(_ context.Context, r *jobs.Run) error {
		var n int
		if err := r.Args(&n); err != nil {
			return err
		}
		return fails[n]
	})})
	for n, err := range fails {
		failed := w.await(t, w.add(t, jobs.New{Kind: "work", Args: n}), 0, record.JobFailed, record.JobDone)
		if failed.Attempt != 1 || failed.Failure == nil || failed.Failure.Text != err.Error() ||
			failed.Failure.Kind != fault.KindOf(err) {
			t.Errorf("%v: %+v %+v", err, failed, failed.Failure)
		}
	}
	none := w.await(t, w.add(t, jobs.New{Kind: "unheard of"}), 0, record.JobFailed, record.JobDone)
	if none.Failure == nil || none.Failure.Code != "job_kind_unknown" {
		t.Errorf("a job of an unknown kind: %+v", none)
	}
}

func panics(t *testing.T, w *world) {
	job := w.add(t, jobs.New{Kind: "work", MaxAttempts: 1})
	w.runner(t, w.queue, jobs.Options{Kinds: one(func(context.Context, *jobs.Run) error { panic("out of reach") })})
	failed := w.await(t, job, 0, record.JobFailed)
	if !strings.Contains(failed.Failure.Text, "out of reach") {
		t.Errorf("failure %+v", failed.Failure)
	}
}

func cancel(t *testing.T, w *world) {
	ctx := t.Context()
	waiting := w.add(t, jobs.New{Kind: "work", RunAt: period.Forever})
	if j, err := w.queue.Cancel(ctx, waiting.ID, "suite"); err != nil || j.State != record.JobCancelled {
		t.Fatalf("cancel of a waiting job: %+v, %v", j, err)
	}
	if _, err := w.queue.Cancel(ctx, waiting.ID, "suite"); fault.KindOf(err) != fault.Conflict {
		t.Errorf("cancel of a job that is over: %v", err)
	}
	if _, err := w.queue.Cancel(ctx, 99_999_999, "suite"); fault.KindOf(err) != fault.Missing {
		t.Errorf("cancel of no job: %v", err)
	}
	began := make(chan struct{}, 2)
	kinds := one(func(ctx context.Context, _ *jobs.Run) error {
		began <- struct{}{}
		<-ctx.Done()
		if context.Cause(ctx) != jobs.ErrCancelled { //nolint:errorlint // a cause is the value itself
			t.Errorf("it ended with %v", context.Cause(ctx))
		}
		return ctx.Err()
	})
	w.runner(t, w.queue, jobs.Options{Kinds: kinds})
	here := w.add(t, jobs.New{Kind: "work"})
	<-began
	if _, err := w.queue.Cancel(ctx, here.ID, "suite"); err != nil {
		t.Fatal(err)
	}
	w.await(t, here, 0, record.JobCancelled)
	there := w.add(t, jobs.New{Kind: "work"}) // cancelled by a process that does not run it
	<-began
	if _, err := jobs.NewQueue(w.log).Cancel(ctx, there.ID, "suite"); err != nil {
		t.Fatal(err)
	}
	w.await(t, there, time.Second, record.JobCancelled)
}

// hang holds a run until the test lets it go, whatever becomes of its context.
type hang struct{ began, release chan struct{} }

func newHang() hang { return hang{make(chan struct{}, 10), make(chan struct{})} }

func (h hang) run(context.Context, *jobs.Run) error {
	h.began <- struct{}{}
	<-h.release
	return nil
}

func gone(t *testing.T, w *world) {
	h := newHang()
	defer close(h.release)
	job := w.add(t, jobs.New{Kind: "work", Key: "k"})
	w.runner(t, jobs.NewQueue(w.log), jobs.Options{Kinds: one(h.run), Owner: "first"})
	<-h.began
	// nothing moves the clock: a runner that is alone needs not wait for the lease to end
	w.runner(t, w.queue, jobs.Options{Kinds: one(nothing), Owner: "second", Alone: true})
	done := w.await(t, job, 0, record.JobDone)
	if done.Attempt != 2 || done.Owner != "second" || done.Failures != 1 {
		t.Errorf("%+v", done)
	}
}

func breaksOff(t *testing.T, w *world) {
	h := newHang()
	defer close(h.release)
	job := w.add(t, jobs.New{Kind: "work", MaxAttempts: 3})
	for range 3 {
		w.runner(t, jobs.NewQueue(w.log), jobs.Options{Kinds: one(h.run), Alone: true})
		<-h.began
	}
	w.runner(t, jobs.NewQueue(w.log), jobs.Options{Kinds: one(h.run), Alone: true})
	failed := w.await(t, job, 0, record.JobFailed)
	if failed.Attempt != 3 || failed.Failure.Code != "job_broke_off" {
		t.Errorf("%+v %+v", failed, failed.Failure)
	}
}

func lostLease(t *testing.T, w *world) {
	began, lost, late := make(chan struct{}), make(chan error, 1), make(chan error, 2)
	job := w.add(t, jobs.New{Kind: "work", Key: "k"})
	w.runner(t, jobs.NewQueue(w.log), jobs.Options{Kinds: one(func(ctx context.Context, r *jobs.Run) error {
		if _, err := r.Apply(ctx, marks("held")); err != nil {
			t.Error(err)
		}
		close(began)
		<-ctx.Done()
		lost <- context.Cause(ctx)
		_, err := r.Apply(context.WithoutCancel(ctx), marks("late"))
		late <- err
		_, err = r.End(context.WithoutCancel(ctx), jobs.End{State: record.JobDone}, marks("late end"))
		late <- err
		return nil
	})})
	<-began
	w.runner(t, w.queue, jobs.Options{Alone: true, Kinds: one(func(ctx context.Context, r *jobs.Run) error {
		_, err := r.End(ctx, jobs.End{State: record.JobDone}, marks("end"))
		return err
	})})
	w.await(t, job, 0, record.JobDone)
	w.until(t, time.Second, func() bool { return len(lost) == 1 && len(late) == 2 })
	if err := <-lost; !errors.Is(err, jobs.ErrLost) {
		t.Errorf("the context ended with %v", err)
	}
	for range 2 {
		if err := <-late; !errors.Is(err, jobs.ErrLost) {
			t.Errorf("a write without the lease: %v", err)
		}
	}
	if got := w.names(t, 1); !slices.Equal(got, []string{"held", "end"}) {
		t.Errorf("marks %v", got)
	}
}

func closed(t *testing.T, w *world) {
	began := make(chan struct{})
	job := w.add(t, jobs.New{Kind: "work", MaxAttempts: 1})
	r := w.runner(t, w.queue, jobs.Options{Kinds: one(func(ctx context.Context, _ *jobs.Run) error {
		close(began)
		<-ctx.Done()
		if context.Cause(ctx) != jobs.ErrClosing { //nolint:errorlint // a cause is the value itself
			t.Errorf("it ended with %v", context.Cause(ctx))
		}
		return ctx.Err()
	})})
	<-began
	shut(t, r)
	if left := w.get(t, job); left.State != record.JobWaiting || left.Failures != 0 {
		t.Fatalf("after the runner was closed the job is %+v", left)
	}
	w.runner(t, w.queue, jobs.Options{Kinds: one(nothing), Alone: true})
	w.await(t, job, 0, record.JobDone)
}

func progress(t *testing.T, w *world) {
	told, release := make(chan struct{}), make(chan struct{})
	job := w.add(t, jobs.New{Kind: "work"})
	w.runner(t, w.queue, jobs.Options{Kinds: one(func(_ context.Context, r *jobs.Run) error {
		r.Progress(jobs.Progress{Phase: "half", Done: 1, Total: 2})
		close(told)
		<-release
		return nil
	})})
	<-told
	if got := w.get(t, job); got.Progress == nil || got.Progress.Phase != "half" || got.Progress.Done != 1 {
		t.Errorf("progress here %+v", got.Progress)
	}
	elsewhere := jobs.NewQueue(w.log)
	w.until(t, time.Second, func() bool {
		got, err := elsewhere.Get(t.Context(), job.ID)
		return err == nil && got.Progress != nil && got.Progress.Total == 2
	})
	if got := w.get(t, job); got.Wake <= w.read() {
		t.Errorf("the lease ended at %s and was not renewed until %s", got.Wake, w.read())
	}
	close(release)
	w.await(t, job, 0, record.JobDone)
	w.until(t, 0, func() bool { return !w.get(t, job).Ending })
	if got := w.get(t, job); got.Progress != nil {
		t.Errorf("a job that is over is at %+v", got.Progress)
	}
}

func schedules(t *testing.T, w *world) {
	var ran atomic.Int32
	count := one(func(context.Context, *jobs.Run) error { ran.Add(1); return nil })
	hourly := jobs.Schedule{Name: "hourly", Kind: "work", Next: jobs.Every(time.Hour)}
	r := w.runner(t, w.queue, jobs.Options{Kinds: count, Schedules: []jobs.Schedule{hourly}, Alone: true})
	w.until(t, time.Minute, func() bool { return ran.Load() == 3 })
	if hours := int64(w.read()-start) / time.Hour.Microseconds(); hours < 3 || hours > 4 {
		t.Errorf("three hourly runs took %d hours", hours)
	}
	w.until(t, 0, func() bool { open, err := w.queue.Open(t.Context(), "*"); return err == nil && len(open) == 1 })
	shut(t, r)
	w.advance(50 * time.Hour) // nobody runs anything
	ran.Store(0)
	again := w.runner(t, w.queue, jobs.Options{Kinds: count, Schedules: []jobs.Schedule{hourly}, Alone: true})
	w.until(t, 0, func() bool { return ran.Load() == 1 })
	var open []jobs.Job
	w.until(t, 0, func() bool {
		var err error
		open, err = w.queue.Open(t.Context(), "*")
		return err == nil && len(open) == 1 && open[0].State == record.JobWaiting
	})
	if open[0].Wake <= w.read() {
		t.Error("missed runs are made up for one by one")
	}
	shut(t, again)
	w.runner(t, w.queue, jobs.Options{Kinds: count, Alone: true}) // the schedule is gone
	if open, err := w.queue.Open(t.Context(), "*"); err != nil || len(open) != 0 {
		t.Errorf("of a schedule that there is no more is left %+v, %v", open, err)
	}
}

// daily: days on which nobody ran anything are made up for by one run at the start, and a clock that is put back
// makes no second run of a day.
func daily(t *testing.T, w *world) {
	var mu sync.Mutex
	var at []period.Instant
	ran := func() int { mu.Lock(); defer mu.Unlock(); return len(at) }
	o := jobs.Options{Alone: true, Kinds: one(func(context.Context, *jobs.Run) error {
		mu.Lock()
		defer mu.Unlock()
		at = append(at, w.read())
		return nil
	}), Schedules: []jobs.Schedule{{Name: "nightly", Kind: "work", Next: jobs.Daily(2*time.Hour, time.UTC)}}}
	planned := func(n int) {
		t.Helper()
		w.until(t, 0, func() bool {
			open, err := w.queue.Open(t.Context(), "*")
			return err == nil && ran() == n && len(open) == 1 && open[0].State == record.JobWaiting
		})
	}
	first := w.runner(t, w.queue, o)
	planned(0)
	w.until(t, 10*time.Minute, func() bool { return ran() == 1 })
	planned(1)
	w.advance(-90 * time.Minute) // half an hour before the run
	w.until(t, 5*time.Minute, func() bool { return w.read() > at[0]+period.Instant(time.Hour.Microseconds()) })
	planned(1)
	shut(t, first)
	w.advance(5*24*time.Hour + 6*time.Hour)
	w.runner(t, w.queue, o)
	planned(2)
	open, err := w.queue.Open(t.Context(), "*")
	if err != nil || len(open) != 1 {
		t.Fatalf("%+v, %v", open, err)
	}
	if wait := time.Duration(open[0].Wake-w.read()) * time.Microsecond; wait <= 0 || wait > 24*time.Hour ||
		open[0].Wake.Time().Hour() != 2 {
		t.Errorf("after missed days the next run is at %s, it is %s", open[0].Wake, w.read())
	}
}

func forgotten(t *testing.T, w *world) {
	old := w.add(t, jobs.New{Kind: "work"})
	w.runner(t, w.queue, jobs.Options{Kinds: one(nothing)})
	w.await(t, old, 0, record.JobDone)
	w.advance(29 * 24 * time.Hour)
	w.add(t, jobs.New{Kind: "work"})
	w.get(t, old)
	w.advance(2 * 24 * time.Hour)
	w.add(t, jobs.New{Kind: "work", RunAt: period.Forever})
	if _, err := w.queue.Get(t.Context(), old.ID); fault.KindOf(err) != fault.Missing {
		t.Errorf("a job of a month ago: %v", err)
	}
}

func checked(t *testing.T, w *world) {
	good := w.add(t, jobs.New{Kind: "work"})
	w.runner(t, w.queue, jobs.Options{Kinds: one(nothing)})
	w.await(t, good, 0, record.JobDone)
	w.add(t, jobs.New{Kind: "work", RunAt: period.Forever})
	if found, err := jobs.Check(t.Context(), w.log); err != nil || len(found) != 0 {
		t.Fatalf("of sound jobs is said %q, %v", found, err)
	}
	for _, bad := range []struct {
		state      record.JobState
		data, want string
	}{
		{"asleep", `{"args":null}`, "no state"},
		{record.JobWaiting, `{"args":{"n":`, "no JSON"},
		{record.JobWaiting, `{"attempt":1}`, "no JSON"},
		{record.JobRunning, `{"args":1,"attempt":1,"finished_at":"2026-01-01T00:00:00Z"}`, "holds a lease and ended"},
		{record.JobRunning, `{"args":1,"attempt":0}`, "holds a lease and was never begun"},
		{record.JobDone, `{"args":1,"attempt":1}`, "never ended"},
	} {
		row := record.JobRow{ID: w.log.NewID(), Kind: "work", State: bad.state, Wake: period.Forever,
			Data: []byte(bad.data)}
		if _, err := w.log.Apply(t.Context(), record.Command{Actor: "suite",
			Jobs: func(b *record.JobBook) error { return b.Put(row) }}); err != nil {
			t.Fatal(err)
		}
		found, err := jobs.Check(t.Context(), w.log)
		if err != nil || len(found) == 0 || !strings.Contains(found[0], bad.want) ||
			!strings.Contains(found[0], record.FormatID(jobs.Object, row.ID)) {
			t.Errorf("of %s %s is said %q, %v; want %q first", bad.state, bad.data, found, err, bad.want)
		}
	}
}
