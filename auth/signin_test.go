package auth_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"salesops/audit"
	"salesops/auth"
	"salesops/internal/fault"
)

const here = "192.0.2.7"

// TestSignIn: every reason to refuse a name and a password looks the same from outside and costs the same work. The
// audit log tells them apart only by the account, and has no text that is no address: it may be a password.
func TestSignIn(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.add("cy", "")
	o.add("di", password)
	di, err := o.Users(t.Context())
	o.must(err)
	o.must(o.Deactivate(t.Context(), auth.Identity{}, auth.UserID(di[3].ID)))
	o.told, o.hashed = nil, 0
	for _, c := range []struct{ login, password, whom string }{
		{"ann@example.com", password + "x", "ann@example.com"}, {"ann@example.com", "", "ann@example.com"},
		{" ANN@example.com", password[1:], "ann@example.com"}, {"nobody@example.com", password, "nobody@example.com"},
		{"cy@example.com", password, "cy@example.com"}, {"cy@example.com", "", "cy@example.com"},
		{"di@example.com", password, "di@example.com"}, {password, password, ""},
	} {
		s, err := o.SignIn(t.Context(), c.login, c.password, auth.Origin{Address: here})
		o.refused(c.login, err, "signin_wrong", fault.Denied)
		o.says(c.login,
			told{audit.Nobody, audit.Event{What: "sign_in", Outcome: audit.Refused, Whom: c.whom, From: here,
				Reason: "signin_wrong"}})
		if s.Secret != "" || s.User != "" || o.hashed != 1 {
			t.Errorf("%s: %+v after %d hashes", c.login, s, o.hashed)
		}
		o.hashed = 0
	}
	s, err := o.SignIn(t.Context(), " Ann@example.com ", password, auth.Origin{Address: here})
	o.must(err)
	o.says("the right password", told{actor(o.ann), audit.Event{What: "sign_in", Whom: s.User, From: here,
		Detail: "password"}})
	if o.hashed != 1 {
		t.Errorf("the right password after %d hashes", o.hashed)
	}
	o.resumes("the right password", s, true)
}

// TestTriesOfSigningInAreLimited before the password is looked at. The right one begins anew.
func TestTriesOfSigningInAreLimited(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	from := auth.Origin{Address: here}
	for range 2 {
		for range 4 {
			_, err := o.SignIn(t.Context(), o.ann.Login, "wrong", from)
			o.refused("a wrong password", err, "signin_wrong", fault.Denied)
		}
		_, err := o.SignIn(t.Context(), o.ann.Login, password, from)
		o.must(err)
	}
	for _, login := range []string{o.ann.Login, strings.Repeat("x", 250), strings.Repeat("x", 200) + "y"} {
		for range 5 {
			_, err := o.SignIn(t.Context(), login, "wrong", from)
			o.refused("a wrong password", err, "signin_wrong", fault.Denied)
			if login != o.ann.Login {
				login = strings.ToUpper(login) // is the same account, as is what begins with the same 200 letters
			}
		}
		o.told, o.hashed = nil, 0
		_, err := o.SignIn(t.Context(), login, password, from)
		o.refused("the sixth", err, "signin_wait", fault.Busy)
		whom := ""
		if login == o.ann.Login {
			whom = login
		}
		o.says("the sixth",
			told{audit.Nobody, audit.Event{What: "sign_in", Outcome: audit.Refused, Whom: whom, From: here,
				Reason: "signin_wait"}})
		if o.hashed != 0 {
			t.Errorf("the sixth after %d hashes", o.hashed)
		}
		o.now += micros(5 * time.Minute)
	}
}

