package record

import "fmt"

// ExternalID is what a source calls a record.
type ExternalID struct {
	Source   string `json:"source"`
	External string `json:"external"`
}

// CommandError says which of several commands of one Apply was refused, and why.
type CommandError struct {
	Index int // into Apply's cmds
	Err   error
}

func (e *CommandError) Error() string { return fmt.Sprintf("command %d: %v", e.Index+1, e.Err) }

// Unwrap is the refusal itself.
func (e *CommandError) Unwrap() error { return e.Err }

// UndoReport says what an undo did, or with PreviewUndo would do.
type UndoReport struct {
	Seq     Seq         `json:"seq"`            // what was undone
	Batch   bool        `json:"batch"`          // Seq is the start of a batch: every change it caused was undone
	First   Seq         `json:"first,omitzero"` // the compensating changes; 0 on a preview and when there were none
	Last    Seq         `json:"last,omitzero"`
	Changes int         `json:"changes"` // how many compensating changes
	Objects []UndoCount `json:"objects"`
	Kept    []Kept      `json:"kept"` // what was changed since and therefore stays
	Stated  StatedCount `json:"stated"`
}

// StatedCount counts what stays although it is undone, because later imports state it too.
type StatedCount struct {
	Records int   `json:"records"`
	Values  int   `json:"values"`
	By      []Seq `json:"by"` // these imports, ascending
}

// UndoCount counts the records of one object.
type UndoCount struct {
	Object   string `json:"object"`
	Deleted  int    `json:"deleted"`  // created by what is undone: gone
	Stubbed  int    `json:"stubbed"`  // created by it, but others refer to them: emptied
	Reverted int    `json:"reverted"` // got earlier values back
	Restored int    `json:"restored"` // deleted or merged by it: back
}

// Kept is a value or record that stays although what wrote it is undone.
type Kept struct {
	Object string `json:"object"`
	ID     ID     `json:"-"`
	Record string `json:"id"`              // ID as a person sees it
	Field  string `json:"field,omitempty"` // "" for the record itself
	Since  Seq    `json:"since"`           // the later change that holds it
}

// VerifyReport says what Verify found. OK with Changes checked when Problems is empty.
type VerifyReport struct {
	Changes  Seq       `json:"changes"`
	Records  int       `json:"records"`
	Problems []Problem `json:"problems"` // in the order found; the first names the first bad row
}

// Problem is one place where the folder is not what the log made.
type Problem struct {
	Seq  Seq    `json:"seq,omitzero"` // the row; 0 when it is not about a row
	Text string `json:"text"`
}

// OK says that nothing was found.
func (r VerifyReport) OK() bool { return len(r.Problems) == 0 }
