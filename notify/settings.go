package notify

import (
	"crypto/x509"
	"fmt"
	"net/mail"
	"strings"
	"unicode"

	"salesops/internal/fault"
	"salesops/internal/secret"
)

// Security is how the connection to the mail server is protected.
type Security string

const (
	// TLS from the first byte, usually on port 465.
	TLS Security = "tls"
	// STARTTLS begins unencrypted and must switch to TLS, usually on port 587.
	STARTTLS Security = "starttls"
	// Plain is for a server on this machine or in a separate network. Passwords are never sent over
	// it.
	Plain Security = "none"
)

var ports = map[Security]int{TLS: 465, STARTTLS: 587, Plain: 25}

// Settings describe the mail server.
type Settings struct {
	Host     string
	Port     int      // 0 means the usual port
	Security Security // "" means STARTTLS
	User     string   // "" means no sign-in
	Password secret.Text
	From     string // for example: Sales operations <sales@example.com>
	// Roots are the certificate authorities accepted for the server; nil means those of the system.
	Roots *x509.CertPool
}

// checked fills in defaults and refuses settings that cannot work or are not safe.
func (s Settings) checked() (Settings, error) {
	if s.Security == "" {
		s.Security = STARTTLS
	}
	usual, ok := ports[s.Security]
	if !ok {
		return s, fault.Invalidf("--mail-security %s: use tls, starttls or none", string(s.Security))
	}
	if s.Port == 0 {
		s.Port = usual
	}
	switch {
	case s.Host == "" || strings.ContainsFunc(s.Host, func(c rune) bool {
		return unicode.IsSpace(c) || unicode.IsControl(c) || strings.ContainsRune("/@?#", c)
	}):
		return s, fault.Invalidf("--mail-server %q: the name of a mail server, such as smtp.example.com or "+
			"smtp.example.com:465", s.Host)
	case s.Port < 1 || s.Port > 65535:
		return s, fault.Invalidf("--mail-server with the port %d: a port is a number from 1 to 65535", s.Port)
	case (s.User == "") != s.Password.None():
		return s, fault.Invalidf(
			"--mail-user and the password of the mail server belong together: give both or neither")
	case s.Security == Plain && s.User != "":
		return s, fault.Invalidf("--mail-security none would send the password in the clear: use tls or starttls")
	}
	if _, err := address(s.From); err != nil {
		return s, fault.Invalidf(
			"--mail-from is no mail address: write one such as Sales operations <sales@example.com>")
	}
	return s, nil
}

// maxAddress is the maximum length of a mail address (RFC 5321, 4.5.3.1.3, without brackets).
const maxAddress = 254

// address parses one mail address. It refuses line ends and other control characters, which could
// add a header to the message.
func address(text string) (*mail.Address, error) {
	if strings.ContainsFunc(text, unicode.IsControl) {
		return nil, fmt.Errorf("control characters in a mail address")
	}
	a, err := mail.ParseAddress(text)
	if err != nil {
		return nil, err
	}
	if len(a.Address) > maxAddress || strings.ContainsFunc(a.Address, unicode.IsControl) ||
		strings.ContainsAny(a.Address, " \"<>,;:") {
		return nil, fmt.Errorf("not a plain mail address")
	}
	return a, nil
}
