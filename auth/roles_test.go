package auth_test

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"salesops/audit"
	"salesops/auth"
	"salesops/internal/fault"
	"salesops/record"
	"salesops/sales"
)

// TestAnAdministratorIsLeft: whatever would take away the last one who can sign in is refused and changes nothing; with
// another one it is done.
func TestAnAdministratorIsLeft(t *testing.T) {
	t.Parallel()
	for what, do := range map[string]func(o *office, u auth.User) error{
		"another role": func(o *office, u auth.User) error {
			return o.GiveRole(t.Context(), auth.Identity{}, auth.UserID(u.ID), "rep")
		},
		"deactivate": func(o *office, u auth.User) error {
			return o.Deactivate(t.Context(), auth.Identity{}, auth.UserID(u.ID))
		},
		"erase": func(o *office, u auth.User) error { return o.Forget(t.Context(), u.Person) },
	} {
		o := newOffice(t)
		o.must(o.GiveRole(t.Context(), auth.Identity{}, auth.UserID(o.ann.ID), auth.Administrator))
		invited := o.add("cy", "")
		o.must(o.GiveRole(t.Context(), auth.Identity{}, auth.UserID(invited.ID), auth.Administrator))
		o.told = nil
		was := o.user(o.ann)
		o.refused(what, do(o, o.ann), "administrator_last", fault.Conflict) // the other one has no password yet
		if now := o.user(o.ann); now != was {
			t.Errorf("%s: refused, and %+v became %+v", what, was, now)
		}
		o.says(what)
		o.must(do(o, invited)) // who cannot sign in is no administrator that would be missed
		o.must(do(o, o.bo))    // nor is another role
		o = newOffice(t)
		for _, u := range []auth.User{o.ann, o.bo} {
			o.must(o.GiveRole(t.Context(), auth.Identity{}, auth.UserID(u.ID), auth.Administrator))
		}
		o.must(do(o, o.ann))
		o.refused(what, do(o, o.bo), "administrator_last", fault.Conflict)
	}
}

// TestGiveRole: an administrator can be made one again, and the log tells what the role was.
func TestGiveRole(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	by, id := auth.Identity{Person: o.bo.Person, Address: here}, auth.UserID(o.ann.ID)
	for _, c := range [][2]string{{"rep", "rep"}, {"rep", "leader"}, {"leader", auth.Administrator},
		{auth.Administrator, auth.Administrator}} {
		o.must(o.GiveRole(t.Context(), by, id, c[1]))
		var want []told
		if c[0] != c[1] {
			want = []told{{actor(o.bo), audit.Event{What: "user_role", Whom: id, From: here,
				Detail: audit.Detail(c[0] + " to " + c[1])}}}
		}
		o.says(c[1], want...)
		if now := o.user(o.ann); now.Role != c[1] {
			t.Errorf("the role is %s, want %s", now.Role, c[1])
		}
	}
	o.refused("of nobody", o.GiveRole(t.Context(), by, "user_9", "rep"), "user_unknown", fault.Missing)
	if bo := o.user(o.bo); bo != o.bo {
		t.Errorf("another user became %+v", bo)
	}
}

// TestChangeLogin: the links that went to the old address are no longer good.
func TestChangeLogin(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	by := auth.Identity{Person: o.bo.Person, Address: here}
	for _, u := range []auth.User{o.ann, o.add("cy", "")} {
		id := auth.UserID(u.ID)
		link, err := o.Invite(t.Context(), auth.Identity{}, id, base)
		o.must(err)
		o.told = nil
		o.must(o.ChangeLogin(t.Context(), by, id, " "+u.Login)) // as it is
		o.refused("no address", o.ChangeLogin(t.Context(), by, id, "ann"), "login_malformed", fault.Invalid)
		o.refused("another's", o.ChangeLogin(t.Context(), by, id, "BO@example.com"), "login_taken", fault.Conflict)
		o.refused("of nobody", o.ChangeLogin(t.Context(), by, "x", "x@example.com"), "user_unknown", fault.Missing)
		o.says("nothing changed")
		if _, _, err := o.OpenLink(t.Context(), link.Secret); err != nil || o.user(u).Login != u.Login {
			t.Errorf("nothing changed, and the link is %v for %+v", err, o.user(u))
		}
		o.must(o.ChangeLogin(t.Context(), by, id, "New."+u.Login))
		o.says("another address", told{actor(o.bo), audit.Event{What: "user_login", Whom: id, From: here}})
		want := u
		want.Login = "new." + u.Login
		if diff := cmp.Diff(want, o.user(u)); diff != "" {
			t.Error(diff)
		}
		_, _, err = o.OpenLink(t.Context(), link.Secret)
		o.refused("a link to the old address", err, "link_unknown", fault.Missing)
	}
}

