package auth

import (
	"context"
	"math"

	"salesops/audit"
	"salesops/internal/fault"
	"salesops/internal/reason"
	"salesops/record"
)

// SignInWithCode opens a session for the user of a ticket who shows a code of the app or a recovery code. The ticket
// is good for one session. A wrong code leaves it as it is.
func (a *Auth) SignInWithCode(ctx context.Context, ticket, code string, from Origin) (Started, error) {
	l, u, err := a.ticket(ctx, ticket, FactorLink)
	if err != nil {
		return Started{}, err
	}
	shown, err := a.takeCode(ctx, u, code, from, func(w Writer) error { return useTicket(w, l) })
	if err != nil {
		return Started{}, a.refusedCode(ctx, "sign_in", audit.Nobody, u, from, err)
	}
	a.Right(u, from)
	return a.Begin(ctx, u.ID, "password "+shown, from)
}

// EnrolByTicket begins to set an app up for the user of a ticket, who needs a second factor and has none.
func (a *Auth) EnrolByTicket(ctx context.Context, ticket string) (Enrolment, error) {
	l, u, err := a.ticket(ctx, ticket, EnrolLink)
	if err != nil {
		return Enrolment{}, err
	}
	return a.propose(ctx, u, func(w Writer) error { return good(w, l) })
}

// ConfirmByTicket ends it with a first code, and opens a session. The user's other sessions end. It returns recovery
// codes, which are seen only here.
func (a *Auth) ConfirmByTicket(ctx context.Context, ticket, code string, from Origin) (Started, []string, error) {
	l, u, err := a.ticket(ctx, ticket, EnrolLink)
	if err != nil {
		return Started{}, nil, err
	}
	codes, err := a.adopt(ctx, u, code, from, func(w Writer) error {
		return firstOf(useTicket(w, l), endSessions(w, u.ID, 0))
	})
	if err != nil {
		return Started{}, nil, a.refusedCode(ctx, "sign_in", audit.Nobody, u, from, err)
	}
	s, err := a.Begin(ctx, u.ID, "password "+FactorTOTP, from)
	return s, codes, err
}

// ticket returns the link and the user of a ticket.
func (a *Auth) ticket(ctx context.Context, secret string, kind LinkKind) (Link, User, error) {
	l, u, err := a.findLink(ctx, secret, kind)
	if fault.KindOf(err) == fault.Missing {
		err = fault.Because(fault.Missing, reason.Of("ticket_old"))
	}
	return l, u, err
}

// good refuses a ticket that has ended since it was found.
func good(r Reader, l Link) error {
	kept, ok, err := r.LinkByHash(l.Hash)
	if err != nil || !ok || kept.Kind != l.Kind {
		return firstOf(err, fault.Because(fault.Missing, reason.Of("ticket_old")))
	}
	return nil
}

func useTicket(w Writer, l Link) error { return firstOf(good(w, l), w.DropLink(l.Hash)) }

// takeCode accepts a code of the user's app, or a recovery code, which is used up. also writes what belongs to it. It
// returns what was shown. The caller calls Right when nothing else is asked for.
func (a *Auth) takeCode(ctx context.Context, u User, typed string, from Origin,
	also func(Writer) error) (shown string, err error) {
	if err := a.tryCode(u, from); err != nil {
		return "", err
	}
	code := plainCode(typed)
	err = a.Store.Write(ctx, func(w Writer) error {
		if err := also(w); err != nil {
			return err
		}
		app, ok, err := confirmed(w, u.ID)
		if err != nil {
			return err
		}
		if !ok {
			return fault.Because(fault.Invalid, reason.Of("code_wrong"))
		}
		if len(code) == recoveryLength {
			shown = FactorRecovery
			return takeRecovery(w, u.ID, code)
		}
		shown = FactorTOTP
		secret, err := a.open(u.ID, FactorTOTP, app.Secret)
		if err != nil {
			return err
		}
		if err := app.take(secret, code, a.Clock()); err != nil {
			return err
		}
		app.UsedAt = a.Clock()
		return w.PutTOTP(app)
	})
	if err != nil {
		return "", err
	}
	a.codes.Clear(u.Login)
	if shown == FactorRecovery {
		a.Alarm(ctx, u.ID, RecoveryUsed)
	}
	return shown, nil
}

func takeRecovery(w Writer, user record.ID, code string) error {
	l, ok, err := w.LinkByHash(HashOf(code))
	if err != nil || !ok || l.Kind != RecoveryLink || l.User != user {
		return firstOf(err, fault.Because(fault.Invalid, reason.Of("code_wrong")))
	}
	return w.DropLink(l.Hash)
}

// tryCode counts a try of a code before it is checked. Codes have a limit of their own beside that of Try: whoever
// knows the password can have that one cleared.
func (a *Auth) tryCode(u User, from Origin) error {
	if err := a.Try(u, from); err != nil {
		return err
	}
	if wait := a.codes.Take(u.Login, a.Elapsed()); wait > 0 {
		seconds := int(math.Ceil(wait.Seconds()))
		return Throttled{After: seconds, Why: fault.Because(fault.Busy, reason.Of("signin_wait", "seconds", seconds))}
	}
	return nil
}

// refusedCode notes a wrong code, or one too many, and returns the error.
func (a *Auth) refusedCode(ctx context.Context, what string, by record.Actor, u User, from Origin, err error) error {
	why, _ := fault.ReasonOf(err)
	switch why.Code {
	case "code_wrong", "code_used", "signin_wait":
		return firstOf(a.note(ctx, by, audit.Event{What: what, Outcome: audit.Refused, Whom: UserID(u.ID),
			From: from.Address, Reason: why.Code}), err)
	}
	return err
}

// confirmBoth checks the present password of the signed-in user and, when there is a second factor, a code. It is
// required before actions that a stolen session must not allow.
func (a *Auth) confirmBoth(ctx context.Context, who Identity, present, code string, from Origin) (User, error) {
	u, err := a.confirmPassword(ctx, who, present, from)
	if err != nil {
		return User{}, err
	}
	needs, err := a.needs(ctx, u.ID)
	if err != nil {
		return User{}, err
	}
	if len(needs) > 0 {
		if _, err := a.takeCode(ctx, u, code, from, func(Writer) error { return nil }); err != nil {
			return User{}, a.refusedCode(ctx, "password_confirm", who.Actor(), u, from, err)
		}
	}
	a.Right(u, from)
	return u, nil
}
