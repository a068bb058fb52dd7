package record

import (
	"context"
	"crypto/rand"
	"fmt"
	"math"
	"slices"

	"salesops/internal/fault"
	"salesops/internal/period"
	"salesops/internal/reason"
)

// command stages one command. When the command is refused, r.err is the reason and the transaction
// is as before.
func (t *transaction) command(ctx context.Context, r *request) {
	t.back.clear()
	clear(t.touched)
	rows, erase, audited, seq, hash, schema := len(t.batch.Rows), len(t.batch.Erase), len(
		t.batch.Audited), t.seq, t.hash, t.schema
	r.done, r.err = t.stage(ctx, r)
	if r.err == nil {
		return
	}
	t.rollBack()
	t.batch.Rows, t.batch.Erase, t.batch.Audited = t.batch.Rows[:rows], t.batch.Erase[:erase], t.batch.Audited[:audited]
	t.seq, t.hash, t.schema = seq, hash, schema
}

// staging is the state of one command while it is staged.
type staging struct {
	*transaction
	cmd *Command
	// object codes of the records that the command will create, so that a draft can refer to a
	// record created later in it
	creates map[ID]uint16
	fields  extension // the schema with the custom fields that the command adds
}

func (t *transaction) stage(ctx context.Context, r *request) (Done, error) {
	if err := r.gone(); err != nil {
		return Done{}, err
	}
	if r.after != nil && r.after.err != nil {
		return Done{}, ErrBehind
	}
	s := &staging{transaction: t, cmd: r.cmd, creates: map[ID]uint16{}}
	if err := s.checkCommand(); err != nil {
		return Done{}, err
	}
	if s.cmd.Allow != nil {
		if err := s.cmd.Allow(ctx, view{s}, s.cmd.Drafts); err != nil {
			return Done{}, err
		}
	}
	for i := range s.cmd.Drafts {
		if d := &s.cmd.Drafts[i]; d.Kind == Create && d.ID > 0 {
			if o, ok := t.schema.Object(d.Object); ok {
				s.creates[d.ID] = o.Code
			}
		}
	}
	if err := s.readAhead(ctx); err != nil {
		return Done{}, err
	}
	first := t.seq + 1
	done := Done{IDs: make([]ID, len(s.cmd.Drafts))}
	// The states of all records of a vast command would fill the memory.
	t.packing = t.log.vast <= len(s.cmd.Drafts)
	defer func() { t.packing = false }()
	step := min(t.log.vast, recordsAtOnce)
	for i := range s.cmd.Drafts {
		if t.packing && i%step == 0 {
			if err := s.pack(ctx, i, step); err != nil {
				return Done{}, err
			}
		}
		id, err := s.draft(ctx, s.cmd.Drafts[i])
		if err != nil {
			return Done{}, err
		}
		done.IDs[i] = id
	}
	if err := s.stageSeen(ctx); err != nil {
		return Done{}, err
	}
	if err := s.stageStated(); err != nil {
		return Done{}, err
	}
	if s.cmd.Jobs != nil {
		if err := s.cmd.Jobs(&JobBook{ctx, t}); err != nil {
			return Done{}, err
		}
	}
	if t.seq >= first {
		done.First, done.Last = first, t.seq
		if cause := s.cmd.Cause; cause != 0 {
			c, had := t.causes[cause]
			if !had {
				c = Cause{cause, first, 0}
			}
			c.Last = t.seq
			t.causes[cause] = c
		}
	}
	return done, nil
}

// pack encodes the records of the last step drafts of a vast command, and loads those that the next
// step drafts name.
func (s *staging) pack(ctx context.Context, from, step int) error {
	drafts := s.cmd.Drafts
	for _, d := range drafts[max(0, from-step):from] {
		for _, id := range [...]ID{d.ID, s.resolve(d.ID)} {
			if h := s.held[id]; h != nil {
				h.pack()
			}
		}
	}
	return s.loadFor(ctx, s.cmd, drafts[from:min(from+step, len(drafts))])
}

// readAhead looks up, in a few large queries, the external ids that the command will release. An
// undo deletes many records in one command.
func (s *staging) readAhead(ctx context.Context) error {
	unknown := pendingLookups{}
	for _, keys := range s.cmd.frees {
		for _, key := range keys {
			if err := s.queueLookup(ctx, key, unknown); err != nil {
				return err
			}
		}
	}
	return s.lookup(ctx, unknown)
}

