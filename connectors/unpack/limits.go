package unpack

import (
	"io"

	"salesops/internal/fault"
	"salesops/internal/reason"
)

// Limits are what one packed file may unpack to. The zero value is DefaultLimits.
type Limits struct {
	// Size is the most bytes that everything in it may have unpacked.
	Size int64
	// Ratio is the most unpacked bytes for one packed byte, once Free bytes are unpacked: tables
	// of a few repeated words pack well too.
	Ratio int64
	Free  int64
	// Members is the most files that are looked at in one archive.
	Members int
}

// DefaultLimits leave room for the largest exports and none for a bomb.
var DefaultLimits = Limits{Size: 64 << 30, Ratio: 200, Free: 256 << 20, Members: 1000}

func (l Limits) orDefault() Limits {
	if l == (Limits{}) {
		return DefaultLimits
	}
	return l
}

// Reader reads unpacked bytes and ends with a fault of kind Invalid when there are more of
// them than packed bytes may become.
func (l Limits) Reader(unpacked io.Reader, packed int64) io.Reader {
	l = l.orDefault()
	return &capped{in: unpacked, most: l.Most(packed)}
}

// Most is how many bytes a number of packed bytes may become.
func (l Limits) Most(packed int64) int64 {
	l = l.orDefault()
	by := l.Size
	if packed < l.Size/l.Ratio {
		by = packed * l.Ratio
	}
	return min(l.Size, max(l.Free, by))
}

type capped struct {
	in         io.Reader
	read, most int64
}

func (c *capped) Read(b []byte) (int, error) {
	n, err := c.in.Read(b)
	c.read += int64(n)
	if c.read > c.most {
		return 0, errTooLarge
	}
	return n, err
}

var errTooLarge = fault.Because(fault.Invalid, reason.Of("archive_too_large"))
