package auth

import (
	"context"

	"salesops/audit"
	"salesops/internal/fault"
	"salesops/internal/period"
	"salesops/internal/reason"
	"salesops/record"
	"salesops/sales"
)

// Recipient is where a mail goes, and the language in which its reader uses the product; "" when it is not known.
type Recipient struct{ Address, Language string }

// Mail sends messages through the company's mail server.
type Mail interface {
	// Invite and Reset send a one-time link.
	Invite(ctx context.Context, to Recipient, link, invitedBy string, until period.Instant) error
	Reset(ctx context.Context, to Recipient, link string, until period.Instant) error
	// Changed tells a user that a way to sign in has changed, in case that it was somebody else.
	Changed(ctx context.Context, to Recipient, what Change) error
	// Test shows that the settings work.
	Test(ctx context.Context, to Recipient) error
}

// Change is what a user is told about the own ways to sign in.
type Change string

const (
	PasswordChanged Change = "password"
	NewDevice       Change = "device"
	TokenMade       Change = "token"
	FactorAdded     Change = "factor_added"
	FactorRemoved   Change = "factor_removed"
	RecoveryUsed    Change = "recovery_used"
)

// Changes are all of them: package notify has words for each.
func Changes() []Change {
	return []Change{PasswordChanged, NewDevice, TokenMade, FactorAdded, FactorRemoved, RecoveryUsed}
}

// Letter is a mail that waits to be sent. It is kept as a job, so it holds no secret: a link is made when it is
// sent, and made anew when sending is tried again.
type Letter struct {
	User string `json:"user"`
	// Link is the kind of link that it brings; "" for none.
	Link LinkKind `json:"link,omitempty"`
	// Base is the address of the program for the link, and By the person who invites.
	Base string `json:"base,omitempty"`
	By   string `json:"by,omitempty"`
	// Change is what it tells when it brings no link.
	Change Change `json:"change,omitempty"`
}

// LinkAt returns the address of a one-time link of the program at base.
type LinkAt func(base string, kind LinkKind, secret string) string

// Alarm tells a user of a change, later. When that fails the change stays: the user asked for it.
func (a *Auth) Alarm(ctx context.Context, user record.ID, what Change) {
	if a.Mail == nil {
		return
	}
	if err := a.Later(ctx, Letter{User: UserID(user), Change: what}); err != nil && a.Failed != nil {
		a.Failed(ctx, "tell a user of a change", err)
	}
}

// Deliver sends a letter. One that has become pointless is not sent: its reader is gone, may not sign in any more, or
// has accepted the invitation meanwhile.
func (a *Auth) Deliver(ctx context.Context, l Letter, at LinkAt) error {
	if a.Mail == nil {
		return fault.Because(fault.Conflict, reason.Of("mail_unset"))
	}
	u, err := a.User(ctx, l.User)
	if fault.KindOf(err) == fault.Missing {
		return nil
	}
	if err != nil || u.State == Deactivated {
		return err
	}
	to := Recipient{u.Login, u.Language}
	switch l.Link {
	case InviteLink:
		return a.deliverInvitation(ctx, u, l, at)
	case ResetLink:
		secret, err := a.link(ctx, u.ID, ResetLink, resetLength)
		if err != nil {
			return err
		}
		return a.Mail.Reset(ctx, to, at(l.Base, ResetLink, secret), a.after(resetLength))
	default:
		return a.Mail.Changed(ctx, to, l.Change)
	}
}

func (a *Auth) deliverInvitation(ctx context.Context, u User, l Letter, at LinkAt) error {
	if u.State != Invited {
		return nil
	}
	by, language, err := a.inviter(ctx, l.By)
	if err != nil {
		return err
	}
	secret, err := a.link(ctx, u.ID, InviteLink, inviteLength)
	if err != nil {
		return err
	}
	if u.Language != "" {
		language = u.Language
	}
	return a.Mail.Invite(ctx, Recipient{u.Login, language}, at(l.Base, InviteLink, secret), by, a.after(inviteLength))
}

// inviter returns the name and the language of who invites. The owner of the folder has neither: the message then
// names nobody.
func (a *Auth) inviter(ctx context.Context, person string) (name, language string, err error) {
	id, ok := parseID(sales.Person, person)
	if !ok {
		return "", "", nil
	}
	if name, err = a.nameOf(ctx, id); err != nil {
		return "", "", err
	}
	err = a.Store.Read(ctx, func(r Reader) error {
		u, _, err := r.UserByPerson(id)
		language = u.Language
		return err
	})
	return name, language, err
}

// TestMail sends the asker a message that shows that the settings work, now.
func (a *Auth) TestMail(ctx context.Context, who Identity) error {
	if a.Mail == nil {
		return fault.Because(fault.Conflict, reason.Of("mail_unset"))
	}
	if who.User == "" {
		return fault.Because(fault.Denied, reason.Of("mail_to_nobody"))
	}
	if err := a.mayMail("test " + who.User); err != nil {
		return err
	}
	u, err := a.User(ctx, who.User)
	if err != nil {
		return err
	}
	if err := a.note(ctx, who.Actor(), audit.Event{What: "mail_test", Whom: who.User, From: who.Address}); err != nil {
		return err
	}
	return a.Mail.Test(ctx, Recipient{u.Login, u.Language})
}

// mayMail limits how often somebody has mail sent.
func (a *Auth) mayMail(keys ...string) error {
	for _, key := range keys {
		if wait := a.forgot.Take(key, a.Elapsed()); wait > 0 {
			seconds := int(wait.Seconds()) + 1
			return Throttled{After: seconds,
				Why: fault.Because(fault.Busy, reason.Of("signin_wait", "seconds", seconds))}
		}
	}
	return nil
}
