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

// identify says who sent a request; the zero Identity is nobody we know. A token that is no
// good is an error, also beside a good cookie: the sender means to use it.
func (a *API) identify(gate *Gate, r *http.Request) (auth.Identity, error) {
	address := gate.addressOf(r)
	if header := r.Header.Get("Authorization"); header != "" && a.Auth != nil {
		kind, secret, _ := strings.Cut(header, " ")
		if !strings.EqualFold(kind, "Bearer") {
			secret = ""
		}
		return a.Auth.Present(r.Context(), strings.TrimSpace(secret), address)
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

// visit is what the sign-in routes know of a request beside its body.
type visit struct {
	gate   *Gate
	origin auth.Origin
	base   string
}

type visitKey struct{}

// visitOf is the visit of a request that came through the gate.
func visitOf(ctx context.Context) visit {
	v, ok := ctx.Value(visitKey{}).(visit)
	if !ok {
		v.gate = NewGate("0") // not through a gate: a cookie nobody gets
	}
	return v
}

// whoAsks is the asker of a request that needs one.
func whoAsks(ctx context.Context) (auth.Identity, error) {
	who, ok := auth.From(ctx)
	if !ok || who.Via == "" {
		return who, fault.Because(fault.Denied, reason.Of("session_needed"))
	}
	return who, nil
}

// administers refuses whoever is no administrator: until there are roles, everybody but the
// first user.
func (a *API) administers(ctx context.Context) (auth.Identity, error) {
	who, err := whoAsks(ctx)
	if err != nil || who.IsOwner() {
		return who, err
	}
	users, err := a.Auth.Users(ctx)
	if err != nil {
		return who, err
	}
	for _, u := range users {
		if u.ID < userOf(users, who.User).ID {
			return who, fault.Because(fault.Denied, reason.Of("not_allowed"))
		}
	}
	return who, nil
}

func userOf(users []auth.User, id string) auth.User {
	for _, u := range users {
		if auth.UserID(u.ID) == id {
			return u
		}
	}
	return auth.User{}
}

// nameOf is who asks as a screen shows it.
func nameOf(ctx context.Context) string {
	if who, ok := auth.From(ctx); ok {
		return who.Name
	}
	return string(Owner)
}

// actor is how the log names who asks. Outside a request it is the owner: the command line
// runs as the system user who holds the data folder.
func actor(ctx context.Context) record.Actor {
	if who, ok := auth.From(ctx); ok {
		return who.Actor()
	}
	return auth.OwnerActor
}
