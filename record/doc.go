// Package record implements the change log: an append-only, bitemporal list of changes, the current
// state of every record, and the rules that every write must pass.
//
// The package knows objects and fields but not their meaning; it contains no sales terms and no
// SQL. A storage engine (package sqlite) implements Store. Log.Apply is the only way to write a
// fact, and Log.Tail is how the columns follow the log.
//
// Sessions and token hashes, the job queue, connector cursors and view layouts are not in the log,
// because they change no number. The job queue is stored beside the log, so that the last change of
// a job and its completion are one commit (jobs.go). Package internal/jobs knows what jobs are.
//
// A write: Apply queues commands. One writer goroutine stages each command on top of the commands
// before it (stage.go, check.go), encodes and chains the rows (encode.go) and has the Store commit
// them.
//
// A read: the latest state of a record by id (state.go), or a fold of the record's changes
// (fold.go).
//
// Undo writes compensating changes (undo.go). Verify replays the whole log (verify.go).
//
// Start with Change, Schema and Log.
package record
