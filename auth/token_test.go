package auth_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"salesops/audit"
	"salesops/auth"
	"salesops/internal/fault"
	"salesops/internal/period"
)

// TestToken: what is asked for is what the token permits, until its last moment. It says when it was used last, to the
// minute.
func TestToken(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	by := o.session(o.ann)
	by.Address = here
	o.told = nil
	began := o.now
	made, secret, err := o.CreateToken(t.Context(), by, auth.NewToken{Name: " report ", Days: 365,
		Scopes: []auth.Scope{auth.ScopeRead, auth.ScopeWrite}, Password: password}, auth.Origin{})
	o.must(err)
	o.says("a token", told{actor(o.ann), audit.Event{What: "token_create", Whom: auth.TokenID(made.ID), From: here,
		Detail: "report: read write"}})
	want := auth.APIToken{ID: made.ID, Hash: auth.HashOf(secret), User: o.ann.ID, Name: made.Name, Start: secret[:9],
		Scopes: []auth.Scope{auth.ScopeRead, auth.ScopeWrite}, CreatedAt: began,
		ExpiresAt: began + micros(365*24*time.Hour)}
	if diff := cmp.Diff(want, made); diff != "" || strings.TrimSpace(made.Name) != "report" {
		t.Errorf("%q\n%s", made.Name, diff)
	}
	who := auth.Identity{Person: o.ann.Person, User: by.User, Name: "ann", Via: auth.Token, Role: "rep",
		Scopes: want.Scopes, TokenID: auth.TokenID(made.ID), TokenName: "report"}
	for _, step := range []struct {
		after time.Duration
		used  time.Duration
	}{{0, 0}, {time.Minute - time.Microsecond, 0}, {time.Minute, time.Minute},
		{2*time.Minute - time.Microsecond, time.Minute}, {365 * 24 * time.Hour, 365 * 24 * time.Hour}} {
		o.now, who.Address = began+micros(step.after), step.after.String()
		got, err := o.Present(t.Context(), secret, who.Address)
		if diff := cmp.Diff(who, got); diff != "" || err != nil {
			t.Errorf("after %v: %v\n%s", step.after, err, diff)
		}
		want.UsedAt = began + micros(step.used)
		all, err := o.Tokens(t.Context(), by.User)
		if diff := cmp.Diff([]auth.APIToken{want}, all); diff != "" || err != nil {
			t.Errorf("after %v the token is kept as %v\n%s", step.after, err, diff)
		}
	}
	o.says("using it")
	o.now++
	wrong := func(secret string, whom string) {
		t.Helper()
		got, err := o.Present(t.Context(), secret, here)
		o.refused("presenting "+secret, err, "token_wrong", fault.Denied)
		o.says("presenting "+secret,
			told{audit.Nobody, audit.Event{What: "token_use", Outcome: audit.Refused, Whom: whom,
				From: here, Reason: "token_wrong"}})
		if got.User != "" || got.Via != "" {
			t.Errorf("%s is of %+v", secret, got)
		}
	}
	wrong(secret, who.TokenID)
	o.now--
	wrong(secret[1:], "")
	wrong("", "")
	for state, good := range map[auth.State]bool{auth.Deactivated: false, auth.Invited: false, auth.Active: true} {
		o.change(o.ann, func(u *auth.User) { u.State = state })
		if !good {
			wrong(secret, who.TokenID)
		} else if _, err := o.Present(t.Context(), secret, ""); err != nil {
			t.Errorf("%s: %v", state, err)
		}
	}
	o.must(o.store.Write(t.Context(), func(w auth.Writer) error { return w.DropToken(made.ID) }))
	wrong(secret, "")
	if all, err := o.Tokens(t.Context(), who.TokenID); len(all) != 0 || err != nil {
		t.Errorf("the tokens of what is no user: %+v, %v", all, err)
	}
}

// TestTokensAreAskedFor: only in a session, with a name, a lifetime and scopes that there are.
func TestTokensAreAskedFor(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	by := o.session(o.ann)
	o.told = nil
	token, owner, nobody := by, by, by
	token.Via, owner.Via, nobody.User = auth.Token, auth.Owner, ""
	read := []auth.Scope{auth.ScopeRead}
	for _, c := range []struct {
		by   auth.Identity
		n    auth.NewToken
		code string
		kind fault.Kind
	}{
		{by, auth.NewToken{Name: "", Scopes: read, Days: 1}, "name_missing", fault.Invalid},
		{by, auth.NewToken{Name: "a", Scopes: read, Days: 0}, "token_days", fault.Invalid},
		{by, auth.NewToken{Name: "a", Scopes: read, Days: -1}, "token_days", fault.Invalid},
		{by, auth.NewToken{Name: "a", Scopes: read, Days: 366}, "token_days", fault.Invalid},
		{by, auth.NewToken{Name: "a", Days: 1}, "scope_unknown", fault.Invalid},
		{by, auth.NewToken{Name: "a", Scopes: append(read, "x"), Days: 1}, "scope_unknown", fault.Invalid},
		{token, auth.NewToken{Name: "a", Scopes: read, Days: 1}, "token_not_here", fault.Denied},
		{owner, auth.NewToken{Name: "a", Scopes: read, Days: 1}, "token_not_here", fault.Denied},
		{nobody, auth.NewToken{Name: "a", Scopes: read, Days: 1}, "token_not_here", fault.Denied},
	} {
		_, secret, err := o.CreateToken(t.Context(), c.by, c.n, auth.Origin{})
		o.refused(c.code, err, c.code, c.kind)
		if secret != "" {
			t.Errorf("%s: the secret is %s", c.code, secret)
		}
	}
	o.says("what was refused")
	_, _, err := o.CreateToken(t.Context(), by, auth.NewToken{Name: "a", Scopes: read, Days: 1, Password: another},
		auth.Origin{})
	o.refused("the wrong password", err, "password_wrong", fault.Invalid)
	o.has("what was refused", 1, 0, 0, 0)
	for _, days := range []int{1, 365} {
		made, _, err := o.CreateToken(t.Context(), by, auth.NewToken{Name: strings.Repeat("n", 101), Scopes: read,
			Days: days, Password: password}, auth.Origin{})
		if err != nil || made.Name != strings.Repeat("n", 100) ||
			made.ExpiresAt != o.now+period.Instant(days)*micros(24*time.Hour) {
			t.Errorf("%d days: %+v, %v", days, made, err)
		}
	}
}

