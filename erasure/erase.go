package erasure

import (
	"context"

	"salesops/record"
	"salesops/sales"
)

// chunk is how many records one command erases.
const chunk = 500

// Erase carries out a plan in the log: the calendar events first, because they are found by the person's values, then
// the person's own records in one command. Carrying it out twice changes nothing more.
func (p *Plan) Erase(ctx context.Context, log *record.Log, actor record.Actor) error {
	for from := 0; from < len(p.Events); from += chunk {
		var drafts []record.Draft
		for _, id := range p.Events[from:min(from+chunk, len(p.Events))] {
			drafts = append(drafts, record.Draft{Kind: record.Forget, Object: sales.Event, ID: id})
		}
		if _, err := log.Apply(ctx, record.Command{Actor: actor, Drafts: drafts}); err != nil {
			return err
		}
	}
	drafts := []record.Draft{{Kind: record.Forget, Object: p.Object, ID: p.ID}}
	for _, id := range p.Merged {
		drafts = append(drafts, record.Draft{Kind: record.Forget, Object: p.Object, ID: id})
	}
	_, err := log.Apply(ctx, record.Command{Actor: actor, Drafts: drafts})
	return err
}
