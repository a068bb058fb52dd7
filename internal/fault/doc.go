// Package fault gives an error a kind and one sentence a person can act on.
//
// Only api and mcp turn kinds into status codes; only cmd turns them into exit
// codes. Read Kind, Error and KindOf first.
package fault
