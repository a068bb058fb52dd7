package record

import (
	"encoding/binary"
	"errors"
	"math"
	"slices"

	"salesops/internal/period"
)

// The encoding of a state. It is derived from the log, so its format may change together with the
// format byte; a state in an older format is rebuilt from the record's changes.
//
//	byte format · uvarint first · byte life, bits · varint since, until
//	uvarint number of stamps, each: varint effective, known − effective, uvarint seq
//	uvarint index of life's stamp (when there is a life)
//	uvarint number of slots, each: uvarint key, index of its stamp, value
const stateFormat = 1

const (
	stubBit = 1 << iota
	forgottenBit
)

var errState = errors.New("the bytes are not a state")

func appendState(b []byte, s *state) []byte {
	bits := byte(0)
	if s.stub {
		bits |= stubBit
	}
	if s.forgotten {
		bits |= forgottenBit
	}
	b = append(b, stateFormat)
	b = binary.AppendUvarint(b, uint64(s.first))
	b = append(b, byte(s.life), bits)
	b = binary.AppendVarint(b, int64(s.since))
	b = binary.AppendVarint(b, int64(s.until))

	var room [16]stamp
	stamps := room[:0] // only a few: one per change that still holds a value
	latest := 0        // index of the last stamp: most values of an import share one
	index := func(at stamp) int {
		if latest < len(stamps) && stamps[latest] == at {
			return latest
		}
		if latest = slices.Index(stamps, at); latest < 0 {
			latest = len(stamps)
			stamps = append(stamps, at)
		}
		return latest
	}
	if s.life != 0 {
		index(s.lived)
	}
	for i := range s.slots {
		index(s.slots[i].stamp)
	}
	b = binary.AppendUvarint(b, uint64(len(stamps)))
	for _, at := range stamps {
		b = binary.AppendVarint(b, int64(at.effective))
		b = binary.AppendVarint(b, int64(at.known-at.effective))
		b = binary.AppendUvarint(b, uint64(at.seq))
	}
	if s.life != 0 {
		b = binary.AppendUvarint(b, uint64(index(s.lived)))
	}
	b = binary.AppendUvarint(b, uint64(len(s.slots)))
	for i := range s.slots {
		b = binary.AppendUvarint(b, uint64(s.slots[i].key))
		b = binary.AppendUvarint(b, uint64(index(s.slots[i].stamp)))
		b = appendValue(b, s.slots[i].value)
	}
	return b
}

// readState decodes a state row that has Data.
func readState(row StateRow) (*state, error) {
	r := reader{s: string(row.Data)}
	if r.byte() != stateFormat {
		return nil, errState
	}
	s := &state{code: row.Object, id: row.ID, seq: row.Seq, first: Seq(r.id())}
	s.life = ChangeKind(r.byte())
	bits := r.byte()
	s.stub, s.forgotten = bits&stubBit != 0, bits&forgottenBit != 0
	s.since, s.until = period.Instant(r.varint()), period.Instant(r.varint())
	stamps := make([]stamp, 0, 8)
	for range r.count() {
		at := stamp{effective: period.Instant(r.varint())}
		at.known = at.effective + period.Instant(r.varint())
		at.seq = Seq(r.id())
		stamps = append(stamps, at)
	}
	stampAt := func() stamp {
		i := r.uvarint()
		if i >= uint64(len(stamps)) {
			r.bad = true
			return stamp{}
		}
		return stamps[i]
	}
	if s.life != 0 {
		s.lived = stampAt()
	}
	n := r.count()
	s.slots = make([]slot, 0, n+4)
	for range n {
		key := r.uvarint()
		if key > math.MaxUint32 {
			r.bad = true
		}
		f := slot{key: uint32(key), stamp: stampAt()}
		f.value = r.value(Kind(r.byte()))
		s.slots = append(s.slots, f)
	}
	if r.bad || r.at != len(r.s) {
		return nil, errState
	}
	return s, nil
}

// count reads the number of parts that follow. Each part takes at least one byte, so a greater
// number is invalid.
func (r *reader) count() int {
	n := r.uvarint()
	if r.bad || n > uint64(len(r.s)-r.at) {
		r.bad = true
		return 0
	}
	return int(n)
}
