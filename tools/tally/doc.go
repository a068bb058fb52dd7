// Command tally turns what test runners report into one list of outcomes and
// one closing line, so that the total of ./test is counted and not claimed.
//
//	go test -json ./... | tally go NAME FILE    outcomes of go test; shows failures
//	tally vitest NAME FILE REPORT.json          outcomes of vitest --reporter=json
//	tally e2e NAME FILE REPORT.json             outcomes of the browser tests
//	tally fail NAME FILE REASON                 a step that failed outside a test
//	tally total FILE…                           skipped, failed, and the last line
//
// Read first: Outcome (one test's result), goReader (the event stream of go test).
// It is not for running tests: tools/run does that.
package main
