package record

import (
	"strconv"
	"strings"
	"sync"

	"salesops/internal/fault"
	"salesops/internal/period"
	"salesops/internal/reason"
)

// IDs generates ascending record ids. The upper 42 bits are milliseconds since 2020, so ids are in
// time order across processes.
type IDs struct {
	mu    sync.Mutex
	clock func() period.Instant // nil: use a plain counter
	last  ID
}

const (
	idCounterBits = 21
	idEpoch       = period.Instant(1577836800000000) // 2020-01-01T00:00:00Z
)

// NewIDs returns a generator that uses the given clock.
func NewIDs(clock func() period.Instant) *IDs { return &IDs{clock: clock} }

// SeededIDs returns a generator for demos and tests that counts seed, seed+1, … and so gives the
// same ids in every run.
func SeededIDs(seed ID) *IDs { return &IDs{last: max(seed, 1) - 1} }

// Next returns a new id, greater than every id before. This also holds when the clock is set back.
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

// skipPast makes sure that id, which is already in the log, and smaller ids are not handed out
// again.
func (g *IDs) skipPast(id ID) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.last = max(g.last, id)
}

// timeOf returns when an id was made, to the millisecond; an instant long ago for an id of SeededIDs.
func timeOf(id ID) period.Instant { return idEpoch + period.Instant(id>>idCounterBits)*1000 }

// crockford is the alphabet of Douglas Crockford's base 32. It has no i, l, o, u, so that ids can
// be read aloud.
const crockford = "0123456789abcdefghjkmnpqrstvwxyz"

// FormatID returns an id as people see it, for example "deal_8f3k…" for an object named deal.
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

// ParseID reads the output of FormatID. It also accepts capitals, and the letters o, i and l for
// the digits 0 and 1. A malformed id is fault.Invalid.
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
