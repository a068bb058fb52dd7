package auth

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"

	"salesops/internal/fault"
	"salesops/internal/reason"
)

// Params are the costs of argon2id: memory in KiB, passes over it, and lanes.
type Params struct {
	Memory, Time uint32
	Lanes        uint8
}

// Recommended are the smallest costs that OWASP's Password Storage Cheat Sheet lists for argon2id
// with little memory: about 30 ms and 19 MiB per password.
var Recommended = Params{Memory: 19 << 10, Time: 2, Lanes: 1}

// Maximum costs that a stored hash may demand. A higher cost is a mistake or an attempt to overload
// the machine.
const (
	mostMemory = 1 << 20
	mostTime   = 20
	mostLanes  = 16
)

const (
	saltBytes = 16
	keyBytes  = 32
)

// KDF derives a key of keyBytes from a password. It is argon2id, except in tests that count calls.
type KDF func(password, salt []byte, p Params) []byte

func argon2id(password, salt []byte, p Params) []byte {
	return argon2.IDKey(password, salt, p.Time, p.Memory, p.Lanes, keyBytes)
}

// stored is a decoded PHC string.
type stored struct {
	Params
	salt, key []byte
}

// String returns the PHC string: $argon2id$v=19$m=…,t=…,p=…$salt$key.
func (s stored) String() string {
	b := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, s.Memory, s.Time, s.Lanes,
		b.EncodeToString(s.salt), b.EncodeToString(s.key))
}

func parseStored(text string) (stored, bool) {
	part := strings.Split(text, "$")
	if len(part) != 6 || part[0] != "" || part[1] != "argon2id" || part[2] != "v="+strconv.Itoa(argon2.Version) {
		return stored{}, false
	}
	var s stored
	for i, field := range strings.Split(part[3], ",") {
		names := []string{"m=", "t=", "p="}
		if i >= len(names) {
			return stored{}, false
		}
		digits, named := strings.CutPrefix(field, names[i])
		n, err := strconv.ParseUint(digits, 10, 32)
		if !named || err != nil || digits != strconv.FormatUint(n, 10) ||
			n == 0 || n > [...]uint64{mostMemory, mostTime, mostLanes}[i] {
			return stored{}, false
		}
		switch i {
		case 0:
			s.Memory = uint32(n)
		case 1:
			s.Time = uint32(n)
		case 2:
			s.Lanes = uint8(n)
		}
	}
	var err error
	if s.salt, err = base64.RawStdEncoding.Strict().DecodeString(part[4]); err != nil ||
		len(s.salt) < 8 || len(s.salt) > 64 {
		return stored{}, false
	}
	if s.key, err = base64.RawStdEncoding.Strict().DecodeString(part[5]); err != nil ||
		len(s.key) != keyBytes || s.Lanes == 0 {
		return stored{}, false
	}
	return s, true
}

// atOnce is the number of passwords that are hashed at the same time, and waiting the number that
// may wait. Hashing takes much memory and processor time, and anybody can cause it.
const (
	atOnce  = 2
	waiting = 32
)

// hasher computes and checks password hashes.
type hasher struct {
	kdf    KDF
	params Params
	queue  chan struct{} // holds a token per request that waits or hashes
	turn   chan struct{} // holds a token per request that hashes
	decoy  stored
}

func newHasher(kdf KDF, p Params) *hasher {
	if kdf == nil {
		kdf = argon2id
	}
	if p == (Params{}) {
		p = Recommended
	}
	h := &hasher{kdf: kdf, params: p, queue: make(chan struct{}, atOnce+waiting), turn: make(chan struct{}, atOnce)}
	h.decoy = stored{Params: p, salt: randomBytes(saltBytes), key: randomBytes(keyBytes)}
	return h
}

func randomBytes(n int) []byte {
	b := make([]byte, n)
	_, _ = rand.Read(b) // Read never returns an error; it ends the program when there is no randomness
	return b
}

// derive waits for its turn and derives a key. When too many are waiting, it returns fault.Busy.
func (h *hasher) derive(ctx context.Context, password string, salt []byte, p Params) ([]byte, error) {
	select {
	case h.queue <- struct{}{}:
		defer func() { <-h.queue }()
	default:
		return nil, Throttled{After: 2, Why: fault.Because(fault.Busy, reason.Of("signin_busy"))}
	}
	select {
	case h.turn <- struct{}{}:
		defer func() { <-h.turn }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	return h.kdf([]byte(norm.NFC.String(password)), salt, p), nil
}

// make returns the PHC string of a new password.
func (h *hasher) make(ctx context.Context, password string) (string, error) {
	s := stored{Params: h.params, salt: randomBytes(saltBytes)}
	var err error
	s.key, err = h.derive(ctx, password, s.salt, s.Params)
	return s.String(), err
}

// check compares a password with a PHC string. Without a valid PHC string it does the same work and
// returns false, so that the time does not reveal who has an account. weak says that the string was
// made with other costs than the present ones.
func (h *hasher) check(ctx context.Context, phc, password string) (right, weak bool, err error) {
	s, ok := parseStored(phc)
	if !ok || len(password) > mostPassword {
		s, password, ok = h.decoy, password[:min(len(password), mostPassword)], false
	}
	key, err := h.derive(ctx, password, s.salt, s.Params)
	if err != nil {
		return false, false, err
	}
	same := subtle.ConstantTimeCompare(key, s.key) == 1
	return same && ok, s.Params != h.params, nil
}
