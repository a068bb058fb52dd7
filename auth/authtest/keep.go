package authtest

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"salesops/auth"
	"salesops/internal/period"
	"salesops/record"
)

func putAndFind(_ *testing.T, w world) {
	w.holds(content{Sessions: map[record.ID][]auth.OpenSession{}, Tokens: map[record.ID][]auth.APIToken{},
		Devices: map[record.ID][]auth.Device{}})
	c := w.fill()
	w.holds(c)
	finds(w, &ann, func(r auth.Reader) (auth.User, bool, error) { return r.User(ann.ID) })
	finds(w, &bob, func(r auth.Reader) (auth.User, bool, error) { return r.UserByLogin(bob.Login) })
	finds(w, &bob, func(r auth.Reader) (auth.User, bool, error) { return r.UserByPerson(bob.Person) })
	finds(w, nil, func(r auth.Reader) (auth.User, bool, error) { return r.User(record.ID(bob.Person)) })
	finds(w, nil, func(r auth.Reader) (auth.User, bool, error) { return r.UserByLogin("ANN@example.com") })
	finds(w, nil, func(r auth.Reader) (auth.User, bool, error) { return r.UserByPerson(record.ID(bob.ID)) })
	s, t := session(1, ann.ID), token(3, bob.ID)
	finds(w, &s, func(r auth.Reader) (auth.OpenSession, bool, error) { return r.SessionByHash(s.Hash) })
	finds(w, nil, func(r auth.Reader) (auth.OpenSession, bool, error) { return r.SessionByHash(t.Hash) })
	finds(w, &t, func(r auth.Reader) (auth.APIToken, bool, error) { return r.TokenByHash(t.Hash) })
	finds(w, nil, func(r auth.Reader) (auth.APIToken, bool, error) { return r.TokenByHash(s.Hash) })
	finds(w, nil, func(r auth.Reader) (auth.Link, bool, error) { return r.LinkByHash(s.Hash) })
}

// putAgain changes each field that can change. A secret that was replaced finds nothing any more.
func putAgain(_ *testing.T, w world) {
	c := w.fill()
	u := auth.User{ID: ann.ID, Login: "anne@example.com", Person: 13, State: auth.Deactivated,
		Role: "leader", Password: "other",
		CreatedAt: ann.CreatedAt, PasswordAt: 61, SignedInAt: 71, Language: "pt-BR"}
	s := session(1, ann.ID)
	s.Hash, s.SeenAt, s.Agent, s.Address, s.Method = auth.Hash{9}, 21, "Another", "::1", "password and code"
	t := token(1, ann.ID)
	t.UsedAt = 41
	a := auth.TOTP{User: ann.ID, Secret: []byte{6}, Step: 3, CreatedAt: 11, ConfirmedAt: 12, UsedAt: 13}
	w.write(func(to auth.Writer) error {
		if err := to.PutUser(u); err != nil {
			return err
		}
		if err := to.PutSession(s); err != nil {
			return err
		}
		if err := to.PutDevice(device(2, ann.ID, 81)); err != nil {
			return err
		}
		if err := to.PutTOTP(a); err != nil {
			return err
		}
		return to.PutToken(t)
	})
	c.Apps[0] = a
	c.Devices[ann.ID] = []auth.Device{device(2, ann.ID, 81), device(1, ann.ID, 12)} // it was seen last
	c.Users[0], c.Sessions[ann.ID] = u, []auth.OpenSession{s, session(2, ann.ID)}   // it was seen last
	c.Tokens[ann.ID][1] = t
	w.holds(c)
	old := session(1, ann.ID).Hash
	finds(w, nil, func(r auth.Reader) (auth.OpenSession, bool, error) { return r.SessionByHash(old) })
	finds(w, nil, func(r auth.Reader) (auth.User, bool, error) { return r.UserByLogin(ann.Login) })
}

// lists: users by login, sessions by when they were seen last and tokens by when they were made, the newest first.
func lists(_ *testing.T, w world) {
	c := w.fill()
	for i, seen := range []period.Instant{30, 25, 35} {
		s, t := session(10+byte(i), ann.ID), token(10+byte(i), ann.ID)
		s.SeenAt, t.CreatedAt = seen, seen
		w.write(func(to auth.Writer) error {
			if err := to.PutSession(s); err != nil {
				return err
			}
			return to.PutToken(t)
		})
		c.Sessions[ann.ID] = append(c.Sessions[ann.ID], s)
		c.Tokens[ann.ID] = append(c.Tokens[ann.ID], t)
	}
	slices.SortStableFunc(c.Sessions[ann.ID], func(a, b auth.OpenSession) int { return int(b.SeenAt - a.SeenAt) })
	slices.SortStableFunc(c.Tokens[ann.ID], func(a, b auth.APIToken) int { return int(b.CreatedAt - a.CreatedAt) })
	w.holds(c)
}

