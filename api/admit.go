package api

import (
	"net/http"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"salesops/auth"
	"salesops/internal/fault"
	"salesops/internal/reason"
)

// What an operation requires of the asker is read from its description, so the document and the check cannot
// differ.
const (
	tagSignIn         = "sign-in"        // about the asker: not with a token
	tagAdministration = "administration" // with a token only of the scope admin
	metaScope         = "scope"          // an operation's own scope, as auth.Scope
)

// asks is what is checked for one operation.
type asks struct {
	open  bool       // nobody has to be signed in
	own   bool       // about the asker only
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

// admit decides whether a request may reach its operation, besides what the operation itself checks. An unknown
// address needs a session too, so that nobody can find out which addresses exist.
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
	// There are no roles yet that say which records a user may see. Until then, the user may see none.
	_, err := a.administers(auth.With(r.Context(), who))
	return err
}
