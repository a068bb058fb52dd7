package auth

import (
	"context"

	"salesops/audit"
	"salesops/internal/fault"
	"salesops/internal/reason"
	"salesops/record"
	"salesops/sales"
)

// NewUser describes a user to add.
type NewUser struct {
	Login string
	Name  string
	// Person is the user's person record; 0 creates one.
	Person record.ID
	// Role is what the user may see and do; see User.Role.
	Role string
	// Password is the first password; when it is "", the user must be invited.
	Password string
}

// AnyUsers reports whether there are users.
func (a *Auth) AnyUsers(ctx context.Context) (bool, error) {
	all, err := a.Users(ctx)
	return len(all) > 0, err
}

// Users returns all users, ordered by mail address.
func (a *Auth) Users(ctx context.Context) (all []User, err error) {
	err = a.Store.Read(ctx, func(r Reader) (err error) {
		all, err = r.Users()
		return err
	})
	return all, err
}

// User returns the user with an id in the form that people see.
func (a *Auth) User(ctx context.Context, id string) (u User, err error) {
	n, ok := parseID("user", id)
	if ok {
		err = a.Store.Read(ctx, func(r Reader) (err error) {
			u, ok, err = r.User(n)
			return err
		})
	}
	if err == nil && !ok {
		err = fault.Because(fault.Missing, reason.Of("user_unknown"))
	}
	return u, err
}

// First adds the first user, an administrator. When there is a user already, it returns
// fault.Conflict.
func (a *Auth) First(ctx context.Context, by Identity, n NewUser) (User, error) {
	a.setup.Lock()
	defer a.setup.Unlock()
	if any, err := a.AnyUsers(ctx); err != nil || any {
		return User{}, firstOf(err, fault.Because(fault.Conflict, reason.Of("setup_done")))
	}
	n.Role = Administrator
	return a.add(ctx, by, n, nil)
}

// Add adds a user. find may set the person record when n does not; it gets the user with the mail
// address in the stored form.
func (a *Auth) Add(ctx context.Context, by Identity, n NewUser, find func(context.Context, *User) error) (User, error) {
	a.setup.Lock() // one at a time, because a person record is created before the user is known to be new
	defer a.setup.Unlock()
	return a.add(ctx, by, n, find)
}

func (a *Auth) add(ctx context.Context, by Identity, n NewUser, find func(context.Context, *User) error) (User, error) {
	u := User{ID: a.Log.NewID(), Person: n.Person, State: Invited, Role: n.Role, CreatedAt: a.Clock()}
	var err error
	if u.Login, err = normalLogin(n.Login); err != nil {
		return User{}, err
	}
	if err := checkLooks(u.Login); err != nil {
		return User{}, err
	}
	if find != nil {
		if err := find(ctx, &u); err != nil {
			return User{}, err
		}
	}
	if n.Name = cut(n.Name, mostNameText); n.Name == "" && u.Person == 0 {
		return User{}, fault.Because(fault.Invalid, reason.Of("name_missing"))
	}
	if u.Person, err = a.free(ctx, u); err != nil {
		return User{}, err
	}
	if n.Password != "" {
		if err := CheckPassword(n.Password, u.Login, n.Name); err != nil {
			return User{}, err
		}
		if u.Password, err = a.hasher.make(ctx, n.Password); err != nil {
			return User{}, err
		}
		u.State, u.PasswordAt = Active, a.Clock()
	}
	if u.Person == 0 {
		made, err := a.Log.Apply(ctx, record.Command{Actor: by.Actor(),
			Drafts: []record.Draft{{Kind: record.Create, Object: sales.Person, Fields: []record.FieldValue{
				{Name: "name", Value: record.TextValue(n.Name)}, {Name: "email", Value: record.TextValue(u.Login)},
			}}}})
		if err != nil {
			return User{}, err
		}
		u.Person = made[0].IDs[0]
	}
	if err := a.Store.Write(ctx, func(w Writer) error { return w.PutUser(u) }); err != nil {
		return User{}, err
	}
	return u, a.note(ctx, by.Actor(), audit.Event{What: "user_create", Whom: UserID(u.ID), From: by.Address})
}

// free refuses a mail address or a person that another user has, and a person that does not exist. It returns the
// person, which for one that was merged is the person it was merged into.
func (a *Auth) free(ctx context.Context, u User) (record.ID, error) {
	if u.Person != 0 {
		var err error
		if u.Person, err = a.Log.Resolve(ctx, u.Person); err != nil {
			return 0, err
		}
		if _, err := a.Log.Get(ctx, record.Everything(), sales.Person, u.Person); err != nil {
			return 0, err
		}
	}
	return u.Person, a.Store.Read(ctx, func(r Reader) error {
		if _, taken, err := r.UserByLogin(u.Login); err != nil || taken {
			return firstOf(err, fault.Because(fault.Conflict, reason.Of("login_taken")))
		}
		if _, taken, err := r.UserByPerson(u.Person); err != nil || taken {
			return firstOf(err, fault.Because(fault.Conflict, reason.Of("person_taken")))
		}
		return nil
	})
}

