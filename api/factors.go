package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"salesops/access"
	"salesops/auth"
)

// ShownCode is a second factor at sign-in.
type ShownCode struct {
	Ticket string `json:"ticket" maxLength:"200" doc:"Of the answer to the password"`
	Code   string `json:"code" maxLength:"100" doc:"Of the app, or a recovery code"`
}

// TicketOnly begins to set an app up at sign-in.
type TicketOnly struct {
	Ticket string `json:"ticket" maxLength:"200" doc:"Of the answer to the password"`
}

// PasswordAgain is the asker's present password.
type PasswordAgain struct {
	Password string `json:"password" maxLength:"4000" doc:"The asker's present one"`
}

// FirstCode ends the setting up of an app.
type FirstCode struct {
	Code string `json:"code" maxLength:"100" doc:"Which the app shows now"`
}

// BothAgain are the asker's password and second factor.
type BothAgain struct {
	Password string `json:"password" maxLength:"4000" doc:"The asker's present one"`
	Code     string `json:"code" maxLength:"100" doc:"Of the app, or a recovery code"`
}

// Enrolment is an app that is being set up. It is no factor until a code of it was shown.
type Enrolment struct {
	Secret string `json:"secret" doc:"To be typed into the app; shown only in this answer"`
	URL    string `json:"url" doc:"The same as an address that apps open" example:"otpauth://totp/…"`
	QR     QRCode `json:"qr" doc:"The same for a camera"`
}

// FactorInfo are somebody's second factors.
type FactorInfo struct {
	Apps     []AppInfo `json:"apps" doc:"Apps that show codes: one, or none"`
	Recovery int       `json:"recovery" doc:"How many recovery codes are left"`
	Required bool      `json:"required" doc:"Everybody needs a second factor"`
}

// AppInfo is an app that shows codes.
type AppInfo struct {
	CreatedAt string  `json:"created_at" format:"date-time"`
	UsedAt    *string `json:"used_at" format:"date-time" doc:"null for never"`
}

// RecoveryCodes let their user in without the other factors, each once.
type RecoveryCodes struct {
	Codes []string `json:"codes" doc:"Shown only in this answer"`
}

func (a *API) registerFactors(api huma.API) {
	open := func(id, path, summary string) huma.Operation {
		op := operation(id, http.MethodPost, path, tagSignIn, summary)
		op.Security = optional
		return op
	}
	own := func(id, path, summary string) huma.Operation {
		return operation(id, http.MethodPost, path, tagSignIn, summary)
	}
	huma.Register(api, open("showFactor", "/session/factor", "Show a second factor, and sign in"), a.showFactor)
	huma.Register(api, open("enrolAtSignIn", "/session/enrol",
		"Begin to set up the second factor that everybody needs"), a.enrolAtSignIn)
	huma.Register(api, open("confirmAtSignIn", "/session/enrol/confirm",
		"Show a first code, and sign in; the recovery codes are shown this once"), a.confirmAtSignIn)
	huma.Register(api, operation("listFactors", http.MethodGet, "/factors", tagSignIn, "Somebody's second factors"),
		a.listFactors)
	huma.Register(api, own("enrolTOTP", "/factors/totp", "Begin to set up an app that shows codes"), a.enrolTOTP)
	huma.Register(api, own("confirmTOTP", "/factors/totp/confirm",
		"Show a first code; every other session ends, and the recovery codes are shown this once"), a.confirmTOTP)
	huma.Register(api, own("removeTOTP", "/factors/totp/remove",
		"Remove the app and the recovery codes; every other session ends"), a.removeTOTP)
	huma.Register(api, own("newRecoveryCodes", "/factors/recovery", "Replace the recovery codes"), a.newRecoveryCodes)
	remove := byHand(operation("removeFactors", http.MethodDelete, "/users/{id}/factors", tagAdministration,
		"Take all second factors off a user who has lost them; the user's sessions end"))
	huma.Register(api, remove, a.removeFactors)
}

