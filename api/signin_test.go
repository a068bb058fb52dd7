package api_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"salesops/auth"
)

const goodPassword = "plum gravel teapot orbit"

// sent is the answer to a request of one client.
type sent struct {
	status int
	header http.Header
	body   string
	fields map[string]any
}

// sendAs asks as client does; change may add headers.
func (w *world) sendAs(client *http.Client, method, path string, body any, change func(*http.Request)) sent {
	w.t.Helper()
	var reader io.Reader
	if body != nil {
		b, err := json.Marshal(body)
		w.must(err)
		reader = bytes.NewReader(b)
	}
	req, err := http.NewRequestWithContext(w.t.Context(), method, w.server.URL+"/api/v1"+path, reader)
	w.must(err)
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	if change != nil {
		change(req)
	}
	res, err := client.Do(req)
	w.must(err)
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	w.must(err)
	s := sent{status: res.StatusCode, header: res.Header, body: string(b)}
	if strings.Contains(res.Header.Get("Content-Type"), "json") {
		w.must(json.Unmarshal(b, &s.fields))
	}
	return s
}

// want asks and fails unless the status is right.
func (w *world) want(status int, client *http.Client, method, path string, body any) sent {
	w.t.Helper()
	s := w.sendAs(client, method, path, body, nil)
	if s.status != status {
		w.t.Fatalf("%s %s: %d, want %d: %s", method, path, s.status, status, s.body)
	}
	return s
}

func bearer(token string) func(*http.Request) {
	return func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+token) }
}

// administrator sets the world up and returns the browser of its first administrator.
func (w *world) administrator() *http.Client {
	w.t.Helper()
	b := w.browser()
	w.want(200, b, "POST", "/setup", map[string]any{"code": w.gate.Token(w.now()), "name": "Ada Ruiz",
		"login": "ada@example.com", "password": goodPassword})
	return b
}

// member lets somebody in by invitation.
func (w *world) member(admin *http.Client, login string) (id string, client *http.Client) {
	w.t.Helper()
	made := w.want(201, admin, "POST", "/users", map[string]any{"login": login, "name": "Somebody New"})
	id = made.fields["id"].(string)
	inv := w.want(200, admin, "POST", "/users/"+id+"/invite", nil)
	_, secret, ok := strings.Cut(inv.fields["link"].(string), "/invitation#")
	if !ok {
		w.t.Fatalf("link %s", inv.body)
	}
	client = w.browser()
	w.want(200, client, "POST", "/invitations/accept",
		map[string]any{"secret": secret, "password": goodPassword + " two"})
	return id, client
}

func TestSetUp(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	stranger := w.browser()
	s := w.want(200, stranger, "GET", "/session", nil)
	if s.fields["signed_in"] != false || s.fields["setup_needed"] != true || s.fields["via"] != "none" {
		t.Errorf("before: %s", s.body)
	}
	body := func(code, password string) map[string]any {
		return map[string]any{"code": code, "name": "Ada Ruiz", "login": " Ada@Example.com ", "password": password}
	}
	code := w.gate.Token(w.now())
	if r := w.want(403, stranger, "POST", "/setup",
		body("guess", goodPassword)); r.fields["reason_code"] != "setup_code" {
		t.Error(r.body)
	}
	if r := w.want(422, stranger, "POST", "/setup", body(code, "short")); r.fields["reason_code"] != "password_short" {
		t.Error(r.body)
	}
	r := w.want(200, stranger, "POST", "/setup", body(code, goodPassword)) // a mistyped form did not use the code up
	if r.fields["via"] != "session" || r.fields["administrator"] != true || r.fields["name"] != "Ada Ruiz" ||
		r.fields["setup_needed"] != false || r.fields["login"] != "ada@example.com" {
		t.Errorf("after: %s", r.body)
	}
	w.want(200, stranger, "GET", "/me", nil)
	if r := w.want(409, w.browser(), "POST", "/setup",
		body(w.gate.Token(w.now()), goodPassword)); r.fields["reason_code"] != "setup_done" {
		t.Error(r.body)
	}
	if res, _ := w.raw(w.browser(), "GET", "/?token="+code, nil); res.StatusCode != http.StatusUnauthorized {
		t.Errorf("the code still opens a session: %d", res.StatusCode)
	}
}

