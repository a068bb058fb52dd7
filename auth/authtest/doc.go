// Package authtest is the suite that every store of users passes: Run opens stores through the engine's own door
// and holds each against what auth.Store promises.
//
// Read Run first.
package authtest
