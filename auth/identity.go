package auth

import (
	"context"
	"slices"

	"salesops/record"
)

// Via says how somebody was authenticated.
type Via string

const (
	// Owner is the system user who owns the data folder: the command line, and whoever opened the
	// address that it printed.
	Owner   Via = "owner"
	Session Via = "session" // a browser that signed in
	Token   Via = "token"   // a program with an API token
)

// Scope is what an API token may be used for. A token never permits more than its user may do.
type Scope string

const (
	ScopeRead  Scope = "read"  // read answers
	ScopeWrite Scope = "write" // change records and import
	ScopeAdmin Scope = "admin" // settings, people, roles and audit
)

// Scopes returns all scopes, narrowest first.
func Scopes() []Scope { return []Scope{ScopeRead, ScopeWrite, ScopeAdmin} }

// Identity is the authenticated sender of a request. The zero Identity is nobody.
type Identity struct {
	Person    record.ID // the person record; 0 for the owner of the folder
	User      string    // the user's id in the form that people see; "" for the owner
	Name      string    // for the screen only: it is personal and must not be logged
	Via       Via
	Role      string  // the id of the user's role now
	Scopes    []Scope // only for a token
	SessionID string  // only for a session
	TokenID   string  // only for a token
	TokenName string  // only for a token, as its user called it
	Address   string  // network address of the request, without the port
}

// Administrator is the role of which at least one user remains.
const Administrator = "administrator"

// OwnerActor is the actor of changes by the owner of the folder.
const OwnerActor record.Actor = "owner"

// OwnerIdentity returns the identity of the owner of the folder.
func OwnerIdentity() Identity {
	return Identity{Via: Owner, Name: string(OwnerActor), Role: Administrator}
}

// IsOwner reports whether this is the owner of the folder.
func (i Identity) IsOwner() bool { return i.Via == Owner }

// Actor returns the actor for the log. It is the id of the person, never a name or an address.
func (i Identity) Actor() record.Actor {
	if i.Person == 0 {
		return OwnerActor
	}
	return record.Actor(record.FormatID("person", i.Person))
}

// Covers reports whether the identity may do what needs a scope. Only tokens are limited by scopes.
func (i Identity) Covers(s Scope) bool { return i.Via != Token || slices.Contains(i.Scopes, s) }

type contextKey struct{}

// With returns a context that carries an identity.
func With(ctx context.Context, who Identity) context.Context {
	return context.WithValue(ctx, contextKey{}, who)
}

// From returns the identity in a context; false when there is none.
func From(ctx context.Context) (Identity, bool) {
	who, ok := ctx.Value(contextKey{}).(Identity)
	return who, ok
}
