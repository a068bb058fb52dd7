package auth

import (
	"context"

	"salesops/internal/period"
	"salesops/record"
)

// State says whether a user may sign in.
type State string

const (
	Invited     State = "invited" // has no password yet
	Active      State = "active"
	Deactivated State = "deactivated"
)

// User is somebody who may sign in. The name is in the person record.
type User struct {
	ID         record.ID
	Login      string // a mail address in lower case
	Person     record.ID
	State      State
	Role       string // its id; package access says what it permits
	Password   string // PHC string; "" for none
	CreatedAt  period.Instant
	PasswordAt period.Instant // 0 for never
	SignedInAt period.Instant // 0 for never
	Language   string         // in which the user was last seen to use the product; "" when it is not known
}

// Hash is SHA-256 of a secret of at least 120 random bits. Such a secret needs neither salt nor a slow hash.
type Hash [32]byte

// OpenSession is a browser that signed in.
type OpenSession struct {
	ID        record.ID
	Hash      Hash
	User      record.ID
	CreatedAt period.Instant
	SeenAt    period.Instant // to the minute
	Agent     string         // the browser's User-Agent, shortened
	Address   string
	Method    string // password, and further factors shown
}

// APIToken lets a program act as a user.
type APIToken struct {
	ID        record.ID
	Hash      Hash
	User      record.ID
	Name      string
	Start     string // its first characters, to recognise it
	Scopes    []Scope
	CreatedAt period.Instant
	ExpiresAt period.Instant
	UsedAt    period.Instant // to the minute; 0 for never
}

// Device is a browser in a network, on which a user signed in. It is stored as a hash, because it is only compared.
type Device struct {
	User   record.ID
	Hash   Hash
	SeenAt period.Instant // the last sign-in
}

// LinkKind is the purpose of a one-time link.
type LinkKind string

const (
	InviteLink LinkKind = "invite" // sets the first password
	ResetLink  LinkKind = "reset"  // sets another password
	FactorLink LinkKind = "factor" // the password was right and a second factor is missing
	EnrolLink  LinkKind = "enrol"  // the password was right, and a second factor has to be set up
	// RecoveryLink is a recovery code: it stands for a second factor.
	RecoveryLink LinkKind = "recovery"
)

// Link is a one-time secret that was issued.
type Link struct {
	Hash      Hash
	Kind      LinkKind
	User      record.ID
	CreatedAt period.Instant
	ExpiresAt period.Instant
}

// Store stores users and the hashes of secrets.
type Store interface {
	// Read calls fn with a Reader of the present contents.
	Read(ctx context.Context, fn func(Reader) error) error
	// Write applies all writes of fn or, when fn returns an error, none. They are durable when it
	// returns.
	Write(ctx context.Context, fn func(Writer) error) error
}

// Reader finds entries. The boolean is false when there is none.
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
	// DevicesOf returns the devices on which a user signed in before, the one that was used last first.
	DevicesOf(user record.ID) ([]Device, error)
	// LinksOf returns a user's links of a kind.
	LinksOf(user record.ID, kind LinkKind) ([]Link, error)
	TOTPOf(user record.ID) (TOTP, bool, error)
	// TOTPs returns those of all users.
	TOTPs() ([]TOTP, error)
}

// Writer changes entries. Put adds an entry, or replaces the one with the same id (for a link, the
// same hash).
type Writer interface {
	Reader

	PutUser(u User) error
	// DropUser also deletes everything that belongs to the user.
	DropUser(id record.ID) error
	// PutDevice adds a device to those of its user, or notes that it was used again.
	PutDevice(d Device) error
	DropDevice(user record.ID, device Hash) error
	PutSession(s OpenSession) error
	DropSession(id record.ID) error
	PutToken(t APIToken) error
	DropToken(id record.ID) error
	PutLink(l Link) error
	DropLink(h Hash) error
	// DropLinksOf deletes a user's links of a kind.
	DropLinksOf(user record.ID, kind LinkKind) error
	PutTOTP(f TOTP) error
	DropTOTP(user record.ID) error
	// DropOlder deletes sessions created or last seen before the given instants, and links and
	// tokens that expired before now.
	DropOlder(created, seen, now period.Instant) error
}