// draft stages one draft and returns its record's id.
func (s *staging) draft(ctx context.Context, d Draft) (ID, error) {
	o, ok := s.schema.Object(d.Object)
	if !ok {
		return 0, fault.Invalidf("there is no object %q", d.Object)
	}
	if o.Reserved && !s.cmd.Reserved {
		return 0, fault.Because(fault.Denied, reason.Of("object_reserved", "object", o.Name))
	}
	// Guards and the steps below change the fields, so they need a copy of the caller's.
	s.transaction.fields = append(s.transaction.fields[:0], d.Fields...)
	d.Fields = s.transaction.fields
	taken, err := s.identify(o, &d)
	if err != nil {
		return 0, err
	}
	if err := s.setTimes(&d); err != nil {
		return 0, err
	}
	now, err := s.find(ctx, d.ID)
	if err != nil {
		return 0, err
	}
	if err := s.checkKind(ctx, o, &d, now); err != nil {
		return 0, err
	}
	if d.Kind == nothing {
		return d.ID, nil // the draft would change nothing
	}
	for _, guard := range s.log.guards {
		if err := guard(ctx, view{s}, &d); err != nil {
			return 0, err
		}
	}
	if o.Name == FieldObject {
		if err := s.completeField(&d, now); err != nil {
			return 0, err
		}
	}
	facts, err := s.facts(ctx, o, &d, now)
	if err != nil {
		return 0, err
	}
	binds := d.External != "" && taken == 0
	if d.Kind == Set && len(facts) == 0 && !binds && !mattersWithoutFacts(now, &d) {
		return d.ID, nil // the record has these values already
	}
	e := &entry{code: o.Code, facts: facts, Change: Change{
		KnownAt: d.KnownAt, EffectiveAt: d.EffectiveAt, Actor: s.cmd.Actor, Source: s.cmd.Source, Kind: d.Kind,
		Flags: d.Flags, ID: d.ID, Into: d.Into, Cause: s.cmd.Cause,
	}}
	if binds {
		e.External = d.External
		s.bind(bindingKey{s.cmd.Source, o.Code, d.External}, d.ID)
	}
	return d.ID, s.append(ctx, o, e)
}

// mattersWithoutFacts reports whether a Set that changes no field must be written nevertheless.
// That is so when it makes a stub real (the source's own row arrived), when an undo makes the
// record a stub again or marks itself as done, or when an import shows that the record existed
// earlier.
func mattersWithoutFacts(now *state, d *Draft) bool {
	stub := d.Flags&Stub != 0
	if d.Flags&Undo != 0 && len(d.Fields) == 0 {
		return true
	}
	if d.Flags&Import != 0 && d.Flags&Undo == 0 && d.EffectiveAt < now.since {
		return true
	}
	return now.stub && !stub && d.Flags&(Import|Undo) != 0 || !now.stub && stub && d.Flags&Undo != 0
}

// identify finds or creates the draft's id. It returns the record that the draft's external id is
// bound to; 0 for none.
func (s *staging) identify(o *Object, d *Draft) (bound ID, err error) {
	if d.External != "" {
		key := bindingKey{s.cmd.Source, o.Code, d.External}
		bound = s.bound.boundID(key) // known, because prefetch looked it up
		if d.ID == 0 {
			d.ID = bound
		} else if bound != 0 && s.resolve(bound) != s.resolve(d.ID) {
			return 0, fault.Conflictf("the id %q of source %q is already bound to %s", d.External, s.cmd.Source,
				FormatID(o.Name, bound))
		}
	}
	switch {
	case d.ID < 0:
		return 0, fault.Invalidf("%d is not a record's id", d.ID)
	case d.ID == 0 && d.Kind == Create:
		d.ID = s.log.ids.Next()
	case d.ID == 0:
		return 0, fault.Missingf("the change names no %s", o.Name)
	case d.Kind == Unmerge, d.Kind == Restore, d.Kind == Delete, d.Kind == Forget:
		// These concern the record itself: when a source deletes a merged record, the record it was
		// merged into stays.
	default:
		d.ID = s.resolve(d.ID)
	}
	return bound, nil
}

func (s *staging) setTimes(d *Draft) error {
	if d.EffectiveAt == 0 {
		d.EffectiveAt = s.now
	}
	if d.KnownAt == 0 || d.KnownAt > s.now {
		d.KnownAt = s.now
	}
	if d.EffectiveAt < period.Beginning || d.EffectiveAt > period.Forever || d.KnownAt < period.Beginning {
		return fault.Invalidf("a change must lie between the years 1 and 9999")
	}
	return nil
}

// append adds the entry to the chain and applies it to its record's state.
func (s *staging) append(ctx context.Context, o *Object, e *entry) error {
	h, err := s.change(ctx, e.ID, e.facts)
	if err != nil {
		return err
	}
	if err := s.applySideEffects(ctx, o, e, h.state); err != nil {
		return err
	}
	s.transaction.append(e)
	if o.Audited || e.Kind == Forget {
		s.batch.Audited = append(s.batch.Audited, e.Seq)
	}
	h.state.put(o, e)
	h.row.Seq, h.row.Object = e.Seq, e.code
	if o.Name == FieldObject {
		return s.extend(h.state)
	}
	return nil
}

// append encodes the entry as the next row.
func (t *transaction) append(e *entry) {
	t.seq++
	e.Seq = t.seq
	if h := t.held[e.ID]; h != nil && h.state != nil {
		e.Prev = h.state.seq
	}
	for i := range e.facts {
		if e.facts[i].committed != nil {
			var salt [saltSize]byte
			// Read never returns an error; it ends the program when there is no randomness
			_, _ = rand.Read(salt[:])
			e.facts[i].commit(salt)
		}
	}
	t.scratch = appendEntry(t.scratch[:0], e)
	body := append(t.space(len(t.scratch)), t.scratch...)
	t.hash = chain(t.hash, body)
	t.batch.Rows = append(t.batch.Rows, Row{Seq: t.seq, Body: body, Hash: t.hash, Personal: appendPersonal(e.facts)})
}

