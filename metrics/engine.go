package metrics

import (
	"context"

	"salesops/internal/fault"
	"salesops/internal/period"
	"salesops/record"
)

// Options of an engine.
type Options struct {
	// Clock says what "now" is; required.
	Clock func() period.Instant
}

// Engine answers queries from the columns. It is safe for concurrent use.
type Engine struct {
	catalog *Catalog
	clock   func() period.Instant
}

var errNotYet = fault.Missingf("metrics cannot be asked yet")

// Ask answers a query. Errors are faults: invalid for a query that must be
// changed, missing for an unknown metric. Too little data is an answer.
func (e *Engine) Ask(ctx context.Context, scope record.Scope, q Query) (*Answer, error) {
	return nil, errNotYet
}

// Records lists the exact records one row of the query's answer is made of.
// The sums of their contributions equal the row's figures.
func (e *Engine) Records(ctx context.Context, scope record.Scope, q Query, cell Cell, page Page) (*RecordSet, error) {
	return nil, errNotYet
}

// List gives records of an object.
func (e *Engine) List(ctx context.Context, scope record.Scope, q ListQuery) (*RecordSet, error) {
	return nil, errNotYet
}

// Replay computes an answer again from its receipt: at the same position, with
// the same definition, to the same bytes.
func (e *Engine) Replay(ctx context.Context, scope record.Scope, receipt string) (*Answer, error) {
	return nil, errNotYet
}

// Catalog is what the engine can answer.
func (e *Engine) Catalog() *Catalog { return e.catalog }
