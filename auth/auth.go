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

// Lifetimes of sessions and links.
const (
	SessionIdle   = 8 * time.Hour
	SessionLength = 7 * 24 * time.Hour
	inviteLength  = 7 * 24 * time.Hour
	resetLength   = 30 * time.Minute
	factorLength  = 5 * time.Minute
	// seenEvery is the precision with which the last use of a session or token is stored.
	seenEvery = time.Minute
)

// Options are the options of New. Store, Log, Clock and Elapsed are required.
type Options struct {
	Store Store
	Log   *record.Log
	Clock func() period.Instant
	// Elapsed is the time since a moment of the process, by a clock that nobody sets. Limits of tries use it.
	Elapsed func() time.Duration
	// Audit records events; nil discards them.
	Audit func(ctx context.Context, actor record.Actor, e audit.Event) error
	// Mail sends messages; nil when the company has no mail server.
	Mail Mail
	// Later keeps a letter until it is given to Deliver; required with Mail.
	Later func(ctx context.Context, l Letter) error
	// Key returns the 32 bytes with which secrets are encrypted that must be known again.
	Key func() ([]byte, error)
	// Failed is called with errors of work that runs after an answer; nil ignores them.
	Failed func(ctx context.Context, doing string, err error)
	// Params are the costs of new password hashes; the zero value means Recommended.
	Params Params
	// KDF replaces the key derivation in tests that count calls.
	KDF KDF
}

// Auth signs people and programs in and out.
type Auth struct {
	Options
	hasher   *hasher
	throttle *throttle
	forgot   Limiter
	codes    Limiter    // of second factors, by user
	setup    sync.Mutex // held while a user is added, so that there is only one first administrator

	post   chan func(context.Context)
	ended  chan struct{}
	cancel context.CancelFunc
}

// New returns an Auth and starts its background work, which Close stops.
func New(ctx context.Context, o Options) *Auth {
	ctx, cancel := context.WithCancel(ctx)
	a := &Auth{
		Options: o, hasher: newHasher(o.KDF, o.Params), throttle: newThrottle(),
		forgot: Limiter{Burst: 5, Every: 10 * time.Minute}, codes: Limiter{Burst: 10, Every: 2 * time.Minute},
		post: make(chan func(context.Context), 64), ended: make(chan struct{}), cancel: cancel,
	}
	go a.deliver(ctx)
	return a
}

// Close stops the background work.
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

// behind runs do after the answer, so that the time of the answer reveals nothing.
func (a *Auth) behind(do func(context.Context)) error {
	select {
	case a.post <- do:
		return nil
	default:
		return Throttled{After: 10, Why: fault.Because(fault.Busy, reason.Of("signin_busy"))}
	}
}

// note records an event. When that fails, the caller must not do what the event describes.
func (a *Auth) note(ctx context.Context, who record.Actor, e audit.Event) error {
	if a.Audit == nil {
		return nil
	}
	return a.Audit(ctx, who, e)
}

// newSecret returns 256 random bits for a cookie or a link, and their hash for the store.
func newSecret() (string, Hash) {
	var b [32]byte
	_, _ = rand.Read(b[:]) // Read never returns an error; it ends the program when there is no randomness
	s := base64.RawURLEncoding.EncodeToString(b[:])
	return s, HashOf(s)
}

// HashOf returns the hash of a secret, which is stored in its place.
func HashOf(secret string) Hash { return sha256.Sum256([]byte(secret)) }

func (a *Auth) after(d time.Duration) period.Instant {
	return a.Clock() + period.Instant(d.Microseconds())
}

// NameOf returns the name in the user's person record.
func (a *Auth) NameOf(ctx context.Context, u User) (string, error) { return a.nameOf(ctx, u.Person) }

// nameOf returns the name of a person from the log; "" when the record is missing.
func (a *Auth) nameOf(ctx context.Context, person record.ID) (string, error) {
	r, err := a.Log.Get(ctx, record.Everything(), sales.Person, person)
	if fault.KindOf(err) == fault.Missing {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	return r.Fields["name"].Text(), nil
}

// identify returns the identity of a user.
func (a *Auth) identify(ctx context.Context, u User, via Via, address string) (Identity, error) {
	name, err := a.nameOf(ctx, u.Person)
	return Identity{Person: u.Person, User: UserID(u.ID), Name: name, Via: via, Role: u.Role,
		Address: address}, err
}

// UserID, SessionID and TokenID return ids in the form that people see.
func UserID(id record.ID) string    { return record.FormatID("user", id) }
func SessionID(id record.ID) string { return record.FormatID("session", id) }
func TokenID(id record.ID) string   { return record.FormatID("token", id) }

// parseID parses an id of the given kind; false when the text is none.
func parseID(kind, text string) (record.ID, bool) {
	object, id, err := record.ParseID(text)
	return id, err == nil && object == kind
}
