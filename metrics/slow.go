package metrics

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"sync"
	"sync/atomic"
	"time"

	"salesops/record"
)

// A calculator may be slow: too slow to work while somebody waits for a page. Its answers are made by a job, kept with
// the log position that they were computed at, and given until a later one is made. So an answer may lie behind the
// log, and says so; its receipt opens it as it is. What is asked of a position, as a receipt and a drill ask, is
// computed at once: nothing kept can answer it.

// Slow is a calculator that may be slow.
type Slow interface {
	Calculator
	// Slow says that answers are to be refreshed by a job.
	Slow() bool
}

// Refresh is what a job computes: one question under one scope.
type Refresh struct {
	Key   string // the same for the same question, scope and definition
	Scope record.Scope
	Query Query
}

// Refreshing says, of an answer of a slow calculator, that a job makes a later one.
type Refreshing struct {
	// Computing says that there is no answer yet: the rows are missing, not empty.
	Computing bool
	// Head is the position of the columns when the answer was given.
	Head record.Seq
}

const (
	// patience is how long a question waits for its first answer.
	patience = 3 * time.Second
	// maxSlow is how many rows of slow calculators are kept, and maxSlowRows how many an answer may have.
	maxSlow, maxSlowRows = 400_000, 20_000
)

// slow is what the engine knows of answers that jobs make.
type slow struct {
	// later adds the job, unless one of its key is open; nil computes at once.
	later    atomic.Pointer[func(context.Context, Refresh) error]
	patience time.Duration
	answers  kept

	mu      sync.Mutex
	waiting map[string]*computing
}

// computing is a question whose first answer is awaited.
type computing struct {
	over   chan struct{} // closed when a job has ended
	failed error
}

// RefreshLater hands over what adds the jobs that compute slow answers (Engine.Refresh does the work of one). It may
// be told of a question again before that is done, and adds one job for each key. Without it every answer
// is computed when it is asked for, and so it is when add fails.
func (e *Engine) RefreshLater(add func(context.Context, Refresh) error) { e.slow.later.Store(&add) }

// isSlow says whether jobs compute a metric: its own calculator is slow, or that of a part.
func (e *Engine) isSlow(m *metric) bool {
	if m.set != nil && m.Kind == KindDerived {
		if s, ok := m.set.Calculator.(Slow); ok && s.Slow() {
			return true
		}
	}
	for _, name := range append(kindOf(m.Kind).parts(e.catalog, m), m.Otherwise) {
		if part := e.catalog.current[name]; part != nil && part != m && e.isSlow(part) {
			return true
		}
	}
	return false
}

// deferred finds out whether a query is one for a job. blank is what it is answered while there is nothing better.
func (e *Engine) deferred(ctx context.Context, scope record.Scope, q Query, hash string) (m *metric, key string,
	blank *Answer, err error) {
	if e.slow.later.Load() == nil || q.Position != 0 || hash != "" {
		return nil, "", nil, nil
	}
	e.using.RLock()
	defer e.using.RUnlock()
	if m, err = e.catalog.find(q.Metric, q.Version, ""); err != nil {
		return nil, "", nil, err
	}
	if m = m.asked(q); !e.isSlow(m) {
		return nil, "", nil, nil
	}
	key, ok := keptKey(scope, q, m)
	if !ok {
		return nil, "", nil, nil
	}
	if e.slow.answers.last(key) != nil {
		return m, key, nil, nil
	}
	err = e.at(ctx, scope, 0, func(s *session) error {
		r, err := e.request(ctx, s, q, m)
		if err != nil {
			return err
		}
		blank = r.blank(m)
		return nil
	})
	return m, key, blank, err
}

// blank is an answer without rows.
func (r *request) blank(m *metric) *Answer {
	a := &Answer{Metric: m.Name, Version: m.Version, Unit: string(m.Unit), Grain: string(r.q.Grain),
		Dimensions: r.q.By, From: r.q.From, To: r.q.To, AsOf: r.q.AsOf, KnownAt: r.q.KnownAt, Rows: []Row{}}
	for _, w := range r.whose {
		a.Whose = append(a.Whose, w.name)
	}
	return a
}

// askSlow gives the answer that is kept, and has it refreshed when it is behind. Without one it waits for the job, and
// says after a while that it is being computed. It gives nil where no job can be added.
func (e *Engine) askSlow(ctx context.Context, scope record.Scope, q Query, m *metric, key string,
	blank *Answer) (*Answer, error) {
	if a := e.slow.answers.find(e, scope, q, m); a != nil {
		return a, nil
	}
	last := e.slow.answers.last(key)
	var first *computing
	if last == nil {
		first = e.slow.await(short(key))
		last = e.slow.answers.last(key) // what was kept before that was told to nobody
	}
	if err := (*e.slow.later.Load())(ctx, Refresh{Key: short(key), Scope: scope, Query: q}); err != nil {
		return nil, nil //nolint:nilnil,nilerr // the log takes no jobs; questions are answered all the same
	}
	if last != nil {
		last.Refreshing = &Refreshing{Head: e.cols.Position()}
		return last, nil
	}
	timer := time.NewTimer(e.slow.patience)
	defer timer.Stop()
	select {
	case <-first.over:
		if first.failed != nil {
			return nil, first.failed
		}
	case <-timer.C:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if a := e.slow.answers.find(e, scope, q, m); a != nil {
		return a, nil
	}
	if last = e.slow.answers.last(key); last == nil {
		last = blank
	}
	last.Refreshing = &Refreshing{Computing: last == blank, Head: e.cols.Position()}
	return last, nil
}

// short is a key in the length of a job's.
func short(key string) string {
	sum := sha256.Sum256([]byte(key))
	return hex.EncodeToString(sum[:16])
}

// await finds or makes what is told when the next job for a question is over.
func (s *slow) await(key string) *computing {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.waiting[key]
	if c == nil {
		c = &computing{over: make(chan struct{})}
		if s.waiting == nil {
			s.waiting = map[string]*computing{}
		}
		s.waiting[key] = c
	}
	return c
}

func (s *slow) tell(key string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c := s.waiting[key]; c != nil {
		c.failed = err
		close(c.over)
		delete(s.waiting, key)
	}
}

// Refresh computes a slow answer at the latest position and keeps it.
func (e *Engine) Refresh(ctx context.Context, of Refresh) (err error) {
	defer func() { e.slow.tell(of.Key, err) }()
	q, err := normalise(of.Query)
	if err != nil {
		return err
	}
	e.using.RLock()
	defer e.using.RUnlock()
	m, err := e.catalog.find(q.Metric, q.Version, "")
	if err != nil {
		return err
	}
	m = m.asked(q)
	if e.slow.answers.find(e, of.Scope, q, m) != nil {
		return nil // the job before this one has done it
	}
	return e.at(ctx, of.Scope, 0, func(s *session) error {
		r, err := e.request(ctx, s, q, m)
		if err != nil {
			return err
		}
		a, err := e.answer(ctx, s, r, m)
		if err == nil {
			e.slow.answers.keep(of.Scope, q, m, a, s, r.today)
		}
		return err
	})
}
