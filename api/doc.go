// Package api is the product over HTTP: one file per resource, and an OpenAPI 3.1 document
// that comes from the same code. It turns requests into calls of record, metrics, findings
// and connectors, and their faults into RFC 9457 problems.
//
// It is not for computing: a number leaves as the layer below gave it, and no SQL stands
// here. It does not listen either; cmd does, with the Handler this package makes.
//
// Read API, Problem and Gate first.
package api
