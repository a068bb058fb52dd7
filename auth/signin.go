package auth

import (
	"context"
	"net/mail"
	"strings"
	"unicode/utf8"

	"salesops/audit"
	"salesops/internal/fault"
	"salesops/internal/reason"
	"salesops/record"
)

// Origin describes where a request came from.
type Origin struct {
	Address string // network address, without a port
	Agent   string // the browser's User-Agent
	Secret  string // secret of the session that the browser holds already; "" for none
	// Language is the one in which the browser shows the product; "" when it does not say.
	Language string
}

// Started is the result of signing in: a session, or a request for a second factor.
type Started struct {
	Identity
	// Secret is the session's secret, for the browser only.
	Secret string
	// Ticket allows showing one of the factors in Needs, or setting one up. There is no session yet when it is set.
	Ticket string
	Needs  []string
}

// SignIn signs a user in with a password. Unknown names, wrong passwords and users who may not sign
// in get the same answer after the same work.
func (a *Auth) SignIn(ctx context.Context, login, password string, from Origin) (Started, error) {
	account, err := normalLogin(login)
	typed := account
	if err != nil { // text that is no address may be a password in the wrong field, so it is not recorded
		account, typed = strings.ToLower(cut(login, 200)), ""
	}
	refuse := func(code string, why error) (Started, error) {
		return Started{}, firstOf(a.note(ctx, audit.Nobody,
			audit.Event{What: "sign_in", Outcome: audit.Refused, Whom: typed, From: from.Address, Reason: code}), why)
	}
	if err := a.throttle.take(account, from.Address, a.Elapsed()); err != nil {
		return refuse("signin_wait", err)
	}
	var u User
	var known bool
	if err := a.Store.Read(ctx, func(r Reader) (err error) {
		u, known, err = r.UserByLogin(account)
		return err
	}); err != nil {
		return Started{}, err
	}
	kept := u.Password
	if !known || u.State != Active {
		kept = ""
	}
	right, weak, err := a.hasher.check(ctx, kept, password)
	if err != nil {
		return Started{}, err
	}
	if !right {
		return refuse("signin_wrong", fault.Because(fault.Denied, reason.Of("signin_wrong")))
	}
	if weak {
		if u.Password, err = a.hasher.make(ctx, password); err != nil {
			return Started{}, err
		}
		if err := a.changeUser(ctx, u.ID, func(now *User) error {
			if now.Password == kept { // the password may have been changed meanwhile
				now.Password = u.Password
			}
			return nil
		}); err != nil {
			return Started{}, err
		}
	}
	return a.passed(ctx, u, from, "password")
}

// passed continues after the password was right: it opens a session or asks for a second factor.
func (a *Auth) passed(ctx context.Context, u User, from Origin, method string) (Started, error) {
	needs, err := a.needs(ctx, u.ID)
	if err != nil {
		return Started{}, err
	}
	if len(needs) > 0 { // the throttle is not cleared before the second factor is right
		ticket, err := a.link(ctx, u.ID, FactorLink, factorLength)
		return Started{Ticket: ticket, Needs: needs}, err
	}
	must, err := a.required(ctx)
	if err != nil {
		return Started{}, err
	}
	if must {
		ticket, err := a.link(ctx, u.ID, EnrolLink, enrolLength)
		return Started{Ticket: ticket, Needs: []string{FactorEnrol}}, err
	}
	a.Right(u, from)
	return a.Begin(ctx, u.ID, method, from)
}

// Begin opens a session for a user who has shown all factors. method names them, such as "password
// totp". A session that the browser held before ends, whoever it belongs to, so that nobody can
// plant one. The user's tickets end too.
func (a *Auth) Begin(ctx context.Context, user record.ID, method string, from Origin) (Started, error) {
	secret, hash := newSecret()
	now := a.Clock()
	s := OpenSession{ID: a.Log.NewID(), Hash: hash, User: user, CreatedAt: now, SeenAt: now,
		Agent: cut(from.Agent, 300), Address: from.Address, Method: method}
	var u User
	strange := false
	err := a.Store.Write(ctx, func(w Writer) error {
		var known bool
		var err error
		if u, known, err = w.User(user); err != nil {
			return err
		}
		if !known || u.State != Active {
			return fault.Because(fault.Denied, reason.Of("signin_wrong"))
		}
		u.SignedInAt = now
		if from.Language != "" {
			u.Language = from.Language
		}
		if err := w.DropOlder(now-micros(SessionLength), now-micros(SessionIdle), now); err != nil {
			return err
		}
		if old, ok, err := w.SessionByHash(HashOf(from.Secret)); err != nil {
			return err
		} else if ok {
			if err := w.DropSession(old.ID); err != nil {
				return err
			}
		}
		if err := dropMany(w, user); err != nil {
			return err
		}
		if strange, err = noteDevice(w, Device{User: user, Hash: deviceOf(from), SeenAt: now}); err != nil {
			return err
		}
		return firstOf(w.PutUser(u), dropTickets(w, user), w.PutSession(s))
	})
	if err != nil {
		return Started{}, err
	}
	if strange {
		a.Alarm(ctx, user, NewDevice)
	}
	who, err := a.identify(ctx, u, Session, from.Address)
	if err != nil {
		return Started{}, err
	}
	who.SessionID = SessionID(s.ID)
	err = a.note(ctx, who.Actor(), audit.Event{What: "sign_in", Whom: who.User, From: from.Address,
		Detail: audit.Say("method", "method", method)})
	return Started{Identity: who, Secret: secret}, err
}

// mostSessions is the maximum number of sessions of a user. Beyond it, the least recently used one
// ends.
const mostSessions = 50

func dropMany(w Writer, user record.ID) error {
	open, err := w.SessionsOf(user)
	if err != nil {
		return err
	}
	for i := mostSessions - 1; i < len(open); i++ {
		if err := w.DropSession(open[i].ID); err != nil {
			return err
		}
	}
	return nil
}

// normalLogin returns a mail address in the stored form: in lower case, with nothing around it.
func normalLogin(text string) (string, error) {
	valid := utf8.ValidString(text) // ToLower puts another character in the place of what is none
	text = strings.ToLower(strings.TrimSpace(text))
	address, err := mail.ParseAddress(text)
	if err != nil || address.Address != text || len(text) > 200 || !valid ||
		strings.ContainsFunc(text, func(c rune) bool { return c <= ' ' || c == '"' || c == 0x7f }) {
		return "", fault.Because(fault.Invalid, reason.Of("login_malformed"))
	}
	return text, nil
}

// cut shortens text from a stranger.
func cut(text string, most int) string {
	if len(text) > most {
		text = text[:most]
	}
	return audit.Clean(text)
}

// firstOf returns the first error that is not nil.
func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
