package auth_test

import (
	"errors"
	"fmt"
	"strconv"
	"testing"
	"time"

	"pgregory.net/rapid"

	"salesops/auth"
	"salesops/internal/fault"
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
		var now time.Duration
		for i := range most - 1 {
			l.Take("old "+strconv.Itoa(i), now)
		}
		now += time.Hour
		if wait := l.Take("waits", now); wait != 0 {
			t.Fatalf("%s: the first try waits %v", name, wait)
		}
		l.Take("new", now) // more than there is room for: the old ones go
		if wait := l.Take("waits", now); wait == 0 {
			t.Errorf("%s: a key that has to wait was forgotten beside %d that had not", name, most-1)
		}
	}
}

// TestTriesDrain: a key has its burst at once and one try more after each interval; a try that is given back can be
// taken again, once; a cleared key starts anew. No other key is touched by any of it.
func TestTriesDrain(t *testing.T) {
	t.Parallel()
	var now time.Duration
	l := &auth.Limiter{Burst: 3, Every: time.Minute}
	step := func(what, key string, want ...time.Duration) {
		t.Helper()
		for i, wait := range want {
			if got := l.Take(key, now); got != wait {
				t.Errorf("%s: try %d waits %v, want %v", what, i+1, got, wait)
			}
		}
	}
	step("the burst", "a", 0, 0, 0, time.Minute, time.Minute)
	l.Give("a")
	step("one given back", "a", 0, time.Minute)
	now += time.Minute / 4
	step("a quarter of the interval later", "a", 45*time.Second)
	now += 3 * time.Minute / 4
	step("an interval later", "a", 0, time.Minute)
	step("another key", "b", 0)
	l.Give("b")
	l.Give("b") // nothing is left to give back
	l.Give("c")
	step("all given back", "b", 0, 0, 0, time.Minute)
	step("a key that never tried", "c", 0, 0, 0, time.Minute)
	now += 5 * time.Minute
	step("drained", "a", 0, 0, 0, time.Minute)
	l.Clear("a")
	step("cleared", "a", 0, 0, 0, time.Minute)
	now += 3*time.Minute - 1
	step("a moment before the burst is whole", "a", 0, 0, time.Second)
}

// TestTheKeyOfTheFewestTriesMakesRoom: when all keys have to wait, the one that tried least is forgotten.
func TestTheKeyOfTheFewestTriesMakesRoom(t *testing.T) {
	t.Parallel()
	var now time.Duration
	l := &auth.Limiter{Burst: 4, Every: time.Minute, Keys: 3}
	for key, tries := range map[string]int{"most": 4, "fewest": 2, "between": 3} {
		for range tries {
			l.Take(key, now)
		}
	}
	l.Take("new", now)
	l.Take("new", now)
	l.Take("new", now)
	for _, c := range []struct {
		key  string
		left int
	}{{"most", 0}, {"between", 1}, {"new", 1}, {"fewest", 4}} { // the last one pushes another out
		left := 0
		for l.Take(c.key, now) == 0 {
			left++
		}
		if left != c.left {
			t.Errorf("the key of %s tries has %d left, want %d", c.key, left, c.left)
		}
	}
}

// tries is a sign-in service that is asked at one moment.
type tries struct {
	*auth.Auth
	t *testing.T
}

func newTries(t *testing.T) tries {
	t.Helper()
	now := period.DayOf(2026, 3, 2).Start(time.UTC)
	a := auth.New(t.Context(), auth.Options{Clock: func() period.Instant { return now },
		Elapsed: func() time.Duration { return 0 }})
	t.Cleanup(a.Close)
	return tries{a, t}
}

// wait tries to sign in once and returns how many seconds that has to wait, 0 when it may go on.
func (s tries) wait(login, address string) int {
	s.t.Helper()
	err := s.Try(auth.User{Login: login}, auth.Origin{Address: address})
	if err == nil {
		return 0
	}
	var throttled auth.Throttled
	if why, _ := fault.ReasonOf(err); !errors.As(err, &throttled) || fault.KindOf(err) != fault.Busy ||
		why.Code != "signin_wait" || why.Parts["seconds"] != strconv.Itoa(throttled.After) {
		s.t.Fatalf("refused by %v", err)
	}
	return throttled.After
}

// counts tries as often as is let through.
func (s tries) counts(what string, want, after int, of func(i int) (login, address string)) {
	s.t.Helper()
	for i := range want {
		if wait := s.wait(of(i)); wait != 0 {
			s.t.Fatalf("%s: try %d waits %d s", what, i+1, wait)
		}
	}
	if wait := s.wait(of(want)); wait != after {
		s.t.Errorf("%s: try %d waits %d s, want %d", what, want+1, wait, after)
	}
}

