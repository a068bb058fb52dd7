package record

import "fmt"

// ExternalID is the id that a source has for a record.
type ExternalID struct {
	Source   string `json:"source"`
	External string `json:"external"`
}

// CommandError says which of several commands passed to Apply was refused, and why.
type CommandError struct {
	Index int // index into Apply's cmds
	Err   error
}

func (e *CommandError) Error() string { return fmt.Sprintf("command %d: %v", e.Index+1, e.Err) }

// Unwrap returns the refusal.
func (e *CommandError) Unwrap() error { return e.Err }

// UndoReport says what an undo did or, from PreviewUndo, would do.
type UndoReport struct {
	Seq   Seq  `json:"seq"`   // the change that was undone
	Batch bool `json:"batch"` // Seq is the start of a batch: every change it caused was undone
	// the compensating changes; 0 for a preview and when there were none
	First   Seq         `json:"first,omitzero"`
	Last    Seq         `json:"last,omitzero"`
	Changes int         `json:"changes"` // the number of compensating changes
	Objects []UndoCount `json:"objects"`
	Kept    []Kept      `json:"kept"` // values and records that stay because they were changed since
	Stated  StatedCount `json:"stated"`
}

// StatedCount counts the undone values that stay because later imports state them too.
type StatedCount struct {
	Records int   `json:"records"`
	Values  int   `json:"values"`
	By      []Seq `json:"by"` // the imports that state them, ascending
}

// UndoCount counts the records of one object by what the undo did to them.
type UndoCount struct {
	Object  string `json:"object"`
	Deleted int    `json:"deleted"` // were created by what is undone, and were deleted
	// were created by what is undone, but others refer to them: their fields were cleared
	Stubbed  int `json:"stubbed"`
	Reverted int `json:"reverted"` // got earlier values back
	Restored int `json:"restored"` // were deleted or merged by what is undone, and exist again
}

// Kept is a value or record that stays although the change that wrote it is undone.
type Kept struct {
	Object string `json:"object"`
	ID     ID     `json:"-"`
	Record string `json:"id"`              // the ID in the form that people see
	Field  string `json:"field,omitempty"` // "" for the record itself
	Since  Seq    `json:"since"`           // the later change that keeps it
}

// VerifyReport is the result of Verify.
type VerifyReport struct {
	Changes  Seq       `json:"changes"`
	Records  int       `json:"records"`
	Problems []Problem `json:"problems"` // in the order found; the first names the first bad row
}

// Problem is one place where the stored data differs from the log.
type Problem struct {
	Seq  Seq    `json:"seq,omitzero"` // the row; 0 when the problem is not about a row
	Text string `json:"text"`
}

// OK reports whether no problems were found.
func (r VerifyReport) OK() bool { return len(r.Problems) == 0 }
