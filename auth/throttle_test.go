package auth_test

import (
	"strconv"
	"testing"
	"time"

	"salesops/auth"
	"salesops/internal/period"
)

// TestRoomForKeysIsMadeOfThoseThatRanOut: while keys that would be let in anyway make room, none that has to wait is
// forgotten, however many keys there may be.
func TestRoomForKeysIsMadeOfThoseThatRanOut(t *testing.T) {
	t.Parallel()
	for name, l := range map[string]*auth.Limiter{
		"a limit of its own": {Burst: 1, Every: time.Minute, Keys: 50},
		"the usual limit":    {Burst: 1, Every: time.Minute},
	} {
		most := l.Keys
		if most == 0 {
			most = 10_000
		}
		now := period.DayOf(2026, 3, 2).Start(time.UTC)
		for i := range most - 1 {
			l.Take("old "+strconv.Itoa(i), now)
		}
		now += period.Instant(time.Hour.Microseconds())
		if wait := l.Take("waits", now); wait != 0 {
			t.Fatalf("%s: the first try waits %v", name, wait)
		}
		l.Take("new", now) // more than there is room for: the old ones go
		if wait := l.Take("waits", now); wait == 0 {
			t.Errorf("%s: a key that has to wait was forgotten beside %d that had not", name, most-1)
		}
	}
}
