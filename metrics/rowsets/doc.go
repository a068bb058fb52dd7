// Package rowsets lists the built-in row sets, one line each: what a metric can count besides the records of an
// object. The caller of metrics.Load passes the list on, so package metrics names no row set of another
// package. Read All.
package rowsets
