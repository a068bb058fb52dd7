// Package backup writes everything a data folder cannot make again into one file, reads it
// back, and checks it. A backup is a stream: a manifest, the files, and at the end their
// SHA-256; compressed with zstd and, where wanted, encrypted with age. What was cut off or
// altered is found while it is read, before anything is replaced.
//
// The columns are not in it (they follow from the log), nor rejects, uploads and the
// erasures' ledger, which must outlive every backup. The key that signs checkpoints is in it
// only when it is encrypted.
//
// It opens no database and no folder of its own accord. Read Manifest, Write and Extract first.
package backup
