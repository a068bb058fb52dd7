package record

import (
	"cmp"
	"context"
)

// Store is what an engine must do for the log: keep rows by number and by key, and write a
// batch durably or not at all. It knows no rule; recordtest holds every engine to this.
// Reads see everything that Commit has returned for. They may run beside each other and
// beside one Commit; Commit is never called twice at the same time.
type Store interface {
	// Head is the last row's number and hash, and the greatest record id; zeros when empty.
	Head(ctx context.Context) (Head, error)
	// Commit writes the batch in one transaction and returns when it is on disk. After an
	// error nothing of it is visible. An error with fault.Busy may be tried again; after any
	// other the log takes no more writes.
	Commit(ctx context.Context, b *Batch) error

	// Rows calls fn with the rows from..to in order, in slices of at most 5,000. The slice and
	// the bytes in it are reused after fn returns.
	Rows(ctx context.Context, from, to Seq, fn func([]Row) error) error
	// Pick returns the rows with these numbers; an unknown one is left out.
	Pick(ctx context.Context, seqs []Seq) (map[Seq]Row, error)
	// States returns the states of these records; an unknown one is left out.
	States(ctx context.Context, ids []ID) (map[ID]StateRow, error)
	// EachState calls fn with every state in the order of ids; object 0 means of every object.
	// The bytes are reused after fn returns.
	EachState(ctx context.Context, object uint16, fn func(StateRow) error) error

	// Lookup returns which records a source's ids are bound to.
	Lookup(ctx context.Context, source string, object uint16, external []string) (map[string]ID, error)
	// EachBinding calls fn with every binding of a source and object in the order of External;
	// source "*" and object 0 mean every one.
	EachBinding(ctx context.Context, source string, object uint16, fn func(Binding) error) error
	// Aliases returns every record that is merged into another, and into which.
	Aliases(ctx context.Context) (map[ID]ID, error)
	// Caused returns the first and last change that name this one as their cause; 0, 0 for none.
	Caused(ctx context.Context, cause Seq) (first, last Seq, err error)
	// Causes returns all causes below one, in their order.
	Causes(ctx context.Context, below Seq) ([]Cause, error)
	// Stated returns what imports stated of records from first to last, by import.
	Stated(ctx context.Context, first, last ID) ([]StatedRow, error)
	// StatedBy returns what one import stated.
	StatedBy(ctx context.Context, cause Seq) ([]StatedRow, error)
	// Audited returns the numbers of audited changes below before, newest first, at most limit.
	Audited(ctx context.Context, before Seq, limit int) ([]Seq, error)
	// Seen returns the last seen values of these records in a source, as written.
	Seen(ctx context.Context, source string, ids []ID) (map[ID][]byte, error)

	// Size is the bytes on disk.
	Size(ctx context.Context) (int64, error)
}

// Head is the end of the log.
type Head struct {
	Seq   Seq
	Hash  [32]byte // of the last row; zeros when there is none
	MaxID ID       // the greatest record id in use
}

// Row is one change as it is kept.
type Row struct {
	Seq Seq
	// Body is the canonical encoding, see encode.go.
	Body []byte
	// Hash is SHA-256 over the previous row's hash and Body.
	Hash [32]byte
	// Personal holds the salts and values of the personal fields, which Body only commits
	// to; nil when there are none or they were forgotten.
	Personal []byte
}

// StateRow is the current state of one record as it is kept.
type StateRow struct {
	ID     ID
	Object uint16
	Seq    Seq // the record's latest change
	// Data is the encoded state; nil while the record has one change, from which it follows.
	Data []byte
}

// Binding says that a source's id names a record.
type Binding struct {
	Source   string
	Object   uint16
	External string
	ID       ID
}

// SeenRow holds what a source last said about a record; nil Data removes it.
type SeenRow struct {
	Source string
	ID     ID
	Data   []byte
}

// Alias says that a record is merged into another; Into 0 ends it.
type Alias struct{ ID, Into ID }

// Cause says between which changes those lie that name Seq as their cause.
type Cause struct{ Seq, First, Last Seq }

// Batch is what one transaction writes. Everything is unique within it: a state, binding or
// alias stands once, with its last value.
type Batch struct {
	Rows    []Row      // the next numbers without a gap
	States  []StateRow // written or overwritten
	Bind    []Binding  // free so far
	Unbind  []Binding
	Seen    []SeenRow
	Stated  []StatedRow
	Aliases []Alias
	Causes  []Cause // widened where one is there already
	Audited []Seq   // rows that belong to the audit trail
	// Erase lists rows whose Personal is removed. After Commit no byte of it may be left in
	// the engine's files.
	Erase []Seq
}

func compareBindings(a, b Binding) int {
	return cmp.Or(cmp.Compare(a.Source, b.Source), cmp.Compare(a.Object, b.Object), cmp.Compare(a.External, b.External),
		cmp.Compare(a.ID, b.ID))
}
