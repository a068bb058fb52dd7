package jobstest

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"salesops/internal/jobs"
	"salesops/internal/period"
	"salesops/record"
)

// nightly is a schedule of the suite, at two.
func nightly() []jobs.Schedule {
	return []jobs.Schedule{{Name: "nightly", Kind: "work", Next: jobs.Daily(2*time.Hour, time.UTC)}}
}

// only is the one open job, which waits.
func (w *world) only(t *testing.T) (job jobs.Job) {
	t.Helper()
	w.until(t, 0, func() bool {
		open, err := w.queue.Open(t.Context(), "*")
		if err != nil || len(open) != 1 || open[0].State != record.JobWaiting {
			return false
		}
		job = open[0]
		return true
	})
	return job
}

// cancelledRun: who cancels a run of a schedule leaves out that run, also after a restart, and the next one comes.
func cancelledRun(t *testing.T, w *world) {
	h := newHang()
	defer close(h.release)
	o := jobs.Options{Alone: true, Kinds: one(func(ctx context.Context, _ *jobs.Run) error {
		h.began <- struct{}{}
		<-ctx.Done()
		return ctx.Err()
	}), Schedules: nightly()}
	day := period.Instant((24 * time.Hour).Microseconds())
	r := w.runner(t, w.queue, o)
	first := w.only(t)
	if _, err := w.queue.Cancel(t.Context(), first.ID, "suite"); err != nil {
		t.Fatal(err)
	}
	second := w.only(t)
	if second.Wake != first.Wake+day {
		t.Errorf("of runs at %s one was cancelled, and the next is at %s", first.Wake, second.Wake)
	}
	shut(t, r)
	w.runner(t, w.queue, o)
	if again := w.only(t); again.ID != second.ID || again.Wake != second.Wake {
		t.Errorf("after a restart the run that was cancelled is back: %+v", again)
	}
	w.until(t, 10*time.Minute, func() bool { return len(h.began) == 1 })
	if _, err := w.queue.Cancel(t.Context(), second.ID, "suite"); err != nil {
		t.Fatal(err)
	}
	w.await(t, second, 0, record.JobCancelled)
	if third := w.only(t); third.Wake != second.Wake+day {
		t.Errorf("a run of %s was cancelled while it ran, and the next is at %s", second.Wake, third.Wake)
	}
}

// unreadable: a job whose data cannot be read has failed and is named, whoever comes upon it; others run, and a
// schedule that it belonged to goes on.
func unreadable(t *testing.T, w *world) {
	spoil := func(id record.ID, kind string, state record.JobState, wake period.Instant) record.ID {
		t.Helper()
		if _, err := w.log.Apply(t.Context(), record.Command{Actor: "suite", Jobs: func(b *record.JobBook) error {
			return b.Put(record.JobRow{ID: id, Kind: kind, Key: "k", State: state, Wake: wake, Data: []byte("{spoilt")})
		}}); err != nil {
			t.Fatal(err)
		}
		return id
	}
	failed := func(id record.ID) {
		t.Helper()
		j := w.await(t, jobs.Job{ID: id}, 0, record.JobFailed)
		if !j.Unreadable() || !strings.Contains(j.Failure.Text, j.Name()) || string(j.Raw) != "{spoilt" {
			t.Errorf("%+v %+v", j, j.Failure)
		}
	}
	// before there is a runner
	met := spoil(w.log.NewID(), "work", record.JobWaiting, w.read())
	odd := w.add(t, jobs.New{Kind: "odd", Args: "no number"})
	mended, err := w.queue.Mend(t.Context(), func(j jobs.Job) error {
		if j.Kind == "odd" {
			return context.DeadlineExceeded // any error says that its kind cannot read it
		}
		return nil
	})
	if err != nil || len(mended) != 2 || mended[0].ID != met || mended[1].ID != odd.ID {
		t.Fatalf("mended %+v, %v", mended, err)
	}
	failed(met)
	if again, err := w.queue.Mend(t.Context(), nil); err != nil || len(again) != 0 {
		t.Errorf("mended twice: %+v, %v", again, err)
	}
	// when a runner starts, one that waits and one that a dead process ran
	waits := spoil(w.log.NewID(), "work", record.JobWaiting, period.Forever)
	ran := spoil(w.log.NewID(), "work", record.JobRunning, period.Forever)
	w.runner(t, w.queue, jobs.Options{Alone: true, Kinds: one(nothing), Schedules: nightly()})
	failed(waits)
	failed(ran)
	// while it runs, and the job is one of a schedule
	planned := w.only(t)
	spoil(planned.ID, "work", record.JobWaiting, w.read())
	sound := w.add(t, jobs.New{Kind: "work", Key: "k"})
	w.await(t, sound, 0, record.JobDone)
	failed(planned.ID)
	if next := w.only(t); next.Schedule != "nightly" {
		t.Errorf("the schedule ended with a job that could not be read: %+v", next)
	}
	// by whoever cancels it
	cancelled := spoil(w.log.NewID(), "work", record.JobWaiting, period.Forever)
	if j, err := w.queue.Cancel(t.Context(), cancelled, "suite"); err != nil || !j.Unreadable() {
		t.Errorf("cancel: %+v, %v", j, err)
	}
	// one that is over is listed all the same
	over := spoil(w.log.NewID(), "work", record.JobDone, period.Forever)
	failed(over)
	all, err := w.queue.List(t.Context(), "work", 0, 100)
	if err != nil || len(all) < 6 {
		t.Errorf("%d jobs, %v", len(all), err)
	}
	problems, err := jobs.Check(t.Context(), w.log)
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []record.ID{met, odd.ID, waits, ran, planned.ID, cancelled, over} {
		if !slices.ContainsFunc(problems, func(p string) bool {
			return strings.Contains(p, record.FormatID(jobs.Object, id))
		}) {
			t.Errorf("a check does not name %s: %q", record.FormatID(jobs.Object, id), problems)
		}
	}
}