func TestSignInAndOut(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.administrator()
	b := w.browser()
	in := map[string]any{"login": "ADA@example.com", "password": goodPassword}
	r := w.want(200, b, "POST", "/session", in)
	cookie := r.header.Get("Set-Cookie")
	if !strings.HasPrefix(cookie, "salesops-0=") || !strings.Contains(cookie, "HttpOnly") ||
		!strings.Contains(cookie, "SameSite=Lax") ||
		strings.Contains(r.body, strings.TrimPrefix(strings.Split(cookie, ";")[0], "salesops-0=")) {
		t.Errorf("cookie %q for %s", cookie, r.body)
	}
	w.want(200, b, "GET", "/me", nil)
	// signing in again: another secret, and the first is no longer good
	first := strings.Split(cookie, ";")[0]
	again := w.want(200, b, "POST", "/session", in)
	if strings.HasPrefix(again.header.Get("Set-Cookie"), first) {
		t.Error("the session kept its secret")
	}
	if s := w.sendAs(w.browser(), "GET", "/me", nil,
		func(r *http.Request) { r.Header.Set("Cookie", first) }); s.status != 401 {
		t.Errorf("the old secret: %d", s.status)
	}
	// the one of the set-up too
	if list := w.want(200, b, "GET", "/sessions", nil); len(list.fields["sessions"].([]any)) != 2 {
		t.Error(list.body)
	}
	out := w.want(200, b, "DELETE", "/session", nil)
	if out.fields["signed_in"] != false || !strings.Contains(out.header.Get("Set-Cookie"), "Max-Age=0") {
		t.Errorf("%v %s", out.header, out.body)
	}
	w.want(401, b, "GET", "/me", nil)
}

func TestSessionFixation(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.administrator()
	planted := strings.Repeat("A", 43)
	for _, name := range []string{"salesops-0", "__Host-salesops"} {
		r := w.sendAs(w.browser(), "POST", "/session", map[string]any{"login": "ada@example.com",
			"password": goodPassword}, func(r *http.Request) { r.Header.Set("Cookie", name+"="+planted) })
		if r.status != 200 || strings.Contains(r.header.Get("Set-Cookie"), planted) {
			t.Errorf("%d %v", r.status, r.header)
		}
		if s := w.sendAs(w.browser(), "GET", "/me", nil,
			func(r *http.Request) { r.Header.Set("Cookie", name+"="+planted) }); s.status != 401 {
			t.Errorf("a planted secret became a session: %d", s.status)
		}
	}
}

func TestWrongPasswordsAreSlowedDown(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.administrator()
	bad := map[string]any{"login": "ada@example.com", "password": "not the password"}
	unknown := map[string]any{"login": "nobody@example.com", "password": "not the password"}
	var said [2]string
	for range 5 {
		r := w.want(401, w.browser(), "POST", "/session", bad)
		said[0] = r.body
		r = w.want(401, w.browser(), "POST", "/session", unknown)
		said[1] = r.body
	}
	if said[0] != said[1] || !strings.Contains(said[0], "signin_wrong") {
		t.Errorf("the answer tells who has an account: %s and %s", said[0], said[1])
	}
	for _, body := range []map[string]any{bad, unknown} {
		r := w.want(429, w.browser(), "POST", "/session", body)
		if r.header.Get("Retry-After") != "60" || r.fields["reason_code"] != "signin_wait" ||
			r.fields["code"] != "busy" {
			t.Errorf("%v %s", r.header, r.body)
		}
	}
	right := map[string]any{"login": "ada@example.com", "password": goodPassword}
	w.want(429, w.browser(), "POST", "/session", right)
	w.later.Add(time.Minute.Microseconds())
	w.want(200, w.browser(), "POST", "/session", right)
	w.want(401, w.browser(), "POST", "/session", bad) // counted from the beginning
}

