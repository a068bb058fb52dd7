package metrics

import (
	"context"
	"fmt"

	"salesops/analytics"
	"salesops/record"
	"salesops/sales"
)

// idList is what a statement found, and the objects that it read.
type idList struct {
	turn    chan struct{} // held while the list is read or looked at
	read    bool
	ids     []record.ID
	objects []string
}

// maxLists is how many lists of ids are kept of a position.
const maxLists = 16

// ids reads the ids that a statement finds. They are kept for the position, and taken over by the
// next one when none of the objects that the statement reads has changed. Questions that ask for
// the same list at once wait for the first.
func (s *session) ids(ctx context.Context, sql string, args []any) ([]record.ID, error) {
	list := s.facts.list(fmt.Sprint(sql, args))
	select {
	case list.turn <- struct{}{}:
		defer func() { <-list.turn }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if list.read {
		s.reads.note(list.objects...)
		return list.ids, nil
	}
	found := []record.ID{}
	err := s.each(ctx, sql, args, func(b *analytics.Batch, row int) error {
		found = append(found, record.ID(b.Int(0, row)))
		return nil
	})
	if err != nil {
		return nil, err
	}
	list.ids, list.read = found, true
	list.objects = append(objectsOf(sql), sales.Company) // whose zone makes the days
	return found, nil
}

// list is the place of a list: what the position keeps, or what an earlier one found and is still so.
func (f *facts) list(key string) *idList {
	f.mu.Lock()
	defer f.mu.Unlock()
	if list, ok := f.lists[key]; ok {
		return list
	}
	list, ok := f.earlier.lists[key]
	if !ok || f.cols.Touched(list.objects) > f.earlier.position {
		list = &idList{turn: make(chan struct{}, 1)}
	}
	if len(f.lists) < maxLists {
		f.lists[key] = list
	}
	return list
}

// finished are the lists that are read.
func finished(lists map[string]*idList) map[string]*idList {
	out := map[string]*idList{}
	for key, list := range lists {
		select {
		case list.turn <- struct{}{}:
			if list.read {
				out[key] = list
			}
			<-list.turn
		default: // is being read
		}
	}
	return out
}
