package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"salesops/access"
	"salesops/auth"
	"salesops/internal/fault"
	"salesops/internal/reason"
	"salesops/record"
	"salesops/sales"
)

// SessionInfo says who asks, and which ways to sign in there are.
type SessionInfo struct {
	SignedIn      bool     `json:"signed_in"`
	Via           string   `json:"via" enum:"none,owner,session,token" doc:"owner: the system user who holds the data folder"`
	User          *string  `json:"user" doc:"null for the owner of the folder"`
	Person        *string  `json:"person"`
	Name          string   `json:"name"`
	Login         *string  `json:"login" doc:"The mail address of who signed in"`
	Session       *string  `json:"session" doc:"This browser's session in GET /sessions"`
	Scopes        []string `json:"scopes" doc:"Of the token that asks"`
	Administrator bool     `json:"administrator"`
	SetupNeeded   bool     `json:"setup_needed" doc:"Nobody can sign in yet: POST /setup makes the first administrator"`
	Mail          bool     `json:"mail" doc:"Invitations and resets are mailed; else an administrator hands links over"`
	Needs         []string `json:"needs" doc:"The password was right; one of these is needed too, with ticket: totp, recovery; enrol: a second factor has to be set up"`
	Ticket        *string  `json:"ticket" doc:"Proves for five minutes that the password was right, or for fifteen where a second factor has to be set up"`
	RecoveryCodes []string `json:"recovery_codes" doc:"Only in the answer that made them"`
}

// SignIn has the credentials of a sign-in.
type SignIn struct {
	Login    string `json:"login" maxLength:"1000" doc:"The mail address"`
	Password string `json:"password" maxLength:"4000"`
}

// Setup makes the first administrator.
type Setup struct {
	Code     string `json:"code,omitempty" maxLength:"200" doc:"The token at the end of the printed address; not needed by who opened that address"`
	Name     string `json:"name" maxLength:"200"`
	Login    string `json:"login" maxLength:"1000" doc:"The mail address to sign in with"`
	Password string `json:"password" maxLength:"4000"`
}

// NewPassword changes the asker's own password.
type NewPassword struct {
	Present    string `json:"present" maxLength:"4000"`
	Password   string `json:"password" maxLength:"4000"`
	KeepTokens bool   `json:"keep_tokens,omitempty" doc:"API tokens stay valid; otherwise they end"`
}

// ForgotPassword asks for a link to choose another password.
type ForgotPassword struct {
	Login string `json:"login" maxLength:"1000"`
}

// LinkPassword sets the password of the person for whom a link was made.
type LinkPassword struct {
	Secret   string `json:"secret" maxLength:"200" doc:"What stands behind # in the link"`
	Password string `json:"password" maxLength:"4000"`
}

// LinkSecret asks for whom a link was made.
type LinkSecret struct {
	Secret string `json:"secret" maxLength:"200"`
}

// LinkInfo says for whom a link was made.
type LinkInfo struct {
	Name string `json:"name"`
	Kind string `json:"kind" enum:"invite,reset"`
}

// signedIn is an answer that sets or removes the session's cookie.
type signedIn struct {
	SetCookie []http.Cookie `header:"Set-Cookie"`
	Cache     string        `header:"Cache-Control"`
	Body      SessionInfo
}

func (a *API) registerSignIn(api huma.API) {
	open := func(id, method, path, summary string) huma.Operation {
		op := operation(id, method, path, tagSignIn, summary)
		op.Security = optional
		return op
	}
	get := open("getSession", http.MethodGet, "/session", "Who asks, and how somebody comes in")
	get.Metadata = map[string]any{metaScope: auth.ScopeRead}
	huma.Register(api, get, a.getSession)
	huma.Register(api, open("signIn", http.MethodPost, "/session", "Sign in with a password"), a.signIn)
	huma.Register(api, open("signOut", http.MethodDelete, "/session", "Sign out"), a.signOut)
	huma.Register(api, open("setUp", http.MethodPost, "/setup", "Make the first administrator"), a.setUp)
	huma.Register(api, open("forgotPassword", http.MethodPost, "/password/forgot",
		"Ask for a link to choose another password"), a.forgotPassword)
	huma.Register(api, open("resetPassword", http.MethodPost, "/password/reset",
		"Choose another password with a link, and sign in"), a.acceptLink)
	huma.Register(api, open("acceptInvitation", http.MethodPost, "/invitations/accept",
		"Choose a password with a link, and sign in"), a.acceptLink)
	huma.Register(api, open("openInvitation", http.MethodPost, "/invitations/open", "Whom a link is for"), a.openLink)
	huma.Register(api, operation("changePassword", http.MethodPost, "/password", tagSignIn,
		"Change one's own password; every other session ends, and every API token unless kept"), a.changePassword)
}

func (a *API) getSession(ctx context.Context, _ *struct{}) (*signedIn, error) {
	who, _ := auth.From(ctx)
	return a.answerSession(ctx, who)
}

