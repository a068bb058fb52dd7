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

func micros(d time.Duration) period.Instant { return period.Instant(d.Microseconds()) }

// Resume returns the identity of the session with a secret. It returns false when there is no such
// session, when it has expired, or when the user may no longer sign in.
func (a *Auth) Resume(ctx context.Context, secret, address string) (Identity, bool, error) {
	if len(secret) != 43 {
		return Identity{}, false, nil
	}
	var s OpenSession
	var u User
	var ok bool
	err := a.Store.Read(ctx, func(r Reader) (err error) {
		if s, ok, err = r.SessionByHash(HashOf(secret)); err != nil || !ok {
			return err
		}
		u, ok, err = r.User(s.User)
		return err
	})
	now := a.Clock()
	if err != nil || !ok || u.State != Active || now-s.CreatedAt > micros(SessionLength) ||
		now-s.SeenAt > micros(SessionIdle) {
		return Identity{}, false, err
	}
	if now-s.SeenAt >= micros(seenEvery) {
		if err := a.seen(ctx, s, address, now); err != nil {
			return Identity{}, false, err
		}
	}
	who, err := a.identify(ctx, u, Session, address)
	who.SessionID = SessionID(s.ID)
	return who, err == nil, err
}

func (a *Auth) seen(ctx context.Context, s OpenSession, address string, now period.Instant) error {
	return a.Store.Write(ctx, func(w Writer) error {
		open, ok, err := w.SessionByHash(s.Hash)
		if err != nil || !ok { // the session has ended meanwhile
			return err
		}
		open.SeenAt, open.Address = now, address
		return w.PutSession(open)
	})
}

// Sessions returns a user's sessions, the most recently used first.
func (a *Auth) Sessions(ctx context.Context, user string) (open []OpenSession, err error) {
	id, ok := parseID("user", user)
	if !ok {
		return nil, nil
	}
	err = a.Store.Read(ctx, func(r Reader) error {
		all, err := r.SessionsOf(id)
		for _, s := range all {
			if now := a.Clock(); now-s.CreatedAt <= micros(SessionLength) && now-s.SeenAt <= micros(SessionIdle) {
				open = append(open, s)
			}
		}
		return err
	})
	return open, err
}

// EndSession ends one of a user's sessions. Signing out ends the user's present session.
func (a *Auth) EndSession(ctx context.Context, by Identity, user, session string) error {
	unknown := fault.Because(fault.Missing, reason.Of("session_unknown"))
	owner, ok := parseID("user", user)
	id, isSession := parseID("session", session)
	if !ok || !isSession {
		return unknown
	}
	err := a.Store.Write(ctx, func(w Writer) error {
		all, err := w.SessionsOf(owner)
		if err != nil {
			return err
		}
		for _, s := range all {
			if s.ID == id {
				return w.DropSession(id)
			}
		}
		return unknown
	})
	if err != nil {
		return err
	}
	what := "session_end"
	if by.SessionID == session {
		what = "sign_out"
	}
	return a.note(ctx, by.Actor(), audit.Event{What: what, Whom: user, From: by.Address,
		Detail: audit.Say("session", "session", session)})
}

// endSessions ends all sessions of a user except keep; keep 0 ends all.
func endSessions(w Writer, user, keep record.ID) error {
	all, err := w.SessionsOf(user)
	if err != nil {
		return err
	}
	for _, s := range all {
		if s.ID == keep {
			continue
		}
		if err := w.DropSession(s.ID); err != nil {
			return err
		}
	}
	return nil
}

// Renew gives the present session a new secret and ends the user's other sessions. It must be
// called whenever a user's rights or ways to sign in have changed.
func (a *Auth) Renew(ctx context.Context, who Identity) (secret string, err error) {
	user, _ := parseID("user", who.User)
	session, ok := parseID("session", who.SessionID)
	if !ok {
		return "", fault.Because(fault.Denied, reason.Of("session_needed"))
	}
	err = a.Store.Write(ctx, func(w Writer) (err error) {
		secret, err = renew(w, user, session)
		return err
	})
	return secret, err
}

func renew(w Writer, user, session record.ID) (string, error) {
	if err := endSessions(w, user, session); err != nil {
		return "", err
	}
	open, err := w.SessionsOf(user)
	if err != nil {
		return "", err
	}
	if len(open) != 1 {
		return "", fault.Because(fault.Denied, reason.Of("session_needed"))
	}
	secret, hash := newSecret()
	open[0].Hash = hash
	return secret, w.PutSession(open[0])
}
