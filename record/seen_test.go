package record_test

import (
	"bytes"
	"testing"

	"salesops/record"
)

// TestDamagedFingerprintsAreRefused: what was cut off, goes on, or has a name that is no text is not read as less.
func TestDamagedFingerprintsAreRefused(t *testing.T) {
	t.Parallel()
	whole := []byte("\x02\x01a12345678\x01b12345678")
	if again, err := record.RecodeSeen(whole); err != nil || !bytes.Equal(again, whole) {
		t.Fatalf("%q reads as %q, %v", whole, again, err)
	}
	bad := [][]byte{append([]byte{3}, whole[1:]...), append(bytes.Clone(whole), 0), append([]byte{1}, whole[1:]...),
		[]byte("\x01\x01\xff12345678"), []byte("\x02\x01a12345678")}
	for n := range whole {
		bad = append(bad, whole[:n])
	}
	for _, b := range bad {
		if again, err := record.RecodeSeen(b); err == nil {
			t.Errorf("%q reads as %q", b, again)
		}
	}
}
