package record

import (
	"context"
	"fmt"

	"salesops/internal/fault"
)

var errNotBuilt = fault.New(fault.Internal, "not built yet")

func rowError(r *Row, err error) error { return fmt.Errorf("change %d: %w", r.Seq, err) }

// Verify walks the chain, then compares states and bindings with a replay. Problems are in
// the report; the error is for what kept it from looking.
func (l *Log) Verify(ctx context.Context, progress func(done, total Seq)) (VerifyReport, error) {
	return VerifyReport{}, errNotBuilt
}
