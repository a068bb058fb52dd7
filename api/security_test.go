package api_test

import (
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"
	"testing/fstest"

	"salesops/api"
	"salesops/record"
	"salesops/sales"
)

var pages = fstest.MapFS{
	"index.html": {Data: []byte(
		`<meta property="csp-nonce" nonce="__CSP_NONCE__"><script src="/assets/app-1a2b.js" nonce="__CSP_NONCE__"></script>`)},
	"assets/app-1a2b.js":    {Data: []byte("plain")},
	"assets/app-1a2b.js.br": {Data: []byte("brotli")},
	"assets/app-1a2b.js.gz": {Data: []byte("gzip")},
	"assets/app-1a2b.css":   {Data: []byte("css")},
	".stamp":                {Data: []byte("secret")},
}

// raw sends a request as it is: no session unless client has one, no redirects followed.
func (w *world) raw(client *http.Client, method, path string, change func(*http.Request)) (*http.Response, string) {
	w.t.Helper()
	req, err := http.NewRequestWithContext(w.t.Context(), method, w.server.URL+path, nil)
	w.must(err)
	if change != nil {
		change(req)
	}
	still := *client
	still.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	res, err := still.Do(req)
	w.must(err)
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	w.must(err)
	return res, string(b)
}

func TestHost(t *testing.T) {
	t.Parallel()
	w := newWorldWith(t, pages)
	for host, want := range map[string]int{
		"localhost": 200, "LOCALHOST:8080": 200, "127.0.0.1": 200, "127.0.0.1:80": 200, "[::1]": 200, "[::1]:8080": 200,
		"evil.example": 421, "localhost.evil.example": 421, "127.0.0.1.evil.example": 421,
		"127.0.0.2": 421, "0.0.0.0": 421,
		"localhost:evil": 421, "evil.example:8080": 421, "[::2]": 421, "localhost.": 421,
	} {
		for _, path := range []string{"/healthz", "/", "/api/v1/metrics"} {
			res, body := w.raw(w.client, "GET", path, func(r *http.Request) { r.Host = host })
			// the browser sends the cookie to the host it got it from only
			if noCookie := res.StatusCode == 401 && strings.HasPrefix(path, "/api/"); res.StatusCode != want &&
				!(noCookie && want == 200) {
				t.Errorf("Host %q %s: %d, want %d: %s", host, path, res.StatusCode, want, body)
			}
		}
	}
}

func TestOneTimeToken(t *testing.T) {
	t.Parallel()
	w := newWorldWith(t, pages)
	token := w.gate.Token(w.now())
	first := w.browser()
	res, _ := w.raw(first, "GET", "/?token="+token, nil)
	cookies := res.Cookies()
	if res.StatusCode != http.StatusSeeOther || res.Header.Get("Location") != "/" || len(cookies) != 1 {
		t.Fatalf("%d to %q with %v", res.StatusCode, res.Header.Get("Location"), cookies)
	}
	if c := cookies[0]; !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || len(c.Value) < 40 ||
		strings.Contains(c.Value, token) {
		t.Errorf("cookie %+v", c)
	}
	if res.Header.Get("Cache-Control") != "no-store" || res.Header.Get("Referrer-Policy") != "no-referrer" {
		t.Errorf("the address with the token may be kept: %v", res.Header)
	}
	if res, _ := w.raw(first, "GET", "/api/v1/me", nil); res.StatusCode != 200 {
		t.Errorf("with the session: %d", res.StatusCode)
	}
	second := w.browser()
	if res, _ := w.raw(second, "GET", "/?token="+token, nil); res.StatusCode != http.StatusUnauthorized ||
		len(res.Cookies()) > 0 {
		t.Errorf("the token works twice: %d", res.StatusCode)
	}
	if res, _ := w.raw(second, "GET", "/?token=guess", nil); res.StatusCode != http.StatusUnauthorized {
		t.Errorf("a guess: %d", res.StatusCode)
	}
	// who has a session keeps it with a used address
	if res, _ := w.raw(first, "GET", "/?token="+token, nil); res.StatusCode != http.StatusSeeOther {
		t.Errorf("a used address with a session: %d", res.StatusCode)
	}
}

