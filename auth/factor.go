package auth

import (
	"context"
	"time"

	"github.com/pquerna/otp/totp"

	"salesops/audit"
	"salesops/internal/fault"
	"salesops/internal/reason"
	"salesops/record"
	"salesops/sales"
)

// Kinds of second factors, as Started.Needs and the audit trail name them.
const (
	FactorTOTP     = "totp"
	FactorRecovery = "recovery"
	// FactorEnrol in Started.Needs: the user has no second factor, and everybody needs one.
	FactorEnrol = "enrol"
)

// Factors are the second factors of a user.
type Factors struct {
	// TOTP is null until a code was shown; its secret is not given.
	TOTP *TOTP
	// Recovery is how many recovery codes are left.
	Recovery int
	// Required says that everybody needs a second factor.
	Required bool
}

// Enrolment is an app that is being set up. Its secret is seen only here.
type Enrolment struct {
	Secret string // in base32, to be typed into the app
	URL    string // the same for a camera: otpauth://totp/…
}

// Factors returns the second factors of a user.
func (a *Auth) Factors(ctx context.Context, user string) (f Factors, err error) {
	u, err := a.User(ctx, user)
	if err != nil {
		return f, err
	}
	if f.Required, err = a.required(ctx); err != nil {
		return f, err
	}
	return f, a.Store.Read(ctx, func(r Reader) error {
		app, ok, err := confirmed(r, u.ID)
		if err != nil || !ok {
			return err
		}
		app.Secret = nil
		left, err := r.LinksOf(u.ID, RecoveryLink)
		f.TOTP, f.Recovery = &app, len(left)
		return err
	})
}

// HaveFactors returns the users who have a second factor.
func (a *Auth) HaveFactors(ctx context.Context) (have map[record.ID]bool, err error) {
	have = map[record.ID]bool{}
	return have, a.Store.Read(ctx, func(r Reader) error {
		all, err := r.TOTPs()
		for _, app := range all {
			have[app.User] = have[app.User] || app.ConfirmedAt != 0
		}
		return err
	})
}

// required reports whether everybody needs a second factor.
func (a *Auth) required(ctx context.Context) (bool, error) {
	set, _, err := sales.LoadSettings(ctx, a.Log)
	return set.SecondFactor, err
}

// confirmed returns the user's app; false when it is not set up, or not yet.
func confirmed(r Reader, user record.ID) (TOTP, bool, error) {
	app, ok, err := r.TOTPOf(user)
	return app, ok && app.ConfirmedAt != 0, err
}

// needs returns what a user must show beside the password; none when that is enough.
func (a *Auth) needs(ctx context.Context, user record.ID) (needs []string, err error) {
	err = a.Store.Read(ctx, func(r Reader) error {
		_, ok, err := confirmed(r, user)
		if err != nil || !ok {
			return err
		}
		needs = []string{FactorTOTP}
		left, err := r.LinksOf(user, RecoveryLink)
		if len(left) > 0 {
			needs = append(needs, FactorRecovery)
		}
		return err
	})
	return needs, err
}

// EnrolTOTP begins to set an app up for the signed-in user, who gives the password again. ConfirmTOTP ends it.
func (a *Auth) EnrolTOTP(ctx context.Context, who Identity, password string, from Origin) (Enrolment, error) {
	u, err := a.Confirm(ctx, who, password, from)
	if err != nil {
		return Enrolment{}, err
	}
	return a.propose(ctx, u, func(Writer) error { return nil })
}

// propose stores a new secret, which is no factor until the user has shown a code of it. still is asked in the same
// write whether the user may do this.
func (a *Auth) propose(ctx context.Context, u User, still func(Writer) error) (Enrolment, error) {
	set, _, err := sales.LoadSettings(ctx, a.Log)
	if err != nil {
		return Enrolment{}, err
	}
	issuer := "salesops"
	if set.Name != "" {
		issuer += " " + cut(set.Name, mostNameText)
	}
	secret := randomBytes(totpSecret)
	key, err := totp.Generate(totp.GenerateOpts{Issuer: issuer, AccountName: u.Login, Secret: secret,
		Period: totpSeconds})
	if err != nil {
		return Enrolment{}, err
	}
	sealed, err := a.seal(u.ID, FactorTOTP, secret)
	if err != nil {
		return Enrolment{}, err
	}
	err = a.Store.Write(ctx, func(w Writer) error {
		if err := still(w); err != nil {
			return err
		}
		if _, there, err := confirmed(w, u.ID); err != nil || there {
			return firstOf(err, fault.Because(fault.Conflict, reason.Of("factor_there")))
		}
		return w.PutTOTP(TOTP{User: u.ID, Secret: sealed, CreatedAt: a.Clock()})
	})
	return Enrolment{Secret: key.Secret(), URL: key.URL()}, err
}

// ConfirmTOTP ends the setting up of an app with a first code of it. It returns recovery codes, which are seen only
// here, and the new secret of the session; the user's other sessions end.
func (a *Auth) ConfirmTOTP(ctx context.Context, who Identity, code string,
	from Origin) (codes []string, secret string, err error) {
	if who.Via != Session {
		return nil, "", fault.Because(fault.Denied, reason.Of("session_needed"))
	}
	u, err := a.User(ctx, who.User)
	if err != nil {
		return nil, "", err
	}
	session, _ := parseID("session", who.SessionID)
	codes, err = a.adopt(ctx, u, code, from, func(w Writer) (err error) {
		secret, err = renew(w, u.ID, session)
		return err
	})
	return codes, secret, err
}

