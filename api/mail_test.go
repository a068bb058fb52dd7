package api_test

import (
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"salesops/api"
	"salesops/internal/mailpit"
	"salesops/internal/outward"
	"salesops/internal/period"
	"salesops/notify"
)

// mails makes the world send mail through a server.
func (w *world) mails(host string, port int) {
	w.t.Helper()
	here, err := outward.NewGuard("127.0.0.0/8")
	w.must(err)
	m, err := notify.New(notify.Settings{Host: host, Port: port, Security: notify.Plain,
		From: "Sales operations <sales@example.com>"}, here, func() period.Instant { return w.now() })
	w.must(err)
	w.api.UseMail(m)
}

// arrived waits for the next mail, when there were so many before, and gives all, the newest first.
func (w *world) arrived(server *mailpit.Server, before int) []mailpit.Mail {
	w.t.Helper()
	for range 15_000 {
		if all := server.Mails(); len(all) > before {
			return all
		}
		time.Sleep(20 * time.Millisecond)
	}
	w.t.Fatalf("%d mails arrived, and no further one", before)
	return nil
}

// idle waits until no mail is to be sent.
func (w *world) idle() {
	w.t.Helper()
	for range 15_000 {
		open, err := w.api.Jobs.Open(w.t.Context(), "mail")
		w.must(err)
		if len(open) == 0 {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	w.t.Fatal("a mail waits to be sent")
}

var mailedLink = regexp.MustCompile(`(http://\S+/(?:invitation|reset))#(\S+)`)

// secretOf is what stands behind # in the link of a mail, and fails when the link leads elsewhere.
func (w *world) secretOf(m mailpit.Mail, page string) string {
	w.t.Helper()
	found := mailedLink.FindStringSubmatch(m.Text)
	if found == nil || found[1] != w.server.URL+page || !strings.Contains(m.HTML, found[0]) {
		w.t.Fatalf("no link to %s in %q\n%s\n%s", page, m.Subject, m.Text, m.HTML)
	}
	return found[2]
}

// in sets the language and the name of a browser.
func in(language, agent string) func(*http.Request) {
	return func(r *http.Request) {
		r.Header.Set("Accept-Language", language)
		r.Header.Set("User-Agent", agent)
	}
}

// TestMails: by a real mail server, somebody is invited, forgets the password and is told when somebody else comes in.
// What the mails hold is nowhere in the folder.
func TestMails(t *testing.T) {
	t.Parallel()
	server := mailpit.Start(t, mailpit.Options{})
	w := newWorld(t)
	admin := w.administrator()
	w.mails(server.Host, server.Port)
	if r := w.want(200, admin, "GET", "/session", nil); r.fields["mail"] != true {
		t.Error(r.body)
	}
	made := w.want(201, admin, "POST", "/users", map[string]any{"login": "eva@example.com", "name": "Eva Reis"})
	inv := w.want(200, admin, "POST", "/users/"+made.fields["id"].(string)+"/invite", nil)
	if inv.fields["mailed"] != true || inv.fields["link"] != nil {
		t.Errorf("the administrator gets %s", inv.body)
	}
	all := w.arrived(server, 0)
	if m := all[0]; len(m.To) != 1 || m.To[0] != "eva@example.com" ||
		m.Subject != "Ada Ruiz invites you to Sales operations" {
		t.Errorf("%s to %s", m.Subject, m.To)
	}
	secrets := []string{w.secretOf(all[0], "/invitation")}
	eva := w.browser()
	accept := map[string]any{"secret": secrets[0], "password": goodPassword}
	if r := w.sendAs(eva, "POST", "/invitations/accept", accept, in("pt-PT,en;q=0.5", "Firefox/1.0")); r.status != 200 {
		t.Fatal(r.body)
	}
	w.want(404, w.browser(), "POST", "/invitations/accept", accept)

	for _, login := range []string{"nobody@example.com", "eva@example.com"} { // worked off in order
		r := w.sendAs(w.browser(), "POST", "/password/forgot", map[string]any{"login": login}, nil)
		if r.status != http.StatusOK || r.body != "" {
			t.Errorf("%s: %d %s", login, r.status, r.body)
		}
	}
	all = w.arrived(server, 1)
	if m := all[0]; len(m.To) != 1 || m.To[0] != "eva@example.com" ||
		!strings.HasPrefix(m.Subject, "Escolha outra senha") {
		t.Errorf("%s to %s", m.Subject, m.To)
	}
	secrets = append(secrets, w.secretOf(all[0], "/reset"))
	reset := map[string]any{"secret": secrets[1], "password": goodPassword + " two"}
	if r := w.sendAs(w.browser(), "POST", "/password/reset", reset, in("pt-BR", "Firefox/2.0")); r.status != 200 {
		t.Fatal(r.body)
	}
	w.want(401, eva, "GET", "/metrics", nil) // the session of before
	w.want(404, w.browser(), "POST", "/password/reset", reset)
	all = w.arrived(server, 2)
	if !strings.Contains(all[0].Text, "Sua senha foi alterada.") {
		t.Errorf("told of another password: %s", all[0].Text)
	}

	credentials := map[string]any{"login": "eva@example.com", "password": goodPassword + " two"}
	w.sendAs(w.browser(), "POST", "/session", credentials, in("pt-BR", "Firefox/3.0")) // is known
	if r := w.sendAs(w.browser(), "POST", "/session", credentials, in("zh-CN", "Chrome/3.0")); r.status != 200 {
		t.Fatal(r.body)
	}
	all = w.arrived(server, 3)
	if !strings.Contains(all[0].Text, "有人在新设备或其他网络上登录了您的账户。") || mailedLink.MatchString(all[0].Text) {
		t.Errorf("told of a new device: %s", all[0].Text)
	}
	w.idle()
	if n := len(server.Mails()); n != 4 {
		t.Errorf("%d mails were sent", n)
	}
	w.hidden(append(secrets, goodPassword)...)
}

// hidden searches the database, with its jobs, for texts.
func (w *world) hidden(texts ...string) {
	w.t.Helper()
	files, err := filepath.Glob(filepath.Join(w.dir, "truth.sqlite*"))
	w.must(err)
	seen := false
	for _, file := range files {
		b, err := os.ReadFile(file)
		w.must(err)
		seen = seen || strings.Contains(string(b), `"kind":"mail"`) || strings.Contains(string(b), `"link":"reset"`)
		for _, text := range texts {
			if strings.Contains(string(b), text) {
				w.t.Errorf("%s holds %q", filepath.Base(file), text)
			}
		}
	}
	if !seen {
		w.t.Error("the letters are not found in the database: the search finds nothing")
	}
}

// door is a mail server's address behind which the server stands only while it is open.
type door struct {
	listener net.Listener
	open     atomic.Bool
	knocks   atomic.Int64
}

func newDoor(t *testing.T, to *mailpit.Server) *door {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	d := &door{listener: l}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			from, err := l.Accept()
			if err != nil {
				return
			}
			d.knocks.Add(1)
			if !d.open.Load() {
				_ = from.Close()
				continue
			}
			go d.pass(t.Context(), from, to)
		}
	}()
	return d
}

