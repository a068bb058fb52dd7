// Package notify sends mail to a person: an invitation, a link to choose another password, or news
// that a way to sign in has changed. Mails are in the reader's language, as text and the same as a page.
//
// The package does not decide who gets a mail and does not make the links: package auth does, and keeps
// what is to be sent as jobs. It stores nothing and never sends on its own. It reaches the company's mail
// server through outward.Guard; the server's password appears in no log and no answer.
//
// Start with Settings, Mailer and Message.
package notify
