// Package auth knows who asks: users, their passwords, sessions, API tokens, the links that
// invite them or reset a password, and how often somebody may try.
//
// A user is somebody who may sign in, bound to one person record. What a user may see is not
// decided here, and no route, cookie or header is known here. Secrets are no facts: they
// live in a Store beside the log, hashed, and never in the log itself.
//
// Read Identity, Auth and Store first.
package auth
