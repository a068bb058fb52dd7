// Package stats implements the statistics behind the answers: intervals, survival curves,
// cumulative incidence, and models of how long customers stay and what they buy.
//
// The functions compute on plain numbers. The package reads no data, names no metrics, does not
// decide how much data is enough, knows no records and no sales terms, does no input or output and
// never reads a clock.
//
// Start with Interval (Wilson), Curve (Kaplan–Meier and Aalen–Johansen on one risk table),
// Estimator (the estimates that a metric file can name), SBG (customers under contract) and BGNBD
// (customers who may buy at any time).
package stats
