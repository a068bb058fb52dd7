// Package backup writes everything that a data folder cannot make again to one file, reads it back,
// and checks it. A backup is a stream of a manifest, the files and their SHA-256, compressed with
// zstd and optionally encrypted with age. Truncation and alterations are found while it is read,
// before anything is replaced.
//
// A backup does not contain the columns, which can be rebuilt from the log, nor rejects and
// uploads, nor the ledger of erasures, which must outlive all backups. It contains the keys that
// sign checkpoints and encrypt secrets only when it is encrypted itself.
//
// The package opens no database, and opens only folders that it is given. Start with Manifest,
// Write and Extract.
package backup
