// Package rowsets lists the row sets that are built in, one line each: what a metric can count besides
// the records of an object. Whoever loads the catalogue hands them to metrics.Load; the metrics know
// none of them by name. Read All.
package rowsets
