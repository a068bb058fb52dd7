package parquetfile

import (
	"encoding/binary"
	"errors"
)

// The library makes lists and texts as long as a file says that they are, before it reads them:
// a few damaged bytes ask for more memory than there is, and that cannot be recovered from. So a
// description is walked through here first, without making anything.

const (
	mostItems = 1 << 20 // of all lists of one description
	mostNest  = 32      // lists and structures inside each other
)

// Types of Thrift's compact protocol, as the Thrift project documents it.
const (
	thriftTrue = iota + 1
	thriftFalse
	thriftByte
	thriftInt16
	thriftInt32
	thriftInt64
	thriftDouble
	thriftBinary
	thriftList
	thriftSet
	thriftMap
	thriftStruct
	thriftUUID
)

var (
	errShort = errors.New("the description goes on behind its end")
	errClaim = errors.New("the description holds less than it says")
)

// checkThrift walks through one structure at the beginning of b. errShort says that b is too
// short, every other error that the structure is wrong. size is how many bytes it takes.
func checkThrift(b []byte) (size int, err error) {
	w := walk{b: b, items: mostItems}
	err = w.structure(0)
	return w.at, err
}

type walk struct {
	b     []byte
	at    int
	items int // which lists may still hold
}

func (w *walk) skip(n int) error {
	if n > len(w.b)-w.at {
		return errShort
	}
	w.at += n
	return nil
}

func (w *walk) one() (byte, error) {
	if err := w.skip(1); err != nil {
		return 0, err
	}
	return w.b[w.at-1], nil
}

func (w *walk) number() (uint64, error) {
	n, size := binary.Uvarint(w.b[w.at:])
	if size == 0 {
		return 0, errShort
	}
	if size < 0 {
		return 0, errClaim
	}
	w.at += size
	return n, nil
}

func (w *walk) structure(depth int) error {
	if depth > mostNest {
		return errClaim
	}
	for {
		head, err := w.one()
		if err != nil || head == 0 {
			return err
		}
		if head>>4 == 0 { // the field's number stands for itself
			if _, err := w.number(); err != nil {
				return err
			}
		}
		kind := head & 15
		if kind == thriftTrue || kind == thriftFalse {
			continue // a field's truth is its type
		}
		if err := w.value(kind, depth+1); err != nil {
			return err
		}
	}
}

func (w *walk) value(kind byte, depth int) error {
	switch kind {
	case thriftTrue, thriftFalse, thriftByte:
		return w.skip(1)
	case thriftInt16, thriftInt32, thriftInt64:
		_, err := w.number()
		return err
	case thriftDouble:
		return w.skip(8)
	case thriftUUID:
		return w.skip(16)
	case thriftBinary:
		n, err := w.number()
		if err != nil {
			return err
		}
		if n > mostFooter {
			return errClaim
		}
		return w.skip(int(n))
	case thriftList, thriftSet:
		return w.list(depth)
	case thriftMap:
		return w.pairs(depth)
	case thriftStruct:
		return w.structure(depth)
	}
	return errClaim
}

func (w *walk) list(depth int) error {
	head, err := w.one()
	if err != nil {
		return err
	}
	n := uint64(head >> 4)
	if n == 15 {
		if n, err = w.number(); err != nil {
			return err
		}
	}
	return w.several(n, depth, head&15)
}

func (w *walk) pairs(depth int) error {
	n, err := w.number()
	if err != nil || n == 0 {
		return err
	}
	kinds, err := w.one()
	if err != nil {
		return err
	}
	return w.several(n, depth, kinds>>4, kinds&15)
}

// several are n values, or n times two.
func (w *walk) several(n uint64, depth int, kinds ...byte) error {
	if depth > mostNest || n > uint64(w.items) {
		return errClaim
	}
	w.items -= int(n)
	for range n {
		for _, kind := range kinds {
			if err := w.value(kind, depth+1); err != nil {
				return err
			}
		}
	}
	return nil
}
