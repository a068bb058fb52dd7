package api

import (
	"context"
	"net/http"
	"strings"

	"salesops/auth"
	"salesops/internal/fault"
	"salesops/internal/reason"
	"salesops/record"
)

// identify returns who sent a request; the zero Identity means an unknown sender. A wrong token is an error,
// also with a valid cookie, because the sender meant to use the token.
func (a *API) identify(gate *Gate, r *http.Request) (auth.Identity, error) {
	address := gate.addressOf(r)
	if header := r.Header.Get("Authorization"); header != "" && a.Auth != nil {
		kind, secret, _ := strings.Cut(header, " ")
		if !strings.EqualFold(kind, "Bearer") {
			secret = ""
		}
		return a.Auth.Present(r.Context(), strings.TrimSpace(secret), address)
	}
	if fromElsewhere(r) {
		return auth.Identity{}, nil
	}
	if gate.holds(r, a.Clock()) {
		who := auth.OwnerIdentity()
		who.Address = address
		return who, nil
	}
	if a.Auth == nil {
		return auth.Identity{}, nil
	}
	for _, secret := range gate.secrets(r) {
		if who, ok, err := a.Auth.Resume(r.Context(), secret, address); err != nil || ok {
			return who, err
		}
	}
	return auth.Identity{}, nil
}

// fromElsewhere reports whether a browser sends the request because a page of another website made it: a link, an
// image, a form. The cookies that it sends do not count then. Some answers, such as exports, are noted in the audit
// trail, and a website could have its visitors cause them.
func fromElsewhere(r *http.Request) bool {
	site := r.Header.Get("Sec-Fetch-Site")
	return site == "cross-site" || site == "same-site"
}

// visit has what the sign-in routes need to know of a request besides its body.
type visit struct {
	gate   *Gate
	origin auth.Origin
	base   string
}

type visitKey struct{}

// visitOf returns the visit of a request that came through guardAPI.
func visitOf(ctx context.Context) visit {
	v, ok := ctx.Value(visitKey{}).(visit)
	if !ok {
		v.gate = NewGate("0") // not through a gate: a cookie nobody gets
	}
	return v
}

// whoAsks returns the asker of a request that needs one.
func whoAsks(ctx context.Context) (auth.Identity, error) {
	who, ok := auth.From(ctx)
	if !ok || who.Via == "" {
		return who, fault.Because(fault.Denied, reason.Of("session_needed"))
	}
	return who, nil
}

// nameOf returns the asker's name for a screen.
func nameOf(ctx context.Context) string {
	if who, ok := auth.From(ctx); ok {
		return who.Name
	}
	return string(Owner)
}

// actor returns the asker's name in the log. Outside a request it is the owner, because the command line runs
// as the system user who holds the data folder.
func actor(ctx context.Context) record.Actor {
	if who, ok := auth.From(ctx); ok {
		return who.Actor()
	}
	return auth.OwnerActor
}
