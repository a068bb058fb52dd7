package jobstest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"salesops/internal/jobs"
	"salesops/internal/period"
	"salesops/record"
)

// plan is what a job does in each of its attempts; after the last one it does what it did then.
type plan struct {
	Name     string
	Attempts []string
}

var behaviours = []string{"end", "end", "steps", "return", "fail", "wrong", "panic", "wait", "deaf", "deaf"}

// act is the function of all jobs of the property. gate opens when the turmoil is over.
func act(gate <-chan struct{}) func(ctx context.Context, r *jobs.Run) error {
	return func(ctx context.Context, r *jobs.Run) error {
		var p plan
		if err := r.Args(&p); err != nil {
			return err
		}
		name := func(what string) string { return fmt.Sprintf("%s/%d/%s", p.Name, r.Job.Attempt, what) }
		if _, err := r.Apply(ctx, marks(name("begin"))); err != nil {
			return err
		}
		ends := func(ctx context.Context) error {
			_, err := r.End(ctx, jobs.End{State: record.JobDone}, marks(name("effect")))
			return err
		}
		switch p.Attempts[min(r.Job.Attempt, len(p.Attempts))-1] {
		case "end":
			return ends(ctx)
		case "steps":
			for range 3 {
				if _, err := r.Apply(ctx, marks(name("step"))); err != nil {
					return err
				}
			}
			return ends(ctx)
		case "return":
			return nil
		case "fail":
			return errors.New("no luck")
		case "wrong":
			return jobs.Final(errors.New("wrong for ever"))
		case "panic":
			panic("no luck at all")
		case "wait": // until somebody ends it
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-gate:
				return ends(ctx)
			}
		default: // deaf: it goes on whatever happens, as if its process had been stopped for a while
			<-gate
			if _, err := r.Apply(context.WithoutCancel(ctx), marks(name("step"))); err != nil {
				return err
			}
			return ends(context.WithoutCancel(ctx))
		}
	}
}

// anyJobs lets several runners, one after the other and beside each other, die, stop, lose their leases and come
// back over the same jobs.
func anyJobs(t *testing.T, w *world) {
	round := 0
	rapid.Check(t, func(rt *rapid.T) {
		round++
		from := w.log.Head() + 1
		gate := make(chan struct{})
		var runners []*jobs.Runner
		shutAll := func() {
			for _, r := range runners {
				shut(t, r)
			}
			runners = nil
		}
		begin := func(alone bool) {
			r, err := jobs.NewRunner(jobs.NewQueue(w.log), jobs.Options{After: w.after, Alone: alone, Workers: 3,
				Owner: fmt.Sprint("runner ", len(runners)), Kinds: one(act(gate))})
			if err == nil {
				err = r.Start(t.Context())
			}
			if err != nil {
				rt.Fatal(err)
			}
			runners = append(runners, r)
		}
		var added []jobs.Job
		opened := false
		defer func() {
			if !opened {
				close(gate)
			}
			shutAll()
			for _, j := range added { // of a round that failed
				_, _ = w.queue.Cancel(context.Background(), j.ID, "suite")
			}
		}()
		begin(true)
		for range rapid.IntRange(1, 25).Draw(rt, "steps") {
			switch rapid.SampledFrom([]string{"add", "add", "add", "crash", "beside", "shut", "cancel", "time", "time",
				"breathe"}).Draw(rt, "step") {
			case "add":
				p := plan{Name: fmt.Sprintf("%d-%d", round, len(added)),
					Attempts: rapid.SliceOfN(rapid.SampledFrom(behaviours), 1, 4).Draw(rt, "attempts")}
				key := rapid.SampledFrom([]string{"", "a", "a", "b"}).Draw(rt, "key")
				added = append(added, w.add(t, jobs.New{Kind: "work", Key: key, Args: p,
					MaxAttempts: rapid.IntRange(1, 4).Draw(rt, "most")}))
			case "crash": // the other runners hang: a new process takes what they hold
				begin(true)
			case "beside":
				begin(false)
			case "shut":
				go func(r *jobs.Runner) { // what is deaf does not end before the gate opens
					_ = r.Close(context.Background())
				}(runners[rapid.IntRange(0, len(runners)-1).Draw(rt, "which")])
			case "cancel":
				if len(added) > 0 {
					j := added[rapid.IntRange(0, len(added)-1).Draw(rt, "which")]
					_, _ = w.queue.Cancel(t.Context(), j.ID, "suite") // a conflict when it is over
				}
			case "time":
				w.advance(time.Duration(rapid.IntRange(1, 120).Draw(rt, "seconds")) * time.Second)
			case "breathe":
				time.Sleep(time.Millisecond)
			}
		}
		close(gate)
		opened = true
		begin(false)
		ended := map[string]jobs.Job{}
		for _, j := range added {
			found := w.get(t, j)
			for step := 0; found.State.Open(); step++ {
				if step > 20_000 {
					rt.Fatalf("%s never ends: %+v", j.Name(), found)
				}
				time.Sleep(100 * time.Microsecond)
				w.advance(5 * time.Second)
				found = w.get(t, j)
			}
			ended[strings.Split(string(found.Args), `"`)[3]] = found
		}
		shutAll()
		checkMarks(rt, w.names(t, from), ended)
	})
}

// checkMarks holds what the jobs of a round have written to the promise.
func checkMarks(t *rapid.T, names []string, ended map[string]jobs.Job) {
	effects := map[string]int{}
	attempt := map[string]int{}     // by job, the one that wrote last
	holder := map[string]string{}   // by key, who wrote last
	passed := map[string][]string{} // by key, who wrote before
	for _, name := range names {
		var n int
		var what string
		job, rest, _ := strings.Cut(name, "/")
		if _, err := fmt.Sscanf(strings.Replace(rest, "/", " ", 1), "%d %s", &n, &what); err != nil {
			t.Fatalf("mark %q: %v", name, err)
		}
		if n < attempt[job] {
			t.Errorf("attempt %d of %s wrote %s after attempt %d", n, job, what, attempt[job])
		}
		attempt[job] = n
		if what == "effect" {
			effects[job]++
		}
		if key := ended[job].Key; key != "" {
			run := fmt.Sprintf("%s/%d", job, n)
			if slices.Contains(passed[key], run) {
				t.Errorf("%s wrote after another run of its key had begun", run)
			}
			if holder[key] != run {
				passed[key] = append(passed[key], holder[key])
				holder[key] = run
			}
		}
	}
	for name, j := range ended {
		switch {
		case j.State != record.JobDone && effects[name] != 0:
			t.Errorf("%s is %s and has %d effects", name, j.State, effects[name])
		case effects[name] > 1:
			t.Errorf("the effect of %s is there %d times", name, effects[name])
		case j.State == record.JobDone && effects[name] == 0 && !slices.Contains(behavioursOf(j), "return"):
			t.Errorf("%s is done and has no effect", name)
		case j.Failures > j.MaxAttempts:
			t.Errorf("%s failed %d times of %d", name, j.Failures, j.MaxAttempts)
		case j.FinishedAt == 0 || j.Wake != j.FinishedAt+period.Instant((30*24*time.Hour).Microseconds()):
			t.Errorf("%s ended at %d and is kept until %d", name, j.FinishedAt, j.Wake)
		}
	}
}

func behavioursOf(j jobs.Job) []string { return strings.Split(string(j.Args), `"`) }
