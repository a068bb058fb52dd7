package auth

import (
	"context"
	"math"
	"strings"
	"testing"
)

// TestBitsOfPieces: what each kind of piece costs, whole and with what makes it dearer. The own word is in no list.
func TestBitsOfPieces(t *testing.T) {
	t.Parallel()
	const own = "zvbqkr"
	digit, letter, sign := math.Log2(10), math.Log2(26), math.Log2(33)
	for text, want := range map[string]float64{
		"": 0, "7": digit, "k": letter, "#": sign, "é": math.Log2(100),
		own: 2, "Zvbqkr": 3, "2vbqkr": 3.5, "2Vbqkr": 4.5, "salesops": 2, "$ale50ps": 3.5,
		own + own: 3.5, own + "#": 2 + sign, "#" + own: sign + 2, "#2vbqkr": sign + 3.5, "2vbqkr#": 3.5 + sign,
		"###": 5 + math.Log2(3), "####": 5 + math.Log2(4), "##": 2 * sign,
		"wertzui": 5 + math.Log2(7), "iuztrew": 5 + math.Log2(7), "#wertzui": sign + 5 + math.Log2(7),
		"1987": 6.5, "2087": 6.5, "1887": 4 * digit, "198k": 3*digit + letter, "19k7": 3*digit + letter,
		"q7#q7#": letter + digit + sign + 1.5,
	} {
		got, err := guessBits(text, []string{own})
		if err != nil || math.Abs(got-want) > 1e-9 {
			t.Errorf("%q costs %v bits, %v; want %v", text, got, err, want)
		}
	}
}

// TestCheckedPasswordsHaveTheSameBounds: the longest password that can be set can be checked, and what is longer is
// wrong, even when the stored hash is its own.
func TestCheckedPasswordsHaveTheSameBounds(t *testing.T) {
	t.Parallel()
	h := newHasher(nil, Params{Memory: 64, Time: 1, Lanes: 1})
	for n, want := range map[int]bool{0: true, 1: true, mostPassword: true, mostPassword + 1: false} {
		password := strings.Repeat("k", n)
		phc, err := h.make(context.Background(), password)
		if err != nil {
			t.Fatal(err)
		}
		if right, weak, err := h.check(context.Background(), phc, password); right != want || weak ||
			err != nil {
			t.Errorf("%d bytes: %v, weak %v, %v", n, right, weak, err)
		}
		if right, _, err := h.check(context.Background(), phc, password+"k"); right || err != nil {
			t.Errorf("%d bytes and one more: %v, %v", n, right, err)
		}
	}
}
