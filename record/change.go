package record

import "salesops/internal/period"

// ID is a record's identity: unique over all objects, ascending in the order of creation.
type ID int64

// Seq is a change's place in the log: 1, 2, 3 … without gaps.
type Seq int64

// What a change does to its record. The numbers are part of the log's format.
type ChangeKind uint8

const (
	Create  ChangeKind = 1 // the record begins to exist at EffectiveAt
	Set     ChangeKind = 2 // fields get the given values from EffectiveAt on
	Delete  ChangeKind = 3 // the record leaves every answer from EffectiveAt on
	Restore ChangeKind = 4 // it comes back
	Merge   ChangeKind = 5 // the record becomes an alias of Into; references and external ids follow
	Unmerge ChangeKind = 6 // it becomes itself again
	Forget  ChangeKind = 7 // its personal values are erased everywhere
)

// Flag marks how a change came to be known. Flags are bits.
type Flag uint8

const (
	Backfilled Flag = 1 << iota // the source has no history time for it: known only since the import
	Reconciled                  // closes the gap between a source's history and its current row
	Stub                        // the record was created only because something refers to it, see Record.Stub
	Import                      // written by an import (any source)
	Undo                        // written by an undo; Cause is what it undoes
)

// FieldValue is a field by its name with its new value; an unset Value clears it.
type FieldValue struct {
	Name  string
	Value Value
}

// Change is one fact. Changes are never altered or removed.
type Change struct {
	Seq         Seq
	KnownAt     period.Instant // first recorded, in the system where it was entered
	EffectiveAt period.Instant // so in the business from here on
	Actor       Actor
	Source      string // "" = entered here, else the source's name
	Kind        ChangeKind
	Flags       Flag
	Object      string
	ID          ID
	Into        ID  // Merge only
	Prev        Seq // previous change of the same record, 0 for none
	// the change that made this one happen: an import's, an automation's, what an undo undoes; 0 for none
	Cause    Seq
	External string // the record's id in Source, bound by this change; "" for none
	Fields   []FieldValue
}

// Actor is who did it. Until sign-in exists it is "owner" (the system user who runs
// the command or holds the session) or "import".
type Actor string

var changeKinds = [...]string{"nothing", "create", "set", "delete", "restore", "merge", "unmerge", "forget"}

// String is the kind's name as the glossary has it: create, set, delete …
func (k ChangeKind) String() string {
	if int(k) < len(changeKinds) {
		return changeKinds[k]
	}
	return "unknown"
}
