package auth_test

import (
	"context"
	"errors"
	"testing"

	"salesops/auth"
)

var errBroken = errors.New("the disk is broken")

// broken is a store that cannot be read, or cannot be written.
type broken struct {
	auth.Store
	read, write bool
}

func (b *broken) Read(ctx context.Context, fn func(auth.Reader) error) error {
	if b.read {
		return errBroken
	}
	return b.Store.Read(ctx, fn)
}

func (b *broken) Write(ctx context.Context, fn func(auth.Writer) error) error {
	if b.write {
		return errBroken
	}
	return b.Store.Write(ctx, fn)
}

// TestAStoreThatFails is the answer to whatever needs it, and not a refusal: nobody is told that a password is wrong
// or that a link is unknown because a disk is broken.
func TestAStoreThatFails(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.Auth.Close()
	store, options := &broken{Store: o.store}, o.Options
	options.Store = store
	o.Auth = auth.New(t.Context(), options)
	s := o.begin(o.ann, auth.Origin{})
	made, token, err := o.CreateToken(t.Context(), s.Identity, auth.NewToken{Name: "a", Scopes: auth.Scopes(), Days: 1,
		Password: password}, auth.Origin{})
	o.must(err)
	link, err := o.Invite(t.Context(), s.Identity, s.User, base)
	o.must(err)
	from := auth.Origin{Address: here}
	app := o.enrol(o.bo)
	bo := o.session(o.bo)
	ticketOf := func(kind auth.LinkKind, secret string, u auth.User) string {
		o.must(o.store.Write(t.Context(), func(w auth.Writer) error {
			return w.PutLink(auth.Link{Hash: auth.HashOf(secret), Kind: kind, User: u.ID, ExpiresAt: o.now})
		}))
		return secret
	}
	ticket, enrol := ticketOf(auth.FactorLink, "a", o.bo), ticketOf(auth.EnrolLink, "b", o.ann)
	n := auth.NewUser{Login: "cy@example.com", Name: "Cy"}
	for what, c := range map[string]struct {
		read, write bool
		do          func(ctx context.Context) error
	}{
		"AnyUsers": {true, false, func(ctx context.Context) error { _, err := o.AnyUsers(ctx); return err }},
		"User":     {true, false, func(ctx context.Context) error { _, err := o.User(ctx, s.User); return err }},
		"First": {true, false, func(ctx context.Context) error {
			_,
				err := o.First(ctx, s.Identity, n)
			return err
		}},
		"Add": {true, true, func(ctx context.Context) error {
			_,
				err := o.Add(ctx, s.Identity, n, nil)
			return err
		}},
		"SignIn": {true, false, func(ctx context.Context) error {
			_, err := o.SignIn(ctx, o.ann.Login, password, from)
			return err
		}},
		"SignInWithCode": {true, true, func(ctx context.Context) error {
			_, err := o.SignInWithCode(ctx, ticket, app.codes[0], from)
			return err
		}},
		"Factors":     {true, false, func(ctx context.Context) error { _, err := o.Factors(ctx, s.User); return err }},
		"HaveFactors": {true, false, func(ctx context.Context) error { _, err := o.HaveFactors(ctx); return err }},
		"EnrolTOTP": {true, true, func(ctx context.Context) error {
			_, err := o.EnrolTOTP(ctx, s.Identity, password, from)
			return err
		}},
		"ConfirmTOTP": {true, true, func(ctx context.Context) error {
			_, _, err := o.ConfirmTOTP(ctx, s.Identity, "000000", from)
			return err
		}},
		"EnrolByTicket": {true, true, func(ctx context.Context) error {
			_, err := o.EnrolByTicket(ctx, enrol)
			return err
		}},
		"ConfirmByTicket": {true, true, func(ctx context.Context) error {
			_, _, err := o.ConfirmByTicket(ctx, enrol, "000000", from)
			return err
		}},
		"NewRecovery": {true, true, func(ctx context.Context) error {
			_, err := o.NewRecovery(ctx, bo, password, app.codes[0], from)
			return err
		}},
		"RemoveTOTP": {true, true, func(ctx context.Context) error {
			_, err := o.RemoveTOTP(ctx, bo, password, app.codes[0], from)
			return err
		}},
		"RemoveFactors": {true, true,
			func(ctx context.Context) error { return o.RemoveFactors(ctx, s.Identity, bo.User) }},
		"Begin": {false, true, func(ctx context.Context) error {
			_, err := o.Begin(ctx, o.ann.ID, "password", from)
			return err
		}},
		"Resume": {true, false, func(ctx context.Context) error {
			_,
				_, err := o.Resume(ctx, s.Secret, "")
			return err
		}},
		"Renew": {false, true, func(ctx context.Context) error { _, err := o.Renew(ctx, s.Identity); return err }},
		"Sessions": {true, false, func(ctx context.Context) error {
			_, err := o.Sessions(ctx, s.User)
			return err
		}},
		"EndSession": {false, true, func(ctx context.Context) error {
			return o.EndSession(ctx, s.Identity, s.User, s.SessionID)
		}},
		"Present": {true, true, func(ctx context.Context) error { _, err := o.Present(ctx, token, ""); return err }},
		"Tokens":  {true, false, func(ctx context.Context) error { _, err := o.Tokens(ctx, s.User); return err }},
		"EndToken": {false, true, func(ctx context.Context) error {
			return o.EndToken(ctx, s.Identity, s.User, auth.TokenID(made.ID))
		}},
		"Invite": {true, true, func(ctx context.Context) error {
			_, err := o.Invite(ctx, s.Identity, s.User, base)
			return err
		}},
		"OpenLink": {true, false, func(ctx context.Context) error {
			_, _,
				err := o.OpenLink(ctx, link.Secret)
			return err
		}},
		"SetByLink": {true, true, func(ctx context.Context) error {
			_, err := o.SetByLink(ctx, link.Secret, another, from)
			return err
		}},
		"ChangePassword": {true, true, func(ctx context.Context) error {
			_, err := o.ChangePassword(ctx, s.Identity, auth.NewPassword{Present: password, Password: another}, from)
			return err
		}},
		"Deactivate": {true, true,
			func(ctx context.Context) error { return o.Deactivate(ctx, auth.Identity{}, s.User) }},
		"Activate": {true, true, func(ctx context.Context) error { return o.Activate(ctx, auth.Identity{}, s.User) }},
		"GiveRole": {true, true, func(ctx context.Context) error { return o.GiveRole(ctx, s.Identity, s.User, "x") }},
		"ChangeLogin": {true, true, func(ctx context.Context) error {
			return o.ChangeLogin(ctx, s.Identity, s.User, "x@example.com")
		}},
		"Forget": {false, true, func(ctx context.Context) error { return o.Forget(ctx, o.ann.Person) }},
	} {
		for _, store.read = range []bool{true, false} {
			store.write = !store.read
			if store.read && !c.read || store.write && !c.write {
				continue
			}
			o.told = nil
			if err := c.do(t.Context()); !errors.Is(err, errBroken) {
				t.Errorf("%s, of a store that fails to read: %v, to write: %v: %v", what, store.read, store.write, err)
			}
			o.says(what)
		}
		store.read, store.write = false, false
		o.Right(o.ann, from)
		o.Right(o.bo, from)
	}
}
