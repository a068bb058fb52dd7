package connectors

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"salesops/internal/fault"
	"salesops/internal/period"
	"salesops/record"
	"salesops/sales"
)

// chunkDrafts bounds a command, so that somebody's edit never waits long behind an import.
const chunkDrafts, chunkValues = 4_000, 100_000

// writer writes sorted changes into the log, a chunk at a time; while one is written the
// next is put together.
type writer struct {
	*setting
	*sources
	*subjects
	*planned
	*tally
	custom   []custom  // fields that the schema lacks
	importID record.ID // 0 until the import's own record is written
	begun    bool      // its record and the custom fields are written
	dryID    record.ID // the last number that a dry run gave

	chunk   record.Command
	values  int            // of the chunk, and last seen ones
	ranks   []int          // by number of a name: its place in the order of names
	listed  []int          // the names of the fingerprints unpacked last, as they came
	order   []int          // … their places in the order of names
	hashes  []uint64       // … and their values
	room    []record.Print // for the fingerprints of this chunk
	un      unpacker
	work    chan piece
	done    chan error
	spare   chan fieldRoom // of chunks that are written
	line    *record.Line
	sent    []sent // to the log and not answered yet
	written int64
	refused map[record.ID]record.Draft // by record, the first of its changes that was refused
	lost    int64                      // changes that were refused
}

// write writes every planned change. With DryRun it only counts them.
func (w *writer) write(ctx context.Context) error {
	if w.changes.count == 0 && len(w.absent)+len(w.stating.rows) == 0 {
		return nil
	}
	w.ranks, w.un = w.names.ranks(), unpacker{names: w.names}
	if !w.o.DryRun {
		w.start(ctx)
	}
	err := w.changes.each(func(key sortKey, data []byte) error { return w.item(ctx, key, data) })
	if err == nil {
		err = w.deleteAbsent(ctx)
	}
	if err == nil {
		err = w.state(ctx)
	}
	if w.o.DryRun {
		return err
	}
	if ended := w.wait(); err == nil || errors.Is(err, errWriter) {
		err = ended
	}
	if err == nil {
		err = w.recount(ctx)
	}
	return err
}

// piece is a chunk with the room of its values.
type piece struct {
	cmd  record.Command
	room fieldRoom
}

// sent is a chunk that was sent to the log.
type sent struct {
	piece
	wait func() (record.Done, error)
}

var errWriter = errors.New("the writer has stopped")

// start runs the writer beside the decoding of what comes next.
func (w *writer) start(ctx context.Context) {
	w.work, w.done, w.spare = make(chan piece), make(chan error, 1), make(chan fieldRoom, 4)
	go func() {
		var failed error
		for p := range w.work {
			if failed == nil {
				failed = w.send(ctx, p)
			}
		}
		if failed == nil {
			failed = w.settle(ctx, 0)
		}
		for _, p := range w.sent { // after a failure; they may be written all the same, and are counted
			_, _ = p.wait()
		}
		w.done <- failed
	}()
}

func (w *writer) wait() error {
	close(w.work)
	return <-w.done
}

// send gives a chunk to the log, which works on it while the one before goes to the disk.
func (w *writer) send(ctx context.Context, p piece) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if w.line == nil {
		w.line = w.log.Line()
	}
	w.sent = append(w.sent, sent{p, w.line.Send(ctx, p.cmd)})
	return w.settle(ctx, 1)
}

