package metrics

import (
	"context"

	"salesops/record"
)

// Records lists the exact records one row of the query's answer is made of.
// The sums of their contributions equal the row's figures.
func (e *Engine) Records(ctx context.Context, scope record.Scope, q Query, c Cell, page Page) (*RecordSet, error) {
	return nil, errNotYet
}

// List gives records of an object.
func (e *Engine) List(ctx context.Context, scope record.Scope, q ListQuery) (*RecordSet, error) {
	return nil, errNotYet
}
