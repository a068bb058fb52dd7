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

// Params are the costs of argon2id: KiB of memory, passes over it, lanes.
type Params struct {
	Memory, Time uint32
	Lanes        uint8
}

// Recommended are the smallest costs OWASP's Password Storage Cheat Sheet lists for argon2id
// with little memory: some 30 ms and 19 MiB for each password.
var Recommended = Params{Memory: 19 << 10, Time: 2, Lanes: 1}

// Costs that a stored hash may ask for: more would be a mistake, or somebody else's hash made
// to keep the machine busy.
const (
	mostMemory = 1 << 20
	mostTime   = 20
	mostLanes  = 16
)

const (
	saltBytes = 16
	keyBytes  = 32
)

// KDF derives a key of keyBytes from a password; argon2id unless a test counts calls.
type KDF func(password, salt []byte, p Params) []byte

func argon2id(password, salt []byte, p Params) []byte {
	return argon2.IDKey(password, salt, p.Time, p.Memory, p.Lanes, keyBytes)
}

// stored is a PHC string taken apart.
type stored struct {
	Params
	salt, key []byte
}

// String is the PHC form: $argon2id$v=19$m=…,t=…,p=…$salt$key.
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

// atOnce is how many passwords are hashed at the same time, and waiting how many more may
// wait: each takes memory and a processor, and anybody can ask for one.
const (
	atOnce  = 2
	waiting = 32
)

// hasher spends the work that passwords cost.
type hasher struct {
	kdf    KDF
	params Params
	queue  chan struct{} // holds those who wait and those who hash
	turn   chan struct{} // holds those who hash
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
	_, _ = rand.Read(b) // never fails: it ends the program instead
	return b
}

// derive waits for its turn. Too many waiting is Busy.
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

// make is the PHC string of a new password.
func (h *hasher) make(ctx context.Context, password string) (string, error) {
	s := stored{Params: h.params, salt: randomBytes(saltBytes)}
	var err error
	s.key, err = h.derive(ctx, password, s.salt, s.Params)
	return s.String(), err
}

// check compares a password with a PHC string. With none, or one that cannot be read, it
// does the same work and says no, so that time does not tell who has an account. weak says
// that the string was made with other costs than today's.
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
