package auth_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"salesops/audit"
	"salesops/auth"
	"salesops/internal/fault"
)

const another = "plum gravel teapot orbit"

// withMail starts the office again, with a mail server.
func (o *office) withMail(fail error, failed func(string, error)) {
	o.t.Helper()
	o.Auth.Close()
	options := o.Options
	options.Mail = &mailing{o.mails, fail}
	options.Later = func(ctx context.Context, l auth.Letter) error { return o.Deliver(ctx, l, address) }
	options.Failed = func(_ context.Context, doing string, err error) { failed(doing, err) }
	o.Auth = auth.New(o.t.Context(), options)
}

// TestInvite: who has no password chooses the first within seven days, who has one another within half an hour. A new
// link replaces the one before. With a mail server it is sent and nobody else gets it; else it is returned.
func TestInvite(t *testing.T) {
	t.Parallel()
	for _, mail := range []bool{false, true} {
		o := newOffice(t)
		cy := o.add("cy", "")
		if mail {
			o.withMail(nil, nil)
		}
		by := auth.Identity{Person: o.bo.Person, Name: "bo", User: auth.UserID(o.bo.ID), Address: here}
		for _, c := range []struct {
			user  auth.User
			kind  auth.LinkKind
			lasts time.Duration
		}{{cy, auth.InviteLink, 7 * 24 * time.Hour}, {o.ann, auth.ResetLink, 30 * time.Minute}} {
			o.told = nil
			first, err := o.Invite(t.Context(), by, auth.UserID(c.user.ID), base)
			o.must(err)
			secret := first.Secret
			o.says("a link",
				told{actor(o.bo), audit.Event{What: "user_invite", Whom: auth.UserID(c.user.ID), From: here,
					Detail: audit.Detail(c.kind)}})
			want := auth.Invitation{Secret: secret, Kind: c.kind, Until: o.now + micros(c.lasts), Mailed: mail}
			if diff := cmp.Diff(want, first); diff != "" || (secret == "") != mail {
				t.Errorf("a link to %s is\n%s", c.kind, diff)
			}
			if mail {
				got := <-o.mails
				secret = strings.TrimPrefix(got.Link, address(base, c.kind, ""))
				m := mailed{Kind: c.kind, To: auth.Recipient{Address: c.user.Login},
					Link:  address(base, c.kind, secret),
					Until: want.Until}
				if c.kind == auth.InviteLink {
					m.By = "bo"
				}
				if diff := cmp.Diff(m, got); diff != "" {
					t.Errorf("the mail is\n%s", diff)
				}
			}
			who, kind, err := o.OpenLink(t.Context(), secret)
			o.must(err)
			if who.User != auth.UserID(c.user.ID) || who.Name != o.nameOf(c.user) || kind != c.kind {
				t.Errorf("the link greets %+v for %s", who, kind)
			}
			_, err = o.Invite(t.Context(), by, auth.UserID(c.user.ID), base)
			o.must(err)
			_, _, err = o.OpenLink(t.Context(), secret)
			o.refused("the link before", err, "link_unknown", fault.Missing)
			if mail {
				<-o.mails
			}
		}
		o.must(o.Deactivate(t.Context(), auth.Identity{}, auth.UserID(cy.ID)))
		o.told = nil
		_, err := o.Invite(t.Context(), by, auth.UserID(cy.ID), base)
		o.refused("invite who is deactivated", err, "user_deactivated", fault.Conflict)
		_, err = o.Invite(t.Context(), by, "user_9", base)
		o.refused("invite nobody", err, "user_unknown", fault.Missing)
		o.says("what was refused")
		if len(o.mails) > 0 {
			t.Errorf("a mail too many: %+v", <-o.mails)
		}
	}
}

// TestAnInvitationThatIsNotSent says so.
func TestAnInvitationThatIsNotSent(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	down := errors.New("no mail server answers")
	o.withMail(down, nil)
	inv, err := o.Invite(t.Context(), auth.Identity{}, auth.UserID(o.ann.ID), base)
	if !errors.Is(err, down) || inv.Mailed {
		t.Errorf("%+v, %v", inv, err)
	}
}

