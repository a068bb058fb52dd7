package jobstest

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"salesops/internal/jobs"
	"salesops/record"
)

// clockAhead: the clock shows a time 40 days ahead for a moment, in which everything that can wait is written, and is
// right again. A retry, a lease of a process that is gone, a job that waits for a worker and a daily run have their
// turn when they would have had it without that, with the runner that was there and after a restart.
func clockAhead(t *testing.T, w *world) {
	const jump = 40 * 24 * time.Hour
	var daily, retried, others atomic.Int32
	hanging := newHang()
	o := jobs.Options{Alone: true, Workers: 2, Kinds: []jobs.Kind{
		{Name: "daily", Run: func(context.Context, *jobs.Run) error { daily.Add(1); return nil }},
		{Name: "fails", Run: func(context.Context, *jobs.Run) error {
			if retried.Add(1) == 1 {
				return errors.New("no luck")
			}
			return nil
		}},
		{Name: "hangs", Run: hanging.run},
		{Name: "work", Run: func(context.Context, *jobs.Run) error { others.Add(1); return nil }},
	}, Schedules: []jobs.Schedule{{Name: "nightly", Kind: "daily", Next: jobs.Daily(2*time.Hour, time.UTC)}}}
	// Beside a busy machine the clock of this test runs on while the runners wait for a processor, so a turn that came
	// is told from one that waited for the days ahead, and not from the hour at which it was due.
	const soon = jump / 2
	first := w.runner(t, w.queue, o)

	w.advance(jump)
	w.until(t, time.Second, func() bool { return daily.Load() == 1 })
	failing := w.add(t, jobs.New{Kind: "fails"})
	w.until(t, 0, func() bool { return retried.Load() == 1 && w.get(t, failing).State == record.JobWaiting })
	w.add(t, jobs.New{Kind: "hangs", Key: "one"})
	<-hanging.began
	waits := w.add(t, jobs.New{Kind: "work", Key: "one"}) // behind the one that hangs
	w.advance(-jump)

	w.await(t, failing, time.Second, record.JobDone)
	if spent := time.Duration(w.read()-start) * time.Microsecond; spent > soon {
		t.Errorf("a retry came after %s", spent)
	}
	close(hanging.release)
	w.await(t, waits, time.Second, record.JobDone)
	w.until(t, 10*time.Minute, func() bool { return daily.Load() == 2 })
	w.until(t, 0, func() bool { // the next one is planned
		open, err := w.queue.Open(t.Context(), "*")
		return err == nil && len(open) == 1 && open[0].State == record.JobWaiting
	})
	if spent := time.Duration(w.read()-start) * time.Microsecond; spent > soon {
		t.Errorf("a daily run came after %s", spent)
	}

	w.advance(jump)
	w.until(t, time.Second, func() bool { return daily.Load() == 3 })
	shut(t, first)
	lost := w.add(t, jobs.New{Kind: "work"}) // nobody is there to take it
	w.advance(-jump)
	from := w.read()
	w.runner(t, w.queue, o)
	w.await(t, lost, time.Second, record.JobDone)
	w.until(t, 10*time.Minute, func() bool { return daily.Load() == 4 })
	if spent := time.Duration(w.read()-from) * time.Microsecond; spent > soon {
		t.Errorf("a daily run came %s after a restart", spent)
	}
}
