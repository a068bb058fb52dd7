package record

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"salesops/internal/period"
)

// transaction is a batch that is being assembled. Commands are staged one after the other, and each
// sees the effects of those before. A refused command is rolled back to its savepoint.
type transaction struct {
	log    *Log
	below  *transaction   // the batch that is being made durable at the same time; nil when there is none
	now    period.Instant // of the changes; see Log.Now
	wall   period.Instant // what the clock says; see Log.Clock
	schema *Schema
	seq    Seq
	hash   [32]byte
	batch  Batch

	held    map[ID]*held
	bound   bindingBook
	seen    map[seenKey][]byte // encoded fingerprints; nil data means to remove them
	aliases map[ID]ID          // changed aliases; 0 removes one
	causes  map[Seq]Cause
	jobs    map[ID]JobRow
	arena   []byte // memory for the bytes of the batch
	*workroom
	packing bool       // the running command is vast: encode records that it has finished with
	touched map[ID]Seq // records that the running command changed → their latest change before it
}

// workroom holds buffers of the writer goroutine that are reused from command to command.
type workroom struct {
	scratch []byte
	back    savepoint    // of the running command
	fields  []FieldValue // fields of the draft being staged
	facts   []fact       // facts of the draft being staged
	ids     []ID         // ids that some drafts name
}

// mostReady is the largest number of drafts for which buffers are kept or allocated in advance.
const mostReady = 8192

// tidy releases what the batch just staged has left in the buffers.
func (w *workroom) tidy() {
	w.back.clear()
	if cap(w.back.records) > 2*mostReady {
		w.back = savepoint{}
	}
}

// held is a record as the transaction sees it.
type held struct {
	row   StateRow // its Seq is 0 when the id is unknown
	state *state   // nil until it is needed
	dirty bool
	one   bool // after packing: the record has a single change
}

// pack replaces a record's state by its encoding, which takes a fraction of the memory. A vast
// command would otherwise hold the states of all its records.
func (h *held) pack() {
	if h.state == nil {
		return
	}
	if h.dirty || h.row.Data == nil {
		h.row.Data = appendState(nil, h.state)
	}
	h.one = h.state.first == h.state.seq
	h.state = nil
}

type seenKey struct {
	source string
	id     ID
}

// begin starts a transaction on top of the log and of the batch in flight, if there is one. The
// batch in flight must not change any more.
func (l *Log) begin(flying *flight, drafts int) *transaction {
	drafts = min(drafts, mostReady)
	wall := l.clock()
	now := max(period.Instant(l.latest.Load()), wall) // as Now
	l.latest.Store(int64(now))                        // stored only here, by the writer goroutine
	t := &transaction{
		log: l, now: now, wall: wall, schema: l.schema.Load(), seq: Seq(l.head.Load()), hash: l.hash,
		held: make(map[ID]*held, drafts), seen: map[seenKey][]byte{}, aliases: map[ID]ID{}, causes: map[Seq]Cause{},
		touched: make(map[ID]Seq, drafts), workroom: &l.workroom,
	}
	t.batch.Time, t.batch.Rows = now, make([]Row, 0, drafts)
	if flying != nil {
		t.below, t.seq, t.hash = flying.transaction, flying.seq, flying.hash
	}
	return t
}

func (t *transaction) empty() bool {
	b := &t.batch
	return len(b.Audited)+len(b.Rows)+len(b.States)+len(b.Bind)+len(b.Unbind)+len(b.Seen)+len(b.Stated)+
		len(b.Aliases)+len(b.Erase)+len(b.Jobs) == 0 && b.ForgetJobs == 0
}

// prefetch reads what the commands of a group name, in a few large queries instead of many small
// ones.
func (t *transaction) prefetch(ctx context.Context, group []*request) error {
	unknown := pendingLookups{}
	for _, r := range group {
		for i := range r.cmd.Drafts {
			d := &r.cmd.Drafts[i]
			if o, ok := t.schema.Object(d.Object); ok && d.External != "" {
				if err := t.queueLookup(ctx, bindingKey{r.cmd.Source, o.Code, d.External}, unknown); err != nil {
					return err
				}
			}
		}
	}
	if err := t.lookup(ctx, unknown); err != nil {
		return err
	}
	for _, r := range group {
		if t.log.vast <= len(r.cmd.Drafts) {
			continue // read in steps; see pack
		}
		if err := t.loadFor(ctx, r.cmd, r.cmd.Drafts); err != nil {
			return err
		}
	}
	return nil
}

// loadFor loads the states of the records that some drafts of a command name.
func (t *transaction) loadFor(ctx context.Context, cmd *Command, drafts []Draft) error {
	ids := t.ids[:0]
	add := func(id ID) {
		if id > 0 {
			ids = append(ids, id)
			if into := t.resolve(id); into != id {
				ids = append(ids, into)
			}
		}
	}
	for i := range drafts {
		d := &drafts[i]
		add(d.ID)
		add(d.Into)
		if o, ok := t.schema.Object(d.Object); ok && d.External != "" {
			add(t.bound.boundID(bindingKey{cmd.Source, o.Code, d.External}))
		}
		for _, f := range d.Fields {
			if f.Value.kind == Ref && (len(ids) == 0 || ids[len(ids)-1] != f.Value.Ref()) {
				if _, known := t.log.kinds[f.Value.Ref()]; !known {
					add(f.Value.Ref())
				}
			}
		}
	}
	slices.Sort(ids)
	t.ids = ids
	return t.load(ctx, slices.Compact(ids))
}

