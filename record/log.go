package record

import (
	"context"

	"salesops/internal/period"
)

// Draft is a change that has not been written yet.
type Draft struct {
	Kind   ChangeKind
	Object string
	// ID is the record. With Create, 0 assigns a new id.
	ID   ID
	Into ID // only for Merge
	// EffectiveAt and KnownAt are the current time when 0. Only imports and undos set KnownAt. A
	// KnownAt in the future is replaced by the current time, because a fact that has arrived is
	// known.
	EffectiveAt, KnownAt period.Instant
	Flags                Flag
	Fields               []FieldValue
	// External binds the record's id in the command's source to ID. It is unique per source and
	// object. With ID 0 it selects the record: the one bound to it or, with Create, a new one when
	// there is none.
	External string
	// IfSeq, when not 0, refuses the draft with fault.Conflict unless it is the record's latest
	// change.
	IfSeq Seq
	// Repeat writes values even when they equal the current ones, because confirming a value is a
	// decision that the log must keep.
	Repeat bool
}

// Command is a set of drafts that are written together or not at all.
type Command struct {
	Actor  Actor
	Source string
	Cause  Seq
	Drafts []Draft
	// Seen holds the source's own values as of this import. The next import compares with them.
	Seen []Seen
	// Stated holds what the import (Cause) says of records without changing them, in the order of
	// ids.
	Stated []Stated
	// Jobs writes jobs in the same commit as the drafts. The writer calls it when it stages the
	// command, and again when the batch has to be staged again; an error refuses the command. nil
	// writes no jobs.
	Jobs func(*JobBook) error
	// Allow decides whether the actor may write the drafts; nil allows everything.
	Allow Allow
	// Reserved marks a command of the program itself, which may write reserved objects.
	Reserved bool
	// Kept marks a command whose values a log has held before, in an export of the whole log: texts that a person
	// may not enter now are taken.
	Kept bool
	// frees holds, by record, the external ids of the records that an undo deletes. The undo fills
	// it because it has already read their histories.
	frees map[ID][]bindingKey
}

// Seen is what a source's row said about one record at the latest import: a fingerprint per field.
// Fields are merged into the fingerprints that are stored already.
type Seen struct {
	ID     ID
	Fields []Print // in ascending order of names
	// Drop lists fields whose fingerprint is removed. When Fields and Drop are both nil, all
	// fingerprints of the record are removed.
	Drop []string
	// Source is the source; "" means that of the command.
	Source string
}

// Done is the result of a command.
type Done struct {
	First, Last Seq  // the changes written; 0, 0 when the command changed nothing
	IDs         []ID // the record of each draft, in the order of drafts
}

// Record is the state of one record at some moment.
type Record struct {
	Object  string
	ID      ID
	Seq     Seq  // the record's latest change
	Exists  bool // false when it is deleted, merged into another or not yet created at that moment
	Stub    bool // the latest Create or Set (by Seq) within the moment has the flag Stub
	Fields  map[string]Value
	Created period.Instant // effective time of the creation
}

// At limits a read to a moment. A zero field is no limit.
type At struct {
	Effective period.Instant // the state in effect at this instant
	Known     period.Instant // only changes with KnownAt <= Known
	Position  Seq            // only changes with Seq <= Position
}

// Reader is the part of *Log that packages need which follow or read the log.
type Reader interface {
	Schema() *Schema
	Head() Seq
	// Tail calls fn with the changes from position from up to the head at the time of the call, in
	// order, in slices of at most 5,000. The slice is reused.
	Tail(ctx context.Context, scope Scope, from Seq, fn func([]Change) error) error
	// Wait returns when the head is greater than seq, or with ctx's error.
	Wait(ctx context.Context, seq Seq) error
}
