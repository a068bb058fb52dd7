package record

import (
	"strconv"
	"strings"
	"sync"

	"salesops/internal/fault"
	"salesops/internal/period"
	"salesops/internal/reason"
)

// IDs hands out record ids: ascending, and in time order across processes, because the
// upper 42 bits are milliseconds since 2020.
type IDs struct {
	mu    sync.Mutex
	clock func() period.Instant // nil: count only
	last  ID
}

const (
	idCounterBits = 21
	idEpoch       = period.Instant(1577836800000000) // 2020-01-01T00:00:00Z
)

// NewIDs makes ids from a clock.
func NewIDs(clock func() period.Instant) *IDs { return &IDs{clock: clock} }

// SeededIDs makes the same ids in every run, for demos and tests: seed, seed+1, …
func SeededIDs(seed ID) *IDs { return &IDs{last: max(seed, 1) - 1} }

// Next is a new id, greater than every id handed out before. A clock that goes back does
// not make ids go back.
func (g *IDs) Next() ID {
	g.mu.Lock()
	defer g.mu.Unlock()
	next := g.last + 1
	if g.clock != nil {
		ms := max(0, int64(g.clock()-idEpoch)/1000)
		next = max(next, ID(ms<<idCounterBits))
	}
	g.last = next
	return next
}

// past makes sure that ids already in the log are not handed out again.
func (g *IDs) past(id ID) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.last = max(g.last, id)
}

// crockford is Douglas Crockford's base 32: no i, l, o, u, so that an id can be read aloud.
const crockford = "0123456789abcdefghjkmnpqrstvwxyz"

// FormatID is how a person sees an id: "deal_8f3k…" for an object named deal.
func FormatID(object string, id ID) string {
	var digits [13]byte
	i := len(digits)
	for n := uint64(id); ; n >>= 5 {
		i--
		digits[i] = crockford[n&31]
		if n>>5 == 0 {
			break
		}
	}
	return object + "_" + string(digits[i:])
}

// ParseID reads what FormatID wrote. Capitals are taken, and o, i and l as the digits they look like.
func ParseID(s string) (object string, id ID, err error) {
	cut := strings.LastIndexByte(s, '_')
	if cut < 1 || cut == len(s)-1 || len(s)-cut > 14 || !snake.MatchString(s[:cut]) {
		return "", 0, notAnID(s)
	}
	var n uint64
	for _, c := range []byte(s[cut+1:]) {
		digit := digitOf(c)
		if digit < 0 || n>>58 != 0 {
			return "", 0, notAnID(s)
		}
		n = n<<5 | uint64(digit)
	}
	if n == 0 || n>>63 != 0 {
		return "", 0, notAnID(s)
	}
	return s[:cut], ID(n), nil
}

func notAnID(s string) error {
	const most = 60
	if len(s) > most {
		s = s[:most]
	}
	return fault.Because(fault.Invalid, reason.Of("id_malformed", "id", strconv.Quote(s)))
}

func digitOf(c byte) int {
	if c >= 'A' && c <= 'Z' {
		c += 'a' - 'A'
	}
	switch c {
	case 'o':
		return 0
	case 'i', 'l':
		return 1
	}
	return strings.IndexByte(crockford, c)
}