// TestAPrintedAddressEnds: a look without a person does not use it up, and what a terminal keeps ends soon.
func TestAPrintedAddressEnds(t *testing.T) {
	t.Parallel()
	w := newWorldWith(t, pages)
	token := w.gate.Token(w.now())
	if res, _ := w.raw(w.browser(), "HEAD", "/?token="+token, nil); len(res.Cookies()) > 0 {
		t.Error("HEAD gives a session")
	}
	w.later.Add(api.TokenLife.Microseconds())
	if res, _ := w.raw(w.browser(), "GET", "/?token="+token, nil); res.StatusCode != http.StatusSeeOther {
		t.Errorf("after HEAD, at the end of its life: %d", res.StatusCode)
	}
	token = w.gate.Token(w.now())
	w.later.Add(api.TokenLife.Microseconds() + 1)
	if res, _ := w.raw(w.browser(), "GET", "/?token="+token, nil); res.StatusCode != http.StatusUnauthorized ||
		len(res.Cookies()) > 0 {
		t.Errorf("behind the end of its life: %d", res.StatusCode)
	}
	token = w.gate.Token(w.now())
	w.later.Add(api.TokenLife.Microseconds() + 1)
	if r := w.sendAs(w.browser(), "POST", "/setup", map[string]any{"code": token, "name": "Ada",
		"login": "ada@example.com", "password": goodPassword}, nil); r.fields["reason_code"] != "setup_code" {
		t.Errorf("as a code, behind the end of its life: %d %s", r.status, r.body)
	}
}

func TestEveryOperationNeedsASession(t *testing.T) {
	t.Parallel()
	w := newWorldWith(t, pages)
	stranger := w.browser()
	forged, err := cookiejar.New(nil)
	w.must(err)
	at, err := url.Parse(w.server.URL)
	w.must(err)
	forged.SetCookies(at, []*http.Cookie{{Name: "salesops-0", Value: strings.Repeat("A", 43), Path: "/"}})
	for _, client := range []*http.Client{stranger, {Jar: forged}} {
		for _, op := range [][2]string{
			{"GET", "/api/v1/metrics"}, {"GET", "/api/v1/metrics/win_rate"}, {"GET", "/api/v1/records/deal"},
			{"POST", "/api/v1/records/deal"},
			{"POST", "/api/v1/imports"}, {"GET", "/api/v1/settings"}, {"PATCH", "/api/v1/settings"},
			{"GET", "/api/v1/openapi.json"},
			{"GET", "/api/v1/changes"}, {"GET", "/api/nothing"}, {"GET", "/api/"},
		} {
			res, body := w.raw(client, op[0], op[1], nil)
			if res.StatusCode != http.StatusUnauthorized || !strings.Contains(body, `"code":"unauthenticated"`) {
				t.Errorf("%s %s without a session: %d %s", op[0], op[1], res.StatusCode, body)
			}
		}
	}
	if res, body := w.raw(stranger, "GET", "/healthz", nil); res.StatusCode != 200 || body != "ok\n" {
		t.Errorf("healthz: %d %q", res.StatusCode, body)
	}
}

// TestOtherWebsitesReadNothing: a request that a page of another website made is answered as that of a stranger,
// however valid the cookie is, and nothing is written of it.
func TestOtherWebsitesReadNothing(t *testing.T) {
	t.Parallel()
	w := newWorldWith(t, pages)
	w.fill()
	w.administrator()
	head := w.log.Head()
	asked := 0
	for _, op := range operations(t) {
		if op.method != http.MethodGet {
			continue
		}
		path := "/api/v1" + strings.NewReplacer("{object}", "deal", "{id}", record.FormatID(sales.Deal, w.ids["Alpha"]),
			"{name}", "win_rate").Replace(op.path)
		for _, site := range []string{"cross-site", "same-site"} {
			for _, query := range []string{"", "?format=csv"} {
				res, body := w.raw(w.client, http.MethodGet, path+query,
					func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", site) })
				if open := op.Security != nil && len(*op.Security) == 1 && len((*op.Security)[0]) == 0; open {
					continue
				}
				if asked++; res.StatusCode != http.StatusUnauthorized {
					t.Errorf("%s from %s: %d %.200s", path+query, site, res.StatusCode, body)
				}
			}
		}
	}
	if asked < 100 {
		t.Errorf("only %d requests were refused", asked)
	}
	w.must(w.log.Tail(t.Context(), record.Everything(), head+1, func(changes []record.Change) error {
		for _, c := range changes {
			t.Errorf("a change of a %s was written: %+v", c.Object, c.Fields)
		}
		return nil
	}))
}

func TestCrossOriginWritesAreRefused(t *testing.T) {
	t.Parallel()
	w := newWorldWith(t, pages)
	for _, header := range [][2]string{
		{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"}, {"Origin", "http://evil.example"},
		{"Origin", "http://localhost:1"}, {"Origin", "null"},
	} {
		for _, method := range []string{"POST", "PATCH", "DELETE", "PUT"} {
			res, body := w.raw(w.client, method, "/api/v1/records/deal",
				func(r *http.Request) { r.Header.Set(header[0], header[1]) })
			if res.StatusCode != http.StatusForbidden {
				t.Errorf("%s with %s: %d %s", method, header, res.StatusCode, body)
			}
		}
	}
	res, _ := w.raw(w.client, "POST", "/api/v1/records/deal",
		func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "same-origin") })
	if res.StatusCode == http.StatusForbidden {
		t.Error("our own page is refused")
	}
	if res.Header.Get("Access-Control-Allow-Origin") != "" {
		t.Error("other origins may read")
	}
}

