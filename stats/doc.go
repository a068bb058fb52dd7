// Package stats holds the statistics behind the answers: intervals, survival
// curves, cumulative incidence and models of how long customers stay and what
// they buy.
//
// It is for arithmetic on plain numbers. It is not for reading data, naming
// metrics or deciding what is enough data: it knows no records and no words of
// the trade, does no input or output and never reads a clock.
//
// Read first: Interval (Wilson), Curve (Kaplan–Meier and Aalen–Johansen on one
// risk table), Estimator (the estimates a metric file can name), SBG and BGNBD
// (customers under contract, and customers who may buy at any time).
package stats
