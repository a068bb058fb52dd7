package sqlite_test

import (
	"errors"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"salesops/auth"
	"salesops/internal/fault"
)

func authStore(t *testing.T) (auth.Store, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "truth.sqlite")
	db := open(t, path)
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db.Auth(), path
}

func write(t *testing.T, s auth.Store, fn func(w auth.Writer) error) {
	t.Helper()
	if err := s.Write(t.Context(), fn); err != nil {
		t.Fatal(err)
	}
}

var (
	ann = auth.User{ID: 1, Login: "ann@example.com", Person: 11, State: auth.Active, Password: "$argon2id$…",
		CreatedAt: 5, PasswordAt: 6, SignedInAt: 7}
	bob = auth.User{ID: 2, Login: "bob@example.com", Person: 12, State: auth.Invited, CreatedAt: 8}
)

func TestAuthStoreKeepsWhatIsPut(t *testing.T) {
	t.Parallel()
	s, _ := authStore(t)
	session := auth.OpenSession{ID: 21, Hash: auth.Hash{1}, User: 1, CreatedAt: 10, SeenAt: 20, Agent: "Browser",
		Address: "127.0.0.1", Method: "password"}
	token := auth.APIToken{ID: 31, Hash: auth.Hash{2}, User: 1, Name: "report", Start: "sops_ab",
		Scopes: []auth.Scope{auth.ScopeRead, auth.ScopeWrite}, CreatedAt: 10, ExpiresAt: 99, UsedAt: 0}
	link := auth.Link{Hash: auth.Hash{3}, Kind: auth.InviteLink, User: 2, CreatedAt: 10, ExpiresAt: 50}
	write(t, s, func(w auth.Writer) error {
		return errors.Join(w.PutUser(ann), w.PutUser(bob), w.PutSession(session), w.PutToken(token), w.PutLink(link))
	})
	read := func(fn func(r auth.Reader) (any, bool, error), want any) {
		t.Helper()
		err := s.Read(t.Context(), func(r auth.Reader) error {
			got, ok, err := fn(r)
			if diff := cmp.Diff(want, got); diff != "" || ok != (want != nil) {
				t.Errorf("found %v: %s", ok, diff)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	}
	read(func(r auth.Reader) (any, bool, error) { return three(r.User(1)) }, ann)
	read(func(r auth.Reader) (any, bool, error) { return three(r.UserByLogin("bob@example.com")) }, bob)
	read(func(r auth.Reader) (any, bool, error) { return three(r.UserByPerson(12)) }, bob)
	read(func(r auth.Reader) (any, bool, error) { return three(r.UserByLogin("ANN@example.com")) }, nil)
	read(func(r auth.Reader) (any, bool, error) { return three(r.SessionByHash(auth.Hash{1})) }, session)
	read(func(r auth.Reader) (any, bool, error) { return three(r.TokenByHash(auth.Hash{2})) }, token)
	read(func(r auth.Reader) (any, bool, error) { return three(r.LinkByHash(auth.Hash{3})) }, link)
	read(func(r auth.Reader) (any, bool, error) { return three(r.SessionByHash(auth.Hash{2})) }, nil)
	// rotation: the same session with a new secret
	session.Hash, session.SeenAt = auth.Hash{9}, 30
	write(t, s, func(w auth.Writer) error { return w.PutSession(session) })
	read(func(r auth.Reader) (any, bool, error) { return three(r.SessionByHash(auth.Hash{1})) }, nil)
	read(func(r auth.Reader) (any, bool, error) { return three(r.SessionByHash(auth.Hash{9})) }, session)
	// DropOlder removes what has expired
	write(t, s, func(w auth.Writer) error { return w.DropOlder(10, 30, 50) })
	read(func(r auth.Reader) (any, bool, error) { return three(r.SessionByHash(auth.Hash{9})) }, session)
	read(func(r auth.Reader) (any, bool, error) { return three(r.LinkByHash(auth.Hash{3})) }, link)
	write(t, s, func(w auth.Writer) error { return w.DropOlder(11, 0, 51) })
	read(func(r auth.Reader) (any, bool, error) { return three(r.SessionByHash(auth.Hash{9})) }, nil)
	read(func(r auth.Reader) (any, bool, error) { return three(r.LinkByHash(auth.Hash{3})) }, nil)
	// deleting a user deletes everything of that user
	write(t, s, func(w auth.Writer) error { return w.DropUser(1) })
	read(func(r auth.Reader) (any, bool, error) { return three(r.TokenByHash(auth.Hash{2})) }, nil)
	read(func(r auth.Reader) (any, bool, error) { return three(r.User(1)) }, nil)
}

func three[T any](v T, ok bool, err error) (any, bool, error) {
	if !ok {
		return nil, ok, err
	}
	return v, ok, err
}

func TestAuthStoreWritesAllOrNothing(t *testing.T) {
	t.Parallel()
	s, _ := authStore(t)
	refused := fault.Conflictf("changed my mind")
	err := s.Write(t.Context(), func(w auth.Writer) error {
		return errors.Join(w.PutUser(ann), refused)
	})
	if !errors.Is(err, refused) {
		t.Errorf("error %v", err)
	}
	if err := s.Write(t.Context(), func(w auth.Writer) error {
		twice := bob
		twice.Login = ann.Login
		return errors.Join(w.PutUser(ann), w.PutUser(twice))
	}); err == nil {
		t.Error("two users have one login")
	}
	err = s.Read(t.Context(), func(r auth.Reader) error {
		users, err := r.Users()
		if len(users) != 0 {
			t.Errorf("kept %v", users)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
	// a refused statement does not stop the store
	write(t, s, func(w auth.Writer) error { return w.PutUser(ann) })
}

// TestAuthAndLogWriteTogether writes the log and the users, which are in one file, at the same
// time.
func TestAuthAndLogWriteTogether(t *testing.T) {
	t.Parallel()
	f := newFolder(t)
	defer f.close(t)
	ended := make(chan error, 1)
	go func() {
		for range 40 {
			u := ann
			u.SignedInAt++
			if err := f.db.Auth().Write(t.Context(), func(w auth.Writer) error { return w.PutUser(u) }); err != nil {
				ended <- err
				return
			}
		}
		ended <- nil
	}()
	for range 40 {
		f.apply(t, create(text("name", "x")))
	}
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if got := f.log.Head(); got < 40 {
		t.Errorf("head %d", got)
	}
}