// answerSession answers who the asker is, with cookies.
func (a *API) answerSession(ctx context.Context, who auth.Identity, cookies ...http.Cookie) (*signedIn, error) {
	out := &signedIn{SetCookie: cookies, Cache: "no-store",
		Body: SessionInfo{Via: "none", Scopes: []string{}, Needs: []string{}, RecoveryCodes: []string{},
			Name: who.Name}}
	body := &out.Body
	if who.Via != "" {
		body.SignedIn, body.Via = true, string(who.Via)
		body.User, body.Session = textOrNull(who.User), textOrNull(who.SessionID)
		if who.Person != 0 {
			person := record.FormatID(sales.Person, who.Person)
			body.Person = &person
		}
		for _, s := range who.Scopes {
			body.Scopes = append(body.Scopes, string(s))
		}
		if a.Auth != nil && who.User != "" {
			u, err := a.Auth.User(ctx, who.User)
			if err != nil {
				return nil, a.problem(ctx, err)
			}
			body.Login = &u.Login
		}
		if a.Auth != nil {
			may, err := a.accessOf(ctx, who)
			if err != nil {
				return nil, a.problem(ctx, err)
			}
			body.Administrator = may.May(access.Users)
		}
	}
	if a.Auth != nil {
		any, err := a.Auth.AnyUsers(ctx)
		if err != nil {
			return nil, a.problem(ctx, err)
		}
		body.SetupNeeded, body.Mail = !any, a.Auth.Mail != nil
	}
	return out, nil
}

// answerStarted answers somebody who has given a password or a link.
func (a *API) answerStarted(ctx context.Context, s auth.Started) (*signedIn, error) {
	v := visitOf(ctx)
	if s.Ticket != "" {
		out, err := a.answerSession(ctx, auth.Identity{})
		if err == nil {
			out.Body.Needs, out.Body.Ticket = s.Needs, &s.Ticket
		}
		return out, err
	}
	v.gate.end(v.origin.Secret) // signing in ends a session of the owner
	return a.answerSession(ctx, s.Identity, *v.gate.sessionCookie(s.Secret))
}

func (a *API) signIn(ctx context.Context, in *struct{ Body SignIn }) (*signedIn, error) {
	s, err := a.Auth.SignIn(ctx, in.Body.Login, in.Body.Password, visitOf(ctx).origin)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	return a.answerStarted(ctx, s)
}

func (a *API) signOut(ctx context.Context, _ *struct{}) (*signedIn, error) {
	v := visitOf(ctx)
	who, _ := auth.From(ctx)
	switch who.Via {
	case auth.Owner:
		v.gate.end(v.origin.Secret)
	case auth.Session:
		if err := a.Auth.EndSession(ctx, who, who.User, who.SessionID); err != nil {
			return nil, a.problem(ctx, err)
		}
	case auth.Token:
		return nil, a.problem(ctx, fault.Because(fault.Denied, reason.Of("token_not_here")))
	}
	return a.answerSession(ctx, auth.Identity{}, *v.gate.noCookie())
}

func (a *API) setUp(ctx context.Context, in *struct{ Body Setup }) (*signedIn, error) {
	v := visitOf(ctx)
	who, _ := auth.From(ctx)
	if !who.IsOwner() {
		if any, err := a.Auth.AnyUsers(ctx); err != nil || any {
			return nil, a.problem(ctx, firstError(err, fault.Because(fault.Conflict, reason.Of("setup_done"))))
		}
		if err := a.Auth.Try(auth.User{Login: "setup"}, v.origin); err != nil {
			return nil, a.problem(ctx, err)
		}
		if !v.gate.good(in.Body.Code, a.Clock()) {
			return nil, a.problem(ctx, fault.Because(fault.Denied, reason.Of("setup_code")))
		}
		a.Auth.Right(auth.User{Login: "setup"}, v.origin)
		who = auth.OwnerIdentity()
		who.Address = v.origin.Address
	}
	if in.Body.Password == "" {
		return nil, a.problem(ctx, auth.CheckPassword(""))
	}
	u, err := a.Auth.First(ctx, who, auth.NewUser{Login: in.Body.Login, Name: in.Body.Name, Password: in.Body.Password})
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	v.gate.use(in.Body.Code, a.Clock())
	s, err := a.Auth.Begin(ctx, u.ID, "password", v.origin)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	return a.answerStarted(ctx, s)
}

func (a *API) forgotPassword(ctx context.Context, in *struct{ Body ForgotPassword }) (*struct{}, error) {
	v := visitOf(ctx)
	return nil, a.problem(ctx, a.Auth.ForgotPassword(ctx, in.Body.Login, v.origin, v.base))
}

// linkAt returns the address of a one-time link. The secret is after #, which browsers do not send.
func linkAt(base string, kind auth.LinkKind, secret string) string {
	if kind == auth.ResetLink {
		return base + "/reset#" + secret
	}
	return base + "/invitation#" + secret
}

func (a *API) acceptLink(ctx context.Context, in *struct{ Body LinkPassword }) (*signedIn, error) {
	v := visitOf(ctx)
	s, err := a.Auth.SetByLink(ctx, in.Body.Secret, in.Body.Password, v.origin)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	return a.answerStarted(ctx, s)
}

func (a *API) openLink(ctx context.Context, in *struct{ Body LinkSecret }) (*done[LinkInfo], error) {
	who, kind, err := a.Auth.OpenLink(ctx, in.Body.Secret)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	return &done[LinkInfo]{LinkInfo{Name: who.Name, Kind: string(kind)}}, nil
}

func (a *API) changePassword(ctx context.Context, in *struct{ Body NewPassword }) (*signedIn, error) {
	v := visitOf(ctx)
	who, err := whoAsks(ctx)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	secret, err := a.Auth.ChangePassword(ctx, who, auth.NewPassword{Present: in.Body.Present,
		Password: in.Body.Password, KeepTokens: in.Body.KeepTokens}, v.origin)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	return a.answerSession(ctx, who, *v.gate.sessionCookie(secret))
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
