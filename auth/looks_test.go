package auth_test

import (
	"testing"

	"salesops/auth"
	"salesops/internal/fault"
)

// TestLookAlikeLogins: an address that can be taken for another one is refused when somebody is added or gets it;
// addresses in any one script are not.
func TestLookAlikeLogins(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	for _, login := range []string{"\u0430da@example.com", "\u0441\u0443@example.com", "ada@ex\u0430mple.com",
		"\u03bf\u03bd@example.com", "\uff41da@example.com", "\U0001d41ada@example.com", "a\u200dda@example.com",
		"ad\u00ada@example.com", "ada@\u0430\u0440\u0440\u04cf\u0435.com"} {
		_, err := o.Add(t.Context(), auth.Identity{}, auth.NewUser{Login: login, Name: "Cy"}, nil)
		o.refused(login, err, "login_alike", fault.Invalid)
	}
	var last auth.User
	for _, login := range []string{"cy-1@example.com", "müller@bücher.example", "иван.петров@почта.example",
		"山田たろう@example.com", "ada+münchen@example.com", "γιώργος@example.com"} {
		var err error
		if last, err = o.Add(t.Context(), auth.Identity{}, auth.NewUser{Login: login, Name: "Cy"}, nil); err != nil {
			t.Errorf("%s: %v", login, err)
		}
	}
	err := o.ChangeLogin(t.Context(), auth.Identity{}, auth.UserID(last.ID), "\u0430da@example.com")
	o.refused("a change", err, "login_alike", fault.Invalid)
}
