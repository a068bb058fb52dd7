package mailpit

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"encoding/pem"
	"io"
	"math/big"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"
)

// Options of a server; the zero value takes mail in the clear from everybody.
type Options struct {
	STARTTLS bool
	TLS      bool
	// User and Password are asked for when they are given.
	User, Password string
}

// Server is a running mail server.
type Server struct {
	t     testing.TB
	Host  string
	Port  int
	Roots *x509.CertPool // who signed its certificate
	CA    string         // the same as a file (PEM)
	api   string
	log   bytes.Buffer
}

// Start runs a server until the test ends. Without Mailpit the test is skipped.
func Start(t testing.TB, o Options) *Server {
	t.Helper()
	program, err := find()
	if err != nil {
		t.Skip("mailpit is not installed: run tools/setup --with-tests")
	}
	s := &Server{t: t, Host: "127.0.0.1", Port: freePort(t)}
	web := net.JoinHostPort(s.Host, strconv.Itoa(freePort(t)))
	s.api = "http://" + web + "/api/v1/"
	dir := t.TempDir()
	args := []string{"--smtp", net.JoinHostPort(s.Host, strconv.Itoa(s.Port)), "--listen", web, "--database",
		filepath.Join(dir, "mail.db"), "--disable-version-check", "--smtp-disable-rdns", "--quiet"}
	if o.TLS || o.STARTTLS {
		cert, key := s.certificate(dir)
		args = append(args, "--smtp-tls-cert", cert, "--smtp-tls-key", key,
			map[bool]string{true: "--smtp-require-tls", false: "--smtp-require-starttls"}[o.TLS])
	}
	if o.User != "" {
		file := filepath.Join(dir, "users")
		s.must(os.WriteFile(file, []byte(o.User+":"+o.Password+"\n"), 0o600))
		args = append(args, "--smtp-auth-file", file)
	}
	ctx, stop := context.WithCancel(context.Background())
	run := exec.CommandContext(ctx, program, args...) //nolint:gosec // the program tools/setup built
	run.Stdout, run.Stderr = &s.log, &s.log
	s.must(run.Start())
	ended := make(chan struct{})
	go func() {
		_ = run.Wait() // it is ended by a signal, which is an error to the system
		close(ended)
	}()
	t.Cleanup(func() {
		stop()
		<-ended
	})
	s.await(ended)
	return s
}

// find looks where tools/setup puts it, then on the PATH.
func find() (string, error) {
	dir, err := os.Getwd()
	for ; err == nil && dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		path := filepath.Join(dir, ".tools", "bin", "mailpit")
		if info, err := os.Stat(path); err == nil && info.Mode()&0o100 != 0 {
			return path, nil
		}
	}
	return exec.LookPath("mailpit")
}

func (s *Server) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

func freePort(t testing.TB) int {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

func (s *Server) await(ended <-chan struct{}) {
	s.t.Helper()
	for range 15_000 {
		time.Sleep(20 * time.Millisecond)
		select {
		case <-ended:
			s.t.Fatalf("mailpit ended: %s", s.log.String())
		default:
		}
		conn, err := (&net.Dialer{}).DialContext(s.t.Context(), "tcp", net.JoinHostPort(s.Host, strconv.Itoa(s.Port)))
		if err != nil {
			continue
		}
		s.must(conn.Close())
		if res, err := s.get("info"); err == nil {
			_ = res.Body.Close()
			return
		}
	}
	s.t.Fatal("mailpit does not answer")
}

func (s *Server) certificate(dir string) (certFile, keyFile string) {
	s.t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	s.must(err)
	plan := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "mail"},
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, DNSNames: []string{"localhost"},
		NotBefore: time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC), NotAfter: time.Date(2120, 1, 1, 0, 0, 0, 0, time.UTC),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature,
	}
	der, err := x509.CreateCertificate(rand.Reader, plan, plan, key.Public(), key)
	s.must(err)
	private, err := x509.MarshalPKCS8PrivateKey(key)
	s.must(err)
	certFile, keyFile = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	certPEM := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	s.must(os.WriteFile(certFile, certPEM, 0o600))
	s.must(os.WriteFile(keyFile, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private}), 0o600))
	s.Roots = x509.NewCertPool()
	s.Roots.AppendCertsFromPEM(certPEM)
	s.CA = certFile
	return certFile, keyFile
}

func (s *Server) get(path string) (*http.Response, error) {
	req, err := http.NewRequestWithContext(s.t.Context(), http.MethodGet, s.api+path, nil)
	if err != nil {
		return nil, err
	}
	return http.DefaultClient.Do(req)
}

func (s *Server) read(path string) []byte {
	s.t.Helper()
	res, err := s.get(path)
	s.must(err)
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	s.must(err)
	if res.StatusCode != http.StatusOK {
		s.t.Fatalf("mailpit: %s: %s %s", path, res.Status, b)
	}
	return b
}

// Mail is a message the server took.
type Mail struct {
	Subject string
	Text    string
	HTML    string
	To      []string            // envelope and headers alike, as the server understood them
	Headers map[string][]string // as they were read
	Raw     string
}

// Mails are all messages, newest first.
func (s *Server) Mails() []Mail {
	s.t.Helper()
	var list struct{ Messages []struct{ ID string } }
	s.must(json.Unmarshal(s.read("messages"), &list))
	out := make([]Mail, 0, len(list.Messages))
	for _, m := range list.Messages {
		var full struct {
			Subject, Text, HTML string
			To, Cc, Bcc         []struct{ Address string }
		}
		s.must(json.Unmarshal(s.read("message/"+m.ID), &full))
		mail := Mail{Subject: full.Subject, Text: full.Text, HTML: full.HTML,
			Raw: string(s.read("message/" + m.ID + "/raw"))}
		for _, list := range [][]struct{ Address string }{full.To, full.Cc, full.Bcc} {
			for _, a := range list {
				mail.To = append(mail.To, a.Address)
			}
		}
		s.must(json.Unmarshal(s.read("message/"+m.ID+"/headers"), &mail.Headers))
		out = append(out, mail)
	}
	return out
}
