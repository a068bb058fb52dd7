package authtest

import (
	"errors"
	"fmt"
	"sync"
	"testing"

	"salesops/auth"
	"salesops/internal/fault"
	"salesops/internal/period"
	"salesops/record"
)

func unique(t *testing.T, w world) {
	c := w.fill()
	for name, put := range map[string]func(auth.Writer) error{
		"two users have one login": func(to auth.Writer) error {
			return to.PutUser(auth.User{ID: 3, Login: ann.Login, Person: 13, State: auth.Active})
		},
		"two users are one person": func(to auth.Writer) error {
			return to.PutUser(auth.User{ID: 3, Login: "eve@example.com", Person: ann.Person, State: auth.Active})
		},
		"two sessions have one secret": func(to auth.Writer) error {
			s := session(9, bob.ID)
			s.Hash = session(1, ann.ID).Hash
			return to.PutSession(s)
		},
		"two tokens have one secret": func(to auth.Writer) error {
			one := token(9, bob.ID)
			one.Hash = token(1, ann.ID).Hash
			return to.PutToken(one)
		},
	} {
		if err := w.Write(t.Context(), put); err == nil {
			t.Error(name)
		}
		w.holds(c)
	}
	w.write(func(to auth.Writer) error { return to.PutUser(ann) }) // a refusal is no broken disk: the store goes on
}

func ownWrites(t *testing.T, w world) {
	w.write(func(to auth.Writer) error {
		if err := to.PutUser(ann); err != nil {
			return err
		}
		u, ok, err := to.UserByLogin(ann.Login)
		if !ok || u.ID != ann.ID {
			t.Errorf("a writer does not find what it put: %v %+v", ok, u)
		}
		return err
	})
}

func allOrNothing(t *testing.T, w world) {
	c := w.fill()
	refused := fault.Conflictf("changed my mind")
	err := w.Write(t.Context(), func(to auth.Writer) error {
		return errors.Join(to.DropUser(ann.ID), to.PutLink(link(9, auth.ResetLink, bob.ID)), refused)
	})
	if !errors.Is(err, refused) {
		t.Errorf("error %v", err)
	}
	w.holds(c)
	// a statement that failed fails the whole write, also when whoever writes goes on
	err = w.Write(t.Context(), func(to auth.Writer) error {
		twice := bob
		twice.Login = ann.Login
		_ = to.PutUser(twice)
		return to.DropUser(ann.ID)
	})
	if err == nil {
		t.Error("a write with a failed statement is taken")
	}
	w.holds(c)
}

// concurrent: each writer reads, adds one, and writes; none is lost.
func concurrent(t *testing.T, w world) {
	w.write(func(to auth.Writer) error { return to.PutUser(ann) })
	const writers, times = 4, 10
	var running sync.WaitGroup
	failed := make(chan error, writers)
	for n := range writers {
		running.Go(func() {
			for i := range times {
				err := w.Write(t.Context(), func(to auth.Writer) error {
					u, _, err := to.User(ann.ID)
					if err != nil {
						return err
					}
					u.SignedInAt++
					id := record.ID(100 + n*times + i)
					one := token(0, ann.ID)
					one.ID, one.Hash = id, auth.Hash{4, byte(id)}
					return errors.Join(to.PutUser(u), to.PutToken(one))
				})
				if err != nil {
					failed <- fmt.Errorf("writer %d: %w", n, err)
					return
				}
			}
		})
	}
	running.Wait()
	close(failed)
	for err := range failed {
		t.Error(err)
	}
	c := w.content()
	if want := ann.SignedInAt + period.Instant(writers*times); c.Users[0].SignedInAt != want ||
		len(c.Tokens[ann.ID]) != writers*times {
		t.Errorf("%d times and %d tokens, want %d", c.Users[0].SignedInAt, len(c.Tokens[ann.ID]), want)
	}
}
