package backup

import (
	"encoding/hex"

	"salesops/internal/period"
	"salesops/record"
)

// Format is the format that this program writes. It reads all formats up to it.
const Format = 1

// Names of the parts of a backup that are not files of the data folder.
const (
	manifestName = "backup.json"
	sumsName     = "sums.json"
)

// Manifest is the first part of a backup and describes its contents.
type Manifest struct {
	Format  int            `json:"format"`
	Program string         `json:"program"` // version of the program that wrote it
	At      period.Instant `json:"at"`
	Changes record.Seq     `json:"changes"` // head of the log
	Head    string         `json:"head"`    // hash of the last change in hexadecimal; "" for an empty log
	Records int64          `json:"records"`
}

// Of returns the manifest for a log's head.
func Of(head record.Head, records int64, at period.Instant, program string) Manifest {
	m := Manifest{Format: Format, Program: program, At: at, Changes: head.Seq, Records: records}
	if head.Seq > 0 {
		m.Head = hex.EncodeToString(head.Hash[:])
	}
	return m
}

// sum is a line of the last part: size and hash of a file.
type sum struct {
	Name string `json:"name"`
	Size int64  `json:"size"`
	SHA  string `json:"sha256"`
}