func (d *door) pass(ctx context.Context, from net.Conn, server *mailpit.Server) {
	defer from.Close()
	to, err := (&net.Dialer{}).DialContext(ctx, "tcp", net.JoinHostPort(server.Host, portText(server.Port)))
	if err != nil {
		return
	}
	defer to.Close()
	go func() { _, _ = io.Copy(to, from) }()
	_, _ = io.Copy(from, to)
}

func portText(port int) string {
	b, _ := json.Marshal(port)
	return string(b)
}

// TestAMailServerThatIsDown: the answer to who asks comes at once, the page says what waits and why, and when the
// server is there again the letter arrives once.
func TestAMailServerThatIsDown(t *testing.T) {
	t.Parallel()
	server := mailpit.Start(t, mailpit.Options{})
	shut := newDoor(t, server)
	w := newWorld(t)
	admin := w.administrator()
	state := func() api.MailState {
		t.Helper()
		var s api.MailState
		w.must(json.Unmarshal([]byte(w.want(200, admin, "GET", "/mail", nil).body), &s))
		return s
	}
	if s := state(); s.SetUp || s.Server != "" || s.Waiting != 0 {
		t.Errorf("without a mail server: %+v", s)
	}
	if r := w.want(409, admin, "POST", "/mail/test", nil); r.fields["reason_code"] != "mail_unset" {
		t.Error(r.body)
	}
	port := shut.listener.Addr().(*net.TCPAddr).Port
	w.mails("127.0.0.1", port)
	if r := w.want(503, admin, "POST", "/mail/test", nil); r.fields["reason_code"] != "mail_unreachable" {
		t.Error(r.body)
	}
	w.want(200, w.browser(), "POST", "/password/forgot", map[string]any{"login": "ada@example.com"})
	var s api.MailState
	for range 15_000 {
		if s = state(); s.Problem != nil {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	if s.Waiting != 1 || s.Problem == nil || s.Problem.ReasonCode != "mail_unreachable" ||
		s.Server != net.JoinHostPort("127.0.0.1", portText(port)) || s.From != "Sales operations <sales@example.com>" {
		t.Errorf("while the server is down: %+v, %+v", s, s.Problem)
	}
	knocked := shut.knocks.Load()
	shut.open.Store(true)
	w.later.Add(time.Hour.Microseconds())
	// the runner looks at its jobs when one is added, and not before the old time has passed
	w.want(200, w.browser(), "POST", "/password/forgot", map[string]any{"login": "ada@example.com"})
	w.arrived(server, 1)
	w.idle()
	all := server.Mails()
	if len(all) != 2 || shut.knocks.Load() != knocked+2 {
		t.Errorf("%d mails arrived by %d connections", len(all), shut.knocks.Load()-knocked)
	}
	w.want(404, w.browser(), "POST", "/invitations/open", map[string]any{"secret": w.secretOf(all[1], "/reset")})
	w.want(200, w.browser(), "POST", "/invitations/open", map[string]any{"secret": w.secretOf(all[0], "/reset")})
	if s := state(); s.Waiting != 0 || s.Problem != nil {
		t.Errorf("when all is sent: %+v", s)
	}
	w.want(200, admin, "POST", "/mail/test", nil)
	if m := server.Mails()[0]; m.Subject != "Mail from Sales operations works" || m.To[0] != "ada@example.com" {
		t.Errorf("%s to %s", m.Subject, m.To)
	}
}

// TestLinksInMailsLeadHome: whatever name a request has, the link is one of the program that serves.
func TestLinksInMailsLeadHome(t *testing.T) {
	t.Parallel()
	server := mailpit.Start(t, mailpit.Options{})
	w := newWorld(t)
	w.administrator()
	w.mails(server.Host, server.Port)
	w.gate.Base = "https://sales.example.com"
	forgot := map[string]any{"login": "ada@example.com"}
	for i, host := range []string{"localhost:1234", "evil.example.com"} {
		r := w.sendAs(w.browser(), "POST", "/password/forgot", forgot, func(r *http.Request) {
			r.Host = host
			r.Header.Set("X-Forwarded-Host", "evil.example.com")
		})
		if (r.status == http.StatusOK) != (i == 0) {
			t.Errorf("%s: %d %s", host, r.status, r.body)
		}
	}
	if m := w.arrived(server, 0)[0]; !strings.Contains(m.Text, "\nhttps://sales.example.com/reset#") {
		t.Errorf("the link leads elsewhere: %s", m.Text)
	}
	w.idle()
	if n := len(server.Mails()); n != 1 {
		t.Errorf("%d mails were sent", n)
	}
}

// TestMailIsForAdministrators: who may not change settings sees nothing of it.
func TestMailIsForAdministrators(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	admin := w.administrator()
	_, member := w.member(admin, "ben@example.com")
	w.want(403, member, "GET", "/mail", nil)
	w.want(403, member, "POST", "/mail/test", nil)
}
