// Package record keeps what happened: one append-only, bitemporal change log, the
// current state of every record, and the rules every write obeys.
//
// It knows objects and fields, not their meaning: no word of sales and no SQL stand here.
// An engine (sqlite) implements Store; Log is the only door through which a
// fact comes in (Log.Apply), and Tail the only way in which columns follow.
//
// What is not in the log: sessions and token hashes, the job queue, connector cursors, view
// layouts. They change no number.
//
// A write: Apply queues commands; the one writer stages each against what the batch already
// makes so (stage.go, check.go), encodes and chains the rows (encode.go) and has the Store
// commit them. A read: a state by id (state.go), or a fold of a record's changes (fold.go).
// Undo writes compensating changes (undo.go), Verify replays everything (verify.go).
//
// Read Change, Schema and Log first.
package record
