package metrics_test

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"salesops/internal/fault"
	"salesops/internal/period"
	"salesops/metrics"
	"salesops/metrics/rowsets"
	"salesops/record"
)

// slowly is a calculator that says it is slow.
type slowly struct{ metrics.Calculator }

func (slowly) Slow() bool { return true }

// refreshes are the jobs that an engine asked for, done when the test says so.
type refreshes struct {
	mu    sync.Mutex
	asked []metrics.Refresh
	open  map[string]bool
	added chan struct{}
}

func (r *refreshes) add(_ context.Context, of metrics.Refresh) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.open[of.Key] {
		return nil
	}
	r.open[of.Key] = true
	r.asked = append(r.asked, of)
	select {
	case r.added <- struct{}{}:
	default:
	}
	return nil
}

// waiting are the open jobs, and how many were added.
func (r *refreshes) waiting() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.open)
}

// carryOut does what waits.
func (r *refreshes) carryOut(t *testing.T, e *metrics.Engine) {
	t.Helper()
	r.mu.Lock()
	asked := r.asked
	r.asked, r.open = nil, map[string]bool{}
	r.mu.Unlock()
	for _, of := range asked {
		if err := e.Refresh(t.Context(), of); err != nil && fault.KindOf(err) != fault.Invalid {
			t.Error(err)
		}
	}
}

// slowSellers is a world in which the sellers are slow, with the jobs of its engine.
func slowSellers(t *testing.T) (*world, *refreshes, []string) {
	t.Helper()
	sets := rowsets.All()
	for _, s := range sets {
		if s.Name == "seller" {
			s.Calculator = slowly{s.Calculator}
		}
	}
	catalog, err := metrics.Load(sets)
	if err != nil {
		t.Fatal(err)
	}
	w := richWorld(t, catalog, func(string, map[string]any) bool { return true })
	jobs := &refreshes{open: map[string]bool{}, added: make(chan struct{}, 1)}
	w.engine.RefreshLater(jobs.add)
	w.engine.SetPatience(0)
	return w, jobs, append(calculatedBy(t, w, sets), "revenue_per_rep")
}

