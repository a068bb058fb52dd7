// Package unpack opens what is packed: gzip files and zip archives. Members are unpacked into
// temporary files, so that a format can read them as often as it likes; a member's name is
// shown and never used as a path.
//
// What unpacks to far more than it is worth is refused: Limits says how much. Archives inside
// archives are refused too, with a reason. Read Spool and Limits.
package unpack
