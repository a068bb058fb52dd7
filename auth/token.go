package auth

import (
	"context"
	"hash/crc32"
	"math/big"
	"slices"
	"strings"
	"time"

	"salesops/audit"
	"salesops/internal/fault"
	"salesops/internal/reason"
	"salesops/record"
)

// An API token is "sops_", 256 random bits and a checksum of both, in letters and digits. Secret
// scanners find it by its prefix and verify it by its checksum.
const (
	tokenStart   = "sops_"
	tokenDigits  = 43 // 62^43 > 2^256
	checkDigits  = 6  // 62^6 > 2^32
	mostTokens   = 50
	mostDays     = 365
	mostNameText = 100
)

const base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

func digits62(n *big.Int, width int) string {
	out := make([]byte, width)
	rest, digit, base := new(big.Int).Set(n), new(big.Int), big.NewInt(62)
	for i := width - 1; i >= 0; i-- {
		rest.DivMod(rest, base, digit)
		out[i] = base62[digit.Int64()]
	}
	return string(out)
}

func newToken() string {
	body := tokenStart + digits62(new(big.Int).SetBytes(randomBytes(32)), tokenDigits)
	return body + checksum(body)
}

func checksum(body string) string {
	return digits62(new(big.Int).SetUint64(uint64(crc32.ChecksumIEEE([]byte(body)))), checkDigits)
}

// LooksLikeToken reports whether a text has the form and the checksum of a token.
func LooksLikeToken(text string) bool {
	if len(text) != len(tokenStart)+tokenDigits+checkDigits || !strings.HasPrefix(text, tokenStart) {
		return false
	}
	body := text[:len(text)-checkDigits]
	return checksum(body) == text[len(body):]
}

// NewToken describes a token to create.
type NewToken struct {
	Name   string
	Scopes []Scope
	Days   int // lifetime in days, 1 to 365
	// Password is the user's present one: a session that was stolen must not turn into a token that outlives it.
	Password string
	// Code is one of the user's second factor; not needed without one.
	Code string
}

// CreateToken creates a token for the signed-in user. Its secret is returned only here.
func (a *Auth) CreateToken(ctx context.Context, by Identity, n NewToken, from Origin) (APIToken, string, error) {
	user, ok := parseID("user", by.User)
	if !ok || by.Via != Session {
		return APIToken{}, "", fault.Because(fault.Denied, reason.Of("token_not_here"))
	}
	n.Name = cut(n.Name, mostNameText)
	switch {
	case n.Name == "":
		return APIToken{}, "", fault.Because(fault.Invalid, reason.Of("name_missing"))
	case n.Days < 1 || n.Days > mostDays:
		return APIToken{}, "", fault.Because(fault.Invalid, reason.Of("token_days", "most", mostDays))
	case len(n.Scopes) == 0:
		return APIToken{}, "", fault.Because(fault.Invalid, reason.Of("scope_unknown", "scopes", "read, write, admin"))
	}
	for _, s := range n.Scopes {
		if !slices.Contains(Scopes(), s) {
			return APIToken{}, "", fault.Because(fault.Invalid,
				reason.Of("scope_unknown", "scopes", "read, write, admin"))
		}
	}
	if _, err := a.confirmBoth(ctx, by, n.Password, n.Code, from); err != nil {
		return APIToken{}, "", err
	}
	secret := newToken()
	t := APIToken{
		ID: a.Log.NewID(), Hash: HashOf(secret), User: user, Name: n.Name,
		Start: secret[:len(tokenStart)+4], Scopes: n.Scopes,
		CreatedAt: a.Clock(), ExpiresAt: a.after(time.Duration(n.Days) * 24 * time.Hour),
	}
	err := a.Store.Write(ctx, func(w Writer) error {
		all, err := w.TokensOf(user)
		if err != nil {
			return err
		}
		if len(all) >= mostTokens {
			return fault.Because(fault.Conflict, reason.Of("token_too_many", "most", mostTokens))
		}
		return w.PutToken(t)
	})
	if err != nil {
		return APIToken{}, "", err
	}
	a.Alarm(ctx, user, TokenMade)
	words := make([]string, len(t.Scopes))
	for i, s := range t.Scopes {
		words[i] = string(s)
	}
	return t, secret, a.note(ctx, by.Actor(), audit.Event{What: "token_create", Whom: TokenID(t.ID), From: by.Address,
		Detail: audit.Say("scopes", "token", t.Name, "scopes", strings.Join(words, " "))})
}

// endTokens revokes all tokens of a user.
func endTokens(w Writer, user record.ID) error {
	tokens, err := w.TokensOf(user)
	for _, t := range tokens {
		err = firstOf(err, w.DropToken(t.ID))
	}
	return err
}

// Tokens returns a user's tokens, newest first.
func (a *Auth) Tokens(ctx context.Context, user string) (all []APIToken, err error) {
	id, ok := parseID("user", user)
	if !ok {
		return nil, nil
	}
	err = a.Store.Read(ctx, func(r Reader) (err error) {
		all, err = r.TokensOf(id)
		return err
	})
	return all, err
}

// EndToken revokes one of a user's tokens.
func (a *Auth) EndToken(ctx context.Context, by Identity, user, token string) error {
	unknown := fault.Because(fault.Missing, reason.Of("token_unknown"))
	owner, ok := parseID("user", user)
	id, isToken := parseID("token", token)
	if !ok || !isToken {
		return unknown
	}
	err := a.Store.Write(ctx, func(w Writer) error {
		all, err := w.TokensOf(owner)
		if err != nil {
			return err
		}
		for _, t := range all {
			if t.ID == id {
				return w.DropToken(id)
			}
		}
		return unknown
	})
	if err != nil {
		return err
	}
	return a.note(ctx, by.Actor(), audit.Event{What: "token_end", Whom: token, From: by.Address})
}

// Present returns the identity of the token with a secret. It returns a fault when there is no such
// token, or it may not be used.
func (a *Auth) Present(ctx context.Context, secret, address string) (Identity, error) {
	refused := func(whom string) (Identity, error) {
		return Identity{}, firstOf(
			a.note(ctx, audit.Nobody, audit.Event{What: "token_use", Outcome: audit.Refused, Whom: whom, From: address,
				Reason: "token_wrong"}),
			fault.Because(fault.Denied, reason.Of("token_wrong")))
	}
	if !LooksLikeToken(secret) {
		return refused("")
	}
	var t APIToken
	var u User
	var ok bool
	err := a.Store.Read(ctx, func(r Reader) (err error) {
		if t, ok, err = r.TokenByHash(HashOf(secret)); err != nil || !ok {
			return err
		}
		u, ok, err = r.User(t.User)
		return err
	})
	if err != nil {
		return Identity{}, err
	}
	now := a.Clock()
	if !ok || u.State != Active || now > t.ExpiresAt {
		whom := ""
		if t.ID != 0 {
			whom = TokenID(t.ID)
		}
		return refused(whom)
	}
	if now-t.UsedAt >= micros(seenEvery) {
		if err := a.Store.Write(ctx, func(w Writer) error {
			kept, ok, err := w.TokenByHash(t.Hash)
			if err != nil || !ok {
				return err
			}
			kept.UsedAt = now
			return w.PutToken(kept)
		}); err != nil {
			return Identity{}, err
		}
	}
	who, err := a.identify(ctx, u, Token, address)
	who.Scopes, who.TokenID, who.TokenName = t.Scopes, TokenID(t.ID), t.Name
	return who, err
}