// settle waits until at most so many chunks are on their way. After a refusal it waits for all of
// them: those behind were refused with it, and are written when it has been dealt with.
func (w *writer) settle(ctx context.Context, most int) error {
	for len(w.sent) > most {
		next := w.sent[0]
		w.sent = w.sent[1:]
		_, err := next.wait()
		if err == nil {
			w.wrote(len(next.cmd.Drafts))
			next.room.reset()
			select {
			case w.spare <- next.room:
			default:
			}
			continue
		}
		w.line, most = nil, 0
		if errors.Is(err, record.ErrBehind) {
			err = w.apply(ctx, next.cmd)
		} else {
			err = w.applyRest(ctx, next.cmd, err)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// apply writes one chunk. A chunk that is refused is written draft by draft, so that one
// change which the rules refuse does not take its neighbours with it.
func (w *writer) apply(ctx context.Context, cmd record.Command) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	_, err := w.log.Apply(ctx, cmd)
	if err == nil {
		w.wrote(len(cmd.Drafts))
		return nil
	}
	return w.applyRest(ctx, cmd, err)
}

// applyRest writes what can be written of a chunk that was refused.
func (w *writer) applyRest(ctx context.Context, cmd record.Command, err error) error {
	switch fault.KindOf(err) {
	case fault.Invalid, fault.Conflict, fault.Missing:
	default:
		return fmt.Errorf("write the import: %w", err)
	}
	if len(cmd.Drafts) <= 1 {
		w.refuse(cmd, err) // what was seen of it is not noted: the next import tries again
		return nil
	}
	first, second := halves(cmd)
	if err := w.apply(ctx, first); err != nil {
		return err
	}
	return w.apply(ctx, second)
}

// halves splits a command; what was seen of a record goes with its last draft.
func halves(cmd record.Command) (first, second record.Command) {
	half := len(cmd.Drafts) / 2
	first, second = cmd, cmd
	first.Drafts, second.Drafts = cmd.Drafts[:half], cmd.Drafts[half:]
	first.Seen, second.Seen = nil, nil
	later := map[record.ID]bool{}
	for i := range second.Drafts {
		later[second.Drafts[i].ID] = true
	}
	early := map[record.ID]bool{}
	for i := range first.Drafts {
		early[first.Drafts[i].ID] = true
	}
	for _, s := range cmd.Seen {
		if early[s.ID] && !later[s.ID] {
			first.Seen = append(first.Seen, s)
		} else {
			second.Seen = append(second.Seen, s)
		}
	}
	return first, second
}

func (w *writer) wrote(n int) {
	w.written += int64(n)
	w.progress(Writing, w.written, max(w.drafts+int64(len(w.absent)), w.written))
}

// item decodes the planned changes of one record and adds them to the chunk.
func (w *writer) item(ctx context.Context, key sortKey, data []byte) error {
	un := &w.un
	un.begin(data)
	o := ord(un.uint())
	for n := un.uint(); n > 0 && un.err == nil; n-- {
		if err := w.draft(ctx, o, key); err != nil {
			return err
		}
	}
	if n := un.uint(); n > 0 {
		w.values += int(min(n, 10_000)) //nolint:gosec // at most 10,000
		w.chunk.Seen = append(w.chunk.Seen, record.Seen{ID: w.reg.at(o).id, Fields: w.prints(un, min(n, 10_000))})
	}
	if un.err != nil {
		return un.err
	}
	return w.flushFull(ctx)
}

// draft decodes one change of a record.
func (w *writer) draft(ctx context.Context, o ord, key sortKey) error {
	un := &w.un
	d := record.Draft{Kind: record.ChangeKind(un.byte()), Flags: record.Import, Object: w.reg.objectOf(o).Name}
	d.EffectiveAt, d.KnownAt = timeOf(un.int()), timeOf(un.int())
	d.Flags |= record.Flag(un.byte())
	d.Fields = un.fields()
	if un.err != nil {
		return un.err
	}
	if d.Kind == record.Merge {
		d.ID, d.Into, d.Fields = w.target(o, &d), w.target(ord(d.Fields[0].Value.Ref()), &d), nil
	} else {
		w.identify(o, &d, key)
	}
	for i := range d.Fields {
		v := d.Fields[i].Value
		switch {
		case v.Kind() != record.Ref:
		case v.Ref() >= 0:
			d.Fields[i].Value = record.RefValue(w.target(ord(v.Ref()), &d))
		default: // a record that only the log names
			d.Fields[i].Value = record.RefValue(-v.Ref())
		}
	}
	w.chunk.Drafts = append(w.chunk.Drafts, d)
	w.values += len(d.Fields)
	w.report.Changes++
	return w.flushFull(ctx)
}

// flushFull sends the chunk on when it is full.
func (w *writer) flushFull(ctx context.Context) error {
	if len(w.chunk.Drafts) < chunkDrafts && len(w.chunk.Seen) < chunkDrafts && w.values < chunkValues {
		return nil
	}
	return w.flush(ctx)
}

// prints unpacks n fingerprints and brings them into the order of their fields. Most records have
// the same ones as the record before: then its order is theirs.
func (w *writer) prints(un *unpacker, n uint64) []record.Print {
	if len(w.room) < int(n) {
		w.room = make([]record.Print, max(4096, n))
	}
	prints := w.room[:n:n]
	w.room = w.room[n:]
	w.hashes = w.hashes[:0]
	same := len(w.listed) == int(n)
	for i := range int(n) {
		name := un.number()
		if same && w.listed[i] != name {
			same = false
		}
		if i < len(w.listed) {
			w.listed[i] = name
		} else {
			w.listed = append(w.listed, name)
		}
		w.hashes = append(w.hashes, un.uint())
	}
	if un.err != nil {
		return nil
	}
	if w.listed = w.listed[:n]; !same {
		w.order = w.order[:0]
		for i := range w.listed {
			w.order = append(w.order, i)
		}
		slices.SortFunc(w.order, func(x, y int) int { return cmp.Compare(w.ranks[w.listed[x]], w.ranks[w.listed[y]]) })
	}
	for i, from := range w.order {
		prints[i] = record.Print{Field: un.names.list[w.listed[from]], Value: w.hashes[from]}
	}
	return prints
}

// timeOf keeps a time from being 0, which the log takes for "now".
func timeOf(i int64) period.Instant {
	if i == 0 {
		return 1
	}
	return period.Instant(i)
}

// identify gives a draft its record's id, new or known.
func (w *writer) identify(o ord, d *record.Draft, key sortKey) {
	s := w.reg.at(o)
	if s.id == 0 {
		s.id = w.newID()
	}
	d.ID = s.id
	switch {
	case d.Kind != record.Create:
	case biased(int64(s.known)) < key[1]: // another referred to it before anything of it was known
		w.target(o, &record.Draft{EffectiveAt: s.first, KnownAt: s.known})
	case w.reg.objectOf(o).Imported.Structural && s.first < d.EffectiveAt:
		// it was in use before its row says that it was made
		w.target(o, d)
	}
	switch {
	case d.Kind == record.Create && (s.made || s.existed):
		d.Kind = record.Set // it exists already, as a stub
	case d.Kind == record.Create:
		s.made = true
		d.External = s.external
	}
}

// newID is an id for a record; on a dry run none is needed.
func (w *writer) newID() record.ID {
	if w.o.DryRun {
		w.dryID++
		return w.dryID
	}
	return w.log.NewID()
}

// target is the id of the record that a reference points to. One that is not in the log yet
// gets a stub first, from its earliest use on; its own row fills it later.
func (w *writer) target(o ord, by *record.Draft) record.ID {
	s := w.reg.at(o)
	if s.existed || s.made {
		return s.id
	}
	if s.id == 0 {
		s.id = w.newID()
	}
	s.made = true
	stub := record.Draft{
		Kind: record.Create, Object: w.reg.objectOf(o).Name, ID: s.id, External: s.external,
		EffectiveAt: timeOf(int64(min(s.first, by.EffectiveAt))), KnownAt: timeOf(int64(min(s.known, by.KnownAt))),
		Flags: record.Import | record.Stub,
	}
	if name := w.reg.names[o]; name != "" {
		if _, ok := w.reg.objectOf(o).Field("name"); ok {
			stub.Fields = []record.FieldValue{{Name: "name", Value: record.TextValue(name)}}
		}
	}
	if !s.row {
		w.counts[s.object].Stubbed++
	}
	w.chunk.Drafts = append(w.chunk.Drafts, stub)
	w.report.Changes++
	return s.id
}

// deleteAbsent deletes what a complete export does not hold any more.
func (w *writer) deleteAbsent(ctx context.Context) error {
	for _, gone := range w.absent {
		w.chunk.Drafts = append(w.chunk.Drafts, record.Draft{
			Kind: record.Delete, Object: w.reg.objects[gone.object].Name, ID: gone.id,
			EffectiveAt: w.now, KnownAt: w.now, Flags: record.Import,
		})
		w.chunk.Seen = append(w.chunk.Seen,
			record.Seen{ID: gone.id, Fields: []record.Print{{Field: seenDeleted, Value: wasAbsent}}})
		w.report.Changes++
		if len(w.chunk.Drafts) >= chunkDrafts {
			if err := w.flush(ctx); err != nil {
				return err
			}
		}
	}
	return nil
}

func (w *writer) flush(ctx context.Context) error {
	cmd := w.chunk
	w.chunk, w.values = record.Command{Drafts: make([]record.Draft, 0, len(cmd.Drafts)),
		Seen: make([]record.Seen, 0, len(cmd.Seen))}, 0
	if w.o.DryRun || len(cmd.Drafts)+len(cmd.Seen)+len(cmd.Stated) == 0 {
		w.un.room.reset()
		return nil
	}
	if len(cmd.Drafts)+len(cmd.Stated) > 0 && !w.begun {
		if err := w.begin(ctx); err != nil {
			return err
		}
	}
	cmd.Actor, cmd.Source, cmd.Cause, cmd.Jobs = w.actor, w.source, w.report.Seq, w.o.Jobs
	p := piece{cmd, w.un.room}
	select {
	case w.un.room = <-w.spare:
	default:
		w.un.room = fieldRoom{}
	}
	select {
	case w.work <- p:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// begin writes the import's own record, whose change is the cause of all others, and the
// custom fields that the rest needs.
func (w *writer) begin(ctx context.Context) error {
	w.begun = true
	if w.importID != 0 { // it goes on
		return w.addFields(ctx)
	}
	id := w.o.Entry
	if id == 0 {
		id = w.log.NewID()
	}
	fields := []record.FieldValue{
		{Name: "summary", Value: record.TextValue(w.summary())},
		{Name: "files", Value: record.TextValue(w.fileNames())},
		{Name: "state", Value: record.TextValue(stateRunning)},
		{Name: "started_at", Value: record.InstantValue(w.now)},
	}
	done, err := w.log.Apply(ctx, record.Command{Actor: w.actor, Source: w.source, Jobs: w.o.Jobs,
		Drafts: []record.Draft{{
			Kind: record.Create, Object: sales.Import, ID: id, External: record.FormatID(sales.Import, id),
			Flags: record.Import, Fields: fields,
		}}})
	if err != nil {
		return fmt.Errorf("begin the import: %w", err)
	}
	w.entered(id, done[0].First)
	return w.addFields(ctx)
}

// addFields adds the custom fields that the log does not have.
func (w *writer) addFields(ctx context.Context) error {
	drafts := make([]record.Draft, len(w.custom))
	for i, c := range w.custom {
		drafts[i] = record.Draft{Kind: record.Create, Object: record.FieldObject, Flags: record.Import,
			Fields: []record.FieldValue{
				{Name: "object", Value: record.TextValue(c.object)},
				{Name: "name", Value: record.TextValue(c.name)},
				{Name: "kind", Value: record.TextValue(c.kind.String())},
				{Name: "label", Value: record.TextValue(c.label)},
				{Name: "personal", Value: record.BoolValue(c.personal)},
			}}
	}
	// Fields have no cause: an undo of the import takes the values back and leaves the empty
	// field, because a name that was retired can never be given again.
	if len(drafts) > 0 {
		if _, err := w.log.Apply(ctx, record.Command{Actor: w.actor, Source: w.source, Jobs: w.o.Jobs,
			Drafts: drafts}); err != nil {
			return fmt.Errorf("add the custom fields: %w", err)
		}
	}
	return nil
}

// finish closes the import's record; also after an interruption, so ctx may have ended.
func (w *writer) finish(ctx context.Context, state string, ended error) error {
	if w.importID == 0 {
		return nil
	}
	last := record.Command{Actor: w.actor, Source: w.source, Cause: w.report.Seq,
		Drafts: []record.Draft{{
			Kind: record.Set, Object: sales.Import, ID: w.importID, Flags: record.Import, Fields: []record.FieldValue{
				{Name: "state", Value: record.TextValue(state)},
				{Name: "summary", Value: record.TextValue(w.summary())},
				{Name: "report", Value: record.TextValue(w.reportText())},
				{Name: "finished_at", Value: record.InstantValue(w.clock())},
			},
		}}}
	if w.o.Close != nil {
		return w.o.Close(ctx, last, w.report, ended)
	}
	if _, err := w.log.Apply(ctx, last); err != nil {
		return fmt.Errorf("close the import: %w", err)
	}
	return nil
}

// summary names the layouts and the source.
func (w *writer) summary() string {
	var names []string
	for _, f := range w.files {
		names = append(names, f.layout.Name)
	}
	slices.Sort(names)
	names = slices.Compact(names)
	return fmt.Sprintf("%s from %s", strings.Join(names, ", "), w.source)
}