func drop(_ *testing.T, w world) {
	c := w.fill()
	w.write(func(to auth.Writer) error {
		if err := to.DropSession(session(1, ann.ID).ID); err != nil {
			return err
		}
		if err := to.DropToken(token(2, ann.ID).ID); err != nil {
			return err
		}
		if err := to.DropLink(c.Links[0].Hash); err != nil {
			return err
		}
		if err := to.DropDevice(bob.ID, device(2, bob.ID, 0).Hash); err != nil {
			return err
		}
		if err := to.DropTOTP(bob.ID); err != nil {
			return err
		}
		return to.DropLinksOf(bob.ID, auth.ResetLink)
	})
	c.Devices[bob.ID] = c.Devices[bob.ID][:1]
	c.Apps = c.Apps[:1]
	c.Sessions[ann.ID], c.Tokens[ann.ID] = c.Sessions[ann.ID][:1], c.Tokens[ann.ID][1:]
	c.Links = c.Links[1:3]
	w.holds(c)
	w.write(func(to auth.Writer) error { // what is not there can be dropped
		if err := to.DropSession(99); err != nil {
			return err
		}
		if err := to.DropUser(99); err != nil {
			return err
		}
		if err := to.DropDevice(bob.ID, auth.Hash{5}); err != nil {
			return err
		}
		return to.DropLinksOf(ann.ID, auth.InviteLink)
	})
	w.holds(c)
}

func dropUser(_ *testing.T, w world) {
	c := w.fill()
	w.write(func(to auth.Writer) error { return to.DropUser(ann.ID) })
	delete(c.Sessions, ann.ID)
	delete(c.Tokens, ann.ID)
	delete(c.Devices, ann.ID)
	c.Users, c.Links, c.Apps = c.Users[1:], c.Links[2:], c.Apps[1:]
	w.holds(c)
	s, t := session(1, ann.ID).Hash, token(1, ann.ID).Hash
	finds(w, nil, func(r auth.Reader) (auth.OpenSession, bool, error) { return r.SessionByHash(s) })
	finds(w, nil, func(r auth.Reader) (auth.APIToken, bool, error) { return r.TokenByHash(t) })
}

// dropOlder: what is as old as the limit stays.
func dropOlder(_ *testing.T, w world) {
	c := w.fill()
	w.write(func(to auth.Writer) error { return to.DropOlder(10, 20, 50) })
	w.holds(c)
	w.write(func(to auth.Writer) error { return to.DropOlder(0, 0, 51) })
	c.Links = nil
	w.holds(c)
	w.write(func(to auth.Writer) error { return to.DropOlder(0, 0, 100) })
	c.Tokens = map[record.ID][]auth.APIToken{}
	w.holds(c)
	for i, limits := range [][2]period.Instant{{11, 0}, {0, 21}} {
		n := 7 + byte(i)
		w.write(func(to auth.Writer) error { return to.PutSession(session(n, ann.ID)) })
		w.write(func(to auth.Writer) error { return to.DropOlder(limits[0], limits[1], 0) })
		c.Sessions = map[record.ID][]auth.OpenSession{}
		w.holds(c)
	}
}

func ofUser(_ *testing.T, w world) {
	c := w.fill()
	finds(w, &c.Apps[0], func(r auth.Reader) (auth.TOTP, bool, error) { return r.TOTPOf(ann.ID) })
	finds(w, nil, func(r auth.Reader) (auth.TOTP, bool, error) { return r.TOTPOf(99) })
	w.write(func(to auth.Writer) error { return to.PutLink(link(5, auth.ResetLink, bob.ID)) })
	for kind, want := range map[auth.LinkKind][]auth.Link{
		auth.ResetLink:  {link(4, auth.ResetLink, bob.ID), link(5, auth.ResetLink, bob.ID)},
		auth.InviteLink: {link(3, auth.InviteLink, bob.ID)}, auth.FactorLink: nil,
	} {
		if err := w.Read(w.t.Context(), func(r auth.Reader) error {
			got, err := r.LinksOf(bob.ID, kind)
			if diff := cmp.Diff(want, got); diff != "" {
				w.t.Errorf("%s: %s", kind, diff)
			}
			return err
		}); err != nil {
			w.t.Error(err)
		}
	}
}
