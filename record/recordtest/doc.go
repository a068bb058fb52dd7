// Package recordtest is the test suite for storage engines of the log. Run opens stores as the
// engine's own tests do and uses them through record.Log.
//
// Start with Run.
package recordtest
