// Package period is time as a sales team counts it: days without a zone,
// instants in UTC, fiscal months, quarters and years, and the company's zone.
//
// It never reads the clock. Read Day, Instant and Calendar first.
package period
