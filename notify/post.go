package notify

import (
	"context"
	"net"
	"strconv"

	"salesops/auth"
	"salesops/internal/period"
)

// The Mailer is an auth.Mail: it puts what auth wants to tell a person into words.

// Invite sends an invitation.
func (m *Mailer) Invite(ctx context.Context, to auth.Recipient, link, by string, until period.Instant) error {
	message, err := Invitation(Letter{Language: Language(to.Language), Link: link, Until: until}, by)
	if err != nil {
		return err
	}
	return m.Send(ctx, to.Address, message)
}

// Reset sends a link to choose another password.
func (m *Mailer) Reset(ctx context.Context, to auth.Recipient, link string, until period.Instant) error {
	message, err := Reset(Letter{Language: Language(to.Language), Link: link, Until: until})
	if err != nil {
		return err
	}
	return m.Send(ctx, to.Address, message)
}

// Changed sends an alarm.
func (m *Mailer) Changed(ctx context.Context, to auth.Recipient, what auth.Change) error {
	message, err := Changed(Letter{Language: Language(to.Language)}, what)
	if err != nil {
		return err
	}
	return m.Send(ctx, to.Address, message)
}

// Test sends a message that shows that the settings work.
func (m *Mailer) Test(ctx context.Context, to auth.Recipient) error {
	message, err := Test(Letter{Language: Language(to.Language)})
	if err != nil {
		return err
	}
	return m.Send(ctx, to.Address, message)
}

// Server is the mail server with its port, and From the sender.
func (m *Mailer) Server() (address, from string) {
	return net.JoinHostPort(m.settings.Host, strconv.Itoa(m.settings.Port)), m.settings.From
}
