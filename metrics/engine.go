package metrics

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"runtime"
	"runtime/debug"
	"sync"
	"sync/atomic"

	"salesops/analytics"
	"salesops/internal/fair"
	"salesops/internal/fault"
	"salesops/internal/period"
	"salesops/record"
)

// Options of an engine.
type Options struct {
	// Clock says what "now" is; required.
	Clock func() period.Instant
	// AtOnce is the number of questions that are computed at the same time; 0 means two for each core.
	AtOnce int
	// KeepNothing computes every answer anew, for measurements.
	KeepNothing bool
}

// Engine answers queries from the columns. It is safe for concurrent use.
type Engine struct {
	cols     *analytics.Columns
	catalog  *Catalog
	mark     string       // of catalog
	using    sync.RWMutex // held while a question uses the catalogue
	clock    func() period.Instant
	memo     memo
	kept     kept
	slow     slow
	recall   *analytics.Recall // nil: nothing is kept
	programs programs
	restless atomic.Int64 // how many questions are pinned from the start
	turns    *fair.Queue  // one token for each question that is computed
}

// New makes an engine that answers the catalogue's metrics from columns.
func New(cols *analytics.Columns, catalog *Catalog, options Options) *Engine {
	atOnce := options.AtOnce
	if atOnce == 0 {
		atOnce = 2 * runtime.GOMAXPROCS(0)
	}
	e := &Engine{cols: cols, catalog: catalog, mark: catalog.Mark(), clock: options.Clock,
		turns: fair.New(atOnce), kept: kept{off: options.KeepNothing, most: maxKept, rows: maxKeptRows},
		slow: slow{patience: patience, answers: kept{most: maxSlow, rows: maxSlowRows}}}
	if !options.KeepNothing {
		e.recall = analytics.NewRecall(cols)
	}
	return e
}

// Catalog returns the catalogue that the engine uses.
func (e *Engine) Catalog() *Catalog {
	e.using.RLock()
	defer e.using.RUnlock()
	return e.catalog
}

// Use replaces the catalogue when the questions under way are answered.
func (e *Engine) Use(c *Catalog) {
	e.using.Lock()
	defer e.using.Unlock()
	e.catalog, e.mark = c, c.Mark()
}

// Mark returns a text that changes when the definitions change.
func (e *Engine) Mark() string {
	e.using.RLock()
	defer e.using.RUnlock()
	return e.mark
}

// maxTries is how often an answer is started again on a pinned view. One is enough, unless tables are built meanwhile.
const maxTries = 4

// pinnedAfterMove is how many questions see one moment from the start after one that had to be asked again: where
// people keep writing, the next ones would have to be, too.
const pinnedAfterMove = 50

// Ask answers a query. Errors are faults: invalid for a query that must be
// changed, missing for an unknown metric. Too little data is an answer.
func (e *Engine) Ask(ctx context.Context, scope record.Scope, q Query) (*Answer, error) {
	return e.ask(ctx, scope, q, "")
}

func (e *Engine) ask(ctx context.Context, scope record.Scope, q Query, hash string) (*Answer, error) {
	q, err := normalise(q)
	if err != nil {
		return nil, err
	}
	if m, key, blank, err := e.deferred(ctx, scope, q, hash); m != nil || err != nil {
		if err != nil {
			return nil, err
		}
		if a, err := e.askSlow(ctx, scope, q, m, key, blank); a != nil || err != nil {
			return a, err
		}
	}
	e.using.RLock()
	defer e.using.RUnlock()
	m, err := e.catalog.find(q.Metric, q.Version, hash)
	if err != nil {
		return nil, err
	}
	m = m.asked(q)
	if a := e.kept.find(e, scope, q, m); a != nil {
		return a, nil
	}
	var a *Answer
	err = e.at(ctx, scope, q.Position, func(s *session) error {
		r, err := e.request(ctx, s, q, m)
		if err != nil {
			return err
		}
		a, err = e.answerKept(ctx, s, scope, q, r, m)
		return err
	})
	return a, err
}

// AskTogether answers a query, and another query of the same metric, which other makes from the period of the
// first. Both use one position, and what can be counted together is. beside is nil when the other query is
// invalid.
func (e *Engine) AskTogether(ctx context.Context, scope record.Scope, q Query,
	other func(from, to *period.Day) Query) (answer, beside *Answer, err error) {
	if q, err = normalise(q); err != nil {
		return nil, nil, err
	}
	if m, _, _, err := e.deferred(ctx, scope, q, ""); m != nil || err != nil {
		if err == nil {
			answer, err = e.ask(ctx, scope, q, "")
		}
		if err == nil && !answer.computing() {
			beside, err = e.Ask(ctx, scope, other(answer.From, answer.To))
		}
		if fault.KindOf(err) == fault.Invalid && answer != nil {
			err = nil
		}
		if beside != nil && (beside.computing() || beside.Position != answer.Position) {
			beside = nil
		}
		return answer, beside, err
	}
	e.using.RLock()
	defer e.using.RUnlock()
	m, err := e.catalog.find(q.Metric, q.Version, "")
	if err != nil {
		return nil, nil, err
	}
	m = m.asked(q)
	if answer = e.kept.find(e, scope, q, m); answer != nil {
		if second, wrong := normalise(other(answer.From, answer.To)); wrong == nil {
			beside = e.kept.find(e, scope, second, m)
		}
		if beside != nil && beside.Position == answer.Position {
			return answer, beside, nil
		}
	}
	err = e.at(ctx, scope, q.Position, func(s *session) error {
		answer, beside = nil, nil
		r, err := e.request(ctx, s, q, m)
		if err != nil {
			return err
		}
		second, wrong := normalise(other(r.q.From, r.q.To))
		var with *request
		if wrong == nil {
			with, wrong = e.request(ctx, s, second, m)
		}
		if wrong == nil {
			r.together = newTogether(r, with)
			with.together = r.together
		}
		if answer, err = e.answerKept(ctx, s, scope, q, r, m); err != nil {
			return err
		}
		if wrong == nil {
			beside, wrong = e.answerKept(ctx, s, scope, second, with, m)
		}
		if fault.KindOf(wrong) == fault.Invalid {
			return nil
		}
		return wrong
	})
	return answer, beside, err
}

