// Command mutants plants slips into the code, one at a time, and tells which of them the tests of the same
// package notice. A slip that lives shows a line that no test holds.
//
//	go run ./tools/mutants -n 200              200 slips over all rooms
//	go run ./tools/mutants -n 20 record auth   20 slips over two rooms
//	go run ./tools/mutants -again auth         those of one room that lived, once more
//	go run ./tools/mutants -report             what was found so far
//
// The sources stay as they are: the changed file is handed to the compiler as an overlay. A run that was stopped
// goes on where it was, because each outcome is written down at once. The same seed plants the same slips.
// A slip that does not compile does not count. Some kinds of slips that no caller could see are not planted (blind.go
// lists them). Others that live change nothing either; they count as living, so the figure says a little less than the
// tests hold.
//
// At first each test is run alone, to learn which lines it runs. A slip is then shown only to the tests that run its
// line, and one that no test runs lives without a run. Tests that do not end count as having noticed when they take
// three times as long as they need one by one, and a minute more.
//
// Read first: slip (one change), operators (what is changed), room (what is changed and which tests are run), reach
// (which tests a slip is shown to).
// It is not a gate: its runs take hours.
package main
