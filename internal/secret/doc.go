// Package secret holds a text that must never be shown: a password of a mail server, the
// secret of a client. Printing, logging or encoding it gives a placeholder; only Reveal, at
// the place that needs it, gives the text.
//
// It does not encrypt, and it is not for secrets of ours, of which only hashes are kept.
//
// Read Text first.
package secret
