package metrics

import (
	"context"
	"errors"
	"sync"

	"salesops/analytics"
	"salesops/internal/expr"
	"salesops/record"
)

// errMoved means that the columns changed between two queries of one answer. The answer is computed again,
// because all its parts must use one position.
var errMoved = errors.New("the log moved on while the answer was computed")

// session reads the columns at one position of the log.
type session struct {
	cols     *analytics.View
	schema   *record.Schema
	position record.Seq
	facts    *facts
	programs *programs
	recall   *analytics.Recall // nil: every statement is run

	mu      sync.Mutex
	objects map[string]bool // those that statements name
}

func (s *session) query(ctx context.Context, sql string, args []any, fn func(*analytics.Batch) error) error {
	sql, args = prune(sql, args)
	objects := s.reads(sql)
	var at record.Seq
	var err error
	if s.recall != nil && len(objects) > 0 {
		at, err = s.recall.Query(ctx, s.cols, sql, args, s.readOf(objects), fn)
	} else {
		at, err = s.cols.Query(ctx, sql, args, fn)
	}
	if err != nil && !errors.Is(err, errEnough) {
		return err
	}
	if at != s.position {
		return errMoved
	}
	return nil
}

// each runs a query and calls fn for every row.
func (s *session) each(ctx context.Context, sql string, args []any, fn func(b *analytics.Batch, row int) error) error {
	return s.query(ctx, sql, args, func(b *analytics.Batch) error {
		for row := range b.Rows() {
			if err := fn(b, row); err != nil {
				return err
			}
		}
		return nil
	})
}

// rows reads columns of an object's records at a moment.
func (s *session) rows(ctx context.Context, object string, columns []string, at analytics.When,
	fn func(b *analytics.Batch, row int) error) error {
	var args expr.Args
	sql, err := s.cols.Rows(object, columns, at, args.Add)
	if err != nil {
		return err
	}
	return s.each(ctx, sql, args.Values(), fn)
}

// exists reports whether a build returns any row.
func (s *session) exists(ctx context.Context, b *Statement) (found bool, err error) {
	with, from, err := b.from()
	if err != nil {
		return false, err
	}
	err = s.each(ctx, with+" SELECT 1"+from+b.restrict()+" LIMIT 1", b.args.Values(),
		func(*analytics.Batch, int) error {
			found = true
			return errEnough
		})
	return found, err
}

// memo keeps the facts of the latest positions.
type memo struct {
	mu    sync.Mutex
	facts []*facts // newest first, at most memoSize
}

const memoSize = 4

// at returns the facts of a position of some columns, and reads them when they are not kept.
func (m *memo) at(ctx context.Context, s *session) (*facts, error) {
	m.mu.Lock()
	for _, f := range m.facts {
		if f.of(s) && f.position == s.position {
			m.mu.Unlock()
			return f, nil
		}
	}
	var before *facts
	for _, f := range m.facts {
		if f.of(s) && f.position < s.position && (before == nil || f.position > before.position) {
			before = f
		}
	}
	m.mu.Unlock()
	f, err := readFacts(ctx, s)
	if err != nil {
		return nil, err
	}
	// Under a scope, an edit can make old records visible, so the facts of an earlier position are not reused.
	if before != nil && s.cols.Scope().Everything() {
		f.earlier = before.remembered()
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, other := range m.facts { // questions asked at once share the facts that came first
		if other.of(s) && other.position == f.position {
			return other, nil
		}
	}
	m.facts = append([]*facts{f}, m.facts...)
	if len(m.facts) > memoSize {
		m.facts = m.facts[:memoSize]
	}
	return f, nil
}

// errEnough stops the reading of rows; each and rows treat it as success.
var errEnough = errors.New("enough rows")
