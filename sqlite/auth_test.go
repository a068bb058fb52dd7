package sqlite_test

import (
	"path/filepath"
	"testing"

	"salesops/auth"
	"salesops/auth/authtest"
)

func TestAuthStore(t *testing.T) {
	t.Parallel()
	authtest.Run(t, func(t *testing.T) auth.Store {
		db := open(t, filepath.Join(t.TempDir(), "truth.sqlite"))
		t.Cleanup(func() {
			if err := db.Close(); err != nil {
				t.Error(err)
			}
		})
		return db.Auth()
	})
}

var ann = auth.User{ID: 1, Login: "ann@example.com", Person: 11, State: auth.Active, CreatedAt: 5}

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
