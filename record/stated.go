package record

import (
	"cmp"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"

	"salesops/internal/fault"
)

// Stated is what an import says of a record that is in the log already and that it does not change.
// It is no change, but an undo respects it: when the import that brought these values is undone,
// they stay while this import is not undone.
type Stated struct {
	ID   ID
	What *Statement // shared by most records of an import
}

// Statement names what an import stated of a record: whether it exists or is deleted, and the
// values of some fields.
type Statement struct {
	Fields []string // fields with the value that the source said last
	Told   []string // fields with all their earlier values too: the source repeated their history
}

var errStated = errors.New("the bytes are not what an import stated")

// heir is an import that states values which an earlier import may have brought.
type heir struct {
	cause  Seq
	at     Seq // the head when the import stated them
	source string
	what   *Statement
}

// StatedRow holds what an import stated of some records, with ids from First to Last. Data is
//
//	uvarint  the head at that time
//	string   the source
//	uvarint  number of statements, each: uvarint number of Fields, their names, then the same for Told
//	uvarint  number of records in ascending order of ids, each: uvarint id − the id before (at first First),
//	uvarint  index of its statement
type StatedRow struct {
	Cause       Seq
	First, Last ID
	Data        []byte
}

// stageStated adds what the command's import states to the batch.
func (s *staging) stageStated() error {
	stated := s.cmd.Stated
	switch {
	case len(stated) == 0:
		return nil
	case s.cmd.Cause == 0:
		return fault.Invalidf("what is stated needs a cause: the import that states it")
	case !slices.IsSortedFunc(stated, func(x, y Stated) int { return cmp.Compare(x.ID, y.ID) }):
		return fault.Invalidf("stated records do not stand in the order of their ids")
	}
	b := binary.AppendUvarint(nil, uint64(s.seq))
	b = appendText(b, s.cmd.Source)
	numbers := map[*Statement]uint64{}
	var whats []*Statement
	for _, r := range stated {
		if _, ok := numbers[r.What]; !ok {
			numbers[r.What] = uint64(len(whats))
			whats = append(whats, r.What)
		}
	}
	b = binary.AppendUvarint(b, uint64(len(whats)))
	for _, w := range whats {
		for _, names := range [...][]string{w.Fields, w.Told} {
			b = binary.AppendUvarint(b, uint64(len(names)))
			for _, name := range names {
				b = appendText(b, name)
			}
		}
	}
	b = binary.AppendUvarint(b, uint64(len(stated)))
	before := stated[0].ID
	for _, r := range stated {
		b = binary.AppendUvarint(b, uint64(r.ID-before))
		b = binary.AppendUvarint(b, numbers[r.What])
		before = r.ID
	}
	n := len(s.batch.Stated)
	s.batch.Stated = append(s.batch.Stated, StatedRow{s.cmd.Cause, stated[0].ID, before, b})
	s.back.others = append(s.back.others, func() { s.batch.Stated = s.batch.Stated[:n] })
	return nil
}

// read calls fn for each record of the row.
func (row *StatedRow) read(fn func(ID, heir)) error {
	r := reader{s: string(row.Data)}
	h := heir{cause: row.Cause, at: Seq(r.id()), source: r.text()}
	names := func() []string {
		list := make([]string, 0, r.count())
		for range cap(list) {
			list = append(list, r.text())
		}
		return list
	}
	whats := make([]*Statement, 0, r.count())
	for range cap(whats) {
		whats = append(whats, &Statement{Fields: names(), Told: names()})
	}
	id := row.First
	for range r.count() {
		id += ID(r.id())
		what := r.uvarint()
		if r.bad || what >= uint64(len(whats)) {
			return errStated
		}
		h.what = whats[what]
		fn(id, h)
	}
	if r.bad || r.at != len(r.s) {
		return errStated
	}
	return nil
}

// stated calls fn with what imports stated of the records from first to last, oldest import first.
func (l *Log) stated(ctx context.Context, first, last ID, fn func(ID, heir)) error {
	rows, err := l.store.Stated(ctx, first, last)
	if err != nil {
		return storeError("read", err)
	}
	return readStated(rows, fn)
}

func readStated(rows []StatedRow, fn func(ID, heir)) error {
	for i := range rows {
		if err := rows[i].read(fn); err != nil {
			return fmt.Errorf("what import %d stated: %w", rows[i].Cause, err)
		}
	}
	return nil
}
