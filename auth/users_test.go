package auth_test

import (
	"fmt"
	"strings"
	"testing"

	"salesops/auth"
	"salesops/internal/fault"
)

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
	link, err := o.Invite(t.Context(), bo, last.User, base)
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
	for _, u := range []auth.User{o.ann, o.add("cy", "")} {
		link, err := o.Invite(t.Context(), auth.Identity{}, auth.UserID(u.ID), base)
		o.must(err)
		_, err = o.SignInWithCode(t.Context(), link.Secret, "000000", auth.Origin{})
		o.refused(fmt.Sprintf("a link to %s as a ticket", link.Kind), err, "ticket_old", fault.Missing)
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
