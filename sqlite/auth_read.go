package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"strings"

	"salesops/auth"
	"salesops/internal/period"
	"salesops/record"
)

// queryer is a *sql.DB or a *sql.Tx.
type queryer interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

type authReader struct {
	ctx context.Context //nolint:containedctx // lives for one Read or Write
	on  queryer
}

const (
	userColumns = "SELECT id, login, person, state, password, created_at, password_at, signed_in_at, role, " +
		"language FROM auth_user"
	sessionColumns = "SELECT id, hash, user, created_at, seen_at, agent, address, method FROM auth_session"
	tokenColumns   = "SELECT id, hash, user, name, start, scopes, created_at, expires_at, used_at FROM auth_token"
	linkColumns    = "SELECT hash, kind, user, created_at, expires_at FROM auth_link"
	deviceColumns  = "SELECT user, hash, seen_at FROM auth_device"
	totpColumns    = "SELECT user, secret, step, created_at, confirmed_at, used_at FROM auth_totp"
)

// selectAll runs a query and converts each row with scan.
func selectAll[T any](r authReader, scan func(*sql.Rows) (T, error), query string, args ...any) (all []T, err error) {
	rows, err := r.on.QueryContext(r.ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		one, err := scan(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, rows.Err()
}

func firstOf[T any](all []T, err error) (T, bool, error) {
	if err != nil || len(all) == 0 {
		var none T
		return none, false, err
	}
	return all[0], true, nil
}

func scanUser(rows *sql.Rows) (u auth.User, err error) {
	var id, person, created, password, signedIn int64
	err = rows.Scan(&id, &u.Login, &person, &u.State, &u.Password, &created, &password, &signedIn, &u.Role,
		&u.Language)
	u.ID, u.Person = record.ID(id), record.ID(person)
	u.CreatedAt, u.PasswordAt, u.SignedInAt = period.Instant(created), period.Instant(
		password), period.Instant(signedIn)
	return u, err
}

func scanSession(rows *sql.Rows) (s auth.OpenSession, err error) {
	var id, user, created, seen int64
	var hash []byte
	err = rows.Scan(&id, &hash, &user, &created, &seen, &s.Agent, &s.Address, &s.Method)
	s.ID, s.User, s.CreatedAt, s.SeenAt = record.ID(id), record.ID(user), period.Instant(created), period.Instant(seen)
	copy(s.Hash[:], hash)
	return s, err
}

func scanToken(rows *sql.Rows) (t auth.APIToken, err error) {
	var id, user, created, expires, used int64
	var hash []byte
	var scopes string
	err = rows.Scan(&id, &hash, &user, &t.Name, &t.Start, &scopes, &created, &expires, &used)
	t.ID, t.User = record.ID(id), record.ID(user)
	t.CreatedAt, t.ExpiresAt, t.UsedAt = period.Instant(created), period.Instant(expires), period.Instant(used)
	copy(t.Hash[:], hash)
	for s := range strings.FieldsSeq(scopes) {
		t.Scopes = append(t.Scopes, auth.Scope(s))
	}
	return t, err
}

func scanLink(rows *sql.Rows) (l auth.Link, err error) {
	var user, created, expires int64
	var hash []byte
	err = rows.Scan(&hash, &l.Kind, &user, &created, &expires)
	l.User, l.CreatedAt, l.ExpiresAt = record.ID(user), period.Instant(created), period.Instant(expires)
	copy(l.Hash[:], hash)
	return l, err
}

func scanDevice(rows *sql.Rows) (d auth.Device, err error) {
	var user, seen int64
	var hash []byte
	err = rows.Scan(&user, &hash, &seen)
	d.User, d.SeenAt = record.ID(user), period.Instant(seen)
	copy(d.Hash[:], hash)
	return d, err
}

func scanTOTP(rows *sql.Rows) (f auth.TOTP, err error) {
	var user, created, confirmed, used int64
	err = rows.Scan(&user, &f.Secret, &f.Step, &created, &confirmed, &used)
	f.User, f.CreatedAt = record.ID(user), period.Instant(created)
	f.ConfirmedAt, f.UsedAt = period.Instant(confirmed), period.Instant(used)
	return f, err
}

func (r authReader) Users() ([]auth.User, error) {
	return selectAll(r, scanUser, userColumns+" ORDER BY login")
}

func (r authReader) User(id record.ID) (auth.User, bool, error) {
	return firstOf(selectAll(r, scanUser, userColumns+" WHERE id = ?", int64(id)))
}

func (r authReader) UserByLogin(login string) (auth.User, bool, error) {
	return firstOf(selectAll(r, scanUser, userColumns+" WHERE login = ?", login))
}

func (r authReader) UserByPerson(person record.ID) (auth.User, bool, error) {
	return firstOf(selectAll(r, scanUser, userColumns+" WHERE person = ?", int64(person)))
}

func (r authReader) SessionByHash(h auth.Hash) (auth.OpenSession, bool, error) {
	return firstOf(selectAll(r, scanSession, sessionColumns+" WHERE hash = ?", h[:]))
}

func (r authReader) SessionsOf(user record.ID) ([]auth.OpenSession, error) {
	return selectAll(r, scanSession, sessionColumns+" WHERE user = ? ORDER BY seen_at DESC, id DESC", int64(user))
}

func (r authReader) TokenByHash(h auth.Hash) (auth.APIToken, bool, error) {
	return firstOf(selectAll(r, scanToken, tokenColumns+" WHERE hash = ?", h[:]))
}

func (r authReader) TokensOf(user record.ID) ([]auth.APIToken, error) {
	return selectAll(r, scanToken, tokenColumns+" WHERE user = ? ORDER BY created_at DESC, id DESC", int64(user))
}

func (r authReader) LinkByHash(h auth.Hash) (auth.Link, bool, error) {
	return firstOf(selectAll(r, scanLink, linkColumns+" WHERE hash = ?", h[:]))
}

func (r authReader) DevicesOf(user record.ID) ([]auth.Device, error) {
	return selectAll(r, scanDevice, deviceColumns+" WHERE user = ? ORDER BY seen_at DESC, hash", int64(user))
}

func (r authReader) LinksOf(user record.ID, kind auth.LinkKind) ([]auth.Link, error) {
	return selectAll(r, scanLink, linkColumns+" WHERE user = ? AND kind = ? ORDER BY hash", int64(user), string(kind))
}

func (r authReader) TOTPOf(user record.ID) (auth.TOTP, bool, error) {
	return firstOf(selectAll(r, scanTOTP, totpColumns+" WHERE user = ?", int64(user)))
}

func (r authReader) TOTPs() ([]auth.TOTP, error) {
	return selectAll(r, scanTOTP, totpColumns+" ORDER BY user")
}
