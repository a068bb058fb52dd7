package main

import (
	"crypto/x509"
	"fmt"
	"net"
	"os"
	"strconv"
	"strings"

	"salesops/internal/fault"
	"salesops/internal/outward"
	"salesops/internal/period"
	"salesops/internal/secret"
	"salesops/notify"
)

// mailFlags name the company's mail server. Its password stands in a file or the environment: other users of the
// machine can read a command line.
type mailFlags struct {
	MailServer       string `placeholder:"HOST:PORT" help:"Send invitations, links for another password and alarms through this mail server (none; the usual port of --mail-security)."`
	MailFrom         string `placeholder:"ADDRESS" help:"The sender, such as \"Sales operations <sales@example.com>\"."`
	MailUser         string `placeholder:"NAME" help:"Sign in to the mail server with this name."`
	MailPasswordFile string `placeholder:"FILE" complete:"files" help:"File with the password of --mail-user (the environment variable SALESOPS_MAIL_PASSWORD)."`
	MailSecurity     string `enum:"starttls,tls,none" default:"starttls" help:"How the connection is protected: starttls, tls (from the first byte, port 465), or none, for a server that asks for no password (${default})."`
	MailCA           string `name:"mail-ca" placeholder:"FILE" complete:"files" help:"Certificates that sign the mail server's one, in place of those that the system trusts (PEM)."`
}

// mailPasswordName is the environment variable of the password.
const mailPasswordName = "SALESOPS_MAIL_PASSWORD" //nolint:gosec // its name

// set reports whether any flag is given.
func (f mailFlags) set() bool {
	return f.MailServer != "" || f.MailFrom != "" || f.MailUser != "" || f.MailPasswordFile != "" || f.MailCA != ""
}

// mailer reads the flags and the files that they name; nil means that no mail is sent. It does not connect.
func (f mailFlags) mailer(door doorFlags, clock func() period.Instant) (*notify.Mailer, error) {
	switch {
	case !f.set():
		return nil, nil //nolint:nilnil // none is wanted
	case f.MailServer == "" || f.MailFrom == "":
		return nil, fault.Invalidf("mail needs both --mail-server and --mail-from")
	case door.TLSCert != "" && len(door.Host) == 0:
		return nil, fault.Invalidf("--mail-server needs --host: the name under which people open the links in mails")
	}
	s := notify.Settings{Host: f.MailServer, Security: notify.Security(f.MailSecurity),
		User: f.MailUser, From: f.MailFrom}
	if host, port, err := net.SplitHostPort(f.MailServer); err == nil {
		n, err := strconv.ParseUint(port, 10, 16)
		if err != nil || n == 0 {
			return nil, fault.Invalidf("--mail-server %s: a port is a number from 1 to 65535", f.MailServer)
		}
		s.Host, s.Port = host, int(n)
	}
	var err error
	if s.Password, err = f.password(); err != nil {
		return nil, err
	}
	if s.Roots, err = f.roots(); err != nil {
		return nil, err
	}
	// whoever starts the program names the server, which is often one inside the company's network
	anywhere, err := outward.NewGuard("0.0.0.0/0", "::/0")
	if err != nil {
		return nil, err
	}
	return notify.New(s, anywhere, clock)
}

func (f mailFlags) password() (secret.Text, error) {
	switch {
	case f.MailPasswordFile != "":
		b, err := os.ReadFile(f.MailPasswordFile)
		if err != nil {
			return secret.Text{}, fault.Invalidf("--mail-password-file: %w", err)
		}
		return secret.Of(strings.TrimRight(string(b), "\r\n")), nil
	case f.MailUser != "":
		return secret.Of(os.Getenv(mailPasswordName)), nil
	}
	return secret.Text{}, nil
}

func (f mailFlags) roots() (*x509.CertPool, error) {
	if f.MailCA == "" {
		return nil, nil //nolint:nilnil // those of the system
	}
	b, err := os.ReadFile(f.MailCA)
	if err != nil {
		return nil, fault.Invalidf("--mail-ca: %w", err)
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(b) {
		return nil, fault.Invalidf("--mail-ca %s has no certificate (PEM)", f.MailCA)
	}
	return pool, nil
}

// sendMail sends the mails of a folder through the server of the flags.
func (w *workspace) sendMail(how serving, clock func() period.Instant) error {
	mailer, err := how.mail.mailer(how.door, clock)
	if err != nil {
		return fmt.Errorf("set up mail: %w", err)
	}
	if mailer != nil {
		w.api.UseMail(mailer)
	}
	return nil
}
