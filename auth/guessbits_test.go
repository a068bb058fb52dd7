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

// TestLettersInTheirPlace: each digit and sign that people write for a letter stands for it, and for no other one.
func TestLettersInTheirPlace(t *testing.T) {
	t.Parallel()
	for _, pair := range strings.Fields("@a 4a 8b 3e 6g 1i !i 0o $s 5s 7t +t 2z") {
		for _, letter := range "abegiostz" {
			bits, err := guessBits("qq"+pair[:1]+"vk", []string{"qq" + string(letter) + "vk"})
			if stands := math.Abs(bits-3.5) < 1e-9; err != nil || stands != (string(letter) == pair[1:]) {
				t.Errorf("%s for %c costs %v bits, %v", pair[:1], letter, bits, err)
			}
		}
	}
}

// TestHashesCostWhatIsRecommended when nothing else is asked for.
func TestHashesCostWhatIsRecommended(t *testing.T) {
	t.Parallel()
	for asked, want := range map[Params]Params{{}: Recommended, {Memory: 64, Time: 1, Lanes: 1}: {64, 1, 1}} {
		h := newHasher(nil, asked)
		phc, err := h.make(context.Background(), "password")
		s, ok := parseStored(phc)
		if err != nil || !ok || s.Params != want || h.decoy.Params != want || len(s.salt) != saltBytes ||
			len(h.decoy.salt) != saltBytes || len(h.decoy.key) != keyBytes {
			t.Errorf("%+v gives %s, %v and the decoy %s", asked, phc, err, h.decoy)
		}
	}
}
