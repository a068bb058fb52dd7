package auth

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"sync"
	"time"

	"salesops/audit"
	"salesops/internal/fault"
	"salesops/internal/period"
	"salesops/internal/reason"
	"salesops/record"
	"salesops/sales"
)

// How long things last.
const (
	SessionIdle   = 8 * time.Hour
	SessionLength = 7 * 24 * time.Hour
	inviteLength  = 7 * 24 * time.Hour
	resetLength   = 30 * time.Minute
	factorLength  = 5 * time.Minute
	// seenEvery is how exactly it is kept when a session or token was last used.
	seenEvery = time.Minute
)

// Options are what Auth works with. Store, Log and Clock are needed.
type Options struct {
	Store Store
	Log   *record.Log
	Clock func() period.Instant
	// Audit keeps what happened; nil forgets it.
	Audit func(ctx context.Context, actor record.Actor, e audit.Event) error
	// Mail sends invitations and resets; nil when the company has no mail server set up.
	Mail Mail
	// Factors says what somebody must show beside the password; nil asks for nothing more.
	Factors Factors
	// Failed is told of what went wrong behind an answer; nil tells nobody.
	Failed func(ctx context.Context, doing string, err error)
	// Params are the costs of new passwords; the zero value takes Recommended.
	Params Params
	// KDF is for tests that count.
	KDF KDF
}

// Mail takes messages with a one-time link to somebody. It runs behind the answer.
type Mail interface {
	Invite(ctx context.Context, to, link, invitedBy string, until period.Instant) error
	Reset(ctx context.Context, to, link string, until period.Instant) error
}

// Factors is what is asked for beside a password.
type Factors interface {
	// Needed are the kinds a user may choose from, such as totp; none lets the user in.
	Needed(ctx context.Context, user record.ID) ([]string, error)
}

// Auth is the door: it lets people and programs in, and puts them out.
type Auth struct {
	Options
	hasher   *hasher
	throttle *throttle
	forgot   Limiter
	setup    sync.Mutex // one first administrator

	post   chan func(context.Context)
	ended  chan struct{}
	cancel context.CancelFunc
}

// New makes the door. Close ends what runs behind answers.
func New(ctx context.Context, o Options) *Auth {
	ctx, cancel := context.WithCancel(ctx)
	a := &Auth{
		Options: o, hasher: newHasher(o.KDF, o.Params), throttle: newThrottle(),
		forgot: Limiter{Burst: 5, Every: 10 * time.Minute},
		post:   make(chan func(context.Context), 64), ended: make(chan struct{}), cancel: cancel,
	}
	go a.deliver(ctx)
	return a
}

// Close ends what runs behind answers; what waits is not sent.
func (a *Auth) Close() {
	a.cancel()
	<-a.ended
}

func (a *Auth) deliver(ctx context.Context) {
	defer close(a.ended)
	for {
		select {
		case <-ctx.Done():
			return
		case do := <-a.post:
			do(ctx)
		}
	}
}

// behind runs something after the answer, so that its time tells nothing.
func (a *Auth) behind(do func(context.Context)) error {
	select {
	case a.post <- do:
		return nil
	default:
		return Throttled{After: 10, Why: fault.Because(fault.Busy, reason.Of("signin_busy"))}
	}
}

// note keeps an event; when it cannot be kept, what it tells of is not done either.
func (a *Auth) note(ctx context.Context, who record.Actor, e audit.Event) error {
	if a.Audit == nil {
		return nil
	}
	return a.Audit(ctx, who, e)
}

// newSecret is 256 random bits for a cookie or a link, and what is kept of it.
func newSecret() (string, Hash) {
	var b [32]byte
	_, _ = rand.Read(b[:]) // never fails: it ends the program instead
	s := base64.RawURLEncoding.EncodeToString(b[:])
	return s, HashOf(s)
}

// HashOf is what is kept of a secret.
func HashOf(secret string) Hash { return sha256.Sum256([]byte(secret)) }

func (a *Auth) after(d time.Duration) period.Instant {
	return a.Clock() + period.Instant(d.Microseconds())
}

// NameOf is the name in the user's person record.
func (a *Auth) NameOf(ctx context.Context, u User) (string, error) { return a.nameOf(ctx, u.Person) }

// nameOf is the person's name as the log has it.
func (a *Auth) nameOf(ctx context.Context, person record.ID) (string, error) {
	r, err := a.Log.Get(ctx, record.Everything(), sales.Person, person)
	if fault.KindOf(err) == fault.Missing && err != nil {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	return r.Fields["name"].Text(), nil
}

// identify makes a user who asks.
func (a *Auth) identify(ctx context.Context, u User, via Via, address string) (Identity, error) {
	name, err := a.nameOf(ctx, u.Person)
	return Identity{Person: u.Person, User: UserID(u.ID), Name: name, Via: via, Address: address}, err
}

// UserID, SessionID and TokenID are ids as they are shown.
func UserID(id record.ID) string    { return record.FormatID("user", id) }
func SessionID(id record.ID) string { return record.FormatID("session", id) }
func TokenID(id record.ID) string   { return record.FormatID("token", id) }

// parseID reads an id of a kind; false when it is none.
func parseID(kind, text string) (record.ID, bool) {
	object, id, err := record.ParseID(text)
	return id, err == nil && object == kind
}
