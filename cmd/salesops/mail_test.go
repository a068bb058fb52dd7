package main

import (
	"bytes"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"salesops/internal/mailpit"
)

// TestServesMail: with the flags of a mail server that asks for TLS and a password, a forgotten password is mailed. The
// password of the server is nowhere: not in what is printed, not in the folder.
func TestServesMail(t *testing.T) {
	t.Parallel()
	const password = "passw0rd-of-the-mail-server"
	server := mailpit.Start(t, mailpit.Options{STARTTLS: true, User: "robot", Password: password})
	file := filepath.Join(t.TempDir(), "password")
	if err := os.WriteFile(file, []byte(password+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	flags := []string{"--mail-server", net.JoinHostPort(server.Host, strconv.Itoa(server.Port)), "--mail-from",
		"Sales operations <sales@example.com>", "--mail-user", "robot", "--mail-password-file",
		file, "--mail-ca", server.CA}
	dir, out := filepath.Join(t.TempDir(), "data"), &said{}
	at := servedFrom(t, dir, out, flags...)
	post := func(path string, body map[string]any) {
		t.Helper()
		b, err := json.Marshal(body)
		if err != nil {
			t.Fatal(err)
		}
		client := &http.Client{Timeout: 5 * time.Minute}
		res, err := client.Post("http://"+at.Host+"/api/v1"+path, "application/json", bytes.NewReader(b))
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(res.Body)
		_ = res.Body.Close()
		if err != nil || res.StatusCode != http.StatusOK {
			t.Fatalf("%s: %s %s %v", path, res.Status, text, err)
		}
	}
	post("/setup", map[string]any{"code": at.Query().Get("token"), "name": "Ada Ruiz", "login": "ada@example.com",
		"password": "plum gravel teapot orbit"})
	post("/password/forgot", map[string]any{"login": "ada@example.com"})
	var mails []mailpit.Mail
	for range 15_000 {
		if mails = server.Mails(); len(mails) > 0 {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	if len(mails) != 1 || !strings.Contains(mails[0].Text, "http://"+at.Host+"/reset#") {
		t.Errorf("mailed: %+v", mails)
	}
	again := &said{}
	if code := run(t.Context(), append([]string{"serve", "--data", dir}, flags...), &session{stdout: again,
		stderr: again, now: testClock}); code == exitAnswered || !strings.Contains(again.String(), "served already") {
		t.Errorf("served again with other flags: %d %s", code, again)
	}
	if strings.Contains(out.String()+again.String(), password) {
		t.Errorf("the password is printed: %s %s", out, again)
	}
	if found := containing(t, dir, []string{password}); len(found) > 0 {
		t.Errorf("the password is in %s", found)
	}
}

// TestMailFlags: what does not fit together, and files that are not there, are refused before anything is opened.
func TestMailFlags(t *testing.T) {
	dir := t.TempDir()
	secretFile, none := filepath.Join(dir, "secret"), filepath.Join(dir, "none")
	if err := os.WriteFile(secretFile, []byte("open sesame"), 0o600); err != nil {
		t.Fatal(err)
	}
	const good = "--mail-server smtp.example.com --mail-from sales@example.com"
	for _, c := range []struct{ line, env, wrong string }{
		{line: good},
		{line: good + " --mail-security none"},
		{line: good + " --mail-user robot", env: "open sesame"},
		{line: good + " --mail-user robot --mail-password-file " + secretFile},
		{line: "--mail-server [::1]:25 --mail-from sales@example.com"},
		{line: "--mail-server smtp.example.com", wrong: "--mail-from"},
		{line: "--mail-from sales@example.com", wrong: "--mail-server"},
		{line: "--mail-server smtp.example.com:0 --mail-from sales@example.com", wrong: "port"},
		{line: "--mail-server smtp.example.com:http --mail-from sales@example.com", wrong: "port"},
		{line: "--mail-server user@example.com --mail-from sales@example.com", wrong: "--mail-server"},
		{line: "--mail-server smtp.example.com --mail-from sales", wrong: "--mail-from"},
		{line: good + " --mail-user robot", wrong: "--mail-user"},
		{line: good + " --mail-password-file " + secretFile, wrong: "--mail-user"},
		{line: good + " --mail-user robot --mail-password-file " + none, wrong: "--mail-password-file"},
		{line: good + " --mail-user robot --mail-security none", env: "open sesame", wrong: "in the clear"},
		{line: good + " --mail-ca " + none, wrong: "--mail-ca"},
		{line: good + " --mail-ca " + secretFile, wrong: "--mail-ca"},
		{line: good + " --addr :443 --tls-cert a --tls-key b", wrong: "--host"},
	} {
		t.Setenv(mailPasswordName, c.env)
		_, cmd, err := parse(append([]string{"serve"}, strings.Fields(c.line)...),
			&session{stdout: io.Discard, stderr: io.Discard})
		if err != nil {
			t.Fatalf("%s: %v", c.line, err)
		}
		_, err = cmd.use()
		if (err == nil) != (c.wrong == "") || err != nil && !strings.Contains(err.Error(), c.wrong) {
			t.Errorf("%s: %v", c.line, err)
		}
		if err != nil && strings.Contains(err.Error(), "sesame") {
			t.Errorf("%s: the password is told: %v", c.line, err)
		}
	}
}
