package metrics

import (
	"context"
	"fmt"

	"salesops/analytics"
	"salesops/record"
)

// finding is a value that was read once for all questions at a position, with what it was read from.
type finding struct {
	turn  chan struct{} // held while it is read or looked at
	read  bool
	value any
	reads analytics.Reads
}

// maxFindings is the number of findings that are kept for a position.
const maxFindings = 16

// once reads something that many questions need. It is kept for the position, and reused at the next one when
// none of the objects from which it was read has changed. Questions that need the same at the same time wait
// for the first. When read names no objects, the value is too large to keep.
func once[T any](ctx context.Context, s *session, key string,
	read func() (value T, objects []string, err error)) (T, error) {
	found := s.facts.finding(key)
	select {
	case found.turn <- struct{}{}:
		defer func() { <-found.turn }()
	case <-ctx.Done():
		var none T
		return none, ctx.Err()
	}
	if value, ok := found.value.(T); ok && found.read {
		s.cols.Take(found.reads)
		return value, nil
	}
	value, objects, err := read()
	if err == nil && len(objects) > 0 {
		found.value, found.reads, found.read = value, s.readOf(objects), true
	}
	return value, err
}

// ids reads the ids that a statement finds, once.
func (s *session) ids(ctx context.Context, sql string, args []any) ([]record.ID, error) {
	return once(ctx, s, fmt.Sprint(sql, args), func() ([]record.ID, []string, error) {
		found := []record.ID{}
		err := s.each(ctx, sql, args, func(b *analytics.Batch, row int) error {
			found = append(found, record.ID(b.Int(0, row)))
			return nil
		})
		return found, s.reads(sql), err
	})
}

// finding returns the place of a value: that of this position, or one of an earlier position that is still
// valid.
func (f *facts) finding(key string) *finding {
	f.mu.Lock()
	defer f.mu.Unlock()
	if kept, ok := f.findings[key]; ok {
		return kept
	}
	found, ok := f.earlier.findings[key]
	if !ok || f.cols.Columns().Changed(found.reads, f.cols.Scope(), f.earlier.position) {
		found = &finding{turn: make(chan struct{}, 1)}
	}
	if len(f.findings) < maxFindings {
		f.findings[key] = found
	}
	return found
}

// finished are the findings that are read.
func finished(findings map[string]*finding) map[string]*finding {
	out := map[string]*finding{}
	for key, found := range findings {
		select {
		case found.turn <- struct{}{}:
			if found.read {
				out[key] = found
			}
			<-found.turn
		default: // is being read
		}
	}
	return out
}
