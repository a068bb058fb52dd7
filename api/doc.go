// Package api offers the product over HTTP, with one file per resource and an OpenAPI 3.1 document that is
// generated from the same code. It turns requests into calls of record, metrics, findings and connectors, and
// their faults into RFC 9457 problems.
//
// It computes nothing and contains no SQL: a number is sent as the package below returned it.
//
// Read API, Problem and Gate first.
package api
