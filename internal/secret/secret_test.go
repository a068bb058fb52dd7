package secret_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"salesops/internal/secret"
)

func TestASecretIsNeverShown(t *testing.T) {
	t.Parallel()
	type settings struct {
		User     string
		Password secret.Text
		Pointer  *secret.Text
	}
	hidden := secret.Of("open sesame")
	s := settings{User: "ann", Password: hidden, Pointer: &hidden}
	var shown strings.Builder
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%d", "%x", "%X"} {
		fmt.Fprintf(&shown, verb+"\n", s)
		fmt.Fprintf(&shown, verb+"\n", hidden)
		fmt.Fprintf(&shown, verb+"\n", []secret.Text{hidden})
	}
	b, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	shown.Write(b)
	var logged bytes.Buffer
	slog.New(slog.NewTextHandler(&logged, nil)).Warn("mail", "settings", s, "password", hidden, "pointer", &hidden)
	slog.New(slog.NewJSONHandler(&logged, nil)).Warn("mail", "settings", s, "password", hidden, "pointer", &hidden)
	shown.Write(logged.Bytes())
	for _, form := range []string{"sesame", fmt.Sprintf("%x", "sesame"), fmt.Sprintf("%X", "sesame")} {
		if strings.Contains(shown.String(), form) {
			t.Errorf("%q is in\n%s", form, shown.String())
		}
	}
	if hidden.Reveal() != "open sesame" || hidden.None() || !(secret.Text{}).None() {
		t.Error("the secret itself is not what was put in")
	}
}
