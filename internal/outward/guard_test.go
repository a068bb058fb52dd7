package outward_test

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"

	"salesops/internal/fault"
	"salesops/internal/outward"
)

func TestInsideAddressesAreRefused(t *testing.T) {
	t.Parallel()
	g, err := outward.NewGuard()
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{
		"127.0.0.1", "127.9.9.9", "0.0.0.0", "0.1.2.3", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1",
		"169.254.169.254", "100.64.0.1", "100.100.100.200",
		"192.0.0.192", "198.18.0.1", "198.19.255.255", "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255",
		"192.0.2.1", "203.0.113.9",
		"::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "ff02::1", "fec0::1", "2001:db8::1",
		"::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1", "64:ff9b::7f00:1",
		"64:ff9b::a9fe:a9fe", "2002:7f00:1::", "2001:0:1::1",
	} {
		if g.Allows(netip.MustParseAddr(text)) {
			t.Errorf("%s is allowed", text)
		}
	}
	for _, text := range []string{"1.1.1.1", "8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700:4700::1111",
		"2a00:1450:4001:81b::200e"} {
		if !g.Allows(netip.MustParseAddr(text)) {
			t.Errorf("%s is refused", text)
		}
	}
	var none *outward.Guard
	if none.Allows(netip.MustParseAddr("127.0.0.1")) || (&outward.Guard{}).Allows(netip.Addr{}) {
		t.Error("no guard allows everything")
	}
}

func TestAllowedNetworks(t *testing.T) {
	t.Parallel()
	g, err := outward.NewGuard("10.1.0.0/16", "192.168.1.20", "fd00::/8")
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]bool{
		"10.1.2.3": true, "10.2.0.1": false, "192.168.1.20": true, "192.168.1.21": false, "::ffff:10.1.2.3": true,
		"fd12::1": true, "127.0.0.1": false,
	} {
		if got := g.Allows(netip.MustParseAddr(text)); got != want {
			t.Errorf("%s: %v", text, got)
		}
	}
	for _, text := range []string{"", "10.1.0.0/33", "example.com", "10.1", "fe80::1%eth0"} {
		if _, err := outward.NewGuard(text); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// TestNamesAreJudgedByWhereTheyLead: a name says nothing; what counts is the address it has
// when the connection is made, so a name that answers anew each time is no way in.
func TestNamesAreJudgedByWhereTheyLead(t *testing.T) {
	t.Parallel()
	var reached atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { reached.Add(1) }))
	defer server.Close()
	_, port, err := net.SplitHostPort(server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	g, err := outward.NewGuard()
	if err != nil {
		t.Fatal(err)
	}
	for _, host := range []string{"localhost", "127.0.0.1", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1", "0"} {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+host+":"+port+"/", nil)
		if err != nil {
			continue // no address at all
		}
		res, err := g.Client().Do(req)
		if err == nil {
			_ = res.Body.Close()
			t.Errorf("%s was reached", host)
		}
	}
	if reached.Load() != 0 {
		t.Errorf("%d requests came through", reached.Load())
	}
	conn, err := g.Dialer().DialContext(t.Context(), "tcp", "localhost:"+port)
	if err == nil {
		_ = conn.Close()
	}
	if fault.KindOf(err) != fault.Denied {
		t.Errorf("the reason is lost: %v", err)
	}
	if conn, err := g.Dialer().DialContext(context.Background(), "udp", "8.8.8.8:53"); err == nil {
		_ = conn.Close()
		t.Error("datagrams leave")
	}
}

func TestClientStaysWhereItWasSent(t *testing.T) {
	t.Parallel()
	var inner atomic.Int64
	secret := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { inner.Add(1) }))
	defer secret.Close()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/away":
			http.Redirect(w, r, secret.URL, http.StatusFound)
		case "/much":
			_, _ = io.Copy(w, io.LimitReader(zeros{}, 8<<20))
		default:
			_, _ = w.Write([]byte("here"))
		}
	}))
	defer server.Close()
	g, err := outward.NewGuard("127.0.0.1")
	if err != nil {
		t.Fatal(err)
	}
	client := g.Client()
	defer client.CloseIdleConnections()
	get := func(path string) (string, error) {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		res, err := client.Do(req)
		if err != nil {
			return "", err
		}
		defer res.Body.Close()
		b, err := io.ReadAll(res.Body)
		return string(b), err
	}
	if body, err := get("/"); err != nil || body != "here" {
		t.Errorf("%q %v", body, err)
	}
	if _, err := get("/away"); err == nil || !strings.Contains(err.Error(), "points elsewhere") || inner.Load() != 0 {
		t.Errorf("followed %d times: %v", inner.Load(), err)
	}
	if body, err := get("/much"); err == nil || len(body) > 1<<20 {
		t.Errorf("read %d bytes: %v", len(body), err)
	}
}

type zeros struct{}

func (zeros) Read(b []byte) (int, error) { return len(b), nil }