func (a *Auth) changeUser(ctx context.Context, id record.ID, fn func(u *User) error) error {
	return a.Store.Write(ctx, func(w Writer) error {
		u, ok, err := w.User(id)
		if err != nil || !ok {
			return firstOf(err, fault.Because(fault.Missing, reason.Of("user_unknown")))
		}
		if err := fn(&u); err != nil {
			return err
		}
		return w.PutUser(u)
	})
}

// Deactivate prevents a user from signing in. The same write ends the user's sessions, tokens and
// links.
func (a *Auth) Deactivate(ctx context.Context, by Identity, user string) error {
	if by.User == user {
		return fault.Because(fault.Conflict, reason.Of("user_self"))
	}
	u, err := a.User(ctx, user)
	if err != nil {
		return err
	}
	err = a.Store.Write(ctx, func(w Writer) error {
		if err := leaveOne(w, u.ID); err != nil {
			return err
		}
		if err := endSessions(w, u.ID, 0); err != nil {
			return err
		}
		if err := endTokens(w, u.ID); err != nil {
			return err
		}
		for _, kind := range []LinkKind{InviteLink, ResetLink, FactorLink, EnrolLink} {
			if err := w.DropLinksOf(u.ID, kind); err != nil {
				return err
			}
		}
		now, ok, err := w.User(u.ID)
		if err != nil || !ok {
			return err
		}
		now.State = Deactivated
		return w.PutUser(now)
	})
	if err != nil {
		return err
	}
	return a.note(ctx, by.Actor(), audit.Event{What: "user_deactivate", Whom: user, From: by.Address})
}

// leaveOne refuses to take an administrator away when no other one can sign in.
func leaveOne(w Writer, user record.ID) error {
	all, err := w.Users()
	if err != nil {
		return err
	}
	administers := func(u User) bool { return u.Role == Administrator && u.State == Active }
	for _, u := range all {
		if u.ID != user && administers(u) {
			return nil
		}
	}
	for _, u := range all {
		if u.ID == user && administers(u) {
			return fault.Because(fault.Conflict, reason.Of("administrator_last"))
		}
	}
	return nil
}

// GiveRole gives a user a role, which counts from the next request on. The caller knows that there
// is such a role.
func (a *Auth) GiveRole(ctx context.Context, by Identity, user, role string) error {
	u, err := a.User(ctx, user)
	if err != nil || u.Role == role {
		return err
	}
	err = a.Store.Write(ctx, func(w Writer) error {
		now, ok, err := w.User(u.ID)
		if err != nil || !ok {
			return firstOf(err, fault.Because(fault.Missing, reason.Of("user_unknown")))
		}
		if role != Administrator {
			if err := leaveOne(w, u.ID); err != nil {
				return err
			}
		}
		u, now.Role = now, role
		return w.PutUser(now)
	})
	if err != nil {
		return err
	}
	return a.note(ctx, by.Actor(), audit.Event{What: "user_role", Whom: user, From: by.Address,
		Detail: audit.Say("role", "from", u.Role, "to", role)})
}

// Activate allows a deactivated user to sign in again, with the earlier password.
func (a *Auth) Activate(ctx context.Context, by Identity, user string) error {
	u, err := a.User(ctx, user)
	if err != nil {
		return err
	}
	if err := a.changeUser(ctx, u.ID, func(u *User) error {
		if u.State == Deactivated {
			u.State = Active
			if u.Password == "" {
				u.State = Invited
			}
		}
		return nil
	}); err != nil {
		return err
	}
	return a.note(ctx, by.Actor(), audit.Event{What: "user_activate", Whom: user, From: by.Address})
}

// ChangeLogin changes the mail address with which a user signs in.
func (a *Auth) ChangeLogin(ctx context.Context, by Identity, user, login string) error {
	u, err := a.User(ctx, user)
	if err != nil {
		return err
	}
	if login, err = normalLogin(login); err != nil || login == u.Login {
		return err
	}
	if err := checkLooks(login); err != nil {
		return err
	}
	err = a.Store.Write(ctx, func(w Writer) error {
		if _, taken, err := w.UserByLogin(login); err != nil || taken {
			return firstOf(err, fault.Because(fault.Conflict, reason.Of("login_taken")))
		}
		now, ok, err := w.User(u.ID)
		if err != nil || !ok {
			return err
		}
		now.Login = login
		// the user may no longer have access to the old address
		return firstOf(w.DropLinksOf(u.ID, InviteLink), w.DropLinksOf(u.ID, ResetLink), w.PutUser(now))
	})
	if err != nil {
		return err
	}
	return a.note(ctx, by.Actor(), audit.Event{What: "user_login", Whom: user, From: by.Address})
}

// Forget deletes a person's user with all sessions, tokens and links, as part of an erasure.
func (a *Auth) Forget(ctx context.Context, person record.ID) error {
	return a.Store.Write(ctx, func(w Writer) error {
		u, ok, err := w.UserByPerson(person)
		if err != nil || !ok {
			return err
		}
		if err := leaveOne(w, u.ID); err != nil {
			return err
		}
		return w.DropUser(u.ID)
	})
}