// answerKept returns the kept answer to a request, or computes and keeps it.
func (e *Engine) answerKept(ctx context.Context, s *session, scope record.Scope, q Query, r *request,
	m *metric) (*Answer, error) {
	if found := e.kept.find(e, scope, q, m); found != nil && s.cols.Columns() == e.cols &&
		found.Position == s.position {
		return found, nil
	}
	a, err := e.answer(ctx, s, r, m)
	if err == nil && s.cols.Columns() == e.cols {
		e.kept.keep(scope, q, m, a, s, r.today)
	}
	return a, err
}

// at runs fn on one position of the log: that of the query, or the latest. Questions beyond AtOnce wait in
// their order. If a hundred ran at once, each would take a hundred times as long and none would be answered in
// time. fn must not ask another question through at.
func (e *Engine) at(ctx context.Context, scope record.Scope, position record.Seq, fn func(s *session) error) error {
	return e.inTurn(ctx, func() error { return e.atOnce(ctx, scope, position, fn) })
}

func (e *Engine) inTurn(ctx context.Context, fn func() error) (err error) {
	if !e.turns.Take(ctx, nil) {
		return ctx.Err()
	}
	defer e.turns.Give()
	// A panic is the failure of this question. Several are asked beside each other in goroutines of their own, where
	// it would end the program.
	defer func() {
		if found := recover(); found != nil {
			err = fault.New(fault.Internal, "computing a metric: %v\n%s", found, debug.Stack())
		}
	}()
	return fn()
}

func (e *Engine) atOnce(ctx context.Context, scope record.Scope, position record.Seq, fn func(s *session) error) error {
	if position != 0 && position > e.cols.Position() {
		return fault.Missingf("position %d does not exist: the log has %d changes", position, e.cols.Position())
	}
	at := e.cols.Position()
	if position != 0 && position != at {
		return e.frozen(ctx, scope, position, fn)
	}
	err := errMoved
	if e.restless.Add(-1) < 0 {
		e.restless.Store(0)
		if err = e.on(ctx, e.cols.View(scope), at, fn); errors.Is(err, errMoved) {
			e.restless.Store(pinnedAfterMove)
		}
	}
	for range maxTries {
		if errors.Is(err, analytics.ErrStale) { // not pinned, it builds what lacks
			err = e.on(ctx, e.cols.View(scope), e.cols.Position(), fn)
		}
		if !errors.Is(err, errMoved) {
			return err
		}
		// the columns moved on: the next try sees one moment
		err = e.cols.Pinned(ctx, scope, func(v *analytics.View) error {
			if position != 0 && position != v.Position() {
				return e.frozen(ctx, scope, position, fn)
			}
			return e.on(ctx, v, v.Position(), fn)
		})
	}
	if errors.Is(err, errMoved) || errors.Is(err, analytics.ErrStale) { // tables were built at each try
		return e.frozen(ctx, scope, cmp.Or(position, e.cols.Position()), fn)
	}
	return err
}

// frozen runs fn on a replay up to a position.
func (e *Engine) frozen(ctx context.Context, scope record.Scope, position record.Seq, fn func(s *session) error) error {
	cols, release, err := e.cols.At(ctx, position)
	if err != nil {
		return err
	}
	defer release()
	return e.on(ctx, cols.View(scope), position, fn)
}

func (e *Engine) on(ctx context.Context, view *analytics.View, position record.Seq, fn func(s *session) error) error {
	s := &session{cols: view, schema: view.Schema(), position: position, programs: &e.programs}
	if view.Columns() == e.cols {
		s.recall = e.recall
	}
	var err error
	if s.facts, err = e.memo.at(ctx, s); err != nil {
		return err
	}
	return fn(s)
}

// Replay computes an answer again from its receipt: at the same position, with
// the same definition, to the same bytes.
func (e *Engine) Replay(ctx context.Context, scope record.Scope, text string) (*Answer, error) {
	rc, err := readReceipt(text)
	if err != nil {
		return nil, err
	}
	return e.ask(ctx, scope, rc.query(), rc.Hash)
}

// Bytes is the answer as JSON: the same for the same receipt.
func (a *Answer) Bytes() ([]byte, error) { return json.Marshal(a) }