// TestSlowCalculatorsAreRefreshedByJobs: a question of a slow calculator, or of a formula with one, has a job compute
// it. What is kept is what is computed at its position, for each question, day, breakdown and scope by itself; a change
// marks it as behind and has it refreshed once.
func TestSlowCalculatorsAreRefreshedByJobs(t *testing.T) {
	t.Parallel()
	w, jobs, names := slowSellers(t)
	ann := record.RecordsOf(w.named("person", "Ann"))
	type question struct {
		scope record.Scope
		q     metrics.Query
	}
	var questions []question
	for _, name := range names {
		q := metrics.Query{Metric: name, From: on(t, "2026-01-01"), To: on(t, "2026-06-30"), Grain: period.Quarter}
		by, past, known, compared := q, q, q, q
		by.By, past.AsOf, known.KnownAt, compared.Compare = []string{"owner"}, on(t, "2026-03-31"), on(t, "2026-02-28"),
			"previous"
		for _, one := range []metrics.Query{q, by, past, known, compared} {
			questions = append(questions, question{record.Everything(), one})
		}
		questions = append(questions, question{ann, q})
	}
	ask := func(of question) *metrics.Answer {
		t.Helper()
		a, err := w.engine.Ask(t.Context(), of.scope, of.q)
		if err != nil {
			t.Fatalf("%s: %v", show(of.q), err)
		}
		return a
	}
	// at once is what an engine that has no jobs computes at a position
	atOnce := func(of question, position record.Seq) string {
		t.Helper()
		of.q.Position = position
		a, err := metrics.New(w.cols, w.catalog, metrics.Options{Clock: clock}).Ask(t.Context(), of.scope, of.q)
		if err != nil {
			t.Fatalf("%s: %v", show(of.q), err)
		}
		return bytesOf(t, a)
	}
	for range 2 { // the second time adds no job
		for _, of := range questions {
			if a := ask(of); a.Refreshing == nil || !a.Refreshing.Computing || len(a.Rows) > 0 {
				t.Fatalf("%s: before it is computed the answer is %+v", show(of.q), a)
			}
		}
		if n := jobs.waiting(); n != len(questions) {
			t.Fatalf("%d jobs for %d questions", n, len(questions))
		}
	}
	jobs.carryOut(t, w.engine)
	first := w.cols.Position()
	kept := map[int]string{}
	different := map[string]bool{}
	for i, of := range questions {
		a := ask(of)
		if a.Refreshing != nil || a.Position != first {
			t.Errorf("%s: after the job the answer is of %d, %+v", show(of.q), a.Position, a.Refreshing)
		}
		kept[i] = bytesOf(t, a)
		different[rowsOf(t, a)] = true
		if want := atOnce(of, first); kept[i] != want {
			t.Errorf("%s under %s\n got %s\nwant %s", show(of.q), of.scope, kept[i], want)
		}
	}
	if len(different) < len(questions)/2 || jobs.waiting() != 0 {
		t.Errorf("%d questions have %d answers, %d jobs wait: the sample proves little", len(questions), len(different),
			jobs.waiting())
	}
	laterChanges(w)
	w.put("person", map[string]any{"name": "New", "sells": true, "team": "North"})
	w.catchUp()
	for range 2 {
		for i, of := range questions {
			a := ask(of)
			if a.Refreshing == nil || a.Refreshing.Computing || a.Refreshing.Head != w.cols.Position() ||
				a.Position != first || bytesOf(t, a) != kept[i] {
				t.Errorf("%s: after a change the answer is of %d, %+v", show(of.q), a.Position, a.Refreshing)
			}
			if again, err := w.replay(a.Receipt); err != nil && of.scope.Everything() ||
				of.scope.Everything() && bytesOf(t, again) != kept[i] {
				t.Errorf("%s: the receipt of an answer that is behind opens another: %v", show(of.q), err)
			}
		}
		if n := jobs.waiting(); n != len(questions) {
			t.Errorf("%d jobs refresh %d answers", n, len(questions))
		}
	}
	jobs.carryOut(t, w.engine)
	for i, of := range questions {
		a := ask(of)
		if got := bytesOf(t, a); a.Refreshing != nil || got == kept[i] || got != atOnce(of, w.cols.Position()) {
			t.Errorf("%s: after it is refreshed the answer is of %d, %+v", show(of.q), a.Position, a.Refreshing)
		}
	}
	// what opens a number asks of its position, and what is not slow is computed at once
	if a := ask(question{record.Everything(), metrics.Query{Metric: "won_revenue"}}); a.Refreshing != nil {
		t.Error("a metric that is not slow waits for a job")
	}
	if n := jobs.waiting(); n != 0 {
		t.Errorf("%d jobs wait", n)
	}
}

// TestSlowQuestionsWaitForTheFirstAnswer: a question that has no answer yet is answered when its job is over, also with
// what the job failed with; and where no job can be added the answer is computed.
func TestSlowQuestionsWaitForTheFirstAnswer(t *testing.T) {
	t.Parallel()
	w, jobs, _ := slowSellers(t)
	w.engine.SetPatience(time.Minute)
	go func() {
		for {
			select {
			case <-jobs.added:
				jobs.carryOut(t, w.engine)
			case <-t.Context().Done():
				return
			}
		}
	}()
	q := metrics.Query{Metric: "sellers", From: on(t, "2026-01-01"), To: on(t, "2026-06-30")}
	if a := w.ask(q); a.Refreshing != nil || len(a.Rows) != 1 {
		t.Errorf("%+v", a)
	}
	other := q
	other.By = []string{"no such dimension"}
	if _, err := w.engine.Ask(t.Context(), record.Everything(), other); fault.KindOf(err) != fault.Invalid {
		t.Errorf("a wrong question: %v", err)
	}
	together, beside, err := w.engine.AskTogether(t.Context(), record.Everything(), q,
		func(from, to *period.Day) metrics.Query { return metrics.Query{Metric: "sellers", From: from, To: to} })
	if err != nil || beside == nil || !slices.EqualFunc(together.Rows, beside.Rows,
		func(x, y metrics.Row) bool { return x.Value.Text == y.Value.Text }) {
		t.Errorf("together: %+v, %+v, %v", together, beside, err)
	}
	w.engine.RefreshLater(func(context.Context, metrics.Refresh) error { return context.DeadlineExceeded })
	q.By = []string{"owner"}
	if a := w.ask(q); a.Refreshing != nil || len(a.Rows) < 2 {
		t.Errorf("without jobs: %+v", a)
	}
}
