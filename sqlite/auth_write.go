package sqlite

import (
	"database/sql"
	"fmt"
	"strings"

	"salesops/auth"
	"salesops/internal/period"
	"salesops/record"
)

type authWriter struct {
	authReader
	failed error // the error of the first statement that failed
}

func (w *authWriter) exec(query string, args ...any) error {
	_, err := w.on.(*sql.Tx).ExecContext(w.ctx, query, args...)
	if err != nil && w.failed == nil {
		w.failed = fmt.Errorf("write users: %w", err)
		return w.failed
	}
	return err
}

func (w *authWriter) PutUser(u auth.User) error {
	return w.exec(
		`INSERT INTO auth_user (id, login, person, state, password, created_at, password_at, signed_in_at, role,
			language)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET
			login = excluded.login,
			person = excluded.person,
			state = excluded.state,
			password = excluded.password,
			password_at = excluded.password_at,
			signed_in_at = excluded.signed_in_at,
			role = excluded.role,
			language = excluded.language`,
		int64(u.ID), u.Login, int64(u.Person), string(u.State), u.Password, int64(u.CreatedAt),
		int64(u.PasswordAt), int64(u.SignedInAt), u.Role, u.Language)
}

func (w *authWriter) DropUser(id record.ID) error {
	for _, statement := range []string{
		"DELETE FROM auth_session WHERE user = ?", "DELETE FROM auth_token WHERE user = ?",
		"DELETE FROM auth_link WHERE user = ?", "DELETE FROM auth_device WHERE user = ?",
		"DELETE FROM auth_totp WHERE user = ?",
		"DELETE FROM auth_user WHERE id = ?",
	} {
		if err := w.exec(statement, int64(id)); err != nil {
			return err
		}
	}
	return nil
}

func (w *authWriter) PutSession(s auth.OpenSession) error {
	return w.exec(
		`INSERT INTO auth_session (id, hash, user, created_at, seen_at, agent, address, method)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET
			hash = excluded.hash,
			seen_at = excluded.seen_at,
			agent = excluded.agent,
			address = excluded.address,
			method = excluded.method`,
		int64(s.ID), s.Hash[:], int64(s.User), int64(s.CreatedAt), int64(s.SeenAt), s.Agent, s.Address, s.Method)
}

func (w *authWriter) DropSession(id record.ID) error {
	return w.exec("DELETE FROM auth_session WHERE id = ?", int64(id))
}

func (w *authWriter) PutToken(t auth.APIToken) error {
	scopes := make([]string, len(t.Scopes))
	for i, s := range t.Scopes {
		scopes[i] = string(s)
	}
	return w.exec(
		`INSERT INTO auth_token (id, hash, user, name, start, scopes, created_at, expires_at, used_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET
			name = excluded.name,
			expires_at = excluded.expires_at,
			used_at = excluded.used_at`,
		int64(t.ID), t.Hash[:], int64(t.User), t.Name, t.Start, strings.Join(scopes, " "), int64(t.CreatedAt),
		int64(t.ExpiresAt), int64(t.UsedAt))
}

func (w *authWriter) DropToken(id record.ID) error {
	return w.exec("DELETE FROM auth_token WHERE id = ?", int64(id))
}

func (w *authWriter) PutLink(l auth.Link) error {
	return w.exec(
		`INSERT INTO auth_link (hash, kind, user, created_at, expires_at)
		VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (hash) DO UPDATE SET expires_at = excluded.expires_at`,
		l.Hash[:], string(l.Kind), int64(l.User), int64(l.CreatedAt), int64(l.ExpiresAt))
}

func (w *authWriter) DropLink(h auth.Hash) error {
	return w.exec("DELETE FROM auth_link WHERE hash = ?", h[:])
}

func (w *authWriter) DropLinksOf(user record.ID, kind auth.LinkKind) error {
	return w.exec("DELETE FROM auth_link WHERE user = ? AND kind = ?", int64(user), string(kind))
}

func (w *authWriter) PutTOTP(f auth.TOTP) error {
	return w.exec(
		`INSERT INTO auth_totp (user, secret, step, created_at, confirmed_at, used_at)
		VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (user) DO UPDATE SET
			secret = excluded.secret,
			step = excluded.step,
			created_at = excluded.created_at,
			confirmed_at = excluded.confirmed_at,
			used_at = excluded.used_at`,
		int64(f.User), f.Secret, f.Step, int64(f.CreatedAt), int64(f.ConfirmedAt), int64(f.UsedAt))
}

func (w *authWriter) DropTOTP(user record.ID) error {
	return w.exec("DELETE FROM auth_totp WHERE user = ?", int64(user))
}

func (w *authWriter) DropOlder(created, seen, now period.Instant) error {
	if err := w.exec("DELETE FROM auth_session WHERE created_at < ? OR seen_at < ?", int64(created),
		int64(seen)); err != nil {
		return err
	}
	if err := w.exec("DELETE FROM auth_token WHERE expires_at < ?", int64(now)); err != nil {
		return err
	}
	return w.exec("DELETE FROM auth_link WHERE expires_at < ?", int64(now))
}

func (w *authWriter) PutDevice(d auth.Device) error {
	return w.exec(
		`INSERT INTO auth_device (user, hash, seen_at)
		VALUES (?, ?, ?)
		ON CONFLICT (user, hash) DO UPDATE SET seen_at = excluded.seen_at`,
		int64(d.User), d.Hash[:], int64(d.SeenAt))
}

func (w *authWriter) DropDevice(user record.ID, device auth.Hash) error {
	return w.exec("DELETE FROM auth_device WHERE user = ? AND hash = ?", int64(user), device[:])
}
