package auth

import (
	"context"
	"slices"

	"salesops/record"
)

// Via says how somebody came in.
type Via string

const (
	// Owner is the system user who holds the data folder: the command line, and whoever
	// opened the address it printed.
	Owner   Via = "owner"
	Session Via = "session" // a browser that signed in
	Token   Via = "token"   // a program with an API token
)

// Scope is what an API token may be used for. A token never does more than its user may.
type Scope string

const (
	ScopeRead  Scope = "read"  // ask
	ScopeWrite Scope = "write" // change records, import
	ScopeAdmin Scope = "admin" // settings, people, roles, audit
)

// Scopes are all there are, narrowest first.
func Scopes() []Scope { return []Scope{ScopeRead, ScopeWrite, ScopeAdmin} }

// Identity is who asks. The zero Identity is nobody.
type Identity struct {
	Person    record.ID // the person record; 0 for the owner of the folder
	User      string    // the user's id as it is shown; "" for the owner
	Name      string    // for a screen; personal, so never in a log
	Via       Via
	Scopes    []Scope // of a token; empty otherwise
	SessionID string  // of a session
	TokenID   string  // of a token
	Address   string  // where the request came from, without its port
}

// OwnerActor is how the log names the owner of the folder.
const OwnerActor record.Actor = "owner"

// OwnerIdentity is the owner of the folder.
func OwnerIdentity() Identity { return Identity{Via: Owner, Name: string(OwnerActor)} }

// IsOwner says whether the owner of the folder asks.
func (i Identity) IsOwner() bool { return i.Via == Owner }

// Actor is how the log names who did something: the person, never a name or an address.
func (i Identity) Actor() record.Actor {
	if i.Person == 0 {
		return OwnerActor
	}
	return record.Actor(record.FormatID("person", i.Person))
}

// Covers says whether the way somebody came in allows what needs a scope. Only tokens are
// limited by one.
func (i Identity) Covers(s Scope) bool { return i.Via != Token || slices.Contains(i.Scopes, s) }

type contextKey struct{}

// With puts who asks into a context.
func With(ctx context.Context, who Identity) context.Context {
	return context.WithValue(ctx, contextKey{}, who)
}

// From is who asks; false when nobody was put there.
func From(ctx context.Context) (Identity, bool) {
	who, ok := ctx.Value(contextKey{}).(Identity)
	return who, ok
}