func (a *API) showFactor(ctx context.Context, in *struct{ Body ShownCode }) (*signedIn, error) {
	s, err := a.Auth.SignInWithCode(ctx, in.Body.Ticket, in.Body.Code, visitOf(ctx).origin)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	return a.answerStarted(ctx, s)
}

func (a *API) enrolAtSignIn(ctx context.Context, in *struct{ Body TicketOnly }) (*done[Enrolment], error) {
	e, err := a.Auth.EnrolByTicket(ctx, in.Body.Ticket)
	return a.enrolment(ctx, e, err)
}

func (a *API) confirmAtSignIn(ctx context.Context, in *struct{ Body ShownCode }) (*signedIn, error) {
	s, codes, err := a.Auth.ConfirmByTicket(ctx, in.Body.Ticket, in.Body.Code, visitOf(ctx).origin)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	out, err := a.answerStarted(ctx, s)
	if err == nil {
		out.Body.RecoveryCodes = codes
	}
	return out, err
}

// enrolment answers an app that is being set up.
func (a *API) enrolment(ctx context.Context, e auth.Enrolment, err error) (*done[Enrolment], error) {
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	picture, err := qrCode(e.URL)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	return &done[Enrolment]{Enrolment{Secret: e.Secret, URL: e.URL, QR: picture}}, nil
}

func (a *API) listFactors(ctx context.Context, in *OfUser) (*done[FactorInfo], error) {
	who, user, err := a.ofUser(ctx, *in)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	out := FactorInfo{Apps: []AppInfo{}}
	if user == "" && who.IsOwner() { // who came in by the printed address has no account
		return &done[FactorInfo]{out}, nil
	}
	f, err := a.Auth.Factors(ctx, user)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	out.Recovery, out.Required = f.Recovery, f.Required
	if f.TOTP != nil {
		out.Apps = append(out.Apps,
			AppInfo{CreatedAt: f.TOTP.ConfirmedAt.String(), UsedAt: instantOrNull(f.TOTP.UsedAt)})
	}
	return &done[FactorInfo]{out}, nil
}

func (a *API) enrolTOTP(ctx context.Context, in *struct{ Body PasswordAgain }) (*done[Enrolment], error) {
	who, err := whoAsks(ctx)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	e, err := a.Auth.EnrolTOTP(ctx, who, in.Body.Password, visitOf(ctx).origin)
	return a.enrolment(ctx, e, err)
}

func (a *API) confirmTOTP(ctx context.Context, in *struct{ Body FirstCode }) (*signedIn, error) {
	v := visitOf(ctx)
	who, err := whoAsks(ctx)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	codes, secret, err := a.Auth.ConfirmTOTP(ctx, who, in.Body.Code, v.origin)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	out, err := a.answerSession(ctx, who, *v.gate.sessionCookie(secret))
	if err == nil {
		out.Body.RecoveryCodes = codes
	}
	return out, err
}

func (a *API) removeTOTP(ctx context.Context, in *struct{ Body BothAgain }) (*signedIn, error) {
	v := visitOf(ctx)
	who, err := whoAsks(ctx)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	secret, err := a.Auth.RemoveTOTP(ctx, who, in.Body.Password, in.Body.Code, v.origin)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	return a.answerSession(ctx, who, *v.gate.sessionCookie(secret))
}

func (a *API) newRecoveryCodes(ctx context.Context, in *struct{ Body BothAgain }) (*done[RecoveryCodes], error) {
	who, err := whoAsks(ctx)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	codes, err := a.Auth.NewRecovery(ctx, who, in.Body.Password, in.Body.Code, visitOf(ctx).origin)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	return &done[RecoveryCodes]{RecoveryCodes{codes}}, nil
}

func (a *API) removeFactors(ctx context.Context, in *struct{ UserPath }) (*struct{}, error) {
	who, err := able(ctx, access.Users)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	return nil, a.problem(ctx, a.Auth.RemoveFactors(ctx, who, in.ID))
}
