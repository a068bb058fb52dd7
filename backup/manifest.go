package backup

import (
	"encoding/hex"

	"salesops/internal/period"
	"salesops/record"
)

// Format is what this program writes; it reads every format up to it.
const Format = 1

// The names inside a backup that are not files of the data folder.
const (
	manifestName = "backup.json"
	sumsName     = "sums.json"
)

// Manifest is the first part of a backup: what it holds.
type Manifest struct {
	Format  int            `json:"format"`
	Program string         `json:"program"` // the version that wrote it
	At      period.Instant `json:"at"`
	Changes record.Seq     `json:"changes"` // the log's head
	Head    string         `json:"head"`    // hash of the last change, in hexadecimal; "" for an empty log
	Records int64          `json:"records"`
}

// Of is the manifest of a log's head.
func Of(head record.Head, records int64, at period.Instant, program string) Manifest {
	m := Manifest{Format: Format, Program: program, At: at, Changes: head.Seq, Records: records}
	if head.Seq > 0 {
		m.Head = hex.EncodeToString(head.Hash[:])
	}
	return m
}

// sum is a line of the last part: what each file must be.
type sum struct {
	Name string `json:"name"`
	Size int64  `json:"size"`
	SHA  string `json:"sha256"`
}
