// Package notify sends mail to a person: an invitation, a link to choose another password,
// word that a way to sign in has changed. Plain text, in the reader's language.
//
// It does not decide who gets what or make the links, keeps nothing, and never sends on its
// own. The mail server is the company's; it is reached through outward.Guard, and its
// password is in no log and no answer.
//
// Read Settings, Mailer and Message first.
package notify
