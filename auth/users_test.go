package auth_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"salesops/auth"
	"salesops/internal/fault"
	"salesops/internal/period"
	"salesops/record"
	"salesops/sales"
	"salesops/sqlite"
)

const password = "vq7kzx3mwb9h"

// office is an Auth with its store and two active users, and a clock that the test moves.
type office struct {
	*auth.Auth
	t       *testing.T
	now     period.Instant
	ann, bo auth.User
}

func newOffice(t *testing.T) *office {
	t.Helper()
	o := &office{t: t, now: period.InstantOf(time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC))}
	clock := func() period.Instant { return o.now }
	db, err := sqlite.Open(filepath.Join(t.TempDir(), "truth.sqlite"), sqlite.Options{})
	o.must(err)
	log, err := record.Open(t.Context(), db.Store(), record.Options{Objects: sales.Objects(), Guards: sales.Guards(),
		Clock: clock})
	o.must(err)
	o.Auth = auth.New(t.Context(), auth.Options{Store: db.Auth(), Log: log, Clock: clock,
		Params: auth.Params{Memory: 64, Time: 1, Lanes: 1}})
	t.Cleanup(func() {
		o.Close()
		o.must(log.Close())
		o.must(db.Close())
	})
	o.ann, o.bo = o.add("ann", password), o.add("bo", password)
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
			Days: 1})
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

// TestWhatEndsWithAUser: renewing a session ends the user's others, deactivating ends all that lets the user in, and
// neither touches another user.
func TestWhatEndsWithAUser(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	first, last, bo := o.session(o.ann), o.session(o.ann), o.session(o.bo)
	o.session(o.bo)
	for _, who := range []auth.Identity{first, bo} {
		_, err := o.token(who)
		o.must(err)
	}
	o.has("at first", 2, 1, 2, 1)
	_, err := o.Renew(t.Context(), auth.Identity{User: last.User})
	o.refused("renew without a session", err, "session_needed", fault.Denied)
	_, err = o.Renew(t.Context(), auth.Identity{User: last.User, SessionID: bo.SessionID})
	o.refused("renew the session of another", err, "session_needed", fault.Denied)
	o.has("after what was refused", 2, 1, 2, 1)
	secret, err := o.Renew(t.Context(), last)
	o.must(err)
	o.has("renewed", 1, 1, 2, 1)
	if who, ok, err := o.Resume(t.Context(), secret, ""); !ok || err != nil || who.SessionID != last.SessionID {
		t.Errorf("the renewed session is %+v, %v, %v", who, ok, err)
	}
	o.refused("deactivate oneself", o.Deactivate(t.Context(), bo, bo.User), "user_self", fault.Conflict)
	link, err := o.Invite(t.Context(), bo, last.User, func(auth.LinkKind, string) string { return "" })
	o.must(err)
	o.must(o.Deactivate(t.Context(), bo, last.User))
	o.has("deactivated", 0, 0, 2, 1)
	_, _, err = o.OpenLink(t.Context(), link.Secret)
	o.refused("a link of before", err, "link_unknown", fault.Missing)
	o.must(o.Activate(t.Context(), bo, last.User))
	_, _, err = o.OpenLink(t.Context(), link.Secret)
	o.refused("a link of before, active again", err, "link_unknown", fault.Missing)
}

// TestActivate: who had a password is active with it again, who had none is invited.
func TestActivate(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	invited := o.add("cy", "")
	for _, c := range []struct {
		user auth.User
		want auth.State
	}{{o.ann, auth.Active}, {invited, auth.Invited}} {
		id := auth.UserID(c.user.ID)
		for _, step := range []struct {
			do   func() error
			want auth.State
		}{
			{func() error { return o.Activate(t.Context(), auth.Identity{}, id) }, c.want}, // it was not deactivated
			{func() error { return o.Deactivate(t.Context(), auth.Identity{}, id) }, auth.Deactivated},
			{func() error { return o.Activate(t.Context(), auth.Identity{}, id) }, c.want},
		} {
			o.must(step.do())
			if u, err := o.User(t.Context(), id); err != nil || u.State != step.want {
				t.Errorf("%s is %s, %v; want %s", c.user.Login, u.State, err, step.want)
			}
		}
	}
	_, err := o.SignIn(t.Context(), o.ann.Login, password, auth.Origin{})
	o.must(err)
}

// TestTokensOfAUserHaveABound: fifty, of each user.
func TestTokensOfAUserHaveABound(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ann, bo := o.session(o.ann), o.session(o.bo)
	for range 50 {
		_, err := o.token(ann)
		o.must(err)
	}
	_, err := o.token(ann)
	o.refused("one more", err, "token_too_many", fault.Conflict)
	_, err = o.token(bo)
	o.must(err)
	o.has("then", 1, 50, 1, 1)
}

// TestLinksAreForOneThing: a link for a password is no ticket for a second factor, and is good until its last moment.
func TestLinksAreForOneThing(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	at := func(auth.LinkKind, string) string { return "" }
	for _, u := range []auth.User{o.ann, o.add("cy", "")} {
		link, err := o.Invite(t.Context(), auth.Identity{}, auth.UserID(u.ID), at)
		o.must(err)
		_, err = o.TicketUser(t.Context(), link.Secret)
		o.refused(fmt.Sprintf("a link to %s as a ticket", link.Kind), err, "link_unknown", fault.Missing)
		o.now = link.Until
		_, kind, err := o.OpenLink(t.Context(), link.Secret)
		if err != nil || kind != link.Kind {
			t.Errorf("at its end, a link to %s is one to %s, %v", link.Kind, kind, err)
		}
		o.now++
		_, _, err = o.OpenLink(t.Context(), link.Secret)
		o.refused("a link behind its end", err, "link_unknown", fault.Missing)
	}
}

// TestLogins: a mail address of at most 200 bytes, in lower case, with nothing around it.
func TestLogins(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	long := func(n int) string { return strings.Repeat("k", n-len("@example.com")) + "@example.com" }
	for login, want := range map[string]string{
		" Cy@Example.COM ": "cy@example.com", long(200): long(200), long(201): "", "": "", "cy": "",
		"Cy <cy@example.com>": "",
		"<cy@example.com>":    "", `"c y"@example.com`: "", "cy@example.com, bo@example.com": "",
		"c\x7fy@example.com": "",
		"cy@example.com\xff": "",
	} {
		u, err := o.Add(t.Context(), auth.Identity{}, auth.NewUser{Login: login, Name: "Cy"}, nil)
		switch {
		case want == "":
			o.refused(fmt.Sprintf("%q", login), err, "login_malformed", fault.Invalid)
		case err != nil || u.Login != want:
			t.Errorf("%q is %q, %v; want %q", login, u.Login, err, want)
		}
	}
}
