package connectors

import (
	"context"
	"fmt"

	"salesops/record"
)

// recountWritten makes the counts of an import that broke off those of what the log holds of it:
// records are counted before they are written, and some of them never were.
func (w *writer) recountWritten(ctx context.Context) error {
	counts := map[string]*ObjectCount{}
	for i := range w.counts {
		n := &w.counts[i]
		n.Created, n.Updated, n.Stubbed, n.Deleted = 0, 0, 0, 0
		counts[n.Object] = n
	}
	w.report.Changes = 0
	counted := map[record.ID]bool{}
	err := w.log.EachCaused(ctx, everything, w.report.Seq, func(changes []record.Change) error {
		for i := range changes {
			c := &changes[i]
			n := counts[c.Object]
			if n == nil {
				continue
			}
			w.report.Changes++
			switch {
			case c.Kind == record.Delete:
				n.Deleted++
			case counted[c.ID]:
			case c.Kind == record.Create && c.Flags&record.Stub != 0:
				n.Stubbed++
			case c.Kind == record.Create:
				n.Created++
			default:
				n.Updated++
			}
			counted[c.ID] = true
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("count what was written: %w", err)
	}
	return nil
}
