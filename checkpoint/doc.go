// Package checkpoint notes where the log ends, signed, in lists that only grow: one in the data folder and one in a
// folder outside it. The hash chain shows a change in the middle of the log, but not that its end was cut off, or that
// an older copy of the database was put in its place. A checkpoint that the log does not reach, or that has another
// hash, shows both.
//
// A line of a list is JSON with an ed25519 signature over the position, the hash and the time. The key is made with the
// first checkpoint and lies in the data folder: whoever holds the folder can sign. The list outside should lie where
// that person cannot write. See docs/adr/0019-the-end-of-the-log-is-noted-signed.md.
package checkpoint