// space returns an empty slice with room for n bytes that live as long as the batch.
func (t *transaction) space(n int) []byte {
	at := len(t.arena)
	if cap(t.arena)-at < n {
		t.arena, at = make([]byte, 0, max(64<<10, n)), 0
	}
	t.arena = t.arena[:at+n]
	return t.arena[at : at : at+n]
}

// applySideEffects does what a change causes apart from setting fields: aliases, erasures, released
// external ids.
func (s *staging) applySideEffects(ctx context.Context, o *Object, e *entry, now *state) error {
	switch e.Kind {
	case Merge:
		s.alias(e.ID, e.Into)
	case Unmerge:
		s.alias(e.ID, 0)
	case Forget:
		return s.erase(ctx, o, e, now)
	case Delete:
		if releases(e, now) {
			return s.release(ctx, now)
		}
	case Create, Set, Restore:
	}
	return nil
}

// releases reports whether a change releases its record's external ids; now is the state before the
// change. An undo marks such a deletion with the flag Stub. Logs of older programs do not have that
// mark: there, a deletion by an undo releases the ids when it overrides the creation.
func releases(e *entry, now *state) bool {
	return e.Kind == Delete && e.Flags&Undo != 0 &&
		(e.Flags&Stub != 0 || now.life == Create && stamp{e.EffectiveAt, e.KnownAt, math.MaxInt64}.beats(now.lived))
}

// release unbinds the external ids of a record whose creation is undone. When the source's row
// comes again, it makes a new record, which the undone import does not affect.
func (s *staging) release(ctx context.Context, now *state) error {
	keys, read := s.cmd.frees[now.id]
	if !read {
		chain, err := s.history(ctx, now.seq)
		if err != nil {
			return err
		}
		keys = bindings(chain)
		unknown := pendingLookups{}
		for _, k := range keys {
			if err := s.queueLookup(ctx, k, unknown); err != nil {
				return err
			}
		}
		if err := s.lookup(ctx, unknown); err != nil {
			return err
		}
	}
	for _, k := range keys {
		if s.bound.boundID(k) == now.id {
			s.bind(k, 0)
		}
	}
	return nil
}

// erase removes the personal values from all changes of a record, and the fingerprints by which an
// import would recognise these values.
func (s *staging) erase(ctx context.Context, o *Object, e *entry, now *state) error {
	chain, err := s.history(ctx, now.seq)
	if err != nil {
		return err
	}
	sources := map[string]struct{}{}
	for i := range chain {
		sources[chain[i].Source] = struct{}{}
		committed := slices.ContainsFunc(chain[i].facts, func(f fact) bool { return f.committed != nil })
		if !committed {
			continue
		}
		s.batch.Erase = append(s.batch.Erase, chain[i].Seq)
		for j := range s.batch.Rows { // rows that this batch wrote
			if row := &s.batch.Rows[j]; row.Seq == chain[i].Seq {
				kept := row.Personal
				row.Personal = nil
				// append may have moved the rows, so take the index
				s.back.others = append(s.back.others, func() { s.batch.Rows[j].Personal = kept })
			}
		}
	}
	for source := range sources {
		fields, err := s.lastSeen(ctx, source, e.ID)
		if err != nil {
			return fmt.Errorf("read last seen values: %w", err)
		}
		if fields != nil {
			s.setSeen(seenKey{source, e.ID}, appendSeen(nil, printsOf(withoutPersonal(o, fields))))
		}
	}
	return nil
}

// history returns a record's changes, newest first, including those that are staged but not
// written.
func (t *transaction) history(ctx context.Context, newest Seq) ([]entry, error) {
	var chain []entry
	written := Seq(t.log.head.Load())
	at := newest
	for at > written {
		e, err := readEntry(string(t.batch.Rows[at-written-1].Body), nil)
		if err != nil {
			return nil, err
		}
		chain = append(chain, e)
		at = e.Prev
	}
	older, err := t.log.history(ctx, []Seq{at}, 0)
	if err != nil {
		return nil, err
	}
	return append(chain, older[at]...), nil
}

// view implements View for guards.
type view struct{ s *staging }

func (v view) Schema() *Schema     { return v.s.schema }
func (v view) Now() period.Instant { return v.s.now }
func (v view) Actor() Actor        { return v.s.cmd.Actor }
func (v view) Source() string      { return v.s.cmd.Source }

func (v view) State(ctx context.Context, id ID) (Record, bool, error) {
	now, err := v.s.find(ctx, v.s.resolve(id))
	if err != nil || now == nil || now.seq == 0 {
		return Record{}, false, err
	}
	return now.record(v.s.schema.codes[now.code]), true, nil
}
