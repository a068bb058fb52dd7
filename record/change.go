package record

import "salesops/internal/period"

// ID identifies a record. It is unique across all objects, and ids ascend in the order of creation.
type ID int64

// Seq is the position of a change in the log: 1, 2, 3 … without gaps.
type Seq int64

// ChangeKind says what a change does to its record. The numbers are part of the log's format.
type ChangeKind uint8

const (
	Create  ChangeKind = 1 // the record exists from EffectiveAt on
	Set     ChangeKind = 2 // fields have the given values from EffectiveAt on
	Delete  ChangeKind = 3 // the record is left out of every answer from EffectiveAt on
	Restore ChangeKind = 4 // a deleted record exists again from EffectiveAt on
	Merge   ChangeKind = 5 // the record becomes an alias of Into; references and external ids resolve to Into
	Unmerge ChangeKind = 6 // ends a merge: the record stands for itself again
	Forget  ChangeKind = 7 // the values of its personal fields are erased from the whole log
)

// Flag says how a change became known. Flags are bits.
type Flag uint8

const (
	Backfilled Flag = 1 << iota // the source has no history for this value: KnownAt is the time of the import
	Reconciled                  // closes the gap between the last history row of a source and its current row
	Stub                        // the record was created only because another refers to it; see Record.Stub
	Import                      // written by an import, of any source
	Undo                        // written by an undo; Cause is the change that was undone
)

// FieldValue is a field's name and its new value. An unset Value clears the field.
type FieldValue struct {
	Name  string
	Value Value
}

// Change is one entry of the log. Changes are never altered or removed.
type Change struct {
	Seq         Seq
	KnownAt     period.Instant // when the fact was first recorded in the system where it was entered
	EffectiveAt period.Instant // when the fact became true in the business
	Actor       Actor
	Source      string // name of the source; "" when it was entered here
	Kind        ChangeKind
	Flags       Flag
	Object      string
	ID          ID
	Into        ID  // the record to merge into; only for Merge
	Prev        Seq // the previous change of the same record; 0 for none
	// Cause is the change that led to this one: the start of an import, an automation, or what an
	// undo undoes; 0 for none.
	Cause    Seq
	External string // the record's id in Source, which this change binds; "" for none
	Fields   []FieldValue
}

// Actor names who made a change: the id of a person ("person_8f3k…"), "owner" (the system user who
// runs the command), "import", or "nobody" before sign-in.
type Actor string

var changeKinds = [...]string{"nothing", "create", "set", "delete", "restore", "merge", "unmerge", "forget"}

// String returns the kind's name as in the glossary: create, set, delete …
func (k ChangeKind) String() string {
	if int(k) < len(changeKinds) {
		return changeKinds[k]
	}
	return "unknown"
}