// TestForget: the user goes with all that lets in; who is no user can be erased as well.
func TestForget(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	s, bo := o.begin(o.ann, auth.Origin{}), o.begin(o.bo, auth.Origin{})
	secret, err := o.token(s.Identity)
	o.must(err)
	o.must(o.Forget(t.Context(), record.ID(o.ann.ID)))
	o.resumes("another person", s, true)
	o.must(o.Forget(t.Context(), o.ann.Person))
	_, err = o.User(t.Context(), s.User)
	o.refused("the user", err, "user_unknown", fault.Missing)
	if _, ok, err := o.Resume(t.Context(), s.Secret, ""); ok || err != nil {
		t.Errorf("the session: %v, %v", ok, err)
	}
	_, err = o.Present(t.Context(), secret, "")
	o.refused("the token", err, "token_wrong", fault.Denied)
	o.resumes("another user", bo, true)
}

// TestFirst: the first user is an administrator, and there is one first.
func TestFirst(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	n := auth.NewUser{Login: "cy@example.com", Name: "Cy", Role: "rep", Password: password}
	_, err := o.First(t.Context(), auth.Identity{}, n)
	o.refused("with users", err, "setup_done", fault.Conflict)
	if any, err := o.AnyUsers(t.Context()); !any || err != nil {
		t.Errorf("two users are %v, %v", any, err)
	}
	o.must(o.Forget(t.Context(), o.ann.Person))
	o.must(o.Forget(t.Context(), o.bo.Person))
	if any, err := o.AnyUsers(t.Context()); any || err != nil {
		t.Errorf("no users are %v, %v", any, err)
	}
	o.told = nil
	u, err := o.First(t.Context(), auth.OwnerIdentity(), n)
	o.must(err)
	o.says("the first", told{"owner", audit.Event{What: "user_create", Whom: auth.UserID(u.ID)}})
	if u.Role != auth.Administrator || u.State != auth.Active || u != o.user(u) {
		t.Errorf("the first is %+v", u)
	}
}