// adopt makes the proposed app a factor when the code is one of it. then writes what follows from that.
func (a *Auth) adopt(ctx context.Context, u User, code string, from Origin,
	then func(Writer) error) (codes []string, err error) {
	if err := a.tryCode(u, from); err != nil {
		return nil, err
	}
	by := Identity{Person: u.Person}.Actor()
	err = a.Store.Write(ctx, func(w Writer) error {
		app, ok, err := w.TOTPOf(u.ID)
		if err != nil {
			return err
		}
		if now := a.Clock(); !ok || app.ConfirmedAt != 0 || now-app.CreatedAt > micros(enrolLength) {
			return fault.Because(fault.Missing, reason.Of("factor_old"))
		}
		plain, err := a.open(u.ID, FactorTOTP, app.Secret)
		if err != nil {
			return err
		}
		if err := app.take(plain, plainCode(code), a.Clock()); err != nil {
			return err
		}
		app.ConfirmedAt = a.Clock()
		if codes, err = a.newRecovery(w, u.ID); err != nil {
			return err
		}
		return firstOf(then(w), w.PutTOTP(app))
	})
	if err != nil {
		return nil, err
	}
	a.codes.Clear(u.Login)
	a.Right(u, from)
	a.Alarm(ctx, u.ID, FactorAdded)
	return codes, a.note(ctx, by, audit.Event{What: "factor_add", Whom: UserID(u.ID), From: from.Address,
		Detail: audit.Say("factor", "factor", FactorTOTP)})
}

// RemoveTOTP takes the app and the recovery codes off the signed-in user, who gives the password and a code. It
// returns the new secret of the session; the user's other sessions end.
func (a *Auth) RemoveTOTP(ctx context.Context, who Identity, password, code string,
	from Origin) (secret string, err error) {
	if must, err := a.required(ctx); err != nil || must {
		return "", firstOf(err, fault.Because(fault.Conflict, reason.Of("factor_required")))
	}
	u, err := a.confirmBoth(ctx, who, password, code, from)
	if err != nil {
		return "", err
	}
	session, _ := parseID("session", who.SessionID)
	err = a.Store.Write(ctx, func(w Writer) (err error) {
		if _, there, err := confirmed(w, u.ID); err != nil || !there {
			return firstOf(err, fault.Because(fault.Missing, reason.Of("factor_none")))
		}
		if secret, err = renew(w, u.ID, session); err != nil {
			return err
		}
		return firstOf(w.DropTOTP(u.ID), w.DropLinksOf(u.ID, RecoveryLink))
	})
	if err != nil {
		return "", err
	}
	a.Alarm(ctx, u.ID, FactorRemoved)
	return secret, a.note(ctx, who.Actor(), audit.Event{What: "factor_remove", Whom: who.User, From: from.Address,
		Detail: audit.Say("factor", "factor", FactorTOTP)})
}

// NewRecovery replaces the recovery codes of the signed-in user, who gives the password and a code.
func (a *Auth) NewRecovery(ctx context.Context, who Identity, password, code string,
	from Origin) (codes []string, err error) {
	u, err := a.confirmBoth(ctx, who, password, code, from)
	if err != nil {
		return nil, err
	}
	err = a.Store.Write(ctx, func(w Writer) (err error) {
		if _, there, err := confirmed(w, u.ID); err != nil || !there {
			return firstOf(err, fault.Because(fault.Missing, reason.Of("factor_none")))
		}
		codes, err = a.newRecovery(w, u.ID)
		return err
	})
	if err != nil {
		return nil, err
	}
	return codes, a.note(ctx, who.Actor(), audit.Event{What: "recovery_codes", Whom: who.User, From: from.Address})
}

// RemoveFactors takes all second factors off a user who has lost them, and ends the user's sessions. An
// administrator does it for others: for oneself the password and a code are asked for.
func (a *Auth) RemoveFactors(ctx context.Context, by Identity, user string) error {
	if by.User == user {
		return fault.Because(fault.Conflict, reason.Of("user_self"))
	}
	u, err := a.User(ctx, user)
	if err != nil {
		return err
	}
	err = a.Store.Write(ctx, func(w Writer) error {
		_, there, err := confirmed(w, u.ID)
		if err != nil {
			return err
		}
		if !there {
			return fault.Because(fault.Missing, reason.Of("factor_none"))
		}
		return firstOf(w.DropTOTP(u.ID), w.DropLinksOf(u.ID, RecoveryLink), dropTickets(w, u.ID),
			endSessions(w, u.ID, 0))
	})
	if err != nil {
		return err
	}
	a.Alarm(ctx, u.ID, FactorRemoved)
	return a.note(ctx, by.Actor(), audit.Event{What: "factor_remove", Whom: user, From: by.Address,
		Detail: audit.Say("factor", "factor", FactorTOTP)})
}

// dropTickets makes the tickets of a user invalid.
func dropTickets(w Writer, user record.ID) error {
	return firstOf(w.DropLinksOf(user, FactorLink), w.DropLinksOf(user, EnrolLink))
}

// enrolLength is how long setting an app up may take.
const enrolLength = 15 * time.Minute
