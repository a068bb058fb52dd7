package auth

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/ccojocar/zxcvbn-go/data"

	"salesops/internal/fault"
	"salesops/internal/reason"
)

const (
	leastPassword = 12  // characters
	mostPassword  = 512 // bytes
	// leastBits is the minimum cost of guessing a password, as a power of two. zxcvbn calls a
	// password safe from 2^33 guesses (ten thousand million) on, even against an attacker who has
	// the hashes. (Wheeler: zxcvbn, USENIX Security 2016.)
	leastBits = 33
	// looked is the number of characters that are examined; further ones only make guessing harder.
	looked = 64
)

// CheckPassword refuses passwords that are too short or easy to guess, as fault.Invalid. It has no
// rules about kinds of characters (NIST SP 800-63B 5.1.1.2). about are words that an attacker would
// try first, such as the person's name.
func CheckPassword(password string, about ...string) error {
	switch n := utf8.RuneCountInString(password); {
	case !utf8.ValidString(password) || strings.ContainsRune(password, 0):
		return fault.Because(fault.Invalid, reason.Of("password_unreadable"))
	case n < leastPassword:
		return fault.Because(fault.Invalid, reason.Of("password_short", "least", leastPassword))
	case len(password) > mostPassword:
		return fault.Because(fault.Invalid, reason.Of("password_long", "most", mostPassword))
	}
	bits, err := guessBits(password, about)
	if err != nil {
		return err
	}
	if bits < leastBits {
		return fault.Because(fault.Invalid, reason.Of("password_common"))
	}
	return nil
}

// commonWords returns the words of zxcvbn's lists with their rank: common passwords, names, and
// English words. The lists are read when the first password is set, not at every start.
var commonWords = sync.OnceValues(func() (map[string]float64, error) {
	words := map[string]float64{}
	for _, name := range []string{"Passwords", "English", "MaleNames", "FemaleNames", "Surnames"} {
		text, err := data.Asset("data/" + name + ".json")
		if err != nil {
			return nil, fmt.Errorf("read the list of common passwords: %w", err)
		}
		var list struct{ List []string }
		if err := json.Unmarshal(text, &list); err != nil {
			return nil, fmt.Errorf("read the list of common passwords: %w", err)
		}
		for i, word := range list.List {
			if bits := math.Log2(float64(i + 2)); words[word] == 0 || bits < words[word] {
				words[word] = bits
			}
		}
	}
	return words, nil
})

// rows are sequences of letters and keys that people use in passwords.
var rows = []string{"abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiopü",
	"azertyuiop", "1qaz2wsx3edc4rfv5tgb6yhn7ujm"}

var plainLetters = strings.NewReplacer("@", "a", "4", "a", "8", "b", "3", "e", "6", "g", "1", "i", "!", "i", "0",
	"o", "$", "s", "5", "s", "7", "t", "+", "t", "2", "z")

// guessBits estimates how many guesses, as a power of two, an attacker needs who tries common
// words, words about the person, sequences, rows of keys, years and repetitions first. It finds the
// cheapest way to build the password from such pieces.
func guessBits(password string, about []string) (float64, error) {
	words, err := commonWords()
	if err != nil {
		return 0, err
	}
	text := []rune(password)
	text = text[:min(len(text), looked)]
	own := ownWords(about)
	low := []rune(strings.ToLower(string(text)))
	if len(low) != len(text) { // some letters change their length in lower case
		low = text
	}
	plain := []rune(plainLetters.Replace(string(low)))
	best := make([]float64, len(text)+1)
	for end := 1; end <= len(text); end++ {
		best[end] = best[end-1] + singleBits(text[end-1])
		for start := max(0, end-24); start < end; start++ {
			if bits := pieceBits(words, own, text, low, plain, start, end); best[start]+bits < best[end] {
				best[end] = best[start] + bits
			}
		}
	}
	return best[len(text)], nil
}

// pieceBits returns the cost of guessing text[start:end] as one piece; infinite when it is none.
func pieceBits(words map[string]float64, own []string, text, low, plain []rune, start, end int) float64 {
	n := end - start
	bits := math.Inf(1)
	for _, form := range []struct {
		word  string
		extra float64
	}{{string(low[start:end]), 0}, {string(plain[start:end]), 1.5}} {
		if n < 3 {
			break
		}
		if slices.Contains(own, form.word) {
			bits = min(bits, 2+form.extra)
		}
		if b, ok := words[form.word]; ok {
			bits = min(bits, b+form.extra)
		}
	}
	piece := string(low[start:end])
	if n >= 3 && (strings.Count(piece, string(low[start])) == n || inRow(piece)) {
		bits = min(bits, 5+math.Log2(float64(n)))
	}
	if n == 4 && (strings.HasPrefix(piece, "19") || strings.HasPrefix(piece, "20")) && unicode.IsDigit(low[start+2]) &&
		unicode.IsDigit(low[start+3]) {
		bits = min(bits, 6.5)
	}
	if start >= n && n >= 2 && string(low[start-n:start]) == piece { // a repetition
		bits = min(bits, 1.5)
	}
	for _, c := range text[start:end] {
		if unicode.IsUpper(c) {
			return bits + 1
		}
	}
	return bits
}

func inRow(piece string) bool {
	backwards := []rune(piece)
	slices.Reverse(backwards)
	for _, row := range rows {
		if strings.Contains(row, piece) || strings.Contains(row, string(backwards)) {
			return true
		}
	}
	return false
}

// singleBits returns the cost of a character that belongs to no piece.
func singleBits(c rune) float64 {
	switch {
	case c >= '0' && c <= '9':
		return math.Log2(10)
	case c < 128 && unicode.IsLetter(c):
		return math.Log2(26)
	case c < 128:
		return math.Log2(33)
	}
	return math.Log2(100)
}

// ownWords returns the words of a person's mail address and name, and the product's name.
func ownWords(about []string) []string {
	own := []string{"salesops"}
	for _, text := range about {
		text = strings.ToLower(text)
		own = append(own, text)
		own = append(own,
			strings.FieldsFunc(text, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) })...)
	}
	return own
}
