package notify_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"salesops/auth"
	"salesops/internal/fault"
	"salesops/internal/mailpit"
	"salesops/internal/outward"
	"salesops/internal/period"
	"salesops/internal/secret"
	"salesops/notify"
)

var now = period.DayOf(2026, time.June, 30).Start(time.UTC)

const link = "https://sales.example.com/invitation#k3y"

func here(t *testing.T) *outward.Guard {
	t.Helper()
	g, err := outward.NewGuard("127.0.0.0/8")
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func mailer(t *testing.T, s notify.Settings, g *outward.Guard) *notify.Mailer {
	t.Helper()
	s.From = "Sales operations <sales@example.com>"
	m, err := notify.New(s, g, func() period.Instant { return now })
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func plain(server *mailpit.Server) notify.Settings {
	return notify.Settings{Host: server.Host, Port: server.Port, Security: notify.Plain}
}

func test(t *testing.T, l notify.Letter) notify.Message {
	t.Helper()
	m, err := notify.Test(l)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestEveryMessageInEveryLanguage(t *testing.T) {
	t.Parallel()
	server := mailpit.Start(t, mailpit.Options{})
	m := mailer(t, plain(server), here(t))
	for _, language := range []notify.Language{notify.English, notify.Portuguese, notify.Chinese} {
		letter := notify.Letter{Language: language, Company: "Açaí & 公司", Link: link, Until: now}
		invitation, err := notify.Invitation(letter, "Zoë {link} 王")
		if err != nil {
			t.Fatal(err)
		}
		reset, err := notify.Reset(letter)
		if err != nil {
			t.Fatal(err)
		}
		messages := []notify.Message{invitation, reset, test(t, letter)}
		for _, what := range auth.Changes() {
			changed, err := notify.Changed(letter, what)
			if err != nil {
				t.Fatal(err)
			}
			messages = append(messages, changed)
		}
		for i, message := range messages {
			to := fmt.Sprintf("reader%d.%s@example.com", i, language)
			if err := m.Send(t.Context(), to, message); err != nil {
				t.Fatal(err)
			}
			got := server.Mails()[0]
			if len(got.To) != 1 || !strings.EqualFold(got.To[0], to) || got.Subject != message.Subject ||
				strings.ReplaceAll(got.Text, "\r\n", "\n") != message.Text {
				t.Errorf("%s: sent %q to %s, arrived %q to %s\n%s\n%s", language, message.Subject, to, got.Subject,
					got.To, message.Text, got.Text)
			}
			if strings.Contains(message.Text, link) != (i < 2) || !strings.Contains(message.Subject, "Açaí & 公司") {
				t.Errorf("%s: %q\n%s", language, message.Subject, message.Text)
			}
			for name, want := range map[string]string{
				"Auto-Submitted": "auto-generated", "From": `"Sales operations" <sales@example.com>`,
				"Date": "Tue, 30 Jun 2026 00:00:00 +0000",
			} {
				if v := got.Headers[name]; len(v) != 1 || v[0] != want {
					t.Errorf("%s: %q", name, v)
				}
			}
			if kind := got.Headers["Content-Type"]; len(kind) != 1 ||
				!strings.HasPrefix(kind[0], "multipart/alternative") {
				t.Errorf("not as text and as a page: %q", kind)
			}
			anchor := `<a href="` + link + `">` + link + `</a>`
			if strings.Contains(got.HTML, anchor) != (i < 2) || strings.Contains(got.HTML, "src=") {
				t.Errorf("%s: the page is\n%s", language, got.HTML)
			}
		}
		if !strings.Contains(invitation.HTML, "Açaí &amp; 公司") || !strings.Contains(invitation.HTML, string(language)) {
			t.Errorf("%s: %s", language, invitation.HTML)
		}
		if !strings.Contains(invitation.Text, "Zoë {link} 王") ||
			!strings.Contains(invitation.Text, "2026-06-30 00:00 UTC") {
			t.Errorf("%s: %s", language, invitation.Text)
		}
	}
}

// TestNothingTypedBecomesAHeader sends company names and names that contain header syntax to a real
// server, and checks which headers and recipients it received.
func TestNothingTypedBecomesAHeader(t *testing.T) {
	t.Parallel()
	server := mailpit.Start(t, mailpit.Options{})
	m := mailer(t, plain(server), here(t))
	for _, evil := range []string{
		"Ann\r\nBcc: victim@example.com", "Ann\nBcc: victim@example.com\n\nbody", "Ann\rBcc: victim@example.com",
		"Ann\u2028Bcc: victim@example.com", "Ann\u0085Bcc: victim@example.com",
		"=?utf-8?q?=0D=0ABcc:_victim@example.com?=", "\x00\x1b[2J", strings.Repeat("A", 4000), "\xff\xfe",
		"\u202eevil", ".\r\n.\r\nQUIT", `</p><script>alert(1)</script><img src="https://evil.example.com/x">`,
	} {
		message, err := notify.Invitation(notify.Letter{Company: evil, Link: link}, evil)
		if err != nil {
			t.Fatal(err)
		}
		if err := m.Send(t.Context(), "ann@example.com", message); err != nil {
			t.Fatalf("%q: %v", evil, err)
		}
		got := server.Mails()[0]
		if len(got.To) != 1 || got.To[0] != "ann@example.com" || got.Headers["Bcc"] != nil ||
			len(got.Headers["Subject"]) != 1 || len([]rune(got.Subject)) > 150 {
			t.Errorf("%q: to %s, subject %q\n%s", evil, got.To, got.Subject, got.Raw)
		}
		if strings.Contains(got.HTML, "<script") || strings.Contains(got.HTML, "<img") {
			t.Errorf("%q: the page is\n%s", evil, got.HTML)
		}
		if !strings.Contains(got.Text, link) {
			t.Errorf("%q: the body is cut: %q", evil, got.Text)
		}
	}
	for _, to := range []string{
		"", "ann", "ann@example.com\r\nBcc: victim@example.com", "ann@example.com, victim@example.com",
		"ann@example.com>\r\nRCPT TO:<victim@example.com", "\"ann victim\"@example.com",
		"ann@example.com\x00", strings.Repeat("a", 300) + "@example.com",
		"Ann <ann@example.com>, Bob <victim@example.com>",
	} {
		if err := m.Send(t.Context(), to, test(t, notify.Letter{})); fault.KindOf(err) != fault.Invalid ||
			strings.Contains(err.Error(), "victim") {
			t.Errorf("%q: %v", to, err)
		}
	}
	for _, wrong := range []string{"", "javascript:alert(1)", "/reset", "https://", "https://a b",
		"https://example.com/\r\nX", "ftp://example.com"} {
		if _, err := notify.Reset(notify.Letter{Link: wrong}); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%q: %v", wrong, err)
		}
	}
}

func TestSubjectsAreOneLine(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.String().Draw(t, "name")
		message, err := notify.Invitation(notify.Letter{Company: name, Link: link}, name)
		if err != nil {
			t.Fatal(err)
		}
		if strings.ContainsAny(message.Subject, "\r\n\x00\u0085\u2028\u2029") ||
			strings.Count(message.Text, "\n") != 7 {
			t.Fatalf("%q %q", message.Subject, message.Text)
		}
	})
}

