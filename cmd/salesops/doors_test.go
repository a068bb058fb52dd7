package main

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // the same zones on every machine

	"salesops/api"
	"salesops/internal/period"
)

// house is one data folder that is open at both of its doors: the commands and the API.
type house struct {
	t      *testing.T
	dir    string
	shop   *workspace
	server *httptest.Server
	client *http.Client
}

func testClock() period.Instant { return period.DayOf(2026, 3, 2).Start(time.UTC) }

func openHouse(t *testing.T) *house {
	t.Helper()
	h := &house{t: t, dir: t.TempDir()}
	var err error
	if h.shop, err = openWorkspace(t.Context(), h.dir,
		&session{stderr: io.Discard, dir: h.dir, now: testClock}); err != nil {
		t.Fatal(err)
	}
	gate := api.NewGate("0")
	h.server = httptest.NewServer(h.shop.api.Handler(gate))
	t.Cleanup(func() {
		h.server.Close()
		if err := h.shop.close(); err != nil {
			t.Error(err)
		}
	})
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	h.client = &http.Client{Jar: jar}
	h.ask(http.MethodGet, "/?token="+gate.Token(), "", nil)
	return h
}

// command carries out a command line and gives what it said.
func (h *house) command(args ...string) (code int, stdout, stderr string) {
	h.t.Helper()
	var out, said strings.Builder
	code = run(h.t.Context(), args, &session{stdout: &out, stderr: &said, dir: h.dir, now: testClock, shop: h.shop})
	return code, out.String(), said.String()
}

// ask sends a request and gives its status and body.
func (h *house) ask(method, path, contentType string, body io.Reader) (status int, answer []byte) {
	h.t.Helper()
	r, err := http.NewRequestWithContext(h.t.Context(), method, h.server.URL+path, body)
	if err != nil {
		h.t.Fatal(err)
	}
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	res, err := h.client.Do(r)
	if err != nil {
		h.t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	if answer, err = io.ReadAll(res.Body); err != nil {
		h.t.Fatal(err)
	}
	return res.StatusCode, answer
}

// sameJSON compares two documents without the fields that may differ.
func sameJSON(t *testing.T, what string, command string, answer []byte, without ...string) {
	t.Helper()
	var a, b map[string]any
	if err := json.Unmarshal([]byte(command), &a); err != nil {
		t.Fatalf("%s: the command said %q: %v", what, command, err)
	}
	if err := json.Unmarshal(answer, &b); err != nil {
		t.Fatalf("%s: the API said %q: %v", what, answer, err)
	}
	for _, key := range without {
		delete(a, key)
		delete(b, key)
	}
	if !reflect.DeepEqual(a, b) {
		t.Errorf("%s differs:\ncommand %v\n    API %v", what, a, b)
	}
}

// TestSettingsAreTheSameAtBothDoors: what a person writes is taken, refused and shown alike.
func TestSettingsAreTheSameAtBothDoors(t *testing.T) {
	t.Parallel()
	type rate struct {
		From string `json:"from"`
		To   string `json:"to"`
		Day  string `json:"day"`
		Rate string `json:"rate"`
	}
	for _, c := range []struct {
		line []string
		body map[string]any
		ok   bool
	}{
		{[]string{"zone=Asia/Tokyo", "currency=usd", "gross_margin=80%", "rate:EUR/usd@2026-01-01=1.1"},
			map[string]any{"zone": "Asia/Tokyo", "currency": "usd", "gross_margin": "80%",
				"rates": []rate{{"EUR", "usd", "2026-01-01", "1.1"}}}, true},
		{[]string{"zone=Nowhere"}, map[string]any{"zone": "Nowhere"}, false},
		{[]string{"name=Acme", "rate:EUR/EUR@2026-01-01=1"},
			map[string]any{"name": "Acme", "rates": []rate{{"EUR", "EUR", "2026-01-01", "1"}}}, false},
		{[]string{"own_domains=@Acme.com acme.com"}, map[string]any{"own_domains": []string{"@Acme.com", "acme.com"}},
			true},
		{[]string{"rate:EUR/USD@2026-01-01=1.2", "rate:GBP/USD@2027-01-01=1.5"},
			map[string]any{"rates": []rate{{"EUR", "USD", "2026-01-01", "1.2"}, {"GBP", "USD", "2027-01-01", "1.5"}}},
			true},
	} {
		what := strings.Join(c.line, " ")
		one, other := openHouse(t), openHouse(t)
		code, _, said := one.command(append([]string{"settings"}, c.line...)...)
		body, err := json.Marshal(c.body)
		if err != nil {
			t.Fatal(err)
		}
		status, answer := other.ask(http.MethodPatch, "/api/v1/settings", "application/json", bytes.NewReader(body))
		if (code == exitAnswered) != c.ok || (status == http.StatusOK) != c.ok {
			t.Errorf("%s: exit %d (%s), status %d (%s)", what, code, said, status, answer)
		}
		if !c.ok {
			var p api.Problem
			if err := json.Unmarshal(answer, &p); err != nil ||
				strings.TrimPrefix(said, "salesops: ") != p.Detail+"\n" {
				t.Errorf("%s: the command says %q, the API %q", what, said, p.Detail)
			}
		}
		_, shown, _ := one.command("settings", "--format", "json")
		_, got := other.ask(http.MethodGet, "/api/v1/settings", "", nil)
		sameJSON(t, what, shown, got)
	}
}
