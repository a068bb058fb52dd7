package api_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"salesops/auth"
)

// app is an authenticator app in a test, with the recovery codes beside it.
type app struct {
	w      *world
	secret string
	codes  []any
}

// code is what the app shows that many steps from now.
func (a app) code(steps int64) string {
	a.w.t.Helper()
	code, err := auth.TOTPCode(a.secret, auth.TOTPStep(a.w.now())+steps)
	a.w.must(err)
	return code
}

// next lets time pass until the app shows another code, and returns it.
func (a app) next() string {
	a.w.later.Add((30 * time.Second).Microseconds())
	return a.code(0)
}

// enrol sets an app up in a browser.
func (w *world) enrol(client *http.Client, password string) app {
	w.t.Helper()
	made := w.want(200, client, "POST", "/factors/totp", map[string]any{"password": password})
	a := app{w: w, secret: made.fields["secret"].(string)}
	done := w.want(200, client, "POST", "/factors/totp/confirm", map[string]any{"code": a.code(0)})
	a.codes = done.fields["recovery_codes"].([]any)
	return a
}

// ticket gives the password, and returns the ticket for the second factor.
func (w *world) ticket(client *http.Client, login, password string) string {
	w.t.Helper()
	in := w.want(200, client, "POST", "/session", map[string]any{"login": login, "password": password})
	if in.fields["signed_in"] != false || in.header.Get("Set-Cookie") != "" {
		w.t.Fatalf("without the second factor: %v %s", in.header, in.body)
	}
	return in.fields["ticket"].(string)
}

// TestSecondFactorAtTheDoor: set up, asked for at sign-in, replaced by a recovery code, removed.
func TestSecondFactorAtTheDoor(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	admin := w.administrator()
	made := w.want(200, admin, "POST", "/factors/totp", map[string]any{"password": goodPassword})
	picture := made.fields["qr"].(map[string]any)
	if size := picture["size"].(float64); size < 33 || !strings.HasPrefix(picture["path"].(string), "M4 4h7v1h-7z") {
		t.Errorf("the picture is %v", picture)
	}
	a := app{w: w, secret: made.fields["secret"].(string)}
	done := w.want(200, admin, "POST", "/factors/totp/confirm", map[string]any{"code": a.code(0)})
	if a.codes = done.fields["recovery_codes"].([]any); len(a.codes) != 10 || done.header.Get("Set-Cookie") == "" {
		t.Errorf("set up: %v %s", done.header, done.body)
	}
	list := w.want(200, admin, "GET", "/factors", nil)
	if len(list.fields["apps"].([]any)) != 1 || list.fields["recovery"] != 10.0 ||
		strings.Contains(list.body, a.secret) {
		t.Error(list.body)
	}
	if users := w.want(200, admin, "GET", "/users", nil); !strings.Contains(users.body, `"second_factor":true`) {
		t.Error(users.body)
	}
	b := w.browser()
	ticket := w.ticket(b, "ada@example.com", goodPassword)
	w.want(401, b, "GET", "/me", nil)
	if r := w.want(422, b, "POST", "/session/factor", map[string]any{"ticket": ticket,
		"code": "12345"}); r.fields["reason_code"] != "code_wrong" {
		t.Error(r.body)
	}
	in := w.want(200, b, "POST", "/session/factor", map[string]any{"ticket": ticket, "code": a.next()})
	if in.fields["via"] != "session" || in.header.Get("Set-Cookie") == "" {
		t.Error(in.body)
	}
	w.want(200, b, "GET", "/me", nil)
	if r := w.want(404, w.browser(), "POST", "/session/factor", map[string]any{"ticket": ticket,
		"code": a.code(1)}); r.fields["reason_code"] != "ticket_old" {
		t.Errorf("a ticket used twice: %s", r.body)
	}
	other := w.browser()
	again := map[string]any{"ticket": w.ticket(other, "ada@example.com", goodPassword), "code": a.code(0)}
	if r := w.want(422, other, "POST", "/session/factor", again); r.fields["reason_code"] != "code_used" {
		t.Errorf("a code used twice: %s", r.body)
	}
	again["code"] = a.codes[3]
	w.want(200, other, "POST", "/session/factor", again)
	fresh := w.want(200, other, "POST", "/factors/recovery", map[string]any{"password": goodPassword, "code": a.next()})
	if len(fresh.fields["codes"].([]any)) != 10 {
		t.Error(fresh.body)
	}
	w.want(200, other, "POST", "/factors/totp/remove", map[string]any{"password": goodPassword, "code": a.next()})
	w.want(401, b, "GET", "/me", nil) // the other sessions have ended
	w.want(200, b, "POST", "/session", map[string]any{"login": "ada@example.com", "password": goodPassword})
	w.want(200, b, "GET", "/me", nil)
}

