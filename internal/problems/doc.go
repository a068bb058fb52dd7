// Package problems is the one vocabulary of what is wrong with data: the code of each problem, how
// much it matters, the metrics it moves, and its sentence in every language. Imports and findings
// tell their problems in it; the command line, the API and the browser word them with it.
//
// words/*.yaml hold the sentences, one file for each language and nowhere else: English is written
// here for the command line and the API, the browser takes all of them when it is built
// (web/vite.words.ts). A reason why one row, one number or one request is refused is no problem of
// the data: those are in internal/reason.
//
// Read Problem, effects and words/en.yaml first.
package problems
