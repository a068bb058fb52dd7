package auth_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"salesops/auth"
	"salesops/internal/fault"
)

// withLetters starts the office again, with a mail server whose letters wait in the list.
func (o *office) withLetters(fail error) *[]auth.Letter {
	o.t.Helper()
	var waiting []auth.Letter
	o.withMail(fail, func(doing string, err error) { o.t.Errorf("%s: %v", doing, err) })
	o.Later = func(_ context.Context, l auth.Letter) error {
		waiting = append(waiting, l)
		return nil
	}
	return &waiting
}

// TestAlarms: a user is told of each change of a way to sign in, and of nothing else.
func TestAlarms(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	letters := o.withLetters(nil)
	told := func(what string, want ...auth.Change) {
		t.Helper()
		var got []auth.Change
		for _, l := range *letters {
			if l.Link == "" && l.User == auth.UserID(o.ann.ID) {
				got = append(got, l.Change)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", what, diff)
		}
		*letters = nil
	}
	office := auth.Origin{Agent: "Browser/1.0", Address: "192.0.2.1"}
	begin := func(from auth.Origin) auth.Identity {
		t.Helper()
		s, err := o.Begin(t.Context(), o.ann.ID, "password", from)
		o.must(err)
		return s.Identity
	}
	who := begin(office)
	told("the first device")
	begin(auth.Origin{Agent: "Browser/2.0", Address: "192.0.77.9"})
	told("another version, in the network of the same provider")
	begin(auth.Origin{Agent: "Other/2.0", Address: office.Address})
	told("another browser", auth.NewDevice)
	begin(auth.Origin{Agent: office.Agent, Address: "198.51.100.1"})
	told("another network", auth.NewDevice)
	begin(auth.Origin{Agent: office.Agent, Address: "2001:db8::1"})
	begin(auth.Origin{Agent: office.Agent, Address: "2001:db8:ffff::1"})
	begin(auth.Origin{Agent: office.Agent, Address: "2001:dead::1"})
	told("networks of IPv6", auth.NewDevice, auth.NewDevice)
	begin(auth.Origin{Agent: office.Agent, Address: "198.51.100.1"})
	told("a device that is known")
	o.now += micros(time.Minute)
	_, err := o.token(who)
	o.must(err)
	told("a token", auth.TokenMade)
	_, err = o.ChangePassword(t.Context(), who, auth.NewPassword{Present: "wrong", Password: another}, office)
	o.refused("a wrong password", err, "password_wrong", fault.Invalid)
	told("a password that was not changed")
	_, err = o.ChangePassword(t.Context(), who, auth.NewPassword{Present: password, Password: another}, office)
	o.must(err)
	told("a password", auth.PasswordChanged)
	_, err = o.Invite(t.Context(), auth.Identity{}, who.User, base)
	o.must(err)
	o.must(o.Deliver(t.Context(), (*letters)[0], address))
	_, err = o.SetByLink(t.Context(), strings.TrimPrefix((<-o.mails).Link, address(base, auth.ResetLink, "")), password,
		office)
	o.must(err)
	told("a password by a link", auth.PasswordChanged)
}

// TestDevicesAreForgotten: of a user who comes from everywhere the devices used last are kept.
func TestDevicesAreForgotten(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	letters := o.withLetters(nil)
	from := func(i int) {
		o.now++
		_, err := o.Begin(t.Context(), o.ann.ID, "password", auth.Origin{Agent: strings.Repeat("a", i+1)})
		o.must(err)
	}
	for i := range 60 {
		from(i)
	}
	var devices []auth.Device
	o.must(o.store.Read(t.Context(), func(r auth.Reader) (err error) {
		devices, err = r.DevicesOf(o.ann.ID)
		return err
	}))
	if len(devices) != 50 || devices[0].SeenAt != o.now {
		t.Errorf("%d devices are kept, the newest is of %s", len(devices), devices[0].SeenAt)
	}
	*letters = nil
	from(59)
	from(10)
	if len(*letters) != 0 {
		t.Errorf("a device that is kept is told of: %+v", *letters)
	}
	from(0)
	if len(*letters) != 1 {
		t.Errorf("a device that was forgotten is not told of: %+v", *letters)
	}
}

// TestLettersHoldNoSecret: what waits lets nobody in, and each try makes a link that replaces the one before.
func TestLettersHoldNoSecret(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	cy := o.add("cy", "")
	down := errors.New("no mail server answers")
	letters := o.withLetters(down)
	for _, u := range []auth.User{o.ann, cy} {
		*letters = nil
		inv, err := o.Invite(t.Context(), auth.Identity{Person: o.bo.Person, User: auth.UserID(o.bo.ID)},
			auth.UserID(u.ID), base)
		o.must(err)
		if inv.Secret != "" || !inv.Mailed {
			t.Errorf("the inviter gets %+v", inv)
		}
		kept, err := json.Marshal((*letters)[0])
		o.must(err)
		var last string
		for range 2 {
			if err := o.Deliver(t.Context(), (*letters)[0], address); !errors.Is(err, down) {
				t.Errorf("not sent: %v", err)
			}
			m := <-o.mails
			secret := strings.TrimPrefix(m.Link, address(base, m.Kind, ""))
			if secret == "" || secret == last || strings.Contains(string(kept), secret) {
				t.Errorf("the secret %q of %s", secret, kept)
			}
			if last != "" {
				_, _, err := o.OpenLink(t.Context(), last)
				o.refused("the link of the try before", err, "link_unknown", fault.Missing)
			}
			_, _, err := o.OpenLink(t.Context(), secret)
			o.must(err)
			last = secret
		}
	}
}

// TestPointlessLetters are not sent, and are no failure.
func TestPointlessLetters(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	cy := o.add("cy", "")
	o.withLetters(nil)
	o.must(o.Deactivate(t.Context(), auth.Identity{}, auth.UserID(o.bo.ID)))
	for what, l := range map[string]auth.Letter{
		"a user who is gone":               {User: "user_9", Change: auth.NewDevice},
		"who may not sign in":              {User: auth.UserID(o.bo.ID), Link: auth.ResetLink},
		"who has accepted the invitation":  {User: auth.UserID(o.ann.ID), Link: auth.InviteLink},
		"who may not sign in and is told":  {User: auth.UserID(o.bo.ID), Change: auth.TokenMade},
		"who may not sign in, an invitee":  {User: auth.UserID(o.bo.ID), Link: auth.InviteLink},
		"who has no name that is an id":    {User: "ann", Change: auth.NewDevice},
		"who is somebody else than a user": {User: "person_3", Change: auth.NewDevice},
	} {
		if err := o.Deliver(t.Context(), l, address); err != nil || len(o.mails) > 0 {
			t.Errorf("%s: %v, %d mails", what, err, len(o.mails))
		}
	}
	o.Mail = nil
	o.refused("no mail server", o.Deliver(t.Context(), auth.Letter{User: auth.UserID(cy.ID), Link: auth.InviteLink},
		address), "mail_unset", fault.Conflict)
}

// TestLettersAreInTheReadersLanguage: the one of the latest sign-in; before the first, that of who invites.
func TestLettersAreInTheReadersLanguage(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	cy := o.add("cy", "")
	letters := o.withLetters(nil)
	for _, language := range []string{"zh-Hans", "", "pt-BR"} {
		_, err := o.Begin(t.Context(), o.bo.ID, "password", auth.Origin{Language: language})
		o.must(err)
	}
	_, err := o.Invite(t.Context(), auth.Identity{Person: o.bo.Person}, auth.UserID(cy.ID), base)
	o.must(err)
	o.Alarm(t.Context(), o.bo.ID, auth.FactorRemoved)
	o.Alarm(t.Context(), o.ann.ID, auth.FactorRemoved)
	for i, want := range []auth.Recipient{{Address: cy.Login, Language: "pt-BR"},
		{Address: o.bo.Login, Language: "pt-BR"}, {Address: o.ann.Login}} {
		o.must(o.Deliver(t.Context(), (*letters)[i], address))
		if diff := cmp.Diff(want, (<-o.mails).To); diff != "" {
			t.Error(diff)
		}
	}
}

// TestTestMail goes to the asker alone, and not as often as one likes.
func TestTestMail(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ann := o.session(o.ann)
	o.refused("no mail server", o.TestMail(t.Context(), ann), "mail_unset", fault.Conflict)
	down := errors.New("no mail server answers")
	o.withLetters(down)
	o.refused("the owner of the folder", o.TestMail(t.Context(), auth.OwnerIdentity()), "mail_to_nobody", fault.Denied)
	for i := range 5 {
		if err := o.TestMail(t.Context(), ann); !errors.Is(err, down) {
			t.Errorf("try %d: %v", i, err)
		}
		if diff := cmp.Diff(mailed{To: auth.Recipient{Address: o.ann.Login}, Change: "test"}, <-o.mails); diff != "" {
			t.Error(diff)
		}
	}
	o.refused("once more", o.TestMail(t.Context(), ann), "signin_wait", fault.Busy)
}
