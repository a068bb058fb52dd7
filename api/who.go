package api

import (
	"context"
	"net/http"

	"salesops/auth"
	"salesops/record"
)

// identify says who sent a request; false for nobody we know.
func (a *API) identify(gate *Gate, r *http.Request) (auth.Identity, bool) {
	if gate.holds(r) {
		return auth.OwnerIdentity(), true
	}
	return auth.Identity{}, false
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