// TestForgotPassword: the mail goes to who may sign in and to nobody else. From outside all addresses look the same.
func TestForgotPassword(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	for _, name := range []string{"cy", "di"} {
		o.add(name, map[string]string{"di": password}[name])
	}
	all, err := o.Users(t.Context())
	o.must(err)
	o.must(o.Deactivate(t.Context(), auth.Identity{}, auth.UserID(all[3].ID)))
	o.withMail(nil, nil)
	o.told = nil
	for i, login := range []string{"cy@example.com", "di@example.com", "nobody@example.com", " ANN@example.com"} {
		o.must(o.ForgotPassword(t.Context(), login, auth.Origin{Address: "192.0.2." + string(rune('1'+i))}, base))
	}
	m := <-o.mails // they are worked off in order
	_, kind, err := o.OpenLink(t.Context(), strings.TrimPrefix(m.Link, base+"reset#"))
	o.must(err)
	want := mailed{Kind: auth.ResetLink, To: auth.Recipient{Address: o.ann.Login}, Link: m.Link,
		Until: o.now + micros(30*time.Minute)}
	if diff := cmp.Diff(want, m); diff != "" || kind != auth.ResetLink {
		t.Errorf("a link to %s\n%s", kind, diff)
	}
	refused := func(login, from string) told {
		return told{audit.Nobody, audit.Event{What: "password_forgot", Outcome: audit.Refused, Whom: login, From: from,
			Reason: "user_unknown"}}
	}
	o.says("four tries", refused("cy@example.com", "192.0.2.1"), refused("di@example.com", "192.0.2.2"),
		refused("nobody@example.com", "192.0.2.3"),
		told{audit.Nobody, audit.Event{What: "password_forgot", Whom: auth.UserID(o.ann.ID), From: "192.0.2.4"}})
	o.refused("no address", o.ForgotPassword(t.Context(), "ann", auth.Origin{}, base), "login_malformed",
		fault.Invalid)
}

// TestForgottenPasswordsAreLimited for an account from anywhere and from an address for any account.
func TestForgottenPasswordsAreLimited(t *testing.T) {
	t.Parallel()
	for what, of := range map[string]func(i int) (string, string){
		"an account": func(i int) (string, string) { return "ann@example.com", "192.0.2." + string(rune('1'+i)) },
		"an address": func(i int) (string, string) { return string(rune('a'+i)) + "@example.com", here },
		"a network": func(i int) (string, string) {
			return string(rune('a'+i)) + "@example.com",
				"::" + string(rune('1'+i))
		},
	} {
		o := newOffice(t)
		for i := range 7 {
			login, from := of(i)
			err := o.ForgotPassword(t.Context(), login, auth.Origin{Address: from}, base)
			var wait auth.Throttled
			switch {
			case i < 5 && err != nil:
				t.Errorf("%s: try %d: %v", what, i+1, err)
			case i >= 5:
				o.refused(what, err, "signin_wait", fault.Busy)
				if why, _ := fault.ReasonOf(err); !errors.As(err, &wait) || wait.After != 601 ||
					why.Parts["seconds"] != "601" {
					t.Errorf("%s: try %d waits %+v", what, i+1, err)
				}
			}
		}
		o.now += micros(10 * time.Minute)
		login, from := of(0)
		o.must(o.ForgotPassword(t.Context(), login, auth.Origin{Address: from}, base))
		o.Close()
	}
}

// TestMailsBehindTheAnswer: a failure is told, and when more wait than can be sent the answer is to come again.
func TestMailsBehindTheAnswer(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	down, failed := errors.New("no mail server answers"), make(chan string, 1)
	o.mails = make(chan mailed) // each waits until it is read
	o.withMail(down, func(doing string, err error) {
		if errors.Is(err, down) { // others are stopped at the end
			failed <- doing
		}
	})
	o.must(o.ForgotPassword(t.Context(), o.ann.Login, auth.Origin{}, base))
	<-o.mails
	if doing := <-failed; doing != "mail a reset link" {
		t.Errorf("failed to %s", doing)
	}
	taken := 0
	var err error
	for ; err == nil && taken < 1000; taken++ {
		o.now += micros(time.Hour)
		err = o.ForgotPassword(t.Context(), o.ann.Login, auth.Origin{}, base)
	}
	var busy auth.Throttled
	o.refused("too many", err, "signin_busy", fault.Busy)
	if !errors.As(err, &busy) || busy.After != 10 || taken < 65 || taken > 66 {
		t.Errorf("after %d: %+v", taken, busy)
	}
	go func() {
		<-o.mails // what has begun is sent
		<-failed
	}()
	o.Close()
}

