// Package analytics stores the facts of the change log in columns: typed tables in DuckDB that
// follow the log. The tables can be deleted at any time and are rebuilt from the log.
//
// The package writes no records and defines no metrics. It is the only package that uses DuckDB's
// driver and Arrow; other packages send SQL and receive a Batch.
//
// Every object o has the same tables. Together they hold what is believed now and what was believed
// before (see layout.go):
//
//	o_now   the version of each record that has no end
//	o_ver   versions that have ended, as believed now; ordered by eff_to (see order.go)
//	o_past  versions whose belief was corrected since; ordered by known_to (see order.go)
//
// Deals have a further table, deal_end. It holds the versions without end of won and lost deals, so
// that queries about the open pipeline need not read them.
//
// A row is a rectangle: it was true in the business from eff_from to eff_to, and was believed from
// known_from to known_to. All four are microseconds since 1970; ends are excluded; period.Forever
// means no end. The type folder (versions.go) computes the rectangles of one record from its
// changes; the rest of the package stores and selects them.
//
// Keyed tables (keyed.go) hold rows that are computed from the records for certain answers. They
// have rectangles too, and are rebuilt only for the records that a change concerns.
//
// Start with Columns, When and Batch.
package analytics
