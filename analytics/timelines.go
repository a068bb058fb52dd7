package analytics

import (
	"context"

	"salesops/record"
)

// timeliner is a log that can read the changes of one record without reading the others, as
// *record.Log can. For other logs the whole log is read.
type timeliner interface {
	Timeline(ctx context.Context, scope record.Scope, id record.ID, before record.Seq,
		limit int) ([]record.Change, error)
}

// scanFactor is the number of changes that can be read in sequence in the time it takes to find the
// changes of one record.
const scanFactor = 25

// timelinePage is the number of changes of one record that are read at a time.
const timelinePage = 1000

// timelines calls fn for each of the given records with all its facts up to a position.
func (c *Columns) timelines(ctx context.Context, l *layout, ids []record.ID, last record.Seq,
	fn func(record.ID, []fact) error) error {
	if len(ids) == 0 {
		return nil
	}
	log, ok := c.log.(timeliner)
	if !ok || int64(len(ids))*scanFactor > int64(last) {
		return c.scan(ctx, l, ids, last, fn)
	}
	var facts []fact
	for _, id := range ids {
		facts = facts[:0]
		for before := last + 1; ; {
			page, err := log.Timeline(ctx, everything, id, before, timelinePage)
			if err != nil {
				return err
			}
			for i := range page {
				f, _ := l.fact(&page[i])
				facts = append(facts, f)
			}
			if len(page) < timelinePage {
				break
			}
			before = page[len(page)-1].Seq
		}
		if err := fn(id, facts); err != nil {
			return err
		}
	}
	return nil
}

// scan does the same as timelines by reading the log from the beginning. It holds at most
// scanRecords records at a time.
func (c *Columns) scan(ctx context.Context, l *layout, ids []record.ID, last record.Seq,
	fn func(record.ID, []fact) error) error {
	const scanRecords = 100_000
	for len(ids) > 0 {
		part := ids[:min(len(ids), scanRecords)]
		ids = ids[len(part):]
		facts := make(map[record.ID][]fact, len(part))
		for _, id := range part {
			facts[id] = nil
		}
		if err := upTo(ctx, c.log, everything, 1, last, func(changes []record.Change) error {
			for i := range changes {
				if have, ok := facts[changes[i].ID]; ok {
					f, _ := l.fact(&changes[i])
					facts[changes[i].ID] = append(have, f)
				}
			}
			return nil
		}); err != nil {
			return err
		}
		for _, id := range part {
			if err := fn(id, facts[id]); err != nil {
				return err
			}
		}
	}
	return nil
}