// Tries count for the account at the address, for the account wherever they come from, and for the address whichever
// account they are at. NIST SP 800-63B allows at most 100 at an account.
func TestTriesCountForAccountAndAddress(t *testing.T) {
	t.Parallel()
	login := func(i int) string { return fmt.Sprintf("user%d@example.com", i) }
	address := func(i int) string { return fmt.Sprintf("192.0.2.%d", i) }
	for what, c := range map[string]struct {
		most, after int
		of          func(i int) (string, string)
	}{
		"an account from an address": {5, 60, func(int) (string, string) { return login(0), address(0) }},
		"an account":                 {30, 120, func(i int) (string, string) { return login(0), address(i) }},
		"an address":                 {30, 20, func(i int) (string, string) { return login(i), address(0) }},
		"a network of IPv6": {30, 20, func(i int) (string, string) {
			return login(i), fmt.Sprintf("2001:db8:1:2:%x::1", i)
		}},
		"an account from a network of IPv6": {5, 60, func(i int) (string, string) {
			return login(0), fmt.Sprintf("2001:db8:1:2:%x::1", i)
		}},
	} {
		s := newTries(t)
		s.counts(what, c.most, c.after, c.of)
		if wait := s.wait("another@example.com", "198.51.100.7"); wait != 0 {
			t.Errorf("%s: another account elsewhere waits %d s", what, wait)
		}
	}
	s := newTries(t)
	for i := range 200 { // neighbours of another network, and addresses of IPv4 in the form of IPv6
		for _, from := range []string{fmt.Sprintf("2001:db8:1:%x::1", i), fmt.Sprintf("::ffff:192.0.2.%d", i)} {
			if wait := s.wait(login(1000+i), from); wait != 0 {
				t.Fatalf("%s waits %d s", from, wait)
			}
		}
	}
}

// The right password ends the waiting of the account, but what else was tried from the address stays counted.
func TestTheRightPasswordForgetsTheTriesOfItsAccount(t *testing.T) {
	t.Parallel()
	s := newTries(t)
	ada, here := auth.User{Login: "ada@example.com"}, auth.Origin{Address: "2001:db8::1"}
	same := func(int) (string, string) { return ada.Login, "2001:db8::2" } // of the same network
	for i := range 29 {                                                    // at the account, from elsewhere
		s.wait(ada.Login, fmt.Sprintf("2001:db8:0:%x::1", 1+i))
	}
	s.wait(same(0))
	if wait := s.wait(ada.Login, "2001:db8:0:99::1"); wait != 120 {
		t.Errorf("after 30 tries the account waits %d s", wait)
	}
	s.Right(ada, here)
	s.counts("after the right password", 5, 60, same)
	other := func(i int) (string, string) { return fmt.Sprintf("user%d@example.com", i), "2001:db8::3" }
	s.counts("the address", 30-5, 20, other) // the five since count; the right one was taken back
}

// TestWaitingDoesNotFollowTheClock: however often the clock of the machine is set, and how far, whoever has to wait
// waits as long as was said, and no longer.
func TestWaitingDoesNotFollowTheClock(t *testing.T) {
	t.Parallel()
	now, passed := period.DayOf(2026, 3, 2).Start(time.UTC), time.Duration(0)
	a := auth.New(t.Context(), auth.Options{Clock: func() period.Instant { return now },
		Elapsed: func() time.Duration { return passed }})
	t.Cleanup(a.Close)
	accounts := 0
	rapid.Check(t, func(r *rapid.T) {
		set := func() {
			now += period.Instant(time.Duration(rapid.Int64Range(-400, 400).Draw(r, "hours")) * time.Hour / 1000)
		}
		accounts++
		login := fmt.Sprintf("user%d@example.com", accounts)
		wait := func() int {
			set()
			err := a.Try(auth.User{Login: login}, auth.Origin{Address: fmt.Sprintf("2001:db8:1:%x::1", accounts)})
			if err == nil {
				return 0
			}
			var throttled auth.Throttled
			if !errors.As(err, &throttled) {
				r.Fatalf("refused by %v", err)
			}
			return throttled.After
		}
		for try, want := range []int{0, 0, 0, 0, 0, 60, 60} {
			if got := wait(); got != want {
				r.Fatalf("try %d waits %d s, want %d", try+1, got, want)
			}
		}
		if passed += 59 * time.Second; wait() != 1 {
			r.Fatalf("a second before the wait is over, it waits %d s", wait())
		}
		if passed += time.Second; wait() != 0 {
			r.Fatalf("after the wait, it waits %d s", wait())
		}
	})
}