// TestSetByLink: the password is the user's from then on, and whatever let the user in before is at an end.
func TestSetByLink(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	for _, u := range []auth.User{o.ann, o.add("cy", "")} {
		id := auth.UserID(u.ID)
		ticket := auth.Started{}
		if u.State == auth.Active {
			o.enrol(u)
			o.begin(o.bo, auth.Origin{})
			o.session(u)
			var err error
			ticket, err = o.SignIn(t.Context(), u.Login, password, auth.Origin{})
			o.must(err)
			o.must(o.store.Write(t.Context(), func(w auth.Writer) error { return w.DropTOTP(u.ID) }))
		}
		link, err := o.Invite(t.Context(), auth.Identity{}, id, base)
		o.must(err)
		o.told = nil
		for bad, code := range map[string]string{"short": "password_short", "passwordpassword": "password_common",
			u.Login: "password_common", o.nameOf(u) + o.nameOf(u) + u.Login: "password_common"} {
			_, err = o.SetByLink(t.Context(), link.Secret, bad, auth.Origin{})
			o.refused(bad, err, code, fault.Invalid)
		}
		_, err = o.SetByLink(t.Context(), link.Secret[1:], another, auth.Origin{})
		o.refused("no link", err, "link_unknown", fault.Missing)
		o.says("what was refused")
		o.now += micros(time.Second)
		s, err := o.SetByLink(t.Context(), link.Secret, another, auth.Origin{Address: here})
		o.must(err)
		o.says("a password", told{actor(u), audit.Event{What: "password_set", Whom: id, From: here,
			Detail: audit.Detail(link.Kind)}}, told{actor(u), audit.Event{What: "sign_in", Whom: id, From: here,
			Detail: "password"}})
		o.resumes("a password", s, true)
		o.has("then", 1, 0, 1, 0)
		if now := o.user(u); now.State != auth.Active || now.PasswordAt != o.now || now.Password == u.Password {
			t.Errorf("the user is %+v", now)
		}
		_, err = o.SetByLink(t.Context(), link.Secret, another, auth.Origin{})
		o.refused("the link again", err, "link_unknown", fault.Missing)
		if ticket.Ticket != "" {
			_, err = o.SignInWithCode(t.Context(), ticket.Ticket, "000000", auth.Origin{})
			o.refused("a ticket of before", err, "ticket_old", fault.Missing)
			_, err = o.SignIn(t.Context(), u.Login, password, auth.Origin{})
			o.refused("the password of before", err, "signin_wrong", fault.Denied)
		}
		_, err = o.SignIn(t.Context(), u.Login, another, auth.Origin{})
		o.must(err)
		o.must(o.EndSession(t.Context(), auth.Identity{}, id, s.SessionID))
	}
}

// TestAPasswordByLinkStillNeedsTheSecondFactor.
func TestAPasswordByLinkStillNeedsTheSecondFactor(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.enrol(o.ann)
	link, err := o.Invite(t.Context(), auth.Identity{}, auth.UserID(o.ann.ID), base)
	o.must(err)
	s, err := o.SetByLink(t.Context(), link.Secret, another, auth.Origin{})
	if err != nil || s.Secret != "" || s.Ticket == "" {
		t.Errorf("%+v, %v", s, err)
	}
	o.has("no session", 0, 0, 0, 0)
}

