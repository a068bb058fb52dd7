// Package reason describes why something is missing, was not accepted or was refused, in a form
// that can be translated: a code, the parts of the sentence, and the sentence in English.
//
// Every code is in one of the lists (files.go, numbers.go, requests.go) and has its translations in
// web/src/words/say/reasons; docs/howto/add-words.md shows both. The package decides nothing and
// does not know HTTP. Start with Reason and Of.
package reason
