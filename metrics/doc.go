// Package metrics gives numbers their names: a metric is a file (catalog/*.yaml),
// an answer is that file compiled by a list of small steps into one SQL statement,
// a few hundred rows read back, and exact arithmetic in Go.
//
// The steps have a file each (step_*.go): rows as of a day, dimensions, filter,
// time, money, group. Every value is bound, every name is checked against the
// schema before any SQL exists. Ratios keep numerator and denominator, money never
// is a float, and too little data is an answer with a reason, never 0 or NaN.
//
// It defines no metric in code and does not know who asks: Scope says what may be
// seen. It writes nothing but metric definitions (Catalog.Sync).
//
// Read Query, Answer and Definition first, then Engine.Ask.
package metrics