// told: the function that waits for the end of a kind's jobs is called once for each, with what became of it, after
// the end is written.
func told(t *testing.T, w *world) {
	var mu sync.Mutex
	ends := map[record.ID][]record.JobState{}
	hear := func(q *jobs.Queue) *jobs.Queue {
		q.OnEnd("work", func(ctx context.Context, j jobs.Job) {
			if kept, err := q.Get(ctx, j.ID); err != nil || kept.State != j.State || ctx.Err() != nil {
				t.Errorf("told of %+v while it is %+v, %v", j, kept, err)
			}
			mu.Lock()
			defer mu.Unlock()
			ends[j.ID] = append(ends[j.ID], j.State)
		})
		return q
	}
	heard := func(id record.ID, want record.JobState) {
		t.Helper()
		w.until(t, time.Minute, func() bool { mu.Lock(); defer mu.Unlock(); return len(ends[id]) > 0 })
		mu.Lock()
		defer mu.Unlock()
		if !slices.Equal(ends[id], []record.JobState{want}) {
			t.Errorf("of %s was told %v, want one end, %s", record.FormatID(jobs.Object, id), ends[id], want)
		}
	}
	h := newHang()
	defer close(h.release)
	// one whose last attempt breaks off with its process, and one that was being cancelled then
	broken := w.add(t, jobs.New{Kind: "work", MaxAttempts: 1})
	cancelled := w.add(t, jobs.New{Kind: "work"})
	dead := hear(jobs.NewQueue(w.log))
	w.runner(t, dead, jobs.Options{Kinds: one(h.run), Alone: true})
	<-h.began
	<-h.began
	if _, err := dead.Cancel(t.Context(), cancelled.ID, "suite"); err != nil {
		t.Fatal(err)
	}
	w.queue = hear(jobs.NewQueue(w.log))
	by := map[record.ID]func(context.Context, *jobs.Run) error{}
	w.runner(t, w.queue, jobs.Options{Alone: true, Kinds: one(func(ctx context.Context, r *jobs.Run) error {
		mu.Lock()
		do := by[r.Job.ID]
		mu.Unlock()
		return do(ctx, r)
	})})
	heard(broken.ID, record.JobFailed)
	heard(cancelled.ID, record.JobCancelled)
	for want, do := range map[record.JobState]func(context.Context, *jobs.Run) error{
		record.JobDone: func(ctx context.Context, r *jobs.Run) error { // it writes its end itself
			_, err := r.End(ctx, jobs.End{State: record.JobDone}, marks("end"))
			return err
		},
		record.JobFailed: func(context.Context, *jobs.Run) error { return jobs.Final(context.DeadlineExceeded) },
	} {
		mu.Lock()
		job := w.add(t, jobs.New{Kind: "work"})
		by[job.ID] = do
		mu.Unlock()
		heard(job.ID, want)
	}
	waits := w.add(t, jobs.New{Kind: "work", RunAt: period.Forever})
	if _, err := w.queue.Cancel(t.Context(), waits.ID, "suite"); err != nil {
		t.Fatal(err)
	}
	heard(waits.ID, record.JobCancelled)
}
