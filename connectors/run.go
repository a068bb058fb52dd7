package connectors

import (
	"context"

	"salesops/internal/fault"
	"salesops/record"
)

// Run imports files into a log. The error is a fault of kind Invalid when the options or the
// files are wrong as a whole (a date order that cannot be found out names the flag to give);
// then nothing was written. A file that no tool knows and a row that cannot be taken are no
// errors: the report has them. When ctx ends in the middle, what was written is consistent,
// the report says Stopped, the error is ctx's, and running again completes it.
func Run(ctx context.Context, log *record.Log, o Options) (*Report, error) {
	return nil, fault.Busyf("imports are being built")
}