func TestPages(t *testing.T) {
	t.Parallel()
	w := newWorldWith(t, pages)
	anyone := w.browser()
	res, body := w.raw(anyone, "GET", "/deals/deal_1?as_of=2026-01-01", nil)
	policy := res.Header.Get("Content-Security-Policy")
	if res.StatusCode != 200 || res.Header.Get("Cache-Control") != "no-cache" ||
		strings.Contains(body, "__CSP_NONCE__") {
		t.Errorf("page: %d %v %s", res.StatusCode, res.Header, body)
	}
	_, nonce, _ := strings.Cut(policy, "'nonce-")
	nonce, _, _ = strings.Cut(nonce, "'")
	if len(nonce) < 20 || strings.Count(body, `nonce="`+nonce+`"`) != 2 || strings.Contains(policy, "unsafe") ||
		!strings.HasPrefix(policy, "default-src 'none'") {
		t.Errorf("policy %q for %s", policy, body)
	}
	_, other := w.raw(anyone, "GET", "/", nil)
	if strings.Contains(other, nonce) {
		t.Error("two answers have the same nonce")
	}
	for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY",
		"Referrer-Policy": "no-referrer", "Cross-Origin-Opener-Policy": "same-origin"} {
		if got := res.Header.Get(name); got != want {
			t.Errorf("%s: %q", name, got)
		}
	}
	for coding, want := range map[string]string{"br, gzip": "brotli", "gzip": "gzip", "": "plain",
		"br;q=0, gzip;q=0.5": "gzip", "identity": "plain"} {
		res, body := w.raw(anyone, "GET", "/assets/app-1a2b.js",
			func(r *http.Request) { r.Header.Set("Accept-Encoding", coding) })
		if body != want || !strings.Contains(res.Header.Get("Cache-Control"), "immutable") ||
			!strings.HasPrefix(res.Header.Get("Content-Type"), "text/javascript") {
			t.Errorf("asset with %q: %q %v", coding, body, res.Header)
		}
	}
	for _, path := range []string{
		"/assets/old-9z9z.js", "/assets/", "/assets", "/.stamp", "/assets/../.stamp", "/assets/%2e%2e/.stamp",
		"/..%2f..%2fetc/passwd.txt", "/assets/app-1a2b.js.br", "/assets/%00.js", "/favicon.ico",
	} {
		res, body := w.raw(anyone, "GET", path, nil)
		if strings.Contains(body, "secret") || strings.Contains(body, "root:") {
			t.Errorf("%s gives %q", path, body)
		}
		if strings.HasPrefix(path, "/assets/") && res.StatusCode != 404 && res.StatusCode/100 != 3 {
			t.Errorf("%s: %d %s", path, res.StatusCode, body)
		}
	}
	if res, _ := w.raw(anyone, "POST", "/", nil); res.StatusCode != http.StatusMethodNotAllowed {
		t.Errorf("POST /: %d", res.StatusCode)
	}
}

func TestPagesNotBuilt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	if res, body := w.raw(w.browser(), "GET", "/", nil); res.StatusCode != http.StatusServiceUnavailable ||
		!strings.Contains(body, "./demo") {
		t.Errorf("%d %s", res.StatusCode, body)
	}
}

func TestListenAddress(t *testing.T) {
	t.Parallel()
	local := []string{"127.0.0.1:8080", "127.0.0.1:0", "[::1]:8080", "localhost:80"}
	others := []string{":8080", "0.0.0.0:8080", "[::]:8080", "192.168.1.4:80", "127.0.0.2:80", "[::ffff:127.0.0.1]:80"}
	never := []string{"example.com:80", "127.0.0.1", "127.0.0.1:http", "127.0.0.1:70000", "", ":", "evil:"}
	named := []string{"sales.example.com"}
	for _, c := range []struct {
		what  string
		door  api.Door
		addrs []string
		ok    bool
	}{
		{"here", api.Door{}, local, true}, {"here with TLS", api.Door{Secure: true}, local, true},
		{"elsewhere without TLS", api.Door{Hosts: named}, others, false},
		{"elsewhere without a name", api.Door{Secure: true}, others, false},
		{"elsewhere", api.Door{Secure: true, Hosts: named}, others, true},
		{"wrong", api.Door{Secure: true, Hosts: named}, never, false},
	} {
		for _, addr := range c.addrs {
			if _, _, err := c.door.ListenAddress(addr); (err == nil) != c.ok {
				t.Errorf("%s: %q: %v", c.what, addr, err)
			}
		}
	}
}

func TestLargeBodiesAreRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.ask("POST", "/records/deal", map[string]any{"fields": map[string]any{"name": strings.Repeat("x", 2<<20)}})
	if r.status != http.StatusRequestEntityTooLarge {
		t.Errorf("%d %.300s", r.status, r.body)
	}
}
