package auth

import (
	"context"
	"time"

	"salesops/audit"
	"salesops/internal/fault"
	"salesops/internal/period"
	"salesops/internal/reason"
	"salesops/record"
)

// Invitation is a one-time link with which a user chooses a password.
type Invitation struct {
	Secret string
	Kind   LinkKind // ResetLink when the user has a password already
	Until  period.Instant
	// Mailed says that the link is mailed, and Secret is "". Otherwise somebody must pass it on.
	Mailed bool
}

// link makes a one-time secret for a user. Earlier ones of the same kind become invalid.
func (a *Auth) link(ctx context.Context, user record.ID, kind LinkKind, lasts time.Duration) (string, error) {
	secret, hash := newSecret()
	err := a.Store.Write(ctx, func(w Writer) error {
		return firstOf(w.DropLinksOf(user, kind),
			w.PutLink(Link{Hash: hash, Kind: kind, User: user, CreatedAt: a.Clock(), ExpiresAt: a.after(lasts)}))
	})
	return secret, err
}

// findLink returns the link with a secret, and its user.
func (a *Auth) findLink(ctx context.Context, secret string, kinds ...LinkKind) (l Link, u User, err error) {
	gone := fault.Because(fault.Missing, reason.Of("link_unknown"))
	err = a.Store.Read(ctx, func(r Reader) (err error) {
		var ok bool
		if l, ok, err = r.LinkByHash(HashOf(secret)); err != nil {
			return err
		}
		fits := false
		for _, k := range kinds {
			fits = fits || l.Kind == k
		}
		if !ok || !fits || a.Clock() > l.ExpiresAt {
			return gone
		}
		if u, ok, err = r.User(l.User); err != nil {
			return err
		}
		if !ok || u.State == Deactivated {
			return gone
		}
		return nil
	})
	return l, u, err
}

// Invite makes a link with which a user chooses a password, or has it mailed when there is a mail server. base is
// the address of the program.
func (a *Auth) Invite(ctx context.Context, by Identity, user, base string) (Invitation, error) {
	u, err := a.User(ctx, user)
	if err != nil {
		return Invitation{}, err
	}
	inv := Invitation{Kind: InviteLink, Until: a.after(inviteLength)}
	lasts := inviteLength
	switch u.State {
	case Deactivated:
		return Invitation{}, fault.Because(fault.Conflict, reason.Of("user_deactivated"))
	case Active:
		inv.Kind, inv.Until, lasts = ResetLink, a.after(resetLength), resetLength
	case Invited:
	}
	if a.Mail != nil {
		inv.Mailed = true
		err = a.Later(ctx, Letter{User: user, Link: inv.Kind, Base: base, By: string(by.Actor())})
	} else {
		inv.Secret, err = a.link(ctx, u.ID, inv.Kind, lasts)
	}
	if err != nil {
		return Invitation{}, err
	}
	return inv, a.note(ctx, by.Actor(), audit.Event{What: "user_invite", Whom: user, From: by.Address,
		Detail: audit.Say("link", "link", inv.Kind)})
}

// ForgotPassword mails a reset link to the user with the given address. The answer and the work
// before it are the same when there is no such user; the rest happens after the answer.
func (a *Auth) ForgotPassword(ctx context.Context, login string, from Origin, base string) error {
	account, err := normalLogin(login)
	if err != nil {
		return err
	}
	if err := a.mayMail("at "+network(from.Address), "for "+account); err != nil {
		return err
	}
	return a.behind(func(ctx context.Context) {
		if err := a.mailReset(ctx, account, from, base); err != nil && a.Failed != nil {
			a.Failed(ctx, "mail a reset link", err)
		}
	})
}

func (a *Auth) mailReset(ctx context.Context, account string, from Origin, base string) error {
	var u User
	var known bool
	if err := a.Store.Read(ctx, func(r Reader) (err error) {
		u, known, err = r.UserByLogin(account)
		return err
	}); err != nil {
		return err
	}
	if !known || u.State != Active || a.Mail == nil {
		return a.note(ctx, audit.Nobody, audit.Event{What: "password_forgot", Outcome: audit.Refused, Whom: account,
			From: from.Address, Reason: "user_unknown"})
	}
	if err := a.note(ctx, audit.Nobody, audit.Event{What: "password_forgot", Whom: UserID(u.ID),
		From: from.Address}); err != nil {
		return err
	}
	return a.Later(ctx, Letter{User: UserID(u.ID), Link: ResetLink, Base: base})
}

// OpenLink returns the user and the kind of a link, so that the page can greet the user.
func (a *Auth) OpenLink(ctx context.Context, secret string) (Identity, LinkKind, error) {
	l, u, err := a.findLink(ctx, secret, InviteLink, ResetLink)
	if err != nil {
		return Identity{}, "", err
	}
	who, err := a.identify(ctx, u, Session, "")
	return who, l.Kind, err
}

