package jobstest

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"salesops/internal/jobs"
	"salesops/internal/period"
	"salesops/record"
)

const (
	mark  = "mark" // the object that the jobs of the suite write
	start = period.Instant(1_750_000_000_000_000)
)

func objects() []record.Object {
	return []record.Object{{Code: 10, Name: mark, Label: "Mark", Title: "name",
		Seen:   record.Visibility{Everybody: true},
		Fields: []record.Field{{Key: 1, Name: "name", Kind: record.Text}}}}
}

// marks is a command that writes one mark.
func marks(name string) record.Command {
	return record.Command{Actor: "suite", Drafts: []record.Draft{{Kind: record.Create, Object: mark,
		Fields: []record.FieldValue{{Name: "name", Value: record.TextValue(name)}}}}}
}

// clock stands still until the test moves it.
type clock struct {
	mu     sync.Mutex
	now    period.Instant
	timers map[chan time.Time]period.Instant
}

func newClock() *clock { return &clock{now: start, timers: map[chan time.Time]period.Instant{}} }

func (c *clock) read() period.Instant {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) after(d time.Duration) (<-chan time.Time, func() bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	passed := make(chan time.Time, 1)
	c.timers[passed] = c.now + period.Instant(d.Microseconds())
	return passed, func() bool {
		c.mu.Lock()
		defer c.mu.Unlock()
		_, waits := c.timers[passed]
		delete(c.timers, passed)
		return waits
	}
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now += period.Instant(d.Microseconds())
	for passed, at := range c.timers {
		if at <= c.now {
			delete(c.timers, passed)
			passed <- c.now.Time()
		}
	}
}

// world is a log with a queue beside it.
type world struct {
	*clock
	log   *record.Log
	queue *jobs.Queue
}

func newWorld(t *testing.T, store record.Store) *world {
	t.Helper()
	w := &world{clock: newClock()}
	log, err := record.Open(t.Context(), store, record.Options{Objects: objects(), Clock: w.read,
		IDs: record.SeededIDs(1)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := log.Close(); err != nil {
			t.Error(err)
		}
	})
	w.log, w.queue = log, jobs.NewQueue(log)
	return w
}

// runner starts a runner on a queue of its own, as another process has, which the test's cleanup closes.
func (w *world) runner(t testing.TB, queue *jobs.Queue, o jobs.Options) *jobs.Runner {
	t.Helper()
	o.After = w.after
	r, err := jobs.NewRunner(queue, o)
	if err == nil {
		err = r.Start(t.Context())
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { shut(t, r) })
	return r
}

func shut(t testing.TB, r *jobs.Runner) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	if err := r.Close(ctx); err != nil {
		t.Error(err)
	}
}

func (w *world) add(t testing.TB, n jobs.New) jobs.Job {
	t.Helper()
	j, err := w.queue.Add(t.Context(), n, record.Command{})
	if err != nil {
		t.Fatal(err)
	}
	return j
}

func (w *world) get(t testing.TB, j jobs.Job) jobs.Job {
	t.Helper()
	found, err := w.queue.Get(t.Context(), j.ID)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// await moves the clock by steps until a job is in a state.
func (w *world) await(t testing.TB, j jobs.Job, step time.Duration, states ...record.JobState) jobs.Job {
	t.Helper()
	var found jobs.Job
	w.until(t, step, func() bool {
		found = w.get(t, j)
		return slices.Contains(states, found.State)
	})
	return found
}

// until moves the clock by steps until something is so.
func (w *world) until(t testing.TB, step time.Duration, so func() bool) {
	t.Helper()
	for range 20_000 {
		if so() {
			return
		}
		time.Sleep(200 * time.Microsecond) // real time, for the goroutines of the runners
		w.advance(step)
	}
	t.Fatal("it never came about")
}

// names are the marks of the log, in the order in which they were written.
func (w *world) names(t testing.TB, from record.Seq) []string {
	t.Helper()
	var all []string
	// what the store has is visible in the log a moment later: a command that is answered comes after it
	if _, err := w.log.Apply(t.Context(), record.Command{Actor: "suite"}); err != nil {
		t.Fatal(err)
	}
	err := w.log.Tail(t.Context(), record.Everything(), from, func(changes []record.Change) error {
		for i := range changes {
			for _, f := range changes[i].Fields {
				all = append(all, f.Value.Text())
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}
