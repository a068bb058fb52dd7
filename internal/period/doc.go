// Package period implements time as sales teams count it: days without a zone, instants in UTC,
// fiscal months, quarters and years, and the company's zone.
//
// It never reads the clock. Start with Day, Instant and Calendar.
package period
