// Package recordtest is the suite that every engine of the log passes: Run opens stores
// through the engine's own door and drives them through record.Log.
//
// Read Run first.
package recordtest