// SetByLink sets the password of a link's user and signs the user in as SignIn does. The link
// becomes invalid, and all sessions, tokens and tickets of the user end.
func (a *Auth) SetByLink(ctx context.Context, secret, password string, from Origin) (Started, error) {
	l, u, err := a.findLink(ctx, secret, InviteLink, ResetLink)
	if err != nil {
		return Started{}, err
	}
	phc, err := a.newPassword(ctx, u, password)
	if err != nil {
		return Started{}, err
	}
	err = a.Store.Write(ctx, func(w Writer) error {
		kept, ok, err := w.LinkByHash(l.Hash)
		if err != nil || !ok || kept.Kind != l.Kind {
			return firstOf(err, fault.Because(fault.Missing, reason.Of("link_unknown")))
		}
		if u, ok, err = w.User(u.ID); err != nil || !ok || u.State == Deactivated {
			return firstOf(err, fault.Because(fault.Missing, reason.Of("link_unknown")))
		}
		u.Password, u.PasswordAt, u.State = phc, a.Clock(), Active
		return firstOf(endSessions(w, u.ID, 0), endTokens(w, u.ID), w.DropLinksOf(u.ID, InviteLink),
			w.DropLinksOf(u.ID, ResetLink),
			dropTickets(w, u.ID), w.PutUser(u))
	})
	if err != nil {
		return Started{}, err
	}
	if l.Kind == ResetLink {
		a.Alarm(ctx, u.ID, PasswordChanged)
	}
	who := Identity{Person: u.Person, Via: Session}
	if err := a.note(ctx, who.Actor(), audit.Event{What: "password_set", Whom: UserID(u.ID), From: from.Address,
		Detail: audit.Say("link", "link", l.Kind)}); err != nil {
		return Started{}, err
	}
	return a.passed(ctx, u, from, "password")
}

// newPassword checks a user's new password and returns its hash.
func (a *Auth) newPassword(ctx context.Context, u User, password string) (string, error) {
	name, err := a.nameOf(ctx, u.Person)
	if err != nil {
		return "", err
	}
	if err := CheckPassword(password, u.Login, name); err != nil {
		return "", err
	}
	return a.hasher.make(ctx, password)
}

// NewPassword describes the change of one's own password.
type NewPassword struct {
	Present, Password string
	// KeepTokens leaves the user's API tokens valid. Otherwise they end, because whoever knew the old password may
	// have made one.
	KeepTokens bool
}

// ChangePassword sets another password for the signed-in user, who must give the present one. It
// ends the user's other sessions and gives this one a new secret.
func (a *Auth) ChangePassword(ctx context.Context, who Identity, n NewPassword,
	from Origin) (secret string, err error) {
	u, err := a.Confirm(ctx, who, n.Present, from)
	if err != nil {
		return "", err
	}
	phc, err := a.newPassword(ctx, u, n.Password)
	if err != nil {
		return "", err
	}
	session, _ := parseID("session", who.SessionID)
	err = a.Store.Write(ctx, func(w Writer) error {
		if secret, err = renew(w, u.ID, session); err != nil {
			return err
		}
		var ok bool
		// read again inside the transaction
		if u, ok, err = w.User(u.ID); err != nil || !ok || u.State != Active {
			return firstOf(err, fault.Because(fault.Denied, reason.Of("session_needed")))
		}
		u.Password, u.PasswordAt = phc, a.Clock()
		if !n.KeepTokens {
			if err := endTokens(w, u.ID); err != nil {
				return err
			}
		}
		return firstOf(w.DropLinksOf(u.ID, ResetLink), dropTickets(w, u.ID), w.PutUser(u))
	})
	if err != nil {
		return "", err
	}
	var detail audit.Detail
	if n.KeepTokens {
		detail = audit.Say("tokens_kept")
	}
	a.Alarm(ctx, u.ID, PasswordChanged)
	return secret, a.note(ctx, who.Actor(), audit.Event{What: "password_change", Whom: who.User, From: from.Address,
		Detail: detail})
}

// Confirm checks the present password of the signed-in user. It is required before actions that a
// stolen session must not allow.
func (a *Auth) Confirm(ctx context.Context, who Identity, present string, from Origin) (User, error) {
	u, err := a.confirmPassword(ctx, who, present, from)
	if err == nil {
		a.Right(u, from)
	}
	return u, err
}

// confirmPassword is Confirm, without taking the try back.
func (a *Auth) confirmPassword(ctx context.Context, who Identity, present string, from Origin) (User, error) {
	if who.Via != Session {
		return User{}, fault.Because(fault.Denied, reason.Of("session_needed"))
	}
	u, err := a.User(ctx, who.User)
	if err != nil {
		return User{}, err
	}
	if err := a.Try(u, from); err != nil {
		return User{}, err
	}
	right, _, err := a.hasher.check(ctx, u.Password, present)
	if err != nil {
		return User{}, err
	}
	if !right {
		return User{}, firstOf(
			a.note(ctx, who.Actor(), audit.Event{What: "password_confirm", Outcome: audit.Refused, Whom: who.User,
				From: from.Address, Reason: "password_wrong"}),
			fault.Because(fault.Invalid, reason.Of("password_wrong")))
	}
	return u, nil
}