// TestNobodyTakesAFactorOfAnother: neither with a token of any scope, nor with the ticket or code of another user, nor
// as somebody who administers nobody.
func TestNobodyTakesAFactorOfAnother(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	admin := w.administrator()
	id, rep := w.member(admin, "rep@example.com")
	other, _ := w.member(admin, "other@example.com")
	repApp := w.enrol(rep, goodPassword+" two")
	adaApp := w.enrol(admin, goodPassword)
	token := w.want(201, admin, "POST", "/tokens", map[string]any{"name": "all", "password": goodPassword,
		"scopes": []string{"read", "write", "admin"}, "code": adaApp.next()}).fields["secret"].(string)
	both := map[string]any{"password": goodPassword, "code": adaApp.next()}
	for _, op := range []struct {
		method, path string
		body         any
	}{
		{"GET", "/factors", nil}, {"GET", "/factors?user=" + id, nil}, {"DELETE", "/users/" + id + "/factors", nil},
		{"POST", "/factors/totp", both}, {"POST", "/factors/totp/confirm", map[string]any{"code": adaApp.code(0)}},
		{"POST", "/factors/totp/remove", both}, {"POST", "/factors/recovery", both},
	} {
		r := w.sendAs(w.browser(), op.method, op.path, op.body, bearer(token))
		if r.status != 403 || r.fields["reason_code"] != "token_not_here" {
			t.Errorf("%s %s with a token: %d %s", op.method, op.path, r.status, r.body)
		}
	}
	// the password of one and the code of another
	ticket := w.ticket(w.browser(), "ada@example.com", goodPassword)
	for _, code := range []any{repApp.next(), repApp.codes[0]} {
		if r := w.want(422, w.browser(), "POST", "/session/factor", map[string]any{"ticket": ticket,
			"code": code}); r.fields["reason_code"] != "code_wrong" {
			t.Error(r.body)
		}
	}
	// a ticket sets no app up where there is one, and an app where there is none takes no ticket
	for path, body := range map[string]any{"/session/enrol": map[string]any{"ticket": ticket},
		"/session/enrol/confirm": map[string]any{"ticket": ticket, "code": adaApp.code(0)}} {
		if r := w.want(404, w.browser(), "POST", path, body); r.fields["reason_code"] != "ticket_old" {
			t.Error(r.body)
		}
	}
	w.want(403, rep, "DELETE", "/users/"+other+"/factors", nil)
	w.want(403, rep, "GET", "/factors?user="+other, nil)
	if r := w.want(404, admin, "DELETE", "/users/"+other+"/factors", nil); r.fields["reason_code"] != "factor_none" {
		t.Error(r.body)
	}
	me := w.want(200, admin, "GET", "/session", nil).fields["user"].(string)
	if r := w.want(409, admin, "DELETE", "/users/"+me+"/factors", nil); r.fields["reason_code"] != "user_self" {
		t.Error(r.body)
	}
	w.want(200, rep, "GET", "/me", nil)
	w.want(204, admin, "DELETE", "/users/"+id+"/factors", nil)
	w.want(401, rep, "GET", "/me", nil)
	w.want(200, rep, "POST", "/session", map[string]any{"login": "rep@example.com", "password": goodPassword + " two"})
	if all := w.want(200, admin, "GET", "/audit?what=factor_remove", nil); !strings.Contains(all.body, id) ||
		!strings.Contains(all.body, `"detail_code":"factor"`) {
		t.Error(all.body)
	}
}

// TestRequiredSecondFactorAtTheDoor: the password leads to the setting up, and to nothing else.
func TestRequiredSecondFactorAtTheDoor(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	admin := w.administrator()
	w.want(200, admin, "PATCH", "/settings", settingValues("second_factor", "required"))
	b := w.browser()
	ticket := w.ticket(b, "ada@example.com", goodPassword)
	w.want(401, b, "GET", "/me", nil)
	w.want(404, b, "POST", "/session/factor", map[string]any{"ticket": ticket, "code": "000000"})
	made := w.want(200, b, "POST", "/session/enrol", map[string]any{"ticket": ticket})
	w.want(401, b, "GET", "/me", nil)
	a := app{w: w, secret: made.fields["secret"].(string)}
	done := w.want(200, b, "POST", "/session/enrol/confirm", map[string]any{"ticket": ticket, "code": a.code(0)})
	if len(done.fields["recovery_codes"].([]any)) != 10 || done.fields["via"] != "session" {
		t.Error(done.body)
	}
	w.want(200, b, "GET", "/me", nil)
	w.want(401, admin, "GET", "/me", nil) // the sessions of before have ended
	if r := w.want(409, b, "POST", "/factors/totp/remove", map[string]any{"password": goodPassword,
		"code": a.next()}); r.fields["reason_code"] != "factor_required" {
		t.Error(r.body)
	}
}

// TestWrongCodesAreSlowedDown by a clock that nobody sets: setting the clock back or on neither ends nor prolongs it.
func TestWrongCodesAreSlowedDown(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	admin := w.administrator()
	a := w.enrol(admin, goodPassword)
	ticket := w.ticket(w.browser(), "ada@example.com", goodPassword)
	wrong := map[string]any{"ticket": ticket, "code": "12345"}
	for range 4 {
		w.want(422, w.browser(), "POST", "/session/factor", wrong)
	}
	for _, jump := range []time.Duration{0, 30 * 24 * time.Hour, -60 * 24 * time.Hour, 30 * 24 * time.Hour} {
		w.jumped.Add(jump.Microseconds())
		body := map[string]any{"ticket": ticket, "code": a.code(1)}
		if r := w.sendAs(w.browser(), "POST", "/session/factor", body, nil); jump == 0 && r.status != 429 ||
			r.status != 429 && r.status != 404 {
			t.Errorf("after a jump of %v: %d %s", jump, r.status, r.body)
		}
	}
	if r := w.want(429, w.browser(), "POST", "/session/factor", wrong); r.header.Get("Retry-After") != "60" {
		t.Errorf("%v %s", r.header, r.body)
	}
	w.later.Add(time.Minute.Microseconds())
	w.want(200, w.browser(), "POST", "/session/factor", map[string]any{"ticket": ticket, "code": a.code(1)})
}