func TestSecureConnections(t *testing.T) {
	t.Parallel()
	for _, security := range []notify.Security{notify.TLS, notify.STARTTLS} {
		server := mailpit.Start(t, mailpit.Options{TLS: security == notify.TLS, STARTTLS: security == notify.STARTTLS,
			User: "robot", Password: "passw0rd-1"})
		good := notify.Settings{Host: server.Host, Port: server.Port, Security: security, User: "robot",
			Password: secret.Of("passw0rd-1"), Roots: server.Roots}
		if err := mailer(t, good, here(t)).Send(t.Context(), "ann@example.com",
			test(t, notify.Letter{})); err != nil {
			t.Errorf("%s: %v", security, err)
		}
		if n := len(server.Mails()); n != 1 {
			t.Errorf("%s: %d messages arrived", security, n)
		}
		for name, change := range map[string]func(*notify.Settings){
			"wrong password": func(s *notify.Settings) { s.Password = secret.Of("hunter2hunter2") },
			"unknown signer": func(s *notify.Settings) { s.Roots = nil },
			"in the clear": func(s *notify.Settings) {
				s.Security, s.User,
					s.Password = notify.Plain, "", secret.Text{}
			},
			"the other way of TLS": func(s *notify.Settings) {
				s.Security = map[notify.Security]notify.Security{notify.TLS: notify.STARTTLS,
					notify.STARTTLS: notify.TLS}[security]
			},
			"nobody listens there":   func(s *notify.Settings) { s.Port = 1 },
			"another machine's name": func(s *notify.Settings) { s.Host = "127.0.0.2" },
		} {
			bad := good
			change(&bad)
			ctx, stop := context.WithTimeout(t.Context(), 2*time.Second)
			err := mailer(t, bad, here(t)).Send(ctx, "ann@example.com", test(t, notify.Letter{}))
			stop()
			if fault.KindOf(err) != fault.Busy || !strings.Contains(err.Error(), "mail") {
				t.Errorf("%s, %s: %v", security, name, err)
			}
			for _, hidden := range []string{"hunter2", "passw0rd", "ann@example.com"} {
				if err != nil && strings.Contains(fmt.Sprintf("%v %+v %#v", err, err, err), hidden) {
					t.Errorf("%s, %s: the error holds %q: %v", security, name, hidden, err)
				}
			}
		}
		if n := len(server.Mails()); n != 1 {
			t.Errorf("%s: %d messages arrived in the end", security, n)
		}
	}
}