// load reads the states that are not held yet. Unknown ids are held with an empty row.
func (t *transaction) load(ctx context.Context, ids []ID) error {
	ids = slices.DeleteFunc(ids, func(id ID) bool {
		if below := t.below.record(id); below != nil && t.held[id] == nil {
			known := *below
			known.dirty = false
			t.held[id] = &known
		}
		if recent := t.log.recent.get(id); recent != nil && t.held[id] == nil {
			known := *recent // safe to share: a state is copied before it is changed
			t.held[id] = &known
		}
		if id > t.log.maxID && t.held[id] == nil {
			t.held[id] = &held{}
		}
		return id <= 0 || t.held[id] != nil
	})
	if len(ids) == 0 {
		return nil
	}
	rows, err := t.log.store.States(ctx, ids)
	if err != nil {
		return fmt.Errorf("read states: %w", err)
	}
	var single []StateRow
	for _, id := range ids {
		row := rows[id]
		t.held[id] = &held{row: row}
		if row.Seq != 0 && row.Data == nil {
			single = append(single, row)
		}
	}
	states, err := t.log.statesOfOne(ctx, t.schema, single)
	if err != nil {
		return err
	}
	for id, s := range states {
		t.held[id].state = s
	}
	return nil
}

// record returns what a transaction holds of a record; nil when it holds nothing. t may be nil.
func (t *transaction) record(id ID) *held {
	if t == nil {
		return nil
	}
	return t.held[id]
}

// stagedSeen returns fingerprints that are staged but not written.
func (t *transaction) stagedSeen(k seenKey) (data []byte, staged bool) {
	if data, staged = t.seen[k]; !staged && t.below != nil {
		data, staged = t.below.seen[k]
	}
	return data, staged
}

// find returns a record's latest state for reading; nil for an unknown id.
func (t *transaction) find(ctx context.Context, id ID) (*state, error) {
	h := t.held[id]
	if h == nil {
		if err := t.load(ctx, []ID{id}); err != nil {
			return nil, err
		}
		if h = t.held[id]; h == nil {
			return nil, nil // no record can have this id
		}
	}
	if h.state == nil && h.row.Seq != 0 {
		s, err := readState(h.row)
		if err != nil {
			return nil, fmt.Errorf("record %d: %w: run verify", id, err)
		}
		h.state = s
	}
	return h.state, nil
}

// known reports whether a record with this id exists.
func (t *transaction) known(ctx context.Context, id ID) (bool, error) {
	if t.held[id] == nil {
		if err := t.load(ctx, []ID{id}); err != nil {
			return false, err
		}
	}
	h := t.held[id]
	return h != nil && h.row.Seq != 0, nil
}

// change returns a record's state for writing, and creates it for a new id. The savepoint keeps the
// state before.
func (t *transaction) change(ctx context.Context, id ID, facts []fact) (*held, error) {
	s, err := t.find(ctx, id)
	if err != nil {
		return nil, err
	}
	h := t.held[id]
	if _, done := t.touched[id]; !done {
		was := *h
		if t.packing {
			was.pack()
		}
		if s != nil {
			h.state = s.clone(facts)
			t.touched[id] = s.seq
		} else {
			t.touched[id] = 0
		}
		t.back.records = append(t.back.records, heldBefore{h, was})
	}
	if h.state == nil {
		h.state = &state{}
	}
	h.dirty = true
	return h, nil
}

// alias sets an alias; into 0 removes it.
func (t *transaction) alias(id, into ID) {
	before, had := t.aliases[id]
	t.aliases[id] = into
	t.back.others = append(t.back.others, func() {
		if had {
			t.aliases[id] = before
		} else {
			delete(t.aliases, id)
		}
	})
}

// resolve follows merges, including those of this transaction.
func (t *transaction) resolve(id ID) ID {
	for {
		into, changed := t.aliases[id]
		if !changed {
			into = (*t.log.aliases.Load())[id]
		}
		if into == 0 {
			return id
		}
		id = into
	}
}

// finish fills the lists of the batch, sorted by key so that the engine inserts in order.
func (t *transaction) finish() error {
	b := &t.batch
	b.States = make([]StateRow, 0, len(t.held))
	for id, h := range t.held {
		if !h.dirty {
			continue
		}
		row := StateRow{ID: id, Object: h.row.Object, Seq: h.row.Seq}
		switch {
		case h.state == nil && !h.one:
			row.Data = h.row.Data
		case h.state != nil && h.state.first != h.state.seq:
			t.scratch = appendState(t.scratch[:0], h.state)
			row.Data = append(t.space(len(t.scratch)), t.scratch...)
		}
		h.row = row
		b.States = append(b.States, row)
	}
	slices.SortFunc(b.States, func(x, y StateRow) int { return cmp.Compare(x.ID, y.ID) })
	t.bound.finish(b)
	slices.SortFunc(b.Bind, compareBindings)
	b.Seen = make([]SeenRow, 0, len(t.seen))
	for k, data := range t.seen {
		b.Seen = append(b.Seen, SeenRow{k.source, k.id, data})
	}
	slices.SortFunc(b.Seen, func(x, y SeenRow) int { return cmp.Compare(x.ID, y.ID) })
	for id, into := range t.aliases {
		b.Aliases = append(b.Aliases, Alias{id, into})
	}
	for _, c := range t.causes {
		b.Causes = append(b.Causes, c)
	}
	b.Jobs = t.jobRows()
	return nil
}
