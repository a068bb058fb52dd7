package record

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"unicode/utf8"

	"salesops/internal/period"
)

var errBytes = errors.New("the bytes are not a change of format 1")

// errNewer keeps an older program from misreading a change that a newer program wrote.
var errNewer = errors.New("the change was written by a newer version of the program")

// reader decodes canonical bytes. After the first invalid byte, bad is set and every method returns
// a zero value.
type reader struct {
	s   string
	at  int
	bad bool
}

func (r *reader) byte() byte {
	if r.bad || r.at >= len(r.s) {
		r.bad = true
		return 0
	}
	r.at++
	return r.s[r.at-1]
}

func (r *reader) uvarint() uint64 {
	var n uint64
	for shift := uint(0); shift < 64; shift += 7 {
		c := r.byte()
		n |= uint64(c&0x7f) << shift
		if c < 0x80 {
			// Accept only the shortest encoding: no trailing zero group, no bits beyond 64.
			if (c == 0 && shift > 0) || (shift == 63 && c > 1) {
				r.bad = true
			}
			return n
		}
	}
	r.bad = true
	return 0
}

func (r *reader) varint() int64 {
	u := r.uvarint()
	n := int64(u >> 1)
	if u&1 != 0 {
		n = ^n
	}
	return n
}

// id reads a number that must fit in a positive int64.
func (r *reader) id() int64 {
	n := r.uvarint()
	if n > math.MaxInt64 {
		r.bad = true
	}
	return int64(n)
}

func (r *reader) take(n uint64) string {
	if r.bad || n > uint64(len(r.s)-r.at) {
		r.bad = true
		return ""
	}
	s := r.s[r.at : r.at+int(n)]
	r.at += int(n)
	return s
}

func (r *reader) text() string {
	s := r.take(r.uvarint())
	if !utf8.ValidString(s) {
		r.bad = true
	}
	return s
}

func (r *reader) value(kind Kind) Value {
	v := Value{kind: kind}
	switch kind {
	case Unset:
	case Text:
		v.s = r.text()
	case Int, Day, Instant:
		v.i = r.varint()
	case Number:
		if raw := r.take(8); len(raw) == 8 {
			number, ok := NumberValue(math.Float64frombits(binary.BigEndian.Uint64([]byte(raw))))
			if v.i = int64(binary.BigEndian.Uint64([]byte(raw))); !ok || number != v {
				r.bad = true
			}
		}
	case Bool:
		v.i = int64(r.byte())
		if v.i > 1 {
			r.bad = true
		}
	case Money:
		v.i = r.varint()
		v.s = r.text()
	case Ref:
		v.i = r.id()
	default:
		r.bad = true
	}
	if r.bad {
		return Value{}
	}
	return v
}

// readEntry decodes a row's body. It reuses facts when it is large enough. The texts of the entry
// share body's memory.
func readEntry(body string, facts []fact) (e entry, err error) {
	r := reader{s: body}
	if format := r.byte(); format != formatOne {
		if format > formatOne {
			return e, errNewer
		}
		return e, errBytes
	}
	e.Seq = Seq(r.id())
	e.KnownAt = period.Instant(r.varint())
	e.EffectiveAt = e.KnownAt + period.Instant(r.varint())
	e.Actor = Actor(r.text())
	e.Source = r.text()
	e.Kind = ChangeKind(r.byte())
	e.Flags = Flag(r.byte())
	code := r.uvarint()
	e.code = uint16(code)
	e.ID, e.Into, e.Prev, e.Cause = ID(r.id()), ID(r.id()), Seq(r.id()), Seq(r.id())
	e.External = r.text()
	n := r.uvarint()
	if r.bad || code > math.MaxUint16 || n > uint64(len(body)) || e.Kind < Create || e.Kind > Forget {
		return e, errBytes
	}
	if e.facts = facts[:0]; uint64(cap(facts)) < n {
		e.facts = make([]fact, 0, n)
	}
	var last uint64
	for range n {
		key := r.uvarint()
		if key <= last || key > math.MaxUint32 {
			return e, errBytes
		}
		last = key
		f := fact{key: uint32(key)}
		if kind := r.byte(); kind&committedBit != 0 {
			f.committed = &committed{kind: Kind(kind &^ committedBit)}
			if f.committed.kind == Unset || f.committed.kind > Ref {
				return e, errBytes
			}
			copy(f.committed.sum[:], r.take(uint64(len(f.committed.sum))))
		} else {
			f.value = r.value(Kind(kind))
		}
		e.facts = append(e.facts, f)
	}
	if r.bad || r.at != len(body) {
		return e, errBytes
	}
	return e, nil
}

// readPersonal adds the personal values, which are stored beside the row, to the facts of an entry.
// After an erasure they are missing; the facts then stay committed and unset.
func readPersonal(e *entry, personal []byte) error {
	if len(personal) == 0 {
		return nil
	}
	r := reader{s: string(personal)}
	n := r.uvarint()
	at := 0
	for range n {
		key := r.uvarint()
		salt := r.take(saltSize)
		v := r.value(Kind(r.byte()))
		if r.bad {
			break
		}
		for at < len(e.facts) && uint64(e.facts[at].key) < key {
			at++
		}
		if at == len(e.facts) || uint64(e.facts[at].key) != key || e.facts[at].committed == nil {
			r.bad = true
			break
		}
		f := &e.facts[at]
		f.value = v
		copy(f.committed.salt[:], salt)
	}
	if r.bad || r.at != len(personal) {
		return fmt.Errorf("personal values of change %d: %w", e.Seq, errBytes)
	}
	return nil
}

// change converts an entry to a Change, replacing codes and keys by names. fields is the slice to
// append to.
func (s *Schema) change(e *entry, fields []FieldValue) (Change, error) {
	o, ok := s.codes[e.code]
	if !ok {
		return Change{}, fmt.Errorf("change %d is of object code %d, which the schema does not have", e.Seq, e.code)
	}
	c := e.Change
	c.Object = o.Name
	for i := range e.facts {
		f, ok := o.byKey[e.facts[i].key]
		if !ok {
			return Change{}, fmt.Errorf("change %d sets field key %d of %s, which the schema does not have",
				e.Seq, e.facts[i].key, o.Name)
		}
		fields = append(fields, FieldValue{f.Name, e.facts[i].value})
	}
	c.Fields = fields
	return c, nil
}
