package record

import (
	"context"

	"salesops/internal/period"
)

// Draft is a change that somebody wants to make.
type Draft struct {
	Kind   ChangeKind
	Object string
	// ID is the record. 0 with Create makes a new id.
	ID   ID
	Into ID // Merge only
	// EffectiveAt and KnownAt are "now" when 0. Only imports and undo set KnownAt; one in
	// the future is taken as now, because what has arrived is known.
	EffectiveAt, KnownAt period.Instant
	Flags                Flag
	Fields               []FieldValue
	// External binds the record's id in the command's source to ID. Unique per (source, object).
	// With ID 0 it names the record: the one bound to it, or with Create a new one.
	External string
	// IfSeq refuses the draft with a conflict unless the record's latest change is this one; 0 does not check.
	IfSeq Seq
	// Repeat writes also what is so already: saying it again is a decision.
	Repeat bool
}

// Command is a set of drafts that happen together or not at all.
type Command struct {
	Actor  Actor
	Source string
	Cause  Seq
	Drafts []Draft
	// Seen are the source's own values as of this import, for the next one to compare with.
	Seen []Seen
	// Stated is what the import that is the Cause says of records without changing them, in the order of ids.
	Stated []Stated
	// Reserved says that the program itself writes: the command may touch reserved objects.
	Reserved bool
	// frees are the external ids of the records that an undo deletes, by record: it has read
	// their histories already.
	frees map[ID][]bindingKey
}

// Seen is what a source's row said about one record when it was last imported:
// a fingerprint of the value of each field. Fields are put over what was seen before.
type Seen struct {
	ID     ID
	Fields []Print // ascending names
	// Drop lists fields whose last seen value is forgotten; Fields nil and Drop nil forget all.
	Drop []string
	// Source is the command's when "".
	Source string
}

// Done says what a command became.
type Done struct {
	First, Last Seq  // 0, 0 when the command changed nothing
	IDs         []ID // per draft, in order
}

// Record is the state of one record at some moment.
type Record struct {
	Object  string
	ID      ID
	Seq     Seq  // its latest change
	Exists  bool // false: deleted, merged away or not yet created at that moment
	Stub    bool // the latest Create or Set (by Seq) within that moment is flagged Stub
	Fields  map[string]Value
	Created period.Instant // effective time of creation
}

// At is a moment to look at. Zero fields do not limit.
type At struct {
	Effective period.Instant // state effective at this instant
	Known     period.Instant // only facts with KnownAt <= this
	Position  Seq            // only facts with Seq <= this
}

// Reader is what the parts that follow or read the log need of it; *Log has it.
type Reader interface {
	Schema() *Schema
	Head() Seq
	// Tail calls fn with changes from seq on, in order, in slices of at most 5,000, until the head it saw at the
	// start. The slice is reused.
	Tail(ctx context.Context, scope Scope, from Seq, fn func([]Change) error) error
	// Wait returns when the head is beyond seq.
	Wait(ctx context.Context, seq Seq) error
}
