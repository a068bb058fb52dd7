package analytics

import (
	"context"

	"salesops/record"
)

// timeliner is a log that finds the changes of one record without reading the others;
// *record.Log is one. Without it the whole log is read.
type timeliner interface {
	Timeline(ctx context.Context, scope record.Scope, id record.ID, before record.Seq,
		limit int) ([]record.Change, error)
}

// scanFactor is how many changes can be read in sequence in the time that one record's
// changes take to be found.
const scanFactor = 25

// timelinePage is how many changes of one record are asked for at a time.
const timelinePage = 1000

// timelines calls fn with all facts, up to a position, of each of the given records.
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

// scan is timelines by reading the log from its beginning. It holds at most scanRecords
// records at a time.
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
