package api_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"testing"
	"testing/fstest"
	"time"

	"salesops/api"
)

// TestForwardedIsBelievedOfProxies: what a request says about its origin counts only when it comes from a proxy of
// the company. Anybody else who writes it is still limited by the own address, and has no https.
func TestForwardedIsBelievedOfProxies(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	gate := api.NewGate("0")
	gate.Door = api.Door{Secure: true, Hosts: []string{"sales.example.com"},
		Proxies: []netip.Prefix{netip.MustParsePrefix("192.0.2.0/28"), netip.MustParsePrefix("2001:db8::/32")}}
	handler := w.api.Handler(gate)
	ask := func(from, forwarded, proto string) int {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "http://sales.example.com/api/v1/session", nil)
		r.RemoteAddr = from
		if forwarded != "" {
			r.Header.Set("X-Forwarded-For", forwarded)
		}
		if proto != "" {
			r.Header.Set("X-Forwarded-Proto", proto)
		}
		answer := httptest.NewRecorder()
		handler.ServeHTTP(answer, r)
		return answer.Code
	}
	for _, c := range []struct {
		from, proto string
		want        int
	}{
		{"192.0.2.1:1", "https", 200}, {"[2001:db8::7]:1", "HTTPS", 200}, {"[::ffff:192.0.2.2]:1", "https", 200},
		{"192.0.2.1:1", "http", 403}, {"192.0.2.1:1", "https, http", 403}, {"192.0.2.1:1", "", 403},
		{"198.51.100.1:1", "https", 403}, {"127.0.0.1:1", "https", 403}, {"[2001:db9::7]:1", "https", 403},
	} {
		if got := ask(c.from, "203.0.113.9", c.proto); got != c.want {
			t.Errorf("%s says %q: %d, want %d", c.from, c.proto, got, c.want)
		}
	}

	// a stranger has 200 requests at once, by address
	refused := func(from, forwarded string) (n int) {
		gate.Proxies = append(gate.Proxies[:2:2], netip.MustParsePrefix("203.0.113.1/32"))
		for i := range 230 {
			text := forwarded
			if text == "" {
				text = fmt.Sprintf("198.51.100.%d", i)
			}
			if ask(from, text, "https") == http.StatusTooManyRequests {
				n++
			}
		}
		return n
	}
	for _, c := range []struct {
		what, from, forwarded string
		limited               bool
	}{
		{"many clients of the proxy", "192.0.2.3:1", "", false},
		{"one client of the proxy", "192.0.2.3:1", "198.51.100.250", true},
		{"one client who forged an address before it", "192.0.2.3:1", "10.0.0.1, 198.51.100.251", true},
		{"one client of two proxies", "192.0.2.3:1", "198.51.100.252, 192.0.2.5", true},
	} {
		if got := refused(c.from, c.forwarded); (got > 0) != c.limited {
			t.Errorf("%s: %d refused", c.what, got)
		}
	}
	gate.Secure = false // so that the untrusted sender gets as far as the limit
	if got := refused("198.51.100.254:1", ""); got == 0 {
		t.Error("a sender who is no proxy escapes the limit with forged addresses")
	}
}

// TestProbesNeedNoHTTPS: a load balancer asks for health without https, and for nothing else.
func TestProbesNeedNoHTTPS(t *testing.T) {
	t.Parallel()
	w := newWorldWith(t, pages)
	gate := api.NewGate("0")
	gate.Door = api.Door{Secure: true, Hosts: []string{"sales.example.com"}}
	for path, want := range map[string]int{"/healthz": 200, "/readyz": 200, "/": 403, "/api/v1/me": 403,
		"/healthz/": 403} {
		answer := httptest.NewRecorder()
		w.api.Handler(gate).ServeHTTP(answer,
			httptest.NewRequestWithContext(t.Context(), http.MethodGet, "http://sales.example.com"+path, nil))
		if answer.Code != want {
			t.Errorf("%s: %d, want %d", path, answer.Code, want)
		}
	}
}

// TestReaderOfHTTP2WhoStops: on a connection that other answers use, an answer whose reader has stopped ends.
func TestReaderOfHTTP2WhoStops(t *testing.T) {
	t.Parallel()
	const patience = 2 * time.Second
	large := fstest.MapFS{"index.html": pages["index.html"], "assets/large-1a2b.js": {
		Data: bytes.Repeat([]byte("x"), 12<<20)}} // more than a client takes unread
	w := newPatientWorld(t, api.Patience{Reader: patience}, large)
	server := httptest.NewUnstartedServer(w.api.Handler(api.NewGate("0")))
	server.EnableHTTP2 = true
	server.StartTLS()
	t.Cleanup(server.Close)
	read := func(stops time.Duration) (int64, error) {
		res, err := server.Client().Get(server.URL + "/assets/large-1a2b.js")
		w.must(err)
		defer res.Body.Close()
		if res.ProtoMajor != 2 || res.StatusCode != http.StatusOK {
			t.Fatalf("%s %s", res.Proto, res.Status)
		}
		time.Sleep(stops)
		return io.Copy(io.Discard, res.Body)
	}
	if n, err := read(0); n != 12<<20 || err != nil {
		t.Errorf("a reader who reads gets %d bytes: %v", n, err)
	}
	if n, err := read(3 * patience); err == nil {
		t.Errorf("a reader who stopped gets the whole file: %d bytes", n)
	}
}
