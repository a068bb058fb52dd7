// Package jobstest is the suite that every store of jobs passes: what internal/jobs promises, on a real engine and
// with a clock that only the test moves.
package jobstest
