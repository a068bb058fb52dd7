// Package fault gives an error a kind and one sentence that a person can act on.
//
// Only api and mcp turn kinds into status codes; only cmd turns them into exit codes. Start with
// Kind, Error and KindOf.
package fault
