package analytics

import (
	"context"
	"maps"
	"slices"

	"salesops/internal/period"
	"salesops/record"
)

// version is stored in the file. Raise it with every change of the tables or of how they are
// filled: a file with another version is deleted and made again.
const version = 4

// mark says up to which position the tables hold the log. id and known are those of the change at
// seq; they reveal a file that belongs to another log.
type mark struct {
	seq   record.Seq
	id    record.ID
	known period.Instant
	zone  string // zone of the day columns
}

// fixedTables are the tables that do not depend on the schema. The mark is written last.
const fixedTables = `
CREATE TABLE mark (version BIGINT, seq BIGINT, id BIGINT, known BIGINT, zone VARCHAR);
CREATE TABLE merges (id BIGINT, into_id BIGINT, eff BIGINT, known BIGINT, seq BIGINT);
CREATE TABLE history (object VARCHAR, since BIGINT, recorded BIGINT, imported BIGINT);
CREATE TABLE skipped (name VARCHAR);
CREATE TABLE keyed (name VARCHAR, stamp VARCHAR);`

func (s *session) loadMark(ctx context.Context) (m mark, stamp int64, err error) {
	err = s.query(ctx, "SELECT version, seq, id, known, zone FROM mark", nil, func(b *Batch) error {
		stamp = b.Int(0, 0)
		m = mark{record.Seq(b.Int(1, 0)), record.ID(b.Int(2, 0)), b.Instant(3, 0), b.Text(4, 0)}
		return nil
	})
	return m, stamp, err
}

func (s *session) saveMark(ctx context.Context, m mark) error {
	return s.run(ctx, "UPDATE mark SET seq = $1::BIGINT, id = $2::BIGINT, known = $3::BIGINT, zone = $4::VARCHAR",
		m.seq, m.id, m.known, m.zone)
}

// run executes a statement with arguments.
func (s *session) run(ctx context.Context, text string, args ...any) error {
	return s.query(ctx, text, args, func(*Batch) error { return nil })
}

func (s *session) loadBook(ctx context.Context) (*book, error) {
	b := newBook()
	err := s.query(ctx, "SELECT id, into_id, eff, known, seq FROM merges ORDER BY seq", nil, func(rows *Batch) error {
		for i := range rows.Rows() {
			b.add(merge{
				record.ID(rows.Int(0, i)), record.ID(rows.Int(1, i)), rows.Instant(2, i), rows.Instant(3, i),
				record.Seq(rows.Int(4, i)),
			})
		}
		return nil
	})
	return b, err
}

func (w *writer) merge(m merge) error {
	a, err := w.table("merges")
	if err != nil {
		return err
	}
	return a.AppendRow(int64(m.id), int64(m.into), int64(m.eff), int64(m.known), int64(m.seq))
}

// history says, by object, since when changes have been recorded as they happened.
type history map[string]since

// since holds the earliest moment of recorded history, and the earliest import of values without
// history; Forever for none.
type since struct{ recorded, imported period.Instant }

// learn learns from one change. Recorded history begins with the first fact entered here, or with
// the first change of an existing record that has a history time.
func (h history) learn(c *record.Change) {
	s, ok := h[c.Object]
	if !ok {
		s = since{period.Forever, period.Forever}
	}
	switch {
	case c.Flags&record.Stub != 0:
		// a stub says nothing: its record is still to come
	case c.Flags&record.Backfilled == 0 && (c.Source == "" || c.Kind != record.Create):
		s.recorded = min(s.recorded, c.KnownAt)
	case c.Flags&record.Backfilled != 0:
		s.imported = min(s.imported, c.KnownAt)
	}
	h[c.Object] = s
}

func (s *session) loadHistory(ctx context.Context) (history, error) {
	h := history{}
	err := s.query(ctx, "SELECT object, recorded, imported FROM history", nil, func(b *Batch) error {
		for i := range b.Rows() {
			h[b.Text(0, i)] = since{b.Instant(1, i), b.Instant(2, i)}
		}
		return nil
	})
	return h, err
}

func (s *session) saveHistory(ctx context.Context, old, h history) error {
	for _, object := range slices.Sorted(maps.Keys(h)) {
		got := h[object]
		if had, ok := old[object]; ok && had == got {
			continue
		}
		first := got.recorded
		if first == period.Forever {
			first = got.imported
		}
		var at any
		if first != period.Forever {
			at = first
		}
		if err := s.run(ctx, "DELETE FROM history WHERE object = $1::VARCHAR", object); err != nil {
			return err
		}
		if err := s.run(ctx, "INSERT INTO history VALUES ($1::VARCHAR, $2::BIGINT, $3::BIGINT, $4::BIGINT)", object,
			at, got.recorded, got.imported); err != nil {
			return err
		}
	}
	return nil
}

func (s *session) loadSkipped(ctx context.Context) (map[string]bool, error) {
	skipped := map[string]bool{}
	err := s.query(ctx, "SELECT name FROM skipped", nil, func(b *Batch) error {
		for i := range b.Rows() {
			skipped[b.Text(0, i)] = true
		}
		return nil
	})
	return skipped, err
}

func (s *session) saveSkipped(ctx context.Context, old, skipped map[string]bool) error {
	for _, name := range slices.Sorted(maps.Keys(skipped)) {
		if !old[name] {
			if err := s.run(ctx, "INSERT INTO skipped VALUES ($1::VARCHAR)", name); err != nil {
				return err
			}
		}
	}
	return nil
}