func TestGuardedServers(t *testing.T) {
	t.Parallel()
	server := mailpit.Start(t, mailpit.Options{})
	for _, host := range []string{"127.0.0.1", "localhost"} {
		s := plain(server)
		s.Host = host
		err := mailer(t, s, &outward.Guard{}).Send(t.Context(), "ann@example.com", test(t, notify.Letter{}))
		if fault.KindOf(err) != fault.Denied || !strings.Contains(err.Error(), "network.allow") {
			t.Errorf("%s: %v", host, err)
		}
	}
	if n := len(server.Mails()); n != 0 {
		t.Errorf("%d messages went to an address inside", n)
	}
}

// TestAServerThatDoesNotAnswer checks that Send ends in time, so that a sign-in page does not hang.
func TestAServerThatDoesNotAnswer(t *testing.T) {
	t.Parallel()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	ctx, stop := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer stop()
	m := mailer(t, notify.Settings{Host: "127.0.0.1", Port: l.Addr().(*net.TCPAddr).Port, Security: notify.Plain},
		here(t))
	if err := m.Send(ctx, "ann@example.com", test(t, notify.Letter{})); fault.KindOf(err) != fault.Busy {
		t.Error(err)
	}
}

func TestSettings(t *testing.T) {
	t.Parallel()
	good := notify.Settings{Host: "smtp.example.com", From: "sales@example.com", User: "robot",
		Password: secret.Of("open sesame")}
	if _, err := notify.New(good, nil, nil); err != nil {
		t.Error(err)
	}
	for want, change := range map[string]func(*notify.Settings){
		"--mail-server \"\"": func(s *notify.Settings) { s.Host = "" },
		"a server such":      func(s *notify.Settings) { s.Host = "smtp.example.com:25/x" },
		"port":               func(s *notify.Settings) { s.Port = 70000 },
		"--mail-security":    func(s *notify.Settings) { s.Security = "ssl" },
		"--mail-from":        func(s *notify.Settings) { s.From = "sales@example.com\r\nBcc: x@example.com" },
		"in the clear":       func(s *notify.Settings) { s.Security = notify.Plain },
		"belong":             func(s *notify.Settings) { s.User = "" },
	} {
		bad := good
		change(&bad)
		_, err := notify.New(bad, nil, nil)
		if fault.KindOf(err) != fault.Invalid || !strings.Contains(err.Error(),
			strings.Replace(want, "a server such", "--mail-server \"smtp", 1)) ||
			strings.Contains(err.Error(), "sesame") {
			t.Errorf("%s: %v", want, err)
		}
	}
	var logged bytes.Buffer
	slog.New(slog.NewJSONHandler(&logged, nil)).Info("mail", "settings", good)
	if strings.Contains(logged.String()+fmt.Sprintf("%+v %#v", good, good), "sesame") {
		t.Error("the password can be logged")
	}
}
