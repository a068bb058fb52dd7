package connectors

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"salesops/internal/fault"
	"salesops/internal/period"
	"salesops/record"
	"salesops/sales"
)

// chunkDrafts bounds a command, so that somebody's edit never waits long behind an import.
const chunkDrafts, chunkValues = 4_000, 100_000

// emitter writes sorted changes into the log, a chunk at a time; while one is written the
// next is put together.
type emitter struct {
	*importer
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

// emit writes every planned change. With DryRun it only counts them.
func (m *importer) emit(ctx context.Context) error {
	if m.changes.count == 0 && len(m.absent)+len(m.stating.rows) == 0 {
		return nil
	}
	e := &emitter{importer: m, ranks: m.names.ranks(), un: unpacker{names: m.names}}
	if !m.o.DryRun {
		e.start(ctx)
	}
	err := m.changes.each(func(key sortKey, data []byte) error { return e.item(ctx, key, data) })
	if err == nil {
		err = e.deleteAbsent(ctx)
	}
	if err == nil {
		err = e.state(ctx)
	}
	if m.o.DryRun {
		return err
	}
	if ended := e.wait(); err == nil || errors.Is(err, errWriter) {
		err = ended
	}
	if err == nil {
		err = e.recount(ctx)
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
func (e *emitter) start(ctx context.Context) {
	e.work, e.done, e.spare = make(chan piece), make(chan error, 1), make(chan fieldRoom, 4)
	go func() {
		var failed error
		for p := range e.work {
			if failed == nil {
				failed = e.send(ctx, p)
			}
		}
		if failed == nil {
			failed = e.settle(ctx, 0)
		}
		for _, p := range e.sent { // after a failure; they may be written all the same, and are counted
			_, _ = p.wait()
		}
		e.done <- failed
	}()
}

func (e *emitter) wait() error {
	close(e.work)
	return <-e.done
}

// send gives a chunk to the log, which works on it while the one before goes to the disk.
func (e *emitter) send(ctx context.Context, p piece) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if e.line == nil {
		e.line = e.log.Line()
	}
	e.sent = append(e.sent, sent{p, e.line.Send(ctx, p.cmd)})
	return e.settle(ctx, 1)
}

// settle waits until at most so many chunks are on their way. After a refusal it waits for all of
// them: those behind were refused with it, and are written when it has been dealt with.
func (e *emitter) settle(ctx context.Context, most int) error {
	for len(e.sent) > most {
		next := e.sent[0]
		e.sent = e.sent[1:]
		_, err := next.wait()
		if err == nil {
			e.wrote(len(next.cmd.Drafts))
			next.room.reset()
			select {
			case e.spare <- next.room:
			default:
			}
			continue
		}
		e.line, most = nil, 0
		if errors.Is(err, record.ErrBehind) {
			err = e.apply(ctx, next.cmd)
		} else {
			err = e.applyRest(ctx, next.cmd, err)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// apply writes one chunk. A chunk that is refused is written draft by draft, so that one
// change which the rules refuse does not take its neighbours with it.
func (e *emitter) apply(ctx context.Context, cmd record.Command) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	_, err := e.log.Apply(ctx, cmd)
	if err == nil {
		e.wrote(len(cmd.Drafts))
		return nil
	}
	return e.applyRest(ctx, cmd, err)
}

// applyRest writes what can be written of a chunk that was refused.
func (e *emitter) applyRest(ctx context.Context, cmd record.Command, err error) error {
	switch fault.KindOf(err) {
	case fault.Invalid, fault.Conflict, fault.Missing:
	default:
		return fmt.Errorf("write the import: %w", err)
	}
	if len(cmd.Drafts) <= 1 {
		e.refuse(cmd, err) // what was seen of it is not noted: the next import tries again
		return nil
	}
	first, second := halves(cmd)
	if err := e.apply(ctx, first); err != nil {
		return err
	}
	return e.apply(ctx, second)
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

func (e *emitter) wrote(n int) {
	e.written += int64(n)
	e.progress(Writing, e.written, max(e.changes.count, e.written))
}

// item decodes the planned changes of one record and adds them to the chunk.
func (e *emitter) item(ctx context.Context, key sortKey, data []byte) error {
	un := &e.un
	un.begin(data)
	o := ord(un.uint())
	for n := un.uint(); n > 0 && un.err == nil; n-- {
		if err := e.draft(ctx, o, key); err != nil {
			return err
		}
	}
	if n := un.uint(); n > 0 {
		e.values += int(min(n, 10_000)) //nolint:gosec // at most 10,000
		e.chunk.Seen = append(e.chunk.Seen, record.Seen{ID: e.reg.at(o).id, Fields: e.prints(un, min(n, 10_000))})
	}
	if un.err != nil {
		return un.err
	}
	return e.flushFull(ctx)
}

// draft decodes one change of a record.
func (e *emitter) draft(ctx context.Context, o ord, key sortKey) error {
	un := &e.un
	d := record.Draft{Kind: record.ChangeKind(un.byte()), Flags: record.Import, Object: e.reg.objectOf(o).Name}
	d.EffectiveAt, d.KnownAt = timeOf(un.int()), timeOf(un.int())
	d.Flags |= record.Flag(un.byte())
	d.Fields = un.fields()
	if un.err != nil {
		return un.err
	}
	if d.Kind == record.Merge {
		d.ID, d.Into, d.Fields = e.target(o, &d), e.target(ord(d.Fields[0].Value.Ref()), &d), nil
	} else {
		e.identify(o, &d, key)
	}
	for i := range d.Fields {
		v := d.Fields[i].Value
		switch {
		case v.Kind() != record.Ref:
		case v.Ref() >= 0:
			d.Fields[i].Value = record.RefValue(e.target(ord(v.Ref()), &d))
		default: // a record that only the log names
			d.Fields[i].Value = record.RefValue(-v.Ref())
		}
	}
	e.chunk.Drafts = append(e.chunk.Drafts, d)
	e.values += len(d.Fields)
	e.report.Changes++
	return e.flushFull(ctx)
}

// flushFull sends the chunk on when it is full.
func (e *emitter) flushFull(ctx context.Context) error {
	if len(e.chunk.Drafts) < chunkDrafts && len(e.chunk.Seen) < chunkDrafts && e.values < chunkValues {
		return nil
	}
	return e.flush(ctx)
}

// prints unpacks n fingerprints and brings them into the order of their fields. Most records have
// the same ones as the record before: then its order is theirs.
func (e *emitter) prints(un *unpacker, n uint64) []record.Print {
	if len(e.room) < int(n) {
		e.room = make([]record.Print, max(4096, n))
	}
	prints := e.room[:n:n]
	e.room = e.room[n:]
	e.hashes = e.hashes[:0]
	same := len(e.listed) == int(n)
	for i := range int(n) {
		name := un.number()
		if same && e.listed[i] != name {
			same = false
		}
		if i < len(e.listed) {
			e.listed[i] = name
		} else {
			e.listed = append(e.listed, name)
		}
		e.hashes = append(e.hashes, un.uint())
	}
	if un.err != nil {
		return nil
	}
	if e.listed = e.listed[:n]; !same {
		e.order = e.order[:0]
		for i := range e.listed {
			e.order = append(e.order, i)
		}
		slices.SortFunc(e.order, func(x, y int) int { return cmp.Compare(e.ranks[e.listed[x]], e.ranks[e.listed[y]]) })
	}
	for i, from := range e.order {
		prints[i] = record.Print{Field: un.names.list[e.listed[from]], Value: e.hashes[from]}
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
func (e *emitter) identify(o ord, d *record.Draft, key sortKey) {
	s := e.reg.at(o)
	if s.id == 0 {
		s.id = e.newID()
	}
	d.ID = s.id
	switch {
	case d.Kind != record.Create:
	case biased(int64(s.known)) < key[1]: // another referred to it before anything of it was known
		e.target(o, &record.Draft{EffectiveAt: s.first, KnownAt: s.known})
	case structural[d.Object] && s.first < d.EffectiveAt: // it was in use before its row says that it was made
		e.target(o, d)
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
func (m *importer) newID() record.ID {
	if m.o.DryRun {
		m.dryID++
		return m.dryID
	}
	return m.log.NewID()
}

// target is the id of the record that a reference points to. One that is not in the log yet
// gets a stub first, from its earliest use on; its own row fills it later.
func (e *emitter) target(o ord, by *record.Draft) record.ID {
	s := e.reg.at(o)
	if s.existed || s.made {
		return s.id
	}
	if s.id == 0 {
		s.id = e.newID()
	}
	s.made = true
	stub := record.Draft{
		Kind: record.Create, Object: e.reg.objectOf(o).Name, ID: s.id, External: s.external,
		EffectiveAt: timeOf(int64(min(s.first, by.EffectiveAt))), KnownAt: timeOf(int64(min(s.known, by.KnownAt))),
		Flags: record.Import | record.Stub,
	}
	if name := e.reg.names[o]; name != "" {
		if _, ok := e.reg.objectOf(o).Field("name"); ok {
			stub.Fields = []record.FieldValue{{Name: "name", Value: record.TextValue(name)}}
		}
	}
	if !s.row {
		e.counts[s.object].Stubbed++
	}
	e.chunk.Drafts = append(e.chunk.Drafts, stub)
	e.report.Changes++
	return s.id
}

// deleteAbsent deletes what a complete export does not hold any more.
func (e *emitter) deleteAbsent(ctx context.Context) error {
	for _, gone := range e.absent {
		e.chunk.Drafts = append(e.chunk.Drafts, record.Draft{
			Kind: record.Delete, Object: e.reg.objects[gone.object].Name, ID: gone.id,
			EffectiveAt: e.now, KnownAt: e.now, Flags: record.Import,
		})
		e.chunk.Seen = append(e.chunk.Seen,
			record.Seen{ID: gone.id, Fields: []record.Print{{Field: seenDeleted, Value: wasAbsent}}})
		e.report.Changes++
		if len(e.chunk.Drafts) >= chunkDrafts {
			if err := e.flush(ctx); err != nil {
				return err
			}
		}
	}
	return nil
}

func (e *emitter) flush(ctx context.Context) error {
	cmd := e.chunk
	e.chunk, e.values = record.Command{Drafts: make([]record.Draft, 0, len(cmd.Drafts)),
		Seen: make([]record.Seen, 0, len(cmd.Seen))}, 0
	if e.o.DryRun || len(cmd.Drafts)+len(cmd.Seen)+len(cmd.Stated) == 0 {
		e.un.room.reset()
		return nil
	}
	if len(cmd.Drafts)+len(cmd.Stated) > 0 && e.importID == 0 {
		if err := e.begin(ctx); err != nil {
			return err
		}
	}
	cmd.Actor, cmd.Source, cmd.Cause = e.actor, e.source, e.report.Seq
	p := piece{cmd, e.un.room}
	select {
	case e.un.room = <-e.spare:
	default:
		e.un.room = fieldRoom{}
	}
	select {
	case e.work <- p:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// begin writes the import's own record, whose change is the cause of all others, and the
// custom fields that the rest needs.
func (m *importer) begin(ctx context.Context) error {
	id := m.log.NewID()
	fields := []record.FieldValue{
		{Name: "summary", Value: record.TextValue(m.summary())},
		{Name: "files", Value: record.TextValue(m.fileNames())},
		{Name: "state", Value: record.TextValue("running")},
		{Name: "started_at", Value: record.InstantValue(m.now)},
	}
	done, err := m.log.Apply(ctx, record.Command{Actor: m.actor, Source: m.source, Drafts: []record.Draft{{
		Kind: record.Create, Object: sales.Import, ID: id, External: record.FormatID(sales.Import, id),
		Flags: record.Import, Fields: fields,
	}}})
	if err != nil {
		return fmt.Errorf("begin the import: %w", err)
	}
	m.importID = id
	m.report.Batch, m.report.Seq = record.FormatID(sales.Import, id), done[0].First
	drafts := make([]record.Draft, len(m.custom))
	for i, c := range m.custom {
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
		if _, err := m.log.Apply(ctx, record.Command{Actor: m.actor, Source: m.source, Drafts: drafts}); err != nil {
			return fmt.Errorf("add the custom fields: %w", err)
		}
	}
	return nil
}

// finish closes the import's record; also after an interruption, so ctx may have ended.
func (m *importer) finish(ctx context.Context, state string) error {
	if m.importID == 0 {
		return nil
	}
	_, err := m.log.Apply(ctx, record.Command{Actor: m.actor, Source: m.source, Cause: m.report.Seq,
		Drafts: []record.Draft{{
			Kind: record.Set, Object: sales.Import, ID: m.importID, Flags: record.Import, Fields: []record.FieldValue{
				{Name: "state", Value: record.TextValue(state)},
				{Name: "summary", Value: record.TextValue(m.summary())},
				{Name: "report", Value: record.TextValue(m.reportText())},
				{Name: "finished_at", Value: record.InstantValue(m.clock())},
			},
		}}})
	if err != nil {
		return fmt.Errorf("close the import: %w", err)
	}
	return nil
}
