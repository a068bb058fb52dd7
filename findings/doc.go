// Package findings says what in the data moves the numbers most: wins that were reversed,
// deals that close before they begin, owners that are missing. Each finding carries its
// count, its money, its records and the metrics it moves; it is worked out from the columns
// each time it is asked for, as of any day.
//
// It also says which of the twelve metrics answer with the data at hand, and what each
// other one needs (Twelve).
//
// It corrects nothing and defines no metric. Read Finding, Find and Twelve first.
package findings
