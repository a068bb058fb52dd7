package auth

import (
	"context"

	"salesops/internal/period"
	"salesops/record"
)

// State is whether a user may sign in.
type State string

const (
	Invited     State = "invited" // has no password yet
	Active      State = "active"
	Deactivated State = "deactivated"
)

// User is somebody who may sign in. The name stands in the person's record.
type User struct {
	ID         record.ID
	Login      string // a mail address, in lower case
	Person     record.ID
	State      State
	Password   string // PHC string; "" for none
	CreatedAt  period.Instant
	PasswordAt period.Instant // 0 for never
	SignedInAt period.Instant // 0 for never
}

// Hash is SHA-256 of a secret of 256 random bits, which needs no salt and no work.
type Hash [32]byte

// OpenSession is a browser that signed in.
type OpenSession struct {
	ID        record.ID
	Hash      Hash
	User      record.ID
	CreatedAt period.Instant
	SeenAt    period.Instant // to the minute
	Agent     string         // the browser as it names itself, cut
	Address   string
	Method    string // password, and what else was shown
}

// APIToken lets a program act as a user.
type APIToken struct {
	ID        record.ID
	Hash      Hash
	User      record.ID
	Name      string
	Start     string // its first letters, to tell it apart
	Scopes    []Scope
	CreatedAt period.Instant
	ExpiresAt period.Instant
	UsedAt    period.Instant // to the minute; 0 for never
}

// LinkKind is what a one-time link is for.
type LinkKind string

const (
	InviteLink LinkKind = "invite" // sets the first password
	ResetLink  LinkKind = "reset"  // sets another password
	FactorLink LinkKind = "factor" // the password was right, a second factor is missing
)

// Link is a one-time secret that was handed out.
type Link struct {
	Hash      Hash
	Kind      LinkKind
	User      record.ID
	CreatedAt period.Instant
	ExpiresAt period.Instant
}

// Store keeps users and hashes of secrets.
type Store interface {
	// Read hands out what is kept now.
	Read(ctx context.Context, fn func(Reader) error) error
	// Write does all of fn's writes or, when fn fails, none; they are durable when it returns.
	Write(ctx context.Context, fn func(Writer) error) error
}

// Reader finds; false is "there is none".
type Reader interface {
	Users() ([]User, error)
	User(id record.ID) (User, bool, error)
	UserByLogin(login string) (User, bool, error)
	UserByPerson(person record.ID) (User, bool, error)

	SessionByHash(h Hash) (OpenSession, bool, error)
	SessionsOf(user record.ID) ([]OpenSession, error)
	TokenByHash(h Hash) (APIToken, bool, error)
	TokensOf(user record.ID) ([]APIToken, error)
	LinkByHash(h Hash) (Link, bool, error)
}

// Writer changes what a Reader finds. Put adds, or replaces what has the id (a link: the hash).
type Writer interface {
	Reader

	PutUser(u User) error
	// DropUser also drops everything that is the user's.
	DropUser(id record.ID) error
	PutSession(s OpenSession) error
	DropSession(id record.ID) error
	PutToken(t APIToken) error
	DropToken(id record.ID) error
	PutLink(l Link) error
	DropLink(h Hash) error
	// DropLinksOf drops the user's links of a kind.
	DropLinksOf(user record.ID, kind LinkKind) error
	// DropOlder drops sessions created or last seen before the instants, and links and tokens
	// that expired before now.
	DropOlder(created, seen, now period.Instant) error
}
