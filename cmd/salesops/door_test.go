package main

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// certificateFor writes a certificate with a number and its key, and returns the certificate.
func certificateFor(t *testing.T, number int64, certFile, keyFile string) *x509.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	wanted := &x509.Certificate{SerialNumber: big.NewInt(number), DNSNames: []string{"sales.test"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IsCA: true,
		BasicConstraintsValid: true}
	der, err := x509.CreateCertificate(rand.Reader, wanted, wanted, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	for file, block := range map[string]*pem.Block{certFile: {Type: "CERTIFICATE", Bytes: der},
		keyFile: {Type: "PRIVATE KEY", Bytes: private}} {
		if err := os.WriteFile(file, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	made, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// said is the output of a command that runs.
type said struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (s *said) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.Write(p)
}

func (s *said) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

// servedWith runs serve with flags until the test ends, and returns the address that it printed.
func servedWith(t *testing.T, flags ...string) *url.URL {
	t.Helper()
	return servedFrom(t, filepath.Join(t.TempDir(), "data"), &said{}, flags...)
}

// servedFrom is servedWith of a folder, with what the command says.
func servedFrom(t *testing.T, dir string, out *said, flags ...string) *url.URL {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan int, 1)
	go func() {
		ended <- run(ctx, append([]string{"serve", "--data", dir, "--addr", "127.0.0.1:0"}, flags...),
			&session{stdout: out, stderr: out, now: testClock})
	}()
	t.Cleanup(func() {
		stop()
		if code := <-ended; code != exitAnswered {
			t.Errorf("serve ended with %d: %s", code, out)
		}
	})
	for range 1200 {
		for _, word := range strings.Fields(out.String()) {
			if at, err := url.Parse(word); err == nil && at.Query().Has("token") {
				return at
			}
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("no address was printed: %s", out)
	return nil
}

// TestServesTLS: https with HTTP/2 and a cookie for it alone; old versions of TLS and plain http are refused with
// an answer; a renewed certificate is used at the next connection, and never a half renewed one.
func TestServesTLS(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	certFile, keyFile := filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	first := certificateFor(t, 1, certFile, keyFile)
	at := servedWith(t, "--tls-cert", certFile, "--tls-key", keyFile, "--host", "sales.test")
	if at.Scheme != "https" || at.Hostname() != "sales.test" {
		t.Fatalf("printed %s", at)
	}
	here := net.JoinHostPort("127.0.0.1", at.Port())
	// through asks by a new connection that trusts one certificate
	through := func(trusted *x509.Certificate, most uint16) *http.Client {
		roots := x509.NewCertPool()
		roots.AddCert(trusted)
		jar, err := cookiejar.New(nil)
		if err != nil {
			t.Fatal(err)
		}
		transport := &http.Transport{ForceAttemptHTTP2: true,
			TLSClientConfig: &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS10, MaxVersion: most},
			DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
				return (&net.Dialer{}).DialContext(ctx, network, here)
			}}
		t.Cleanup(transport.CloseIdleConnections)
		return &http.Client{Transport: transport, Jar: jar, Timeout: time.Minute}
	}
	get := func(c *http.Client, path string) (*http.Response, error) {
		res, err := c.Get("https://" + at.Host + path)
		if err == nil {
			_, _ = io.Copy(io.Discard, res.Body)
			_ = res.Body.Close()
		}
		return res, err
	}

	browser := through(first, tls.VersionTLS13)
	browser.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	res, err := get(browser, "/?"+at.RawQuery)
	if err != nil {
		t.Fatal(err)
	}
	cookie := res.Header.Get("Set-Cookie")
	if res.ProtoMajor != 2 || !strings.HasPrefix(cookie, "__Host-salesops=") || !strings.Contains(cookie, "; Secure") ||
		res.Header.Get("Strict-Transport-Security") == "" {
		t.Errorf("%s %v", res.Proto, res.Header)
	}
	if res, err := get(browser, "/api/v1/settings"); err != nil || res.StatusCode != http.StatusOK {
		t.Errorf("with the session: %v %v", res, err)
	}
	if _, err := get(through(first, tls.VersionTLS11), "/healthz"); err == nil {
		t.Error("TLS 1.1 is taken")
	}
	if _, err := get(through(first, tls.VersionTLS12), "/healthz"); err != nil {
		t.Errorf("TLS 1.2: %v", err)
	}
	plain, err := http.Get("http://" + here + "/")
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(plain.Body)
	_ = plain.Body.Close()
	if err != nil || plain.StatusCode != http.StatusBadRequest || !strings.Contains(string(text), "HTTPS server") {
		t.Errorf("plain http: %d %q %v", plain.StatusCode, text, err)
	}

	newCert, newKey := filepath.Join(dir, "new-cert.pem"), filepath.Join(dir, "new-key.pem")
	second := certificateFor(t, 2, newCert, newKey)
	for _, step := range []struct {
		from, to string
		trusted  *x509.Certificate
	}{{newCert, certFile, first}, {newKey, keyFile, second}} {
		if err := os.Rename(step.from, step.to); err != nil {
			t.Fatal(err)
		}
		if _, err := get(through(step.trusted, tls.VersionTLS13), "/healthz"); err != nil {
			t.Errorf("after %s was replaced: %v", filepath.Base(step.to), err)
		}
	}
}

// TestServesBehindAProxy: the printed address is the proxy's.
func TestServesBehindAProxy(t *testing.T) {
	t.Parallel()
	at := servedWith(t, "--behind-proxy", "192.0.2.1", "--host", "sales.test")
	if at.Scheme != "https" || at.Host != "sales.test" {
		t.Errorf("printed %s", at)
	}
}

// TestDoorFlags: what does not fit together is refused before anything is opened.
func TestDoorFlags(t *testing.T) {
	t.Parallel()
	for line, ok := range map[string]bool{
		"":                 true,
		"--host a.example": true,
		"--host a.example,b.example --behind-proxy 10.0.0.0/8,::1": true,
		"--host a.example --behind-proxy 0.0.0.0/0":                false,
		"--host a.example --behind-proxy ::/0":                     false,
		"--host a.example --behind-proxy proxy.test":               false,
		"--behind-proxy 10.0.0.1":                                  false, // no name
		"--host a.example --tls-cert a":                            false,
		"--host a.example --tls-key a":                             false,
		"--host a.example:443":                                     false,
		"--host https://a.example":                                 false,
	} {
		_, cmd, err := parse(append([]string{"serve"}, strings.Fields(line)...),
			&session{stdout: io.Discard, stderr: io.Discard})
		if err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		if _, err = cmd.use(); (err == nil) != ok {
			t.Errorf("%s: %v", line, err)
		}
	}
}