func TestSessionsEnd(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.administrator()
	w.later.Add((auth.SessionIdle - time.Minute).Microseconds())
	w.want(200, b, "GET", "/me", nil)
	w.later.Add((auth.SessionIdle + time.Minute).Microseconds())
	w.want(401, b, "GET", "/me", nil)
	w.want(401, w.client, "GET", "/me", nil) // the owner's too
	w.want(200, b, "POST", "/session", map[string]any{"login": "ada@example.com", "password": goodPassword})
	for i := time.Duration(0); i < auth.SessionLength; i += 6 * time.Hour {
		w.want(200, b, "GET", "/me", nil)
		w.later.Add((6 * time.Hour).Microseconds())
	}
	w.later.Add(time.Second.Microseconds())
	w.want(401, b, "GET", "/me", nil) // however much it is used
}

func TestChangeOfPasswordEndsOtherSessions(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.administrator()
	other := w.browser()
	w.want(200, other, "POST", "/session", map[string]any{"login": "ada@example.com", "password": goodPassword})
	if r := w.want(422, b, "POST", "/password", map[string]any{"present": "wrong",
		"password": goodPassword + " new"}); r.fields["reason_code"] != "password_wrong" {
		t.Error(r.body)
	}
	if r := w.want(422, b, "POST", "/password", map[string]any{"present": goodPassword,
		"password": "salesops-salesops"}); r.fields["reason_code"] != "password_common" {
		t.Error(r.body)
	}
	r := w.want(200, b, "POST", "/password", map[string]any{"present": goodPassword, "password": goodPassword + " new"})
	if r.header.Get("Set-Cookie") == "" {
		t.Error("the session kept its secret")
	}
	w.want(200, b, "GET", "/me", nil)
	w.want(401, other, "GET", "/me", nil)
	w.want(401, other, "POST", "/session", map[string]any{"login": "ada@example.com", "password": goodPassword})
	w.want(200, other, "POST", "/session",
		map[string]any{"login": "ada@example.com", "password": goodPassword + " new"})
}

func TestUsersAndInvitations(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.fill()
	admin := w.administrator()
	ann := w.want(201, admin, "POST", "/users", map[string]any{"login": "ann@example.com", "name": "Ann Person"})
	id := ann.fields["id"].(string)
	if r := w.want(409, admin, "POST", "/users",
		map[string]any{"login": "ANN@example.com", "name": "Again"}); r.fields["reason_code"] != "login_taken" {
		t.Error(r.body)
	}
	if r := w.want(409, admin, "POST", "/users", map[string]any{"login": "other@example.com",
		"person": ann.fields["person"]}); r.fields["reason_code"] != "person_taken" {
		t.Error(r.body)
	}
	for _, wrong := range []string{"", "ann", "Ann <ann@x.y>", "a b@c.d", "a@b\r\nBcc: c@d.e"} {
		if r := w.want(422, admin, "POST", "/users",
			map[string]any{"login": wrong, "name": "X"}); r.fields["reason_code"] != "login_malformed" {
			t.Errorf("%q: %s", wrong, r.body)
		}
	}
	inv := w.want(200, admin, "POST", "/users/"+id+"/invite", nil)
	_, first, _ := strings.Cut(inv.fields["link"].(string), "#")
	inv = w.want(200, admin, "POST", "/users/"+id+"/invite", nil)
	_, secret, _ := strings.Cut(inv.fields["link"].(string), "#")
	b := w.browser()
	if r := w.want(404, b, "POST", "/invitations/open",
		map[string]any{"secret": first}); r.fields["reason_code"] != "link_unknown" {
		t.Error("an older invitation is still good")
	}
	if r := w.want(200, b, "POST", "/invitations/open",
		map[string]any{"secret": secret}); r.fields["name"] != "Ann Person" || r.fields["kind"] != "invite" {
		t.Error(r.body)
	}
	w.want(401, b, "POST", "/session", map[string]any{"login": "ann@example.com", "password": ""})
	in := w.want(200, b, "POST", "/invitations/accept", map[string]any{"secret": secret, "password": goodPassword})
	if in.fields["name"] != "Ann Person" || in.fields["administrator"] != false {
		t.Error(in.body)
	}
	w.want(404, w.browser(), "POST", "/invitations/accept",
		map[string]any{"secret": secret, "password": goodPassword + "x"})
	for _, op := range [][2]string{{"GET", "/users"}, {"POST", "/users/" + id + "/invite"},
		{"GET", "/sessions?user=user_1"}, {"GET", "/tokens?user=user_1"}} {
		if r := w.sendAs(b, op[0], op[1], nil, nil); r.status != 403 {
			t.Errorf("%s by no administrator: %d %s", op, r.status, r.body)
		}
	}
	w.want(403, b, "POST", "/users", map[string]any{"login": "x@example.com", "name": "X"})
	w.want(403, b, "PATCH", "/users/"+id, map[string]any{"state": "active"})
	w.want(422, admin, "POST", "/users", map[string]any{"login": "y@example.com", "name": "Y", "administrator": true})
}

func TestRevocationIsAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	admin := w.administrator()
	id, b := w.member(admin, "rep@example.com")
	token := w.want(201, b, "POST", "/tokens",
		map[string]any{"name": "report", "scopes": []string{"read"},
			"password": goodPassword + " two"}).fields["secret"].(string)
	link := w.want(200, admin, "POST", "/users/"+id+"/invite", nil).fields["link"].(string)
	w.want(200, b, "GET", "/me", nil)
	w.want(200, admin, "PATCH", "/users/"+id, map[string]any{"state": "deactivated"})
	w.want(401, b, "GET", "/me", nil)
	if s := w.sendAs(w.browser(), "GET", "/me", nil, bearer(token)); s.status != 401 ||
		s.fields["reason_code"] != "token_wrong" {
		t.Errorf("the token: %d %s", s.status, s.body)
	}
	in := map[string]any{"login": "rep@example.com", "password": goodPassword + " two"}
	w.want(401, b, "POST", "/session", in)
	_, secret, _ := strings.Cut(link, "#")
	w.want(404, b, "POST", "/password/reset", map[string]any{"secret": secret, "password": goodPassword + " three"})
	w.want(200, admin, "PATCH", "/users/"+id, map[string]any{"state": "active"})
	w.want(401, b, "GET", "/me", nil) // what ended stays ended
	w.want(200, b, "POST", "/session", in)
	// one session
	list := w.want(200, admin, "GET", "/sessions?user="+id, nil)
	session := list.fields["sessions"].([]any)[0].(map[string]any)["id"].(string)
	w.want(204, admin, "DELETE", "/sessions/"+session+"?user="+id, nil)
	w.want(401, b, "GET", "/me", nil)
	w.want(404, admin, "DELETE", "/sessions/"+session+"?user="+id, nil)
	me := w.want(200, admin, "GET", "/session", nil).fields["user"].(string)
	if r := w.want(409, admin, "PATCH", "/users/"+me,
		map[string]any{"state": "deactivated"}); r.fields["reason_code"] != "user_self" {
		t.Error(r.body)
	}
}

