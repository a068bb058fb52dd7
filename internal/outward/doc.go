// Package outward opens connections to addresses somebody typed or another server named: a
// mail server, a sign-in provider, a webhook. It refuses addresses inside the network the
// program stands in, unless the administrator of the machine allowed them, because such a
// connection would let a person reach through the program what only the program can reach.
//
// What is checked is the address a name was resolved to, at the moment of connecting, so
// that a name that changes its mind between check and use gains nothing.
//
// Read Guard first.
package outward
