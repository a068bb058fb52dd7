package auth_test

import (
	"context"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/crypto/argon2"

	"salesops/audit"
	"salesops/auth"
	"salesops/internal/fault"
	"salesops/internal/period"
	"salesops/record"
	"salesops/sales"
	"salesops/sqlite"
)

// officeKey is the key of secrets that are known again.
func officeKey() ([]byte, error) { return []byte("0123456789abcdef0123456789abcdef"), nil }

const password = "vq7kzx3mwb9h"

// office is an Auth with its store and two active users, and a clock that the test moves.
type office struct {
	*auth.Auth
	t       *testing.T
	store   auth.Store
	log     *record.Log
	now     period.Instant
	ann, bo auth.User
	hashed  int // passwords
	told    []told
	full    error       // of the audit log
	mails   chan mailed // what was sent
}

// told is an event of the audit log and who caused it.
type told struct {
	By record.Actor
	audit.Event
}

// mailed is a message: with a link, or of a change.
type mailed struct {
	Kind     auth.LinkKind
	To       auth.Recipient
	Link, By string
	Until    period.Instant
	Change   auth.Change
}

// mailing is a mail server.
type mailing struct {
	sent chan<- mailed
	fail error
}

func (m *mailing) Invite(_ context.Context, to auth.Recipient, link, by string, until period.Instant) error {
	m.sent <- mailed{Kind: auth.InviteLink, To: to, Link: link, By: by, Until: until}
	return m.fail
}

func (m *mailing) Reset(_ context.Context, to auth.Recipient, link string, until period.Instant) error {
	m.sent <- mailed{Kind: auth.ResetLink, To: to, Link: link, Until: until}
	return m.fail
}

func (m *mailing) Changed(_ context.Context, to auth.Recipient, what auth.Change) error {
	m.sent <- mailed{To: to, Change: what}
	return m.fail
}

func (m *mailing) Test(_ context.Context, to auth.Recipient) error {
	m.sent <- mailed{To: to, Change: "test"}
	return m.fail
}

// base is the address of the program, and address that of a link.
const base = "https://sales.example.com/"

func address(base string, kind auth.LinkKind, secret string) string {
	return base + string(kind) + "#" + secret
}

func newOffice(t *testing.T) *office {
	t.Helper()
	o := &office{t: t, mails: make(chan mailed, 100),
		now: period.InstantOf(time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC))}
	clock, start := func() period.Instant { return o.now }, o.now
	elapsed := func() time.Duration { return o.now.Time().Sub(start.Time()) }
	db, err := sqlite.Open(filepath.Join(t.TempDir(), "truth.sqlite"), sqlite.Options{})
	o.must(err)
	log, err := record.Open(t.Context(), db.Store(), record.Options{Objects: sales.Objects(), Guards: sales.Guards(),
		Clock: clock})
	o.must(err)
	o.store, o.log = db.Auth(), log
	o.Auth = auth.New(t.Context(), auth.Options{Store: o.store, Log: log, Clock: clock,
		Elapsed: elapsed, Key: officeKey,
		Params: auth.Params{Memory: 64, Time: 1, Lanes: 1},
		KDF: func(password, salt []byte, p auth.Params) []byte {
			o.hashed++
			return argon2.IDKey(password, salt, p.Time, p.Memory, p.Lanes, 32)
		},
		Audit: func(_ context.Context, by record.Actor, e audit.Event) error {
			o.told = append(o.told, told{by, e})
			return o.full
		}})
	t.Cleanup(func() {
		o.Close()
		o.must(log.Close())
		o.must(db.Close())
	})
	o.ann, o.bo = o.add("ann", password), o.add("bo", password)
	o.told, o.hashed = nil, 0
	return o
}

func (o *office) must(err error) {
	o.t.Helper()
	if err != nil {
		o.t.Fatal(err)
	}
}

func (o *office) add(name, password string) auth.User {
	o.t.Helper()
	u, err := o.Add(o.t.Context(), auth.Identity{}, auth.NewUser{Login: name + "@example.com", Name: name,
		Role: "rep", Password: password}, nil)
	o.must(err)
	return u
}

// session signs a user in and returns who it is.
func (o *office) session(u auth.User) auth.Identity {
	o.t.Helper()
	s, err := o.Begin(o.t.Context(), u.ID, "password", auth.Origin{})
	o.must(err)
	who, ok, err := o.Resume(o.t.Context(), s.Secret, "")
	if !ok || err != nil {
		o.t.Fatalf("%s is not signed in: %v", u.Login, err)
	}
	return who
}

func (o *office) token(who auth.Identity) (string, error) {
	_, secret, err := o.CreateToken(o.t.Context(), who,
		auth.NewToken{Name: "report", Scopes: []auth.Scope{auth.ScopeRead},
			Days: 1, Password: password}, auth.Origin{})
	return secret, err
}

// has checks how many sessions and tokens users have.
func (o *office) has(when string, want ...int) {
	o.t.Helper()
	var got []int
	for _, u := range []auth.User{o.ann, o.bo} {
		sessions, err := o.Sessions(o.t.Context(), auth.UserID(u.ID))
		o.must(err)
		tokens, err := o.Tokens(o.t.Context(), auth.UserID(u.ID))
		o.must(err)
		got = append(got, len(sessions), len(tokens))
	}
	if !slices.Equal(got, want) {
		o.t.Errorf("%s: sessions and tokens of the two are %v, want %v", when, got, want)
	}
}

func (o *office) refused(what string, err error, code string, kind fault.Kind) {
	o.t.Helper()
	if why, _ := fault.ReasonOf(err); why.Code != code || fault.KindOf(err) != kind {
		o.t.Errorf("%s: %v, want %s", what, err, code)
	}
}

// says checks the events since the last time.
func (o *office) says(what string, want ...told) {
	o.t.Helper()
	if diff := cmp.Diff(want, o.told); diff != "" {
		o.t.Errorf("%s: the audit log has\n%s", what, diff)
	}
	o.told = nil
}

// user reads a user again.
func (o *office) user(u auth.User) auth.User {
	o.t.Helper()
	now, err := o.User(o.t.Context(), auth.UserID(u.ID))
	o.must(err)
	return now
}

// change writes a user as no function of Auth would.
func (o *office) change(u auth.User, fn func(u *auth.User)) {
	o.t.Helper()
	now := o.user(u)
	fn(&now)
	o.must(o.store.Write(o.t.Context(), func(w auth.Writer) error { return w.PutUser(now) }))
}

// actor is a user in the log.
func actor(u auth.User) record.Actor { return auth.Identity{Person: u.Person}.Actor() }