func TestTokenScopes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	admin := w.administrator()
	made := func(scopes ...string) (string, string) {
		r := w.want(201, admin, "POST", "/tokens", map[string]any{"name": "t", "scopes": scopes, "days": 30,
			"password": goodPassword})
		return r.fields["id"].(string), r.fields["secret"].(string)
	}
	_, read := made("read")
	_, write := made("write")
	adminID, all := made("read", "write", "admin")
	deal := map[string]any{"fields": map[string]any{"name": "By a token"}}
	for _, c := range []struct {
		token, method, path string
		body                any
		status              int
	}{
		{read, "GET", "/me", nil, 200}, {read, "GET", "/session", nil, 200}, {read, "POST", "/records/deal", deal, 403},
		{read, "GET", "/users", nil, 403}, {read, "GET", "/audit", nil, 403},
		{write, "POST", "/records/deal", deal, 201}, {write, "GET", "/me", nil, 403},
		{write, "GET", "/users", nil, 403}, {write, "PATCH", "/settings", settingValues("name", "x"), 403},
		{all, "GET", "/users", nil, 200}, {all, "POST", "/records/deal", deal, 201},
		{all, "GET", "/openapi.json", nil, 200},
		{all, "GET", "/tokens", nil, 403},
		{all, "POST", "/tokens", map[string]any{"name": "t", "scopes": []string{"read"}, "password": goodPassword},
			403},
		{all, "GET", "/sessions", nil, 403}, {all, "DELETE", "/session", nil, 403},
		{all, "POST", "/password", map[string]any{"present": goodPassword, "password": goodPassword + "2"}, 403},
		{"sops_" + strings.Repeat("a", 49), "GET", "/me", nil, 401}, {"guess", "GET", "/me", nil, 401},
		{read + "x", "GET", "/me", nil, 401}, {"", "GET", "/me", nil, 401},
	} {
		if r := w.sendAs(w.browser(), c.method, c.path, c.body, bearer(c.token)); r.status != c.status {
			t.Errorf("%s %s: %d, want %d: %s", c.method, c.path, r.status, c.status, r.body)
		}
	}
	// a bad token beside a good cookie is a bad token
	if r := w.sendAs(admin, "GET", "/me", nil, bearer("guess")); r.status != 401 ||
		!strings.HasPrefix(r.header.Get("Www-Authenticate"), "Bearer") {
		t.Errorf("%d %v", r.status, r.header)
	}
	w.want(204, admin, "DELETE", "/tokens/"+adminID, nil)
	if r := w.sendAs(w.browser(), "GET", "/me", nil, bearer(all)); r.status != 401 {
		t.Errorf("revoked: %d", r.status)
	}
	list := w.want(200, admin, "GET", "/tokens", nil)
	if n := len(list.fields["tokens"].([]any)); n != 2 || strings.Contains(list.body, read) {
		t.Error(list.body)
	}
	w.later.Add((30*24*time.Hour + time.Second).Microseconds())
	if r := w.sendAs(w.browser(), "GET", "/me", nil, bearer(read)); r.status != 401 {
		t.Errorf("expired: %d", r.status)
	}
	for _, wrong := range []map[string]any{{"name": "", "scopes": []string{"read"}},
		{"name": "t", "scopes": []string{}}, {"name": "t", "scopes": []string{"root"}},
		{"name": "t", "scopes": []string{"read"}, "days": 366},
		{"name": "t", "scopes": []string{"read"}, "password": goodPassword + "x"}} {
		if wrong["password"] == nil {
			wrong["password"] = goodPassword
		}
		b := w.browser()
		w.want(200, b, "POST", "/session", map[string]any{"login": "ada@example.com", "password": goodPassword})
		w.want(422, b, "POST", "/tokens", wrong)
	}
}

func TestRequestsAreLimited(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.administrator()
	last := sent{}
	for range 301 {
		if last = w.sendAs(b, "GET", "/session", nil, nil); last.status == 429 {
			break
		}
	}
	if last.status != 429 || last.header.Get("Retry-After") != "1" || last.fields["reason_code"] != "too_fast" {
		t.Errorf("%d %v %s", last.status, last.header, last.body)
	}
	w.want(200, w.client, "GET", "/session", nil) // others are not slowed down
	w.later.Add(time.Second.Microseconds())
	w.want(200, b, "GET", "/session", nil)
}

func TestSignInFromAnotherOriginIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.administrator()
	for _, path := range []string{"/session", "/setup", "/password/forgot", "/password/reset", "/invitations/accept"} {
		r := w.sendAs(w.browser(), "POST", path, map[string]any{"login": "ada@example.com", "password": goodPassword},
			func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") })
		if r.status != 403 || r.fields["reason_code"] != "other_website" || r.header.Get("Set-Cookie") != "" {
			t.Errorf("%s: %d %s", path, r.status, r.body)
		}
	}
}
