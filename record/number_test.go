package record

import (
	"encoding/binary"
	"math"
	"testing"
)

// TestNumbersAsTheyAreKept: every number is read as it was written, in its shortest way alone.
func TestNumbersAsTheyAreKept(t *testing.T) {
	t.Parallel()
	for shift := range 64 {
		for _, n := range []uint64{1<<shift - 1, 1 << shift, 1<<shift + 1, math.MaxUint64 - 1<<shift, math.MaxUint64} {
			b := binary.AppendUvarint(nil, n)
			r := reader{s: string(b)}
			if got := r.uvarint(); got != n || r.bad || r.at != len(b) {
				t.Fatalf("%d is read as %d, bad %v, of %d bytes %d", n, got, r.bad, len(b), r.at)
			}
			longer := append([]byte{}, b...)
			longer[len(b)-1] |= 0x80
			r = reader{s: string(append(longer, 0))}
			if r.uvarint(); !r.bad {
				t.Fatalf("%d is read in a way that is longer", n)
			}
			for cut := range len(b) {
				r = reader{s: string(b[:cut])}
				if r.uvarint(); !r.bad {
					t.Fatalf("%d is read although %d bytes are missing", n, len(b)-cut)
				}
			}
			for _, whole := range []int64{int64(n), -int64(n)} { //nolint:gosec // any bits
				r = reader{s: string(binary.AppendVarint(nil, whole))}
				if got := r.varint(); got != whole || r.bad {
					t.Fatalf("%d is read as %d", whole, got)
				}
			}
			r = reader{s: string(b)}
			if got := r.id(); r.bad != (n > math.MaxInt64) || !r.bad && got != int64(n) {
				t.Fatalf("%d is the id %d, bad %v", n, got, r.bad)
			}
		}
	}
	for _, bytes := range []string{"\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02",
		"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01",
		"\x80\x00", ""} {
		r := reader{s: bytes}
		if r.uvarint(); !r.bad {
			t.Errorf("%x is read as a number", bytes)
		}
	}
}
