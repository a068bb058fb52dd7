// Package jsonfile reads JSON as tables: an array of objects, an object that holds such arrays,
// or one object after the other, with or without line ends between them (JSON lines).
//
// A row is an object. Objects inside it become columns with a dot ("owner.name"), lists of
// plain values become one text with semicolons between them, lists of objects stay JSON. The
// header holds the keys of all rows: a file is read once for it before any row is handed out,
// so that a key which appears late is not lost. Numbers stand as they were written.
//
// It streams: one row is in memory. Read Tables first.
package jsonfile