// TestAdd: who is added has a person of the log, that of somebody or a new one, and what is refused leaves no trace.
func TestAdd(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	by := auth.Identity{Person: o.bo.Person, Address: here}
	people := func() int {
		n := 0
		o.must(o.log.EachID(t.Context(), sales.Person, func(record.ID) error { n++; return nil }))
		return n
	}
	was := people()
	boss := errors.New("no")
	for what, c := range map[string]struct {
		n    auth.NewUser
		code string
		kind fault.Kind
	}{
		"no address":  {auth.NewUser{Login: "cy", Name: "Cy"}, "login_malformed", fault.Invalid},
		"no name":     {auth.NewUser{Login: "cy@example.com"}, "name_missing", fault.Invalid},
		"her address": {auth.NewUser{Login: "Ann@example.com", Name: "Ann"}, "login_taken", fault.Conflict},
		"her person":  {auth.NewUser{Login: "cy@example.com", Person: o.ann.Person}, "person_taken", fault.Conflict},
		"a short password": {auth.NewUser{Login: "cy@example.com", Name: "Cy", Password: "short"}, "password_short",
			fault.Invalid},
		"the name as a password": {auth.NewUser{Login: "cy@example.com", Name: "Zvbqkr Pxwtlm",
			Password: "zvbqkrpxwtlm"},
			"password_common", fault.Invalid},
	} {
		_, err := o.Add(t.Context(), by, c.n, nil)
		o.refused(what, err, c.code, c.kind)
	}
	_, err := o.Add(t.Context(), by, auth.NewUser{Login: "cy@example.com", Person: 99}, nil)
	if fault.KindOf(err) != fault.Missing {
		t.Errorf("a person that there is not: %v", err)
	}
	_, err = o.Add(t.Context(), by, auth.NewUser{Login: "cy@example.com", Name: "Cy"},
		func(context.Context, *auth.User) error { return boss })
	if !errors.Is(err, boss) {
		t.Errorf("who is looked for and fails: %v", err)
	}
	o.says("what was refused")
	if now := people(); now != was {
		t.Errorf("%d people became %d", was, now)
	}
	made := o.person("Cy")
	found, err := o.Add(t.Context(), by, auth.NewUser{Login: "CY@example.com", Role: "leader"},
		func(_ context.Context, u *auth.User) error {
			if u.Login != "cy@example.com" {
				t.Errorf("looked for %+v", u)
			}
			u.Person = made
			return nil
		})
	o.must(err)
	o.says("added", told{actor(o.bo), audit.Event{What: "user_create", Whom: auth.UserID(found.ID), From: here}})
	want := auth.User{ID: found.ID, Login: "cy@example.com", Person: made, State: auth.Invited, Role: "leader",
		CreatedAt: o.now}
	if diff := cmp.Diff(want, o.user(found)); diff != "" || o.nameOf(found) != "Cy" {
		t.Errorf("%s is\n%s", o.nameOf(found), diff)
	}
	o.now++
	added, err := o.Add(t.Context(), by, auth.NewUser{Login: "di@example.com", Name: "Di", Role: "rep",
		Password: password}, nil)
	o.must(err)
	want = auth.User{ID: added.ID, Login: "di@example.com", Person: added.Person, State: auth.Active, Role: "rep",
		Password: added.Password, CreatedAt: o.now, PasswordAt: o.now}
	if diff := cmp.Diff(want, o.user(added)); diff != "" || added.Password == "" || o.nameOf(added) != "Di" {
		t.Errorf("%s is\n%s", o.nameOf(added), diff)
	}
	r, err := o.log.Get(t.Context(), record.Everything(), sales.Person, added.Person)
	if err != nil || r.Fields["email"].Text() != "di@example.com" {
		t.Errorf("the person is %+v, %v", r, err)
	}
	all, err := o.Users(t.Context())
	o.must(err)
	logins := ""
	for _, u := range all {
		logins += u.Login[:2]
	}
	if logins != "anbocydi" {
		t.Errorf("the users are %s", logins)
	}
}

// person writes somebody into the log.
func (o *office) person(name string) record.ID {
	o.t.Helper()
	made, err := o.log.Apply(o.t.Context(), record.Command{Actor: "owner", Drafts: []record.Draft{{Kind: record.Create,
		Object: sales.Person, Fields: []record.FieldValue{{Name: "name", Value: record.TextValue(name)}}}}})
	o.must(err)
	return made[0].IDs[0]
}

// TestAMergedPersonIsOneUser: a person that was merged into another is that one, so it has one user.
func TestAMergedPersonIsOneUser(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	kept, merged := o.person("Cy"), o.person("Cy again")
	_, err := o.log.Apply(t.Context(), record.Command{Actor: "owner", Drafts: []record.Draft{{Kind: record.Merge,
		Object: sales.Person, ID: merged, Into: kept}}})
	o.must(err)
	u, err := o.Add(t.Context(), auth.Identity{}, auth.NewUser{Login: "cy@example.com", Person: merged}, nil)
	o.must(err)
	if u.Person != kept || o.user(u).Person != kept {
		t.Errorf("the user is person %d, want %d", u.Person, kept)
	}
	for _, person := range []record.ID{kept, merged} {
		_, err = o.Add(t.Context(), auth.Identity{}, auth.NewUser{Login: "di@example.com", Person: person}, nil)
		o.refused("the same person again", err, "person_taken", fault.Conflict)
	}
}
