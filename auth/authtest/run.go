package authtest

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"salesops/auth"
	"salesops/internal/period"
	"salesops/record"
)

// Run tests an engine. open returns a new empty store and closes it in the test's cleanup.
func Run(t *testing.T, open func(t *testing.T) auth.Store) {
	for _, test := range []struct {
		name string
		fn   func(t *testing.T, w world)
	}{
		{"what is put is found", putAndFind},
		{"put again replaces", putAgain},
		{"lists have an order", lists},
		{"what is dropped is gone, and nothing else", drop},
		{"with a user goes what is the user's", dropUser},
		{"what is old goes", dropOlder},
		{"links of a kind and apps are found by their user", ofUser},
		{"a login, a person, a secret has one owner", unique},
		{"a write sees itself", ownWrites},
		{"a write happens whole or not at all", allOrNothing},
		{"writers wait for each other", concurrent},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			test.fn(t, world{open(t), t})
		})
	}
}

// world is a store under test.
type world struct {
	auth.Store
	t *testing.T
}

func (w world) write(fn func(auth.Writer) error) {
	w.t.Helper()
	if err := w.Write(w.t.Context(), fn); err != nil {
		w.t.Fatal(err)
	}
}

// finds reads one thing; want nil is none.
func finds[T any](w world, want *T, fn func(auth.Reader) (T, bool, error)) {
	w.t.Helper()
	err := w.Read(w.t.Context(), func(r auth.Reader) error {
		got, ok, err := fn(r)
		switch {
		case ok != (want != nil):
			w.t.Errorf("found %v: %+v", ok, got)
		case ok:
			if diff := cmp.Diff(*want, got); diff != "" {
				w.t.Error(diff)
			}
		}
		return err
	})
	if err != nil {
		w.t.Error(err)
	}
}

// holds compares everything that the store has of some users with what is wanted.
func (w world) holds(want content) {
	w.t.Helper()
	if diff := cmp.Diff(want, w.content()); diff != "" {
		w.t.Error(diff)
	}
}

// content is all that a store can list.
type content struct {
	Users    []auth.User
	Sessions map[record.ID][]auth.OpenSession
	Tokens   map[record.ID][]auth.APIToken
	Links    []auth.Link
	Devices  map[record.ID][]auth.Device
	Apps     []auth.TOTP
}

func (w world) content() content {
	w.t.Helper()
	c := content{Sessions: map[record.ID][]auth.OpenSession{}, Tokens: map[record.ID][]auth.APIToken{},
		Devices: map[record.ID][]auth.Device{}}
	err := w.Read(w.t.Context(), func(r auth.Reader) (err error) {
		if c.Users, err = r.Users(); err != nil {
			return err
		}
		if c.Apps, err = r.TOTPs(); err != nil {
			return err
		}
		for _, id := range []record.ID{ann.ID, bob.ID} {
			sessions, err := r.SessionsOf(id)
			if err != nil {
				return err
			}
			tokens, err := r.TokensOf(id)
			if err != nil {
				return err
			}
			if len(sessions) > 0 {
				c.Sessions[id] = sessions
			}
			if len(tokens) > 0 {
				c.Tokens[id] = tokens
			}
			devices, err := r.DevicesOf(id)
			if err != nil {
				return err
			}
			if len(devices) > 0 {
				c.Devices[id] = devices
			}
		}
		for i := range byte(20) {
			link, ok, err := r.LinkByHash(auth.Hash{3, i})
			if err != nil {
				return err
			}
			if ok {
				c.Links = append(c.Links, link)
			}
		}
		return nil
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return c
}

// The people of the suite, and what they have: three of each.
var (
	ann = auth.User{ID: 1, Login: "ann@example.com", Person: 11, State: auth.Active, Password: "a hash",
		CreatedAt: 5, PasswordAt: 6, SignedInAt: 7, Language: "zh-Hans"}
	bob = auth.User{ID: 2, Login: "bob@example.com", Person: 12, State: auth.Invited, CreatedAt: 8}
)

func session(n byte, user record.ID) auth.OpenSession {
	return auth.OpenSession{ID: 20 + record.ID(n), Hash: auth.Hash{1, n}, User: user, CreatedAt: 10, SeenAt: 20,
		Agent: "Browser", Address: "127.0.0.1", Method: "password"}
}

func token(n byte, user record.ID) auth.APIToken {
	return auth.APIToken{ID: 30 + record.ID(n), Hash: auth.Hash{2, n}, User: user, Name: "report", Start: "sops_ab",
		Scopes: []auth.Scope{auth.ScopeRead, auth.ScopeWrite}, CreatedAt: 10, ExpiresAt: 99, UsedAt: 40}
}

func link(n byte, kind auth.LinkKind, user record.ID) auth.Link {
	return auth.Link{Hash: auth.Hash{3, n}, Kind: kind, User: user, CreatedAt: 10, ExpiresAt: 50}
}

// app is an authenticator app; n says when it was set up.
func app(n period.Instant, user record.ID) auth.TOTP {
	return auth.TOTP{User: user, Secret: []byte{5, 0, byte(user)}, Step: 1 << 40, CreatedAt: 10, ConfirmedAt: n,
		UsedAt: 2 * n}
}

func device(n byte, user record.ID, seen period.Instant) auth.Device {
	return auth.Device{User: user, Hash: auth.Hash{4, n}, SeenAt: seen}
}

// fill puts both users with two sessions, tokens, links and devices each. One device is of both.
func (w world) fill() content {
	w.t.Helper()
	c := content{
		Users: []auth.User{ann, bob},
		Sessions: map[record.ID][]auth.OpenSession{
			ann.ID: {session(2, ann.ID), session(1, ann.ID)}, bob.ID: {session(4, bob.ID), session(3, bob.ID)},
		},
		Tokens: map[record.ID][]auth.APIToken{
			ann.ID: {token(2, ann.ID), token(1, ann.ID)}, bob.ID: {token(4, bob.ID), token(3, bob.ID)},
		},
		Links: []auth.Link{
			link(1, auth.ResetLink, ann.ID), link(2, auth.FactorLink, ann.ID),
			link(3, auth.InviteLink, bob.ID), link(4, auth.ResetLink, bob.ID),
		},
		Devices: map[record.ID][]auth.Device{
			ann.ID: {device(1, ann.ID, 12), device(2, ann.ID, 11)},
			bob.ID: {device(3, bob.ID, 14), device(2, bob.ID, 13)},
		},
		Apps: []auth.TOTP{app(20, ann.ID), app(0, bob.ID)},
	}
	w.write(func(to auth.Writer) error {
		for _, u := range []auth.User{bob, ann} {
			if err := to.PutUser(u); err != nil {
				return err
			}
			for i := len(c.Sessions[u.ID]) - 1; i >= 0; i-- {
				if err := to.PutSession(c.Sessions[u.ID][i]); err != nil {
					return err
				}
				if err := to.PutToken(c.Tokens[u.ID][i]); err != nil {
					return err
				}
			}
		}
		for _, a := range c.Apps {
			if err := to.PutTOTP(a); err != nil {
				return err
			}
		}
		for _, l := range c.Links {
			if err := to.PutLink(l); err != nil {
				return err
			}
		}
		for _, d := range append(c.Devices[ann.ID], c.Devices[bob.ID]...) {
			if err := to.PutDevice(d); err != nil {
				return err
			}
		}
		return nil
	})
	return c
}
