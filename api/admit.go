package api

import (
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"salesops/access"
	"salesops/audit"
	"salesops/auth"
	"salesops/internal/fault"
	"salesops/internal/reason"
)

// What an operation requires of the asker is read from its description, so the document and the check cannot
// differ.
const (
	tagSignIn         = "sign-in"        // about who asks: never with a token
	tagImports        = "imports"        // for roles that import
	tagAdministration = "administration" // with a token only of the scope admin
	metaScope         = "scope"          // an operation's own scope, as auth.Scope
	metaAbility       = "ability"        // what else a role must permit, as access.Ability
)

// asks is what is checked for one operation.
type asks struct {
	open  bool       // nobody has to be signed in
	scope auth.Scope // what a token needs; "" for never
	// ability is what a role must permit beside seeing the records that the answer is made of; "" for
	// nothing.
	ability access.Ability
}

// needing is an operation that only a role with an ability may carry out.
func needing(op huma.Operation, ability access.Ability) huma.Operation {
	op.Metadata = maps.Clone(op.Metadata)
	if op.Metadata == nil {
		op.Metadata = map[string]any{}
	}
	op.Metadata[metaAbility] = ability
	return op
}

// byHand is an operation that no token may carry out: with it a program could take an account over.
func byHand(op huma.Operation) huma.Operation {
	op.Metadata = maps.Clone(op.Metadata)
	if op.Metadata == nil {
		op.Metadata = map[string]any{}
	}
	op.Metadata[metaScope] = auth.Scope("")
	return op
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
					ability: abilityOf(op),
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

// abilityOf is what an operation asks of a role. Administration that says nothing of its own is for
// who administers users.
func abilityOf(op *huma.Operation) access.Ability {
	if own, ok := op.Metadata[metaAbility].(access.Ability); ok {
		return own
	}
	switch {
	case slices.Contains(op.Tags, tagAdministration):
		return access.Users
	case slices.Contains(op.Tags, tagImports):
		return access.Import
	}
	return ""
}

// admit decides whether a request may go on to its operation, beside what the operation itself
// asks. An address there is not needs a session too, so that nobody can look around.
func (a *API) admit(r *http.Request, who auth.Identity) (access.Asker, error) {
	_, pattern := a.mux.Handler(r)
	need, known := a.asks[pattern]
	if who.Via == "" {
		if known && need.open {
			return access.Asker{}, nil
		}
		return access.Asker{}, fault.Because(fault.Denied, reason.Of("session_needed"))
	}
	may, err := a.accessOf(r.Context(), who)
	switch {
	case err != nil || known && need.open:
	case who.Via == auth.Token && known && need.scope == "":
		err = fault.Because(fault.Denied, reason.Of("token_not_here"))
	case who.Via == auth.Token && known && !who.Covers(need.scope):
		err = fault.Because(fault.Denied, reason.Of("scope_missing", "scope", need.scope))
	case need.ability != "" && !may.May(need.ability), asFile(r) && !may.May(access.Export):
		err = notAllowed()
	}
	return may, err
}

// noteToken writes into the audit trail which token changes something or takes a table out. The changes
// themselves name the person.
func (a *API) noteToken(r *http.Request, who auth.Identity) error {
	if who.Via != auth.Token || r.Method == http.MethodHead || r.Method == http.MethodGet && !asFile(r) {
		return nil
	}
	_, pattern := a.mux.Handler(r)
	if pattern == "" {
		return nil
	}
	return a.Audit.Write(r.Context(), who.Actor(), audit.Event{What: "token_use", Whom: who.TokenID, From: who.Address,
		Detail: audit.Say("request", "token", who.TokenName, "request", strings.Replace(pattern, " /api/v1", " ", 1)),
		Often:  true})
}
