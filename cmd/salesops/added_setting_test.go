package main

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"salesops/api"
	"salesops/sales"
)

// The settings of this test binary are those of the product and one more, which is written nowhere else.
var _ = addSetting()

func addSetting() bool {
	sales.AddedSettings = append(sales.AddedSettings, sales.Setting{Key: 900, Name: "favourite_colour",
		Label: "Favourite colour", Kind: sales.SettingChoice, Options: []string{"red", "blue"}, Default: "red",
		Help: "Of the walls."})
	return true
}

// TestAnAddedSettingIsAtEveryDoor: a row of the table is all that the command line and the API need. The form of the
// page has its own test, CompanyForm.test.tsx.
func TestAnAddedSettingIsAtEveryDoor(t *testing.T) {
	t.Parallel()
	h := openHouse(t)
	help := (&settingsCommand{}).Help()
	if !strings.Contains(help, "favourite_colour") || !strings.Contains(help, "One of red, blue. (red)") {
		t.Errorf("the help is %s", help)
	}
	if _, out, _ := h.command("settings"); !strings.Contains(out, "favourite_colour=red\n") {
		t.Errorf("settings: %s", out)
	}
	if code, out, said := h.command("settings", "favourite_colour=blue"); code != exitAnswered ||
		!strings.Contains(out, "favourite_colour=blue\n") {
		t.Errorf("set: exit %d, %s%s", code, out, said)
	}
	if code, _, said := h.command("settings", "favourite_colour=green"); code == exitAnswered ||
		!strings.Contains(said, "use red, blue") {
		t.Errorf("a value that is not in its list: exit %d, %s", code, said)
	}
	var got api.Settings
	_, answer := h.ask(http.MethodGet, "/api/v1/settings", "", nil)
	if err := json.Unmarshal(answer, &got); err != nil {
		t.Fatal(err, string(answer))
	}
	shown := slices.IndexFunc(got.Fields, func(f api.SettingField) bool { return f.Name == "favourite_colour" })
	if got.Values["favourite_colour"] != "blue" || shown < 0 || got.Fields[shown].Kind != "choice" ||
		!slices.Equal(got.Fields[shown].Options, []string{"red", "blue"}) || got.Fields[shown].Help != "Of the walls." {
		t.Errorf("the API: %+v", got)
	}
	for value, want := range map[string]int{"green": http.StatusUnprocessableEntity, "": http.StatusOK} {
		body := strings.NewReader(`{"values": {"favourite_colour": "` + value + `"}}`)
		if status, answer := h.ask(http.MethodPatch, "/api/v1/settings", "application/json", body); status != want {
			t.Errorf("set to %q: %d %s", value, status, answer)
		}
	}
	if _, out, _ := h.command("settings"); !strings.Contains(out, "favourite_colour=red\n") {
		t.Errorf("set back: %s", out)
	}
}
