// Package own writes a whole log into files that people and other programs can read, one
// file per object with every change and its stamps, and reads such files back into an empty
// folder: the way out, and the way to another machine.
//
// A row is one change. Its first columns say which: seq, object, record, kind, the two times,
// who and where from; then one column per field, with the value that the change gave. A field
// that a change cleared is named in the column cleared; all other empty cells say nothing.
//
// Read columns.go first; write.go and read.go use it.
package own
