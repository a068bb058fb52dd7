package auth_test

import (
	"strings"
	"testing"

	"salesops/auth"
	"salesops/internal/period"
	"salesops/record"
	"salesops/sales"
)

// app is the authenticator app of a user, with the recovery codes beside it.
type app struct {
	o      *office
	secret string
	codes  []string
}

// enrol sets an app up for a user, in a session that it ends.
func (o *office) enrol(u auth.User) *app {
	o.t.Helper()
	who := o.session(u)
	e, err := o.EnrolTOTP(o.t.Context(), who, password, auth.Origin{})
	o.must(err)
	a := &app{o: o, secret: e.Secret}
	a.codes, _, err = o.ConfirmTOTP(o.t.Context(), who, a.code(), auth.Origin{})
	o.must(err)
	o.must(o.EndSession(o.t.Context(), auth.Identity{}, auth.UserID(u.ID), who.SessionID))
	o.told, o.hashed = nil, 0
	return a
}

// codeAt is what the app shows that many steps from now.
func (a *app) codeAt(steps int64) string {
	a.o.t.Helper()
	code, err := auth.TOTPCode(a.secret, auth.TOTPStep(a.o.now)+steps)
	a.o.must(err)
	return code
}

func (a *app) code() string { return a.codeAt(0) }

// next lets time pass until the app shows another code, and returns it.
func (a *app) next() string {
	a.o.t.Helper()
	a.o.now += period.Instant(30_000_000)
	return a.code()
}

// wrong is a code that the app shows at no time near now.
func (a *app) wrong() string {
	a.o.t.Helper()
	for _, code := range []string{"000000", "111111", "222222", "333333", "444444"} {
		if !strings.Contains(a.codeAt(-1)+" "+a.codeAt(0)+" "+a.codeAt(1)+" "+a.codeAt(2), code) {
			return code
		}
	}
	panic("all codes are right")
}

// ticket gives the password, and returns what is asked for then.
func (o *office) ticket(u auth.User, from auth.Origin) auth.Started {
	o.t.Helper()
	s, err := o.SignIn(o.t.Context(), u.Login, password, from)
	o.must(err)
	return s
}

// require makes everybody need a second factor, or not.
func (o *office) require(value string) {
	o.t.Helper()
	_, err := sales.ChangeSettings(o.t.Context(), o.log, record.Actor("owner"),
		map[string]string{"second_factor": value})
	o.must(err)
}

// TestCodesAreThoseOfRFC6238 holds codes against the test vectors of its appendix B, of which six digits are shown.
func TestCodesAreThoseOfRFC6238(t *testing.T) {
	t.Parallel()
	const secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ" // 12345678901234567890
	for second, want := range map[int64]string{59: "287082", 1111111109: "081804", 1111111111: "050471",
		1234567890: "005924", 2000000000: "279037", 20000000000: "353130"} {
		got, err := auth.TOTPCode(secret, auth.TOTPStep(period.Instant(second*1_000_000)))
		if got != want || err != nil {
			t.Errorf("at second %d: %s, %v; want %s", second, got, err, want)
		}
	}
}