// TestChangePassword: only with the present one, in a session. The others end, this one gets a new secret, and no link
// or ticket of before sets another password.
func TestChangePassword(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	from := auth.Origin{Address: here}
	s := o.begin(o.ann, auth.Origin{})
	o.begin(o.ann, auth.Origin{})
	o.begin(o.bo, auth.Origin{})
	link, err := o.Invite(t.Context(), auth.Identity{}, s.User, base)
	o.must(err)
	o.must(o.store.Write(t.Context(), func(w auth.Writer) error {
		return w.PutTOTP(auth.TOTP{User: o.ann.ID, Secret: []byte("sealed"), ConfirmedAt: o.now})
	}))
	ticket, err := o.SignIn(t.Context(), o.ann.Login, password, auth.Origin{})
	o.must(err)
	was := o.user(o.ann)
	o.told = nil
	for _, via := range []auth.Via{auth.Token, auth.Owner} {
		who := s.Identity
		who.Via = via
		_, err = o.ChangePassword(t.Context(), who, auth.NewPassword{Present: password, Password: another}, from)
		o.refused("by "+string(via), err, "session_needed", fault.Denied)
	}
	unknown := s.Identity
	unknown.User = "user_9"
	_, err = o.ChangePassword(t.Context(), unknown, auth.NewPassword{Present: password, Password: another}, from)
	o.refused("of nobody", err, "user_unknown", fault.Missing)
	_, err = o.ChangePassword(t.Context(), s.Identity, auth.NewPassword{Present: password, Password: "short"}, from)
	o.refused("a short one", err, "password_short", fault.Invalid)
	o.says("before the present one is wrong")
	for range 5 {
		_, err = o.ChangePassword(t.Context(), s.Identity, auth.NewPassword{Present: another, Password: another}, from)
		o.refused("the wrong one", err, "password_wrong", fault.Invalid)
		o.says("the wrong one", told{actor(o.ann), audit.Event{What: "password_confirm", Outcome: audit.Refused,
			Whom: s.User, From: here, Reason: "password_wrong"}})
	}
	_, err = o.ChangePassword(t.Context(), s.Identity, auth.NewPassword{Present: password, Password: another}, from)
	o.refused("the sixth try", err, "signin_wait", fault.Busy)
	o.now += micros(time.Minute)
	o.has("until then", 2, 0, 1, 0)
	if now := o.user(o.ann); now != was {
		t.Errorf("%+v became %+v", was, now)
	}
	secret, err := o.ChangePassword(t.Context(), s.Identity,
		auth.NewPassword{Present: password, Password: another}, from)
	o.must(err)
	o.says("changed", told{actor(o.ann), audit.Event{What: "password_change", Whom: s.User, From: here}})
	o.has("changed", 1, 0, 1, 0)
	if _, ok, err := o.Resume(t.Context(), s.Secret, ""); ok || err != nil {
		t.Errorf("the secret of before: %v, %v", ok, err)
	}
	s.Secret = secret
	o.resumes("changed", s, true)
	if now := o.user(o.ann); now.PasswordAt != o.now || now.Password == was.Password {
		t.Errorf("%+v became %+v", was, now)
	}
	_, _, err = o.OpenLink(t.Context(), link.Secret)
	o.refused("a link of before", err, "link_unknown", fault.Missing)
	_, err = o.SignInWithCode(t.Context(), ticket.Ticket, "000000", from)
	o.refused("a ticket of before", err, "ticket_old", fault.Missing)
	o.must(o.store.Write(t.Context(), func(w auth.Writer) error { return w.DropTOTP(o.ann.ID) }))
	for range 6 { // the tries before the right one no longer count
		_, err = o.Confirm(t.Context(), s.Identity, another, from)
		o.must(err)
	}
	_, err = o.Confirm(t.Context(), s.Identity, password, from)
	o.refused("the password of before", err, "password_wrong", fault.Invalid)
}

// TestTokensEndWithThePassword, unless they are kept; a reset ends them always. Those of others stay.
func TestTokensEndWithThePassword(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	s, bo := o.begin(o.ann, auth.Origin{}), o.session(o.bo)
	for _, who := range []auth.Identity{s.Identity, bo} {
		_, err := o.token(who)
		o.must(err)
	}
	change := func(n auth.NewPassword) {
		t.Helper()
		_, err := o.ChangePassword(t.Context(), s.Identity, n, auth.Origin{})
		o.must(err)
	}
	change(auth.NewPassword{Present: password, Password: another, KeepTokens: true})
	o.has("kept", 1, 1, 1, 1)
	change(auth.NewPassword{Present: another, Password: password})
	o.has("not kept", 1, 0, 1, 1)
	_, err := o.token(s.Identity)
	o.must(err)
	link, err := o.Invite(t.Context(), auth.Identity{}, s.User, base)
	o.must(err)
	_, err = o.SetByLink(t.Context(), link.Secret, another, auth.Origin{})
	o.must(err)
	o.has("reset", 1, 0, 1, 1)
}

// nameOf is the name of a user's person.
func (o *office) nameOf(u auth.User) string {
	o.t.Helper()
	name, err := o.NameOf(o.t.Context(), u)
	o.must(err)
	return name
}
