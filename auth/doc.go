// Package auth authenticates requests: it manages users, their passwords, second factors, sessions,
// API tokens, and the links that invite users or reset passwords, and it limits how often somebody may try.
//
// A user is a person who may sign in, bound to one person record. The package does not decide what
// a user may see and knows no routes, cookies or headers. Secrets are stored as hashes, in a
// Store beside the log and never in the log; those of authenticator apps, of which codes are computed,
// are encrypted there.
//
// Start with Identity, Auth and Store.
package auth
