package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"salesops/access"
	"salesops/auth"
	"salesops/internal/fault"
	"salesops/internal/reason"
)

// SessionList are the browsers with which somebody is signed in, the last used first.
type SessionList struct {
	Sessions []SessionEntry `json:"sessions"`
}

// SessionEntry is one browser.
type SessionEntry struct {
	ID        string `json:"id" example:"session_8f3kq2"`
	Agent     string `json:"agent" doc:"The browser as it names itself"`
	Address   string `json:"address" doc:"Where it was last"`
	Method    string `json:"method" doc:"What was shown to sign in" example:"password totp"`
	CreatedAt string `json:"created_at" format:"date-time"`
	SeenAt    string `json:"seen_at" format:"date-time" doc:"To the minute"`
	Current   bool   `json:"current" doc:"It is the one that asks"`
}

// TokenList are somebody's API tokens, the newest first.
type TokenList struct {
	Tokens []TokenInfo `json:"tokens"`
}

// TokenInfo is an API token without its secret.
type TokenInfo struct {
	ID        string   `json:"id" example:"token_8f3kq2"`
	Name      string   `json:"name"`
	Start     string   `json:"start" doc:"Its first letters" example:"sops_4fZ1"`
	Scopes    []string `json:"scopes"`
	CreatedAt string   `json:"created_at" format:"date-time"`
	ExpiresAt string   `json:"expires_at" format:"date-time"`
	UsedAt    *string  `json:"used_at" format:"date-time" doc:"To the minute; null for never"`
	Secret    *string  `json:"secret" doc:"Only in the answer that made it"`
}

// NewToken asks for an API token.
type NewToken struct {
	Name   string   `json:"name" maxLength:"200"`
	Scopes []string `json:"scopes" maxItems:"10" doc:"read, write, admin: it never does more than its user may"`
	Days   int      `json:"days,omitempty" default:"90" minimum:"1" maximum:"365"`

	Password string `json:"password" maxLength:"4000" doc:"The asker's present one"`
	Code     string `json:"code,omitempty" maxLength:"100" doc:"Of the second factor, where there is one"`
}

// OfUser names the user whose sessions or tokens are meant.
type OfUser struct {
	User string `query:"user" maxLength:"60" doc:"Somebody else's, for administrators; left out, the asker's own"`
}

func (a *API) registerTokens(api huma.API) {
	huma.Register(api, operation("listSessions", http.MethodGet, "/sessions", tagSignIn, "Where somebody is signed in"),
		a.listSessions)
	huma.Register(api, operation("endSession", http.MethodDelete, "/sessions/{id}", tagSignIn, "End a session"),
		a.endSession)
	huma.Register(api, operation("listTokens", http.MethodGet, "/tokens", tagSignIn, "API tokens"), a.listTokens)
	create := operation("createToken", http.MethodPost, "/tokens", tagSignIn,
		"Make an API token; its secret is shown this once")
	create.DefaultStatus = http.StatusCreated
	huma.Register(api, create, a.createToken)
	huma.Register(api, operation("endToken", http.MethodDelete, "/tokens/{id}", tagSignIn, "Revoke an API token"),
		a.endToken)
}

// ofUser returns whose sessions or tokens are meant: the asker's own or, for an administrator, anybody's.
func (a *API) ofUser(ctx context.Context, in OfUser) (who auth.Identity, user string, err error) {
	who, err = whoAsks(ctx)
	if err != nil || in.User == "" || in.User == who.User {
		return who, who.User, err
	}
	if who, err = able(ctx, access.Users); err != nil {
		return who, "", err
	}
	_, err = a.Auth.User(ctx, in.User)
	return who, in.User, err
}

func (a *API) listSessions(ctx context.Context, in *OfUser) (*done[SessionList], error) {
	who, user, err := a.ofUser(ctx, *in)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	open, err := a.Auth.Sessions(ctx, user)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	list := SessionList{Sessions: []SessionEntry{}}
	for _, s := range open {
		id := auth.SessionID(s.ID)
		list.Sessions = append(list.Sessions, SessionEntry{
			ID: id, Agent: s.Agent, Address: s.Address, Method: s.Method, CreatedAt: s.CreatedAt.String(),
			SeenAt: s.SeenAt.String(), Current: id == who.SessionID,
		})
	}
	return &done[SessionList]{list}, nil
}

func (a *API) endSession(ctx context.Context, in *struct {
	ID string `path:"id" maxLength:"60"`
	OfUser
}) (*struct{}, error) {
	who, user, err := a.ofUser(ctx, in.OfUser)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	return nil, a.problem(ctx, a.Auth.EndSession(ctx, who, user, in.ID))
}

func tokenInfo(t auth.APIToken) TokenInfo {
	info := TokenInfo{
		ID: auth.TokenID(t.ID), Name: t.Name, Start: t.Start, Scopes: []string{},
		CreatedAt: t.CreatedAt.String(), ExpiresAt: t.ExpiresAt.String(), UsedAt: instantOrNull(t.UsedAt),
	}
	for _, s := range t.Scopes {
		info.Scopes = append(info.Scopes, string(s))
	}
	return info
}

func (a *API) listTokens(ctx context.Context, in *OfUser) (*done[TokenList], error) {
	_, user, err := a.ofUser(ctx, *in)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	all, err := a.Auth.Tokens(ctx, user)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	list := TokenList{Tokens: []TokenInfo{}}
	for _, t := range all {
		list.Tokens = append(list.Tokens, tokenInfo(t))
	}
	return &done[TokenList]{list}, nil
}

func (a *API) createToken(ctx context.Context, in *struct{ Body NewToken }) (*done[TokenInfo], error) {
	who, err := whoAsks(ctx)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	if who.IsOwner() {
		return nil, a.problem(ctx, fault.Because(fault.Conflict, reason.Of("token_no_user")))
	}
	n := auth.NewToken{Name: in.Body.Name, Days: in.Body.Days, Password: in.Body.Password, Code: in.Body.Code}
	for _, s := range in.Body.Scopes {
		n.Scopes = append(n.Scopes, auth.Scope(s))
	}
	t, secret, err := a.Auth.CreateToken(ctx, who, n, visitOf(ctx).origin)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	info := tokenInfo(t)
	info.Secret = &secret
	return &done[TokenInfo]{info}, nil
}

func (a *API) endToken(ctx context.Context, in *struct {
	ID string `path:"id" maxLength:"60"`
	OfUser
}) (*struct{}, error) {
	who, user, err := a.ofUser(ctx, in.OfUser)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	return nil, a.problem(ctx, a.Auth.EndToken(ctx, who, user, in.ID))
}
