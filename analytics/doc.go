// Package analytics keeps the facts of the change log in columns: typed tables in
// DuckDB that follow the log, can be deleted at any time and are rebuilt from it.
//
// It writes no record and defines no metric. It is the only package that talks to
// DuckDB's driver and to Arrow; others send SQL and receive a Batch.
//
// Every object o has the same tables, which together hold what is believed now and what
// was believed before (see layout.go):
//
//	o_now   the version of each record that has no end
//	o_ver   versions that ended, as believed now; in the order of eff_to
//	o_past  beliefs that were corrected since; in the order of known_to (see order.go)
//
// Deals keep the versions without end that are won or lost apart, in deal_end, so that
// a question about the open pipeline never reads them.
//
// A row is a rectangle: true in the business from eff_from to eff_to, believed from
// known_from to known_to (microseconds since 1970, ends excluded, period.Forever = no end).
// Fold (versions.go) makes the rectangles of one record from its changes; everything
// else in this package moves them.
//
// Keyed tables (keyed.go) hold rows that an answer works out of the records. They have rectangles too, and are
// built again for those records alone that a change touches.
//
// Read Columns, When and Batch first.
package analytics
