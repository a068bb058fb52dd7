package notify

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"time"
	"unicode"

	"github.com/wneessen/go-mail"

	"salesops/internal/fault"
	"salesops/internal/outward"
	"salesops/internal/period"
	"salesops/internal/reason"
)

// sendTime is the maximum time for sending one message.
const sendTime = 30 * time.Second

// Mailer sends messages through the company's mail server, each over a new connection, because
// invitations and resets are rare.
type Mailer struct {
	settings Settings
	guard    *outward.Guard
	clock    func() period.Instant
}

// New returns a Mailer after checking the settings. It does not connect.
func New(s Settings, guard *outward.Guard, clock func() period.Instant) (*Mailer, error) {
	s, err := s.checked()
	if err != nil {
		return nil, err
	}
	return &Mailer{settings: s, guard: guard, clock: clock}, nil
}

// Send sends a message to one address. The error contains neither the address nor text from the
// server, because both may be personal.
func (m *Mailer) Send(ctx context.Context, to string, message Message) error {
	msg, err := m.compose(to, message)
	if err != nil {
		return err
	}
	ctx, stop := context.WithTimeout(ctx, sendTime)
	defer stop()
	client, err := m.client(ctx)
	if err != nil {
		return fmt.Errorf("prepare mail client: %w", err)
	}
	return m.said(ctx, client.DialAndSendWithContext(ctx, msg))
}

func (m *Mailer) compose(to string, message Message) (*mail.Msg, error) {
	rcpt, err := address(to)
	if err != nil {
		return nil, fault.Because(fault.Invalid, reason.Of("mail_address_wrong"))
	}
	rcpt.Name = "" // only the address decides who gets the mail
	msg := mail.NewMsg(mail.WithNoDefaultUserAgent())
	if err := msg.From(m.settings.From); err != nil {
		return nil, fmt.Errorf("set the sender: %w", err)
	}
	if err := msg.To(rcpt.Address); err != nil {
		return nil, fault.Because(fault.Invalid, reason.Of("mail_address_wrong"))
	}
	msg.Subject(oneLine(message.Subject, maxSubject))
	msg.SetDateWithValue(m.clock().Time().UTC())
	from, err := address(m.settings.From)
	if err != nil {
		return nil, err
	}
	id := make([]byte, 16)
	_, _ = rand.Read(id)
	_, domain, _ := strings.Cut(from.Address, "@")
	// the default would contain the name of this machine
	msg.SetMessageIDWithValue(fmt.Sprintf("%x@%s", id, domain))
	msg.SetGenHeader("Auto-Submitted", "auto-generated") // RFC 3834: no automatic replies
	msg.SetBodyString(mail.TypeTextPlain, message.Text)
	msg.AddAlternativeString(mail.TypeTextHTML, message.HTML)
	return msg, nil
}

// client returns a client that is disconnected when ctx ends; the library watches its context only
// while connecting.
func (m *Mailer) client(ctx context.Context) (*mail.Client, error) {
	s := m.settings
	secure := &tls.Config{MinVersion: tls.VersionTLS12, ServerName: s.Host, RootCAs: s.Roots}
	dial := m.guard.Dialer().DialContext
	options := []mail.Option{mail.WithPort(s.Port), mail.WithTimeout(sendTime), mail.WithTLSConfig(secure),
		mail.WithHELO("localhost"), mail.WithoutNoop()}
	switch s.Security {
	case TLS:
		dial = (&tls.Dialer{NetDialer: m.guard.Dialer(), Config: secure}).DialContext
		options = append(options, mail.WithSSL())
	case STARTTLS:
		options = append(options, mail.WithTLSPolicy(mail.TLSMandatory))
	case Plain:
		options = append(options, mail.WithTLSPolicy(mail.NoTLS))
	}
	if s.User != "" {
		options = append(options, mail.WithOpportunisticSMTPAuth(mail.SMTPAuthSCRAMSHA256, mail.SMTPAuthPlain,
			mail.SMTPAuthLogin), mail.WithUsername(s.User), mail.WithPassword(s.Password.Reveal()))
	}
	return mail.NewClient(s.Host, append(options,
		mail.WithDialContextFunc(func(dialing context.Context, network, address string) (net.Conn, error) {
			conn, err := dial(dialing, network, address)
			if err == nil {
				context.AfterFunc(ctx, func() { _ = conn.Close() }) // Send ends ctx
			}
			return conn, err
		}))...)
}

// said converts an error to a message that the person who runs the program can act on.
func (m *Mailer) said(ctx context.Context, err error) error {
	at, _ := m.Server()
	busy := func(why reason.Reason) error { return fault.Because(fault.Busy, why) }
	var refused *mail.SendError
	var certificate *tls.CertificateVerificationError
	var network *net.OpError
	var guarded *fault.Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &guarded):
		return guarded
	case ctx.Err() != nil:
		return busy(reason.Of("mail_silent", "server", at))
	case errors.As(err, &certificate):
		return busy(reason.Of("mail_certificate", "server", at))
	case errors.As(err, &refused):
		return busy(reason.Of("mail_refused", "server", at, "answer", refused.ErrorCode()))
	case errors.As(err, &network), errors.Is(err, io.EOF):
		return busy(reason.Of("mail_unreachable", "server", at))
	}
	return busy(reason.Of("mail_login", "server", at))
}

const maxSubject = 150

// oneLine makes typed text fit for one line: it removes control characters, line and paragraph
// separators, and characters that change the direction of text.
func oneLine(text string, most int) string {
	text = strings.Map(func(c rune) rune {
		switch {
		case unicode.IsSpace(c):
			return ' '
		case unicode.IsControl(c), unicode.In(c, unicode.Cf, unicode.Zl, unicode.Zp):
			return -1
		}
		return c
	}, strings.ToValidUTF8(text, ""))
	text = strings.Join(strings.Fields(text), " ")
	if runes := []rune(text); len(runes) > most {
		text = string(runes[:most-1]) + "…"
	}
	return text
}
