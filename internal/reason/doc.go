// Package reason says why something is not there, was not taken or was refused, in a form
// every language can word: a code, the parts of the sentence, and the sentence in English.
//
// Every code is a line of one of the lists (files.go, numbers.go, requests.go) and has its
// words for the browser in web/src/words/say/reasons; docs/howto/add-words.md shows both.
// It does not decide anything and knows no HTTP. Read Reason and Of first.
package reason