// TestATokenIsRevoked by its owner or another, and no other token with it.
func TestATokenIsRevoked(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ann, bo := o.session(o.ann), o.session(o.bo)
	var ids []string
	for _, who := range []auth.Identity{ann, ann, bo} {
		made, _, err := o.CreateToken(t.Context(), who, auth.NewToken{Name: "a", Scopes: auth.Scopes(), Days: 1,
			Password: password}, auth.Origin{})
		o.must(err)
		ids = append(ids, auth.TokenID(made.ID))
	}
	o.told = nil
	by := auth.Identity{Person: o.bo.Person, User: bo.User, Address: here}
	for what, of := range map[string][2]string{"of another": {ann.User, ids[2]}, "of no user": {"x", ids[0]},
		"none": {ann.User, "x"}, "what is no token": {ann.User, ann.SessionID},
		"of what is no user": {ids[0], ids[0]}} {
		o.refused(what, o.EndToken(t.Context(), by, of[0], of[1]), "token_unknown", fault.Missing)
	}
	o.says("what was refused")
	o.must(o.EndToken(t.Context(), by, ann.User, ids[0]))
	o.says("revoked", told{actor(o.bo), audit.Event{What: "token_end", Whom: ids[0], From: here}})
	o.has("revoked", 1, 1, 1, 1)
	left, err := o.Tokens(t.Context(), ann.User)
	if err != nil || auth.TokenID(left[0].ID) != ids[1] {
		t.Errorf("left is %+v, %v", left, err)
	}
}

// TestTheFormOfTokens: letters and digits behind a prefix, and no two characters can be mistyped without being noticed.
func TestTheFormOfTokens(t *testing.T) {
	t.Parallel()
	for _, good := range []string{"sops_" + strings.Repeat("0", 43) + "419y9d", secretOf(t)} {
		if len(good) != 54 || !auth.LooksLikeToken(good) || strings.Trim(good[5:],
			"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz") != "" {
			t.Errorf("%s is no token", good)
		}
		bad := []string{"", good[1:], good[:len(good)-1], good + "0", "Sops_" + good[5:], " " + good, good[:48]}
		for i := range good {
			bad = append(bad, good[:i]+"!"+good[i+1:], good[:i]+string(good[i]^1)+good[i+1:], good[:i]+good[i+1:])
		}
		for _, text := range bad {
			if auth.LooksLikeToken(text) {
				t.Errorf("%s is taken for a token", text)
			}
		}
	}
	if a, b := secretOf(t), secretOf(t); a == b || a[5:20] == b[5:20] {
		t.Errorf("%s and %s", a, b)
	}
}

func secretOf(t *testing.T) string {
	t.Helper()
	o := newOffice(t)
	secret, err := o.token(o.session(o.ann))
	o.must(err)
	return secret
}

// TestIdentities: who is the owner of the folder, what scopes limit, and what a context carries.
func TestIdentities(t *testing.T) {
	t.Parallel()
	owner := auth.OwnerIdentity()
	person := auth.Identity{Person: 7, Via: auth.Session}
	if !owner.IsOwner() || owner.Role != auth.Administrator || owner.Name != "owner" || owner.Actor() != "owner" ||
		person.IsOwner() || !strings.HasPrefix(string(person.Actor()), "person_") || (auth.Identity{}).IsOwner() {
		t.Errorf("%+v and %s", owner, person.Actor())
	}
	for _, via := range []auth.Via{auth.Owner, auth.Session, auth.Token} {
		for _, has := range [][]auth.Scope{nil, {auth.ScopeRead}, {auth.ScopeAdmin, auth.ScopeWrite}} {
			for _, s := range auth.Scopes() {
				who := auth.Identity{Via: via, Scopes: has}
				if want := via != auth.Token || slices.Contains(has, s); who.Covers(s) != want {
					t.Errorf("%+v covers %s: want %v", who, s, want)
				}
			}
		}
	}
	if who, ok := auth.From(t.Context()); ok || who.User != "" {
		t.Errorf("nobody is %+v", who)
	}
	if who, ok := auth.From(auth.With(t.Context(), person)); !ok || who.Person != person.Person {
		t.Errorf("the context has %+v", who)
	}
}
