package api_test

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"salesops/connectors/all"
	"salesops/record"
)

// TestAddressesAreText: bytes that are no text are refused at the door, whatever the parameter is for.
func TestAddressesAreText(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.fill()
	for _, path := range []string{"/search?q=%FF%FE", "/records/deal?q=%C3", "/records/deal?where=name==%22%FF%22",
		"/records/%FF", "/metrics/win_rate?by=%80", "/audit?q=%ED%A0%80", "/search?%FF=x"} {
		if res, body := w.raw(w.client, "GET", "/api/v1"+path, nil); res.StatusCode != http.StatusBadRequest {
			t.Errorf("%s: %d %s", path, res.StatusCode, body)
		}
	}
	w.want(200, w.client, "GET", "/search?q=%C3%A9", nil)
}

// TestNamesAreReadable: a name with characters that nobody sees, or one without end, is refused with its field at every
// door that takes one.
func TestNamesAreReadable(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.fill()
	admin := w.administrator()
	hidden, long := "Ada\u202e", strings.Repeat("x", record.MaxName+1)
	account := func(name string) map[string]any {
		return map[string]any{"fields": map[string]any{"name": name}}
	}
	for _, c := range []struct {
		path, code string
		body       map[string]any
	}{
		{"/records/account", "field_unseen", account(hidden)},
		{"/records/account", "field_unseen", account("Ada\x1b[2J")},
		{"/records/account", "field_long", account(long)},
		{"/roles", "field_unseen", map[string]any{"name": hidden, "read": "all", "write": "none",
			"abilities": []string{}, "masked": []string{}}},
		{"/users", "login_alike", map[string]any{"login": "\u0430da@example.com", "name": "Ada"}},
	} {
		if r := w.sendAs(admin, "POST", c.path, c.body, nil); r.status != 422 || r.fields["reason_code"] != c.code {
			t.Errorf("%s, %s: %d %s", c.path, c.code, r.status, r.body)
		}
	}
	w.want(201, admin, "POST", "/records/account", account(long[1:]))
}

// TestFormsThatAreNone: the sender is told, and no file stays behind.
func TestFormsThatAreNone(t *testing.T) {
	t.Parallel()
	w := newWorld(t, all.Tools()...)
	for what, form := range map[string]string{
		"a control character in a file's name": "--x\r\nContent-Disposition: form-data; name=\"files\"; " +
			"filename=\"a\x00b\"\r\n\r\nId\n--x--\r\n",
		"a control character in a part's name": "--x\r\nContent-Disposition: form-data; name=\"fi\x01les\"\r\n\r\n" +
			"Id\n--x--\r\n",
		"a head without a colon":   "--x\r\nContent\r\n\r\nId\n--x--\r\n",
		"a head that is too large": "--x\r\nA: " + strings.Repeat("a", 11<<20) + "\r\n\r\nId\n--x--\r\n",
		"no part":                  "--x--\r\n",
		"no boundary":              "",
		"no end":                   "--x\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a\"\r\n\r\nId",
	} {
		for _, path := range []string{"/imports", "/imports/suggest"} {
			req, err := http.NewRequestWithContext(t.Context(), "POST", w.server.URL+"/api/v1"+path,
				strings.NewReader(form))
			w.must(err)
			req.Header.Set("Content-Type", "multipart/form-data; boundary=x")
			if r := w.send(req); r.status/100 != 4 {
				t.Errorf("%s, %s: %d %s", path, what, r.status, r.body)
			}
		}
	}
	if left, err := os.ReadDir(filepath.Join(w.dir, "uploads")); err != nil || len(left) != 0 {
		t.Errorf("uploads holds %v, %v", left, err)
	}
}
