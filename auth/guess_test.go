package auth_test

import (
	"errors"
	"strings"
	"testing"

	"salesops/auth"
	"salesops/internal/fault"
)

// Each password below is long enough. Those that are refused are cheap to guess for the one reason that is named; a
// password without the reason, of the same length, is accepted.
func TestPasswordsThatAreEasyToGuess(t *testing.T) {
	t.Parallel()
	about := []string{"jxqwvk.bzfgrt@vwkpqz.example", "Zvbqkr Pxwtlm"}
	for _, c := range []struct{ why, refused, accepted string }{
		{"common passwords", "dragonmonkeyshadow", "xkqvjwbzpmrthgfyd"},
		{"the commonest password, which comes first in its list", "password7Kq9z", "qzvxkwjf7Kq9z"},
		{"two words of a language", "waterhousetable", "wqterhpuszgtabx"},
		{"first names and surnames", "jennifermichaelsmith", "jqnnzfvrmxchqelszith"},
		{"digits for letters in a common password", "p455w0rddr4g0n", "p4z9w0rvdr4k0q"},
		{"capitals in a common password", "DragonMonkeyShadow", "XkqvjwBzpmrtHgfydq"},
		{"the login", "jxqwvkjxqwvkbzfgrt", "kxqwvjbzfgrtmhcnyd"},
		{"the name", "zvbqkrpxwtlm", "kvbqzrmxwtlp"},
		{"the product", "salesopssalesops", "sblqsvpssxlzsopk"},
		{"a row of the keyboard", "qwertyuiopasdfgh", "qertwiuypsoagdhf"},
		{"a row of the keyboard backwards", "lkjhgfdsapoiuytr", "kljghfsdpaoyuirt"},
		{"the alphabet", "cdefghijklmnop", "cgdkeofmhpilnj"},
		{"one character again and again", "jjjjjjjjjjjjjjjj", "jqvjkxjzwjbjmjfj"},
		{"a piece again and again", "vq7kvq7kvq7kvq7k", "vq7kzx3mwb9hfj2r"},
		{"years", "198720112024", "387161139265"},
	} {
		if err := auth.CheckPassword(c.refused, about...); refusal(err) != "password_common" {
			t.Errorf("%s: %q: %v", c.why, c.refused, err)
		}
		if err := auth.CheckPassword(c.accepted, about...); err != nil {
			t.Errorf("without %s: %q: %v", c.why, c.accepted, err)
		}
	}
}

// What is cheap only for the person is no reason to refuse it to another.
func TestAWordIsOwnOnlyToThePersonItIsAbout(t *testing.T) {
	t.Parallel()
	if err := auth.CheckPassword("zvbqkrpxwtlm", "Ada Ruiz"); err != nil {
		t.Error(err)
	}
}

func TestPasswordsHaveBounds(t *testing.T) {
	t.Parallel()
	const hard = "vq7kzx3mwb9h" // 12 characters
	long := hard + strings.Repeat("ü", 250)
	for _, c := range []struct{ password, code string }{
		{hard, ""},
		{hard[1:], "password_short"},
		{"ü" + hard[2:], "password_short"}, // 12 bytes of 11 characters
		{long, ""},
		{long + "x", "password_long"},
		{hard + "\xff", "password_unreadable"},
		{hard + "\x00", "password_unreadable"},
	} {
		if code := refusal(auth.CheckPassword(c.password)); code != c.code {
			t.Errorf("%q: %q, want %q", c.password, code, c.code)
		}
	}
}

// refusal is the reason for which a password is invalid, "" when it is not.
func refusal(err error) string {
	var known *fault.Error
	if why, ok := fault.ReasonOf(err); ok && errors.As(err, &known) && known.Kind == fault.Invalid {
		return why.Code
	}
	return ""
}
