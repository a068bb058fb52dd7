package api

import (
	"net/http"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"salesops/auth"
	"salesops/internal/fault"
	"salesops/internal/reason"
)

// What an operation asks of who calls it is read from its description, so that the document
// and the gate cannot differ.
const (
	tagSignIn         = "sign-in"        // about who asks: never with a token
	tagAdministration = "administration" // with a token only of the scope admin
	metaScope         = "scope"          // an operation's own scope, as auth.Scope
)

// asks is what the gate checks for one operation.
type asks struct {
	open  bool       // nobody has to be signed in
	own   bool       // about nobody but who asks
	scope auth.Scope // what a token needs; "" for never
}

// optional marks an operation that needs no session.
var optional = []map[string][]string{{}}

// readAsks reads the operations. It is called when all are registered.
func (a *API) readAsks() {
	a.asks = map[string]asks{}
	for path, item := range a.huma.OpenAPI().Paths {
		for method, op := range map[string]*huma.Operation{
			http.MethodGet: item.Get, http.MethodPost: item.Post, http.MethodPatch: item.Patch,
			http.MethodPut: item.Put, http.MethodDelete: item.Delete,
		} {
			if op != nil {
				a.asks[method+" "+path] = asks{
					open: len(op.Security) == 1 && len(op.Security[0]) == 0, scope: scopeOf(op, method),
					own: slices.Contains(op.Tags, tagSignIn) || op.OperationID == "getMe",
				}
			}
		}
	}
	a.asks["GET /api/v1/openapi.json"] = asks{scope: auth.ScopeRead}
}

func scopeOf(op *huma.Operation, method string) auth.Scope {
	if own, ok := op.Metadata[metaScope].(auth.Scope); ok {
		return own
	}
	for _, tag := range op.Tags {
		switch tag {
		case tagSignIn:
			return ""
		case tagAdministration:
			return auth.ScopeAdmin
		}
	}
	if method == http.MethodGet {
		return auth.ScopeRead
	}
	return auth.ScopeWrite
}

// admit decides whether a request may go on to its operation, beside what the operation itself
// asks. An address there is not needs a session too, so that nobody can look around.
func (a *API) admit(r *http.Request, who auth.Identity) error {
	_, pattern := a.mux.Handler(r)
	need, known := a.asks[pattern]
	if known && need.open {
		return nil
	}
	if who.Via == "" {
		return fault.Because(fault.Denied, reason.Of("session_needed"))
	}
	switch {
	case who.Via != auth.Token || !known:
	case need.scope == "":
		return fault.Because(fault.Denied, reason.Of("token_not_here"))
	case !who.Covers(need.scope):
		return fault.Because(fault.Denied, reason.Of("scope_missing", "scope", need.scope))
	}
	if need.own {
		return nil
	}
	// There are no roles yet that would say which records somebody may see. Until then it is none.
	_, err := a.administers(auth.With(r.Context(), who))
	return err
}
