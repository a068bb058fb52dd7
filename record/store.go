package record

import (
	"cmp"
	"context"

	"salesops/internal/period"
)

// Store is what a storage engine must implement for the log: it stores rows by number and by key,
// and commits a batch durably or not at all. It contains no rules of the log. The suite recordtest
// tests every engine. Reads see everything of a batch once Commit has returned. Reads may run
// concurrently with each other and with one Commit; the log never calls Commit twice at the same
// time.
type Store interface {
	// Head returns the number and hash of the last row, the greatest record id and the Time of the latest batch; zeros
	// when the log is empty.
	Head(ctx context.Context) (Head, error)
	// Commit writes the batch in one transaction and returns when it is on disk. After an error
	// nothing of the batch is visible. After an error of kind fault.Busy the caller may try again;
	// after any other error the log takes no more writes.
	Commit(ctx context.Context, b *Batch) error

	// Rows calls fn with the rows from..to in order, in slices of at most 5,000. The slice and its
	// bytes are reused after fn returns.
	Rows(ctx context.Context, from, to Seq, fn func([]Row) error) error
	// Pick returns the rows with these numbers. Unknown numbers are left out.
	Pick(ctx context.Context, seqs []Seq) (map[Seq]Row, error)
	// States returns the states of these records. Unknown ids are left out.
	States(ctx context.Context, ids []ID) (map[ID]StateRow, error)
	// EachState calls fn with every state of an object in the order of ids; object 0 means every
	// object. The bytes are reused after fn returns.
	EachState(ctx context.Context, object uint16, fn func(StateRow) error) error

	// Lookup returns the records that a source's ids are bound to. Unbound ids are left out.
	Lookup(ctx context.Context, source string, object uint16, external []string) (map[string]ID, error)
	// EachBinding calls fn with every binding of a source and object in the order of External.
	// Source "*" and object 0 mean all.
	EachBinding(ctx context.Context, source string, object uint16, fn func(Binding) error) error
	// Aliases returns every merged record with the record it was merged into.
	Aliases(ctx context.Context) (map[ID]ID, error)
	// Caused returns the first and the last change whose cause is this one; 0, 0 when there are
	// none.
	Caused(ctx context.Context, cause Seq) (first, last Seq, err error)
	// Causes returns all causes with a seq below the given one, in ascending order.
	Causes(ctx context.Context, below Seq) ([]Cause, error)
	// Stated returns what imports stated of the records from first to last, in the order of
	// imports.
	Stated(ctx context.Context, first, last ID) ([]StatedRow, error)
	// StatedBy returns what one import stated.
	StatedBy(ctx context.Context, cause Seq) ([]StatedRow, error)
	// Audited returns at most limit numbers of audited changes below before, newest first.
	Audited(ctx context.Context, before Seq, limit int) ([]Seq, error)
	// Seen returns the encoded fingerprints of these records for a source.
	Seen(ctx context.Context, source string, ids []ID) (map[ID][]byte, error)

	// Job returns a job; false for an unknown one.
	Job(ctx context.Context, id ID) (JobRow, bool, error)
	// DueJobs returns at most limit open jobs whose Wake is not after now, by Wake and id: the running ones, and
	// the waiting ones without a key or with one of which no job runs whose Wake is after now.
	DueJobs(ctx context.Context, now period.Instant, limit int) ([]JobRow, error)
	// NextJob returns the first Wake after now of an open job; 0 for none.
	NextJob(ctx context.Context, now period.Instant) (period.Instant, error)
	// OpenJobs returns the open jobs of a key by id; "*" means of every key.
	OpenJobs(ctx context.Context, key string) ([]JobRow, error)
	// Jobs returns at most limit jobs of a kind ("" every one) whose id is below before (0: any), newest first.
	Jobs(ctx context.Context, kind string, before ID, limit int) ([]JobRow, error)

	// Size returns the number of bytes on disk.
	Size(ctx context.Context) (int64, error)
}

// Head is the end of the log.
type Head struct {
	Seq   Seq
	Hash  [32]byte // hash of the last row; zeros when the log is empty
	MaxID ID       // the greatest record id in use
	Time  period.Instant
}

// Row is one change as it is stored.
type Row struct {
	Seq Seq
	// Body is the canonical encoding; see encode.go.
	Body []byte
	// Hash is SHA-256 over the hash of the previous row and Body.
	Hash [32]byte
	// Personal holds salts and values of the personal fields, for which Body has only commitments.
	// It is nil when there are none, or after they were erased.
	Personal []byte
}

// StateRow is the latest state of one record as it is stored.
type StateRow struct {
	ID     ID
	Object uint16
	Seq    Seq // the record's latest change
	// Data is the encoded state. It is nil while the record has a single change, because the state
	// can be derived from it.
	Data []byte
}

// Binding says that a source's id stands for a record.
type Binding struct {
	Source   string
	Object   uint16
	External string
	ID       ID
}

// SeenRow holds a source's fingerprints of a record; nil Data removes them.
type SeenRow struct {
	Source string
	ID     ID
	Data   []byte
}

// Alias says that the record ID is merged into another; Into 0 removes the alias.
type Alias struct{ ID, Into ID }

// Cause gives the first and last change whose cause is Seq.
type Cause struct{ Seq, First, Last Seq }

// Batch is what one transaction writes. Each state, binding and alias occurs once, with its final
// value.
type Batch struct {
	Time    period.Instant // what Head says of the log after it; never less than before
	Rows    []Row          // the next rows, without a gap in their numbers
	States  []StateRow     // inserted or overwritten
	Bind    []Binding      // not bound before
	Unbind  []Binding
	Seen    []SeenRow
	Stated  []StatedRow
	Aliases []Alias
	Causes  []Cause  // inserted, or extended when the cause is known already
	Audited []Seq    // numbers of rows that belong to the audit trail
	Jobs    []JobRow // inserted or overwritten, after those of ForgetJobs are removed
	// ForgetJobs removes the jobs that are over and whose Wake is not after it; 0 removes none.
	ForgetJobs period.Instant
	// Erase lists rows whose Personal is removed. After Commit, none of its bytes may remain in the
	// engine's files.
	Erase []Seq
}

func compareBindings(a, b Binding) int {
	return cmp.Or(cmp.Compare(a.Source, b.Source), cmp.Compare(a.Object, b.Object), cmp.Compare(a.External, b.External),
		cmp.Compare(a.ID, b.ID))
}
