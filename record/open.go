package record

import (
	"context"

	"salesops/internal/fault"
	"salesops/internal/period"
)

// Options for Open. Clock is required.
type Options struct {
	Objects []Object // the vocabulary; custom fields come from the log
	Guards  []Guard  // run in this order on every draft
	Clock   func() period.Instant
	IDs     *IDs // nil: NewIDs(Clock)
}

// Log is the change log: the only door through which a fact comes in. It is safe for
// concurrent use.
type Log struct{ o Options }

var errNotBuilt = fault.New(fault.Internal, "not built yet")

// Open reads the schema and the head from the store and starts the writer.
func Open(ctx context.Context, store Store, o Options) (*Log, error) { return nil, errNotBuilt }

// Close stops the writer after the commands it holds. It does not close the store.
func (l *Log) Close() error { return nil }

// Apply writes commands, each all or nothing, and returns when they are on disk. With one
// command its refusal is returned as it is; with several, the others are written and the
// refusals come joined as *CommandError. A Done stands for each command in order.
func (l *Log) Apply(ctx context.Context, cmds ...Command) ([]Done, error) { return nil, errNotBuilt }

// NewID is an id for a record that a later Create will make.
func (l *Log) NewID() ID { return 0 }

// Schema is the schema as of the latest change.
func (l *Log) Schema() *Schema { return nil }

// Head is the number of the latest durable change; 0 for an empty log.
func (l *Log) Head() Seq { return 0 }

// Tail calls fn with the changes from seq on, in order, in slices of at most 5,000, until
// the head it saw at the start. The slice is reused; the changes' Fields are not.
func (l *Log) Tail(ctx context.Context, from Seq, fn func([]Change) error) error { return errNotBuilt }

// Wait returns when the head is beyond seq, or with ctx's error.
func (l *Log) Wait(ctx context.Context, seq Seq) error { return errNotBuilt }

// Get is a record's state now. A record that is deleted is returned with Exists false; an
// unknown id, or one of another object, is fault.Missing. References and the id itself are
// not resolved through merges: see Resolve. object "" takes any.
func (l *Log) Get(ctx context.Context, scope Scope, object string, id ID) (Record, error) {
	return Record{}, errNotBuilt
}

// AsOf is a record's state at a moment.
func (l *Log) AsOf(ctx context.Context, scope Scope, object string, id ID, at At) (Record, error) {
	return Record{}, errNotBuilt
}

// Timeline is a record's changes, newest first, those before a seq (0: from the newest).
func (l *Log) Timeline(ctx context.Context, scope Scope, id ID, before Seq, limit int) ([]Change, error) {
	return nil, errNotBuilt
}

// Change is one change; fault.Missing beyond the head.
func (l *Log) Change(ctx context.Context, seq Seq) (Change, error) { return Change{}, errNotBuilt }

// Resolve follows merges: the record that an id stands for now, itself for most.
func (l *Log) Resolve(ctx context.Context, id ID) (ID, error) { return 0, errNotBuilt }

// Lookup finds the records that a source's ids name, merges followed; unknown ones are left out.
func (l *Log) Lookup(ctx context.Context, source, object string, external []string) (map[string]ID, error) {
	return nil, errNotBuilt
}

// External lists what sources call a record, those of records merged into it included.
func (l *Log) External(ctx context.Context, id ID) ([]ExternalID, error) { return nil, errNotBuilt }

// EachExternal calls fn with every binding of a source and object, in the order of the external ids.
func (l *Log) EachExternal(ctx context.Context, source, object string, fn func(external string, id ID) error) error {
	return errNotBuilt
}

// States are the states of records now, as Get; unknown ids are left out.
func (l *Log) States(ctx context.Context, ids []ID) (map[ID]Record, error) { return nil, errNotBuilt }

// LastSeen is what a source said about records when they were last imported.
func (l *Log) LastSeen(ctx context.Context, source string, ids []ID) (map[ID]map[string]uint64, error) {
	return nil, errNotBuilt
}

// PreviewUndo says what Undo would do, writing nothing.
func (l *Log) PreviewUndo(ctx context.Context, seq Seq) (UndoReport, error) {
	return UndoReport{}, errNotBuilt
}

// Undo takes back one change, or, when seq created a record that other changes name as
// their cause (an import), that whole batch.
func (l *Log) Undo(ctx context.Context, actor Actor, seq Seq) (UndoReport, error) {
	return UndoReport{}, errNotBuilt
}

// Verify walks the chain, then compares states and bindings with a replay. Problems are in
// the report; the error is for what kept it from looking.
func (l *Log) Verify(ctx context.Context, progress func(done, total Seq)) (VerifyReport, error) {
	return VerifyReport{}, errNotBuilt
}

// Size is the bytes that the log takes on disk.
func (l *Log) Size(ctx context.Context) (int64, error) { return 0, errNotBuilt }
