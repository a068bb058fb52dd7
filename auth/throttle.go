package auth

import (
	"math"
	"net/netip"
	"sync"
	"time"

	"salesops/internal/fault"
	"salesops/internal/reason"
)

// Throttled is a refusal that ends after a time. It unwraps to a fault of kind Busy.
type Throttled struct {
	After int // seconds
	Why   error
}

func (t Throttled) Error() string { return t.Why.Error() }
func (t Throttled) Unwrap() error { return t.Why }

// Limiter allows each key Burst tries at once and one more after each interval Every. The number of
// keys is limited: beyond it, the limiter first forgets keys that would be allowed anyway, then
// those with the fewest tries. It is told the time by a clock that nobody sets: one that is set back
// would make keys wait until it has caught up.
type Limiter struct {
	Burst int
	Every time.Duration
	Keys  int // 0 means 10,000

	mu   sync.Mutex
	fill map[string]fill
}

// fill is the number of tries counted for a key, and when that number was valid.
type fill struct {
	taken float64
	at    time.Duration
}

// Take counts one try and returns 0, or returns how long to wait without counting it.
func (l *Limiter) Take(key string, now time.Duration) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	f := l.drained(key, now)
	if f.taken+1 > float64(l.Burst) {
		return max(time.Second, time.Duration((f.taken+1-float64(l.Burst))*float64(l.Every)))
	}
	f.taken++
	if l.fill == nil {
		l.fill = map[string]fill{}
	}
	if _, known := l.fill[key]; !known && len(l.fill) >= l.most() {
		l.forget(now)
	}
	l.fill[key] = f
	return 0
}

// most is how many keys are kept.
func (l *Limiter) most() int {
	if l.Keys == 0 {
		return 10_000
	}
	return l.Keys
}

// Clear forgets the tries of a key.
func (l *Limiter) Clear(key string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.fill, key)
}

// Give takes back one try.
func (l *Limiter) Give(key string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if f, ok := l.fill[key]; ok {
		f.taken = max(0, f.taken-1)
		l.fill[key] = f
	}
}

func (l *Limiter) drained(key string, now time.Duration) fill {
	f := l.fill[key]
	return fill{taken: max(0, f.taken-float64(now-f.at)/float64(l.Every)), at: now}
}

func (l *Limiter) forget(now time.Duration) {
	least, key := math.Inf(1), ""
	for k := range l.fill {
		f := l.drained(k, now)
		if f.taken == 0 {
			delete(l.fill, k)
			continue
		}
		if f.taken < least {
			least, key = f.taken, k
		}
	}
	if len(l.fill) >= l.most() {
		delete(l.fill, key)
	}
}

// throttle limits tries of passwords per account and address, per account (NIST SP 800-63B: at most
// 100 in a row), and per address.
type throttle struct {
	pair, account, address Limiter
}

func newThrottle() *throttle {
	return &throttle{
		pair:    Limiter{Burst: 5, Every: time.Minute},
		account: Limiter{Burst: 30, Every: 2 * time.Minute},
		address: Limiter{Burst: 30, Every: 20 * time.Second},
	}
}

// take counts a try before its password is checked, so that concurrent tries count.
func (t *throttle) take(account, address string, now time.Duration) error {
	address = network(address)
	wait := t.pair.Take(account+" "+address, now)
	if wait == 0 {
		if wait = t.account.Take(account, now); wait == 0 {
			wait = t.address.Take(address, now)
		}
	}
	if wait == 0 {
		return nil
	}
	seconds := int(math.Ceil(wait.Seconds()))
	return Throttled{After: seconds, Why: fault.Because(fault.Busy, reason.Of("signin_wait", "seconds", seconds))}
}

// right forgets the tries that led to the right password. The address keeps its tries at other
// accounts.
func (t *throttle) right(account, address string) {
	address = network(address)
	t.pair.Clear(account + " " + address)
	t.account.Clear(account)
	t.address.Give(address)
}

// Try counts a try to authenticate as a user before it is checked. A refusal says how long to wait.
// Call Right when all factors were correct.
func (a *Auth) Try(u User, from Origin) error {
	return a.throttle.take(u.Login, from.Address, a.Elapsed())
}

// Right takes back what Try counted, because the try was correct.
func (a *Auth) Right(u User, from Origin) { a.throttle.right(u.Login, from.Address) }

// network returns the network that one customer of a provider has: for an IPv6 address its /64.
func network(address string) string {
	ip, err := netip.ParseAddr(address)
	if err != nil || ip.Unmap().Is4() {
		return address
	}
	p, err := ip.Prefix(64)
	if err != nil {
		return address
	}
	return p.String()
}
