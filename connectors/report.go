package connectors

import (
	"salesops/internal/problems"
	"salesops/record"
)

// Report says what an import did, or with DryRun would do.
type Report struct {
	Batch  string     `json:"batch"` // "import_…"; "" on a dry run and when no row could be taken
	Seq    record.Seq `json:"seq"`   // the change that began the batch, 0 without one
	DryRun bool       `json:"dry_run"`
	Full   bool       `json:"full"`
	Source string     `json:"source"`
	// Stopped says that the import was interrupted; importing the same files again completes it.
	Stopped bool `json:"stopped"`
	// Nothing says that no row could be taken: a command exits 1.
	Nothing bool         `json:"nothing"`
	Files   []FileReport `json:"files"`
	// FilesLeftOut counts the files that the log's copy does not list, for want of room.
	FilesLeftOut int           `json:"files_left_out,omitempty"`
	Objects      []ObjectCount `json:"objects"`
	// Changes is how many changes were (would be) written to the log.
	Changes int64 `json:"changes"`
	// Problems are ordered by what they do to the numbers, worst first.
	Problems   []Problem `json:"problems"`
	RejectFile string    `json:"reject_file"`
	// Differences are the fields for which the source says something else than an edit made
	// here, the first 5,000 of DifferencesFound.
	Differences      []Difference `json:"differences"`
	DifferencesFound int64        `json:"differences_found"`
	// HistorySince is the day of the earliest change that the source's own history tells; null without any.
	HistorySince *string `json:"history_since"`
	Seconds      float64 `json:"seconds"`
}

// FileReport says what became of one file.
type FileReport struct {
	Path     string `json:"path"`
	Layout   string `json:"layout"` // "Opportunity"; "" when unknown
	Object   string `json:"object"` // "deal"
	Rows     int64  `json:"rows"`
	Taken    int64  `json:"taken"`
	Rejected int64  `json:"rejected"`
	Ignored  int64  `json:"ignored"`   // rows that are right but say nothing, such as deleted history
	SetAside int64  `json:"set_aside"` // rows that are not asked for: no such object here, or a filter of the mapping
	Refused  int64  `json:"refused"`   // rows of records of which a rule of the log let nothing in
	Unknown  bool   `json:"unknown"`
	Reason   string `json:"reason"` // why the file is unknown, in English
	// The same as a code with parts, for other languages.
	ReasonCode  string            `json:"reason_code,omitempty"`
	ReasonParts map[string]string `json:"reason_parts,omitempty"`
	Unit        string            `json:"unit"` // what the Line of its rejects counts: "line" or "row"
	Encoding    string            `json:"encoding"`
	Separator   string            `json:"separator"`
	DateOrder   string            `json:"date_order"` // dmy, mdy or ymd; "" when no date needed it
	// what divides decimals: point or comma; "" when no number needed it
	Numbers string `json:"numbers"`
	// columns that are kept as custom fields and read for nothing else
	Custom  []string `json:"custom"`
	Unused  []string `json:"unused"`  // columns of a history that are not kept
	Rejects []Reject `json:"rejects"` // the first few; all of them are in the reject file
	// Match counts what the rows were found to be, where something else than ids or only a part was asked for.
	Match *MatchReport `json:"match,omitempty"`
}

// Reject is a row that could not be taken.
type Reject struct {
	File   string `json:"file"`
	Line   int    `json:"line"`   // or row: the file's Unit
	Column string `json:"column"` // the header's name; "" when it is about the whole row
	Reason string `json:"reason"`
	// The same as a code with parts, for other languages.
	ReasonCode  string            `json:"reason_code,omitempty"`
	ReasonParts map[string]string `json:"reason_parts,omitempty"`
}

// ObjectCount counts the records of one object.
type ObjectCount struct {
	Object    string `json:"object"`
	Created   int64  `json:"created"`
	Updated   int64  `json:"updated"`
	Unchanged int64  `json:"unchanged"`
	Stubbed   int64  `json:"stubbed"` // mentioned by others, but no row of their own
	Rejected  int64  `json:"rejected"`
	Deleted   int64  `json:"deleted"`
}

// Problem is a problem of the data with its money and examples.
type Problem struct {
	problems.Problem

	Amount   *Money    `json:"amount"`
	Examples []Example `json:"examples"`
}

// Money is an amount in major units.
type Money struct {
	Amount   string `json:"amount"`
	Currency string `json:"currency"`
}

// Example is one record that a problem is about.
type Example struct {
	Object string `json:"object"`
	ID     string `json:"id"`   // "deal_…"; "" on a dry run for a record that does not exist yet
	Name   string `json:"name"` // the external id when the name is personal
	Detail string `json:"detail"`
}
