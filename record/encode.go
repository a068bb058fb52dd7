package record

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"slices"
)

// The canonical encoding of a change, format 1. It is what is kept and what the hash chain
// covers, so one change has exactly one encoding, and it never changes (a golden test):
//
//	byte     format = 1
//	uvarint  seq
//	varint   known_at, µs
//	varint   effective_at − known_at, µs
//	string   actor, source (uvarint length, bytes)
//	byte     kind, flags
//	uvarint  object code, id, into, prev, cause
//	string   external
//	uvarint  number of fields, then each in ascending order of keys:
//	  uvarint  key
//	  value    kind byte, then text: string · int, day, instant: varint · number: 8 bytes of
//	           IEEE 754, big-endian · bool: one byte · money: varint, string · ref: uvarint ·
//	           unset: nothing
//	  or       kind byte + 0x80, then 32 bytes: SHA-256(salt, uvarint key, value) of a
//	           personal value, which stands beside the row with its salt
//
// Integers take the fewest bytes that hold them.
const formatOne = 1

const committedBit = 0x80

// entry is a Change in its stored form, with numbers instead of names.
type entry struct {
	Change // its Object and Fields are empty: see code and facts
	code   uint16
	facts  []fact // in ascending order of keys
}

// fact is the value of one field in an entry.
type fact struct {
	key   uint32
	value Value // unset when only the commitment is left
	// committed is what the row stores in place of a personal value; nil for other fields.
	committed *committed
}

// committed is kept outside fact, because few facts are personal and facts take most of the memory.
type committed struct {
	kind Kind // kind of the value, also after it was erased
	sum  [sha256.Size]byte
	salt [saltSize]byte
}

const saltSize = 16

func sortFacts(facts []fact) {
	slices.SortFunc(facts, func(a, b fact) int { return cmp.Compare(a.key, b.key) })
}

// commit makes a personal value erasable: from here on, the row holds only a salted commitment to
// it.
func (f *fact) commit(salt [saltSize]byte) {
	f.committed = &committed{kind: f.value.kind, salt: salt}
	f.committed.sum = f.commitment()
}

func (f *fact) commitment() [sha256.Size]byte {
	b := append(make([]byte, 0, 64), f.committed.salt[:]...)
	b = binary.AppendUvarint(b, uint64(f.key))
	return sha256.Sum256(appendValue(b, f.value))
}

// appendEntry appends the canonical encoding of an entry.
func appendEntry(b []byte, e *entry) []byte {
	b = append(b, formatOne)
	b = binary.AppendUvarint(b, uint64(e.Seq))
	b = binary.AppendVarint(b, int64(e.KnownAt))
	b = binary.AppendVarint(b, int64(e.EffectiveAt-e.KnownAt))
	b = appendText(b, string(e.Actor))
	b = appendText(b, e.Source)
	b = append(b, byte(e.Kind), byte(e.Flags))
	for _, n := range [...]uint64{uint64(e.code), uint64(e.ID), uint64(e.Into), uint64(e.Prev), uint64(e.Cause)} {
		b = binary.AppendUvarint(b, n)
	}
	b = appendText(b, e.External)
	b = binary.AppendUvarint(b, uint64(len(e.facts)))
	for i := range e.facts {
		f := &e.facts[i]
		b = binary.AppendUvarint(b, uint64(f.key))
		if f.committed != nil {
			b = append(b, byte(f.committed.kind)|committedBit)
			b = append(b, f.committed.sum[:]...)
			continue
		}
		b = appendValue(b, f.value)
	}
	return b
}

func appendText(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

// appendValue appends a value's kind and payload.
func appendValue(b []byte, v Value) []byte {
	b = append(b, byte(v.kind))
	switch v.kind {
	case Text:
		return appendText(b, v.s)
	case Int, Day, Instant:
		return binary.AppendVarint(b, v.i)
	case Number:
		return binary.BigEndian.AppendUint64(b, uint64(v.i))
	case Bool:
		return append(b, byte(v.i))
	case Money:
		return appendText(binary.AppendVarint(b, v.i), v.s)
	case Ref:
		return binary.AppendUvarint(b, uint64(v.i))
	case Unset:
	}
	return b
}

// appendPersonal encodes the personal values that are stored beside the row: their number, then
// key, salt and value of each. It returns nil when there are none.
func appendPersonal(facts []fact) []byte {
	n := 0
	for i := range facts {
		if facts[i].committed != nil {
			n++
		}
	}
	if n == 0 {
		return nil
	}
	b := binary.AppendUvarint(nil, uint64(n))
	for i := range facts {
		if f := &facts[i]; f.committed != nil {
			b = binary.AppendUvarint(b, uint64(f.key))
			b = append(b, f.committed.salt[:]...)
			b = appendValue(b, f.value)
		}
	}
	return b
}

// chain returns the hash of a row: SHA-256 over the hash of the previous row and the body.
func chain(prev [32]byte, body []byte) (sum [32]byte) {
	h := sha256.New()
	h.Write(prev[:])
	h.Write(body)
	h.Sum(sum[:0])
	return sum
}
