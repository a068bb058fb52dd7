// Package stats holds the statistics behind the answers: intervals, survival
// curves and cumulative incidence.
//
// It is for arithmetic on plain numbers. It is not for reading data, naming
// metrics or deciding what is enough data: it knows no records and no words of
// the trade, does no input or output and never reads a clock.
//
// Read first: Interval (Wilson), Curve (Kaplan–Meier and Aalen–Johansen on one
// risk table) and Estimator (the estimates a metric file can name).
package stats
