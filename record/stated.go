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

// Stated is what an import says of a record that the log has already. It is no change, but it
// counts: an undo of the import that brought these values leaves them while this one stands.
type Stated struct {
	ID   ID
	What *Statement // most records of an import share one
}

// Statement names what was said of a record: that it is there, or that it is deleted, as it is,
// and the values of some fields.
type Statement struct {
	Fields []string // each as its source said last
	Told   []string // each with all that its source said before: the history was told again
}

var errStated = errors.New("the bytes are not what an import stated")

// heir is an import that states values which another may have brought.
type heir struct {
	cause  Seq
	at     Seq // the head when it did
	source string
	what   *Statement
}

// StatedRow is what an import stated of some records, First to Last. Data is
//
//	uvarint  the head when it did
//	string   its source
//	uvarint  number of statements, then each: uvarint number of fields, their names, and the same of those told
//	uvarint  number of records, then each in the order of ids: uvarint id − the one before (First), uvarint number
//	of its statement
type StatedRow struct {
	Cause       Seq
	First, Last ID
	Data        []byte
}

// state stages what a command's import states.
func (s *staging) state() error {
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

// read calls fn for each record.
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

// stated calls fn with what imports state of the records first to last, oldest import first.
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
