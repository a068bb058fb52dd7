// Package notify sends mail to a person: an invitation, a link to choose another password, or news
// that a way to sign in has changed. Mails are plain text in the reader's language.
//
// The package does not decide who gets a mail and does not make the links. It stores nothing and
// never sends on its own. It reaches the company's mail server through outward.Guard; the server's
// password appears in no log and no answer.
//
// No package calls it yet. Mail begins when people sign in from other machines: it then carries invitations and links
// for another password (docs/adr/0005-this-machine-only-unless-encrypted.md).
//
// Start with Settings, Mailer and Message.
package notify