// TestOldHashesAreMadeAnew at the costs of today, once, when the password is known.
func TestOldHashesAreMadeAnew(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.Auth.Close()
	o.Auth = auth.New(t.Context(), auth.Options{Store: o.store, Log: o.log, Clock: o.Clock, Elapsed: o.Elapsed,
		KDF: o.KDF, Params: auth.Params{Memory: 128, Time: 1, Lanes: 1}})
	was := o.user(o.ann)
	_, err := o.SignIn(t.Context(), o.ann.Login, "wrong", auth.Origin{})
	o.refused("a wrong password", err, "signin_wrong", fault.Denied)
	if now := o.user(o.ann); now != was {
		t.Errorf("a wrong password changes %+v to %+v", was, now)
	}
	for i, hashes := range []int{2, 1} {
		o.hashed = 0
		_, err := o.SignIn(t.Context(), o.ann.Login, password, auth.Origin{})
		o.must(err)
		now := o.user(o.ann)
		if !strings.HasPrefix(now.Password, "$argon2id$v=19$m=128,t=1,p=1$") || o.hashed != hashes ||
			now.PasswordAt != was.PasswordAt {
			t.Errorf("time %d: %d hashes, %+v", i+1, o.hashed, now)
		}
	}
	if bo := o.user(o.bo); !strings.HasPrefix(bo.Password, "$argon2id$v=19$m=64,") {
		t.Errorf("the password of another became %s", bo.Password)
	}
}

// TestAPasswordThatIsChangedMeanwhileStays: making an old hash anew does not bring the old password back.
func TestAPasswordThatIsChangedMeanwhileStays(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.Auth.Close()
	hashed, kdf := 0, o.KDF
	o.Auth = auth.New(t.Context(), auth.Options{Store: o.store, Log: o.log, Clock: o.Clock, Elapsed: o.Elapsed,
		Params: auth.Params{Memory: 128, Time: 1, Lanes: 1},
		KDF: func(password, salt []byte, p auth.Params) []byte {
			if hashed++; hashed == 2 { // the first compares, the second makes it anew
				o.change(o.ann, func(u *auth.User) { u.Password = "another" })
			}
			return kdf(password, salt, p)
		}})
	_, err := o.SignIn(t.Context(), o.ann.Login, password, auth.Origin{})
	o.must(err)
	if now := o.user(o.ann); now.Password != "another" || hashed != 2 {
		t.Errorf("after %d hashes the password is %s", hashed, now.Password)
	}
}

// TestWhatCannotBeAuditedIsNotDone: an entry that fails is the answer, and nobody gets in.
func TestWhatCannotBeAuditedIsNotDone(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	full := errors.New("the log is full")
	fail := func(doing string, err error) {
		t.Helper()
		if !errors.Is(err, full) {
			t.Errorf("%s: %v", doing, err)
		}
	}
	s := o.begin(o.ann, auth.Origin{})
	_, token, err := o.CreateToken(t.Context(), s.Identity, auth.NewToken{Name: "a", Scopes: auth.Scopes(), Days: 1,
		Password: password}, auth.Origin{})
	o.must(err)
	a := o.enrol(o.bo)
	ticket := o.ticket(o.bo, auth.Origin{}).Ticket
	o.full = full
	_, err = o.SignIn(t.Context(), o.ann.Login, "wrong", auth.Origin{})
	fail("a wrong password", err)
	_, err = o.SignIn(t.Context(), o.ann.Login, password, auth.Origin{})
	fail("sign in", err)
	_, err = o.Present(t.Context(), token[1:], "")
	fail("a wrong token", err)
	_, err = o.Invite(t.Context(), s.Identity, s.User, base)
	fail("invite", err)
	_, err = o.ChangePassword(t.Context(), s.Identity,
		auth.NewPassword{Present: "wrong", Password: password + "9z"}, auth.Origin{})
	fail("confirm", err)
	_, err = o.ChangePassword(t.Context(), s.Identity,
		auth.NewPassword{Present: password, Password: password + "9z"}, auth.Origin{})
	fail("change the password", err)
	_, err = o.SignInWithCode(t.Context(), ticket, "000000", auth.Origin{})
	fail("a wrong code", err)
	_, err = o.SignInWithCode(t.Context(), ticket, a.codes[0], auth.Origin{})
	fail("sign in with a code", err)
	fail("remove factors", o.RemoveFactors(t.Context(), s.Identity, auth.UserID(o.bo.ID)))
	fail("deactivate", o.Deactivate(t.Context(), auth.Identity{}, s.User))
	fail("activate", o.Activate(t.Context(), auth.Identity{}, s.User))
	fail("give a role", o.GiveRole(t.Context(), auth.Identity{}, s.User, "leader"))
	fail("change the address", o.ChangeLogin(t.Context(), auth.Identity{}, s.User, "x@example.com"))
	_, err = o.Add(t.Context(), auth.Identity{}, auth.NewUser{Login: "cy@example.com", Name: "Cy"}, nil)
	fail("add", err)
}
