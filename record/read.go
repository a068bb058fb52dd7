package record

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"salesops/internal/fault"
)

// Get returns the state of a record now. A deleted record is returned with Exists false. An unknown
// id, and an id of another object, is fault.Missing; object "" accepts every object. Get does not
// follow merges; see Resolve.
func (l *Log) Get(ctx context.Context, scope Scope, object string, id ID) (Record, error) {
	found, err := l.States(ctx, scope, []ID{id})
	if err != nil {
		return Record{}, err
	}
	r, ok := found[id]
	if !ok || object != "" && r.Object != object {
		return Record{}, missing(object, id)
	}
	return r, nil
}

func missing(object string, id ID) error {
	if object == "" {
		object = "record"
	}
	return fault.Missingf("there is no %s", FormatID(object, id))
}

// States returns the states of records now, as Get does. Ids that are unknown or hidden by the
// scope are left out.
func (l *Log) States(ctx context.Context, scope Scope, ids []ID) (map[ID]Record, error) {
	ids, err := l.visible(ctx, scope, ids)
	if err != nil {
		return nil, err
	}
	rows, err := l.store.States(ctx, ids)
	if err != nil {
		return nil, storeError("read", err)
	}
	schema := l.Schema()
	states, err := l.statesOf(ctx, schema, slices.Collect(maps.Values(rows)))
	if err != nil {
		return nil, err
	}
	now := l.Now()
	found := make(map[ID]Record, len(states))
	for id, s := range states {
		o, ok := schema.codes[s.code]
		if !ok {
			return nil, fmt.Errorf("record %d is of object code %d, which the schema does not have", id, s.code)
		}
		if s.until > now { // a change lies in the future, so the state now has to be folded from the changes
			changes, err := l.changes(ctx, schema, s.seq)
			if err != nil {
				return nil, err
			}
			found[id] = Fold(changes, At{Effective: now})
			found[id] = scope.mask(named(found[id], o, s))
			continue
		}
		found[id] = scope.mask(s.record(o))
	}
	return found, nil
}

// named sets the identity of a record, which a fold of no changes does not know.
func named(r Record, o *Object, s *state) Record {
	r.Object, r.ID, r.Seq = o.Name, s.id, s.seq
	return r
}

// Each calls fn with the state now of every record of an object, in the order of ids. This includes
// records that are deleted, merged or stubs, but not those hidden by the scope.
func (l *Log) Each(ctx context.Context, scope Scope, object string, fn func(Record) error) error {
	o, ok := l.Schema().Object(object)
	if !ok {
		return fault.Invalidf("there is no object %q", object)
	}
	var ids []ID
	err := l.store.EachState(ctx, o.Code, func(row StateRow) error {
		ids = append(ids, row.ID)
		return nil
	})
	if err != nil {
		return storeError("read", err)
	}
	const step = 5_000
	for page := range slices.Chunk(ids, step) {
		states, err := l.States(ctx, scope, page)
		if err != nil {
			return err
		}
		for _, id := range page {
			if r, ok := states[id]; ok {
				if err := fn(r); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// AsOf returns the state of a record at a moment. Exists is false when the record did not exist
// then. Seq is 0 when no change of the record lies within the moment.
func (l *Log) AsOf(ctx context.Context, scope Scope, object string, id ID, at At) (Record, error) {
	changes, err := l.Timeline(ctx, scope, id, 0, -1)
	if err != nil {
		return Record{}, err
	}
	if object != "" && changes[0].Object != object {
		return Record{}, missing(object, id)
	}
	r := Fold(changes, at)
	r.Object, r.ID = changes[0].Object, id
	return r, nil
}

// Timeline returns a record's changes, newest first, limited to those before a position (0: all). A
// negative limit returns all.
func (l *Log) Timeline(ctx context.Context, scope Scope, id ID, before Seq, limit int) ([]Change, error) {
	ids, err := l.visible(ctx, scope, []ID{id})
	if err != nil {
		return nil, err
	}
	rows, err := l.store.States(ctx, ids)
	if err != nil {
		return nil, storeError("read", err)
	}
	row, ok := rows[id]
	if !ok {
		return nil, missing("", id)
	}
	changes, err := l.changes(ctx, l.Schema(), row.Seq)
	if err != nil {
		return nil, err
	}
	changes = scope.unmask(changes)
	if before > 0 {
		changes = slices.DeleteFunc(changes, func(c Change) bool { return c.Seq >= before })
	}
	if limit >= 0 && len(changes) > limit {
		changes = changes[:limit]
	}
	return changes, nil
}

// Timelines returns all changes of several records, newest first. Ids that are unknown or hidden by
// the scope are left out. It needs few queries for many records.
func (l *Log) Timelines(ctx context.Context, scope Scope, ids []ID) (map[ID][]Change, error) {
	ids, err := l.visible(ctx, scope, ids)
	if err != nil {
		return nil, err
	}
	rows, err := l.store.States(ctx, ids)
	if err != nil {
		return nil, storeError("read", err)
	}
	newest := make([]Seq, 0, len(rows))
	for _, row := range rows {
		newest = append(newest, row.Seq)
	}
	chains, err := l.history(ctx, newest, 0)
	if err != nil {
		return nil, err
	}
	schema := l.Schema()
	found := make(map[ID][]Change, len(rows))
	for id, row := range rows {
		changes, err := schema.chain(chains[row.Seq])
		if err != nil {
			return nil, err
		}
		found[id] = scope.unmask(changes)
	}
	return found, nil
}

// changes returns all changes of the record whose newest change is given, newest first, with names.
func (l *Log) changes(ctx context.Context, schema *Schema, newest Seq) ([]Change, error) {
	chains, err := l.history(ctx, []Seq{newest}, 0)
	if err != nil {
		return nil, err
	}
	return schema.chain(chains[newest])
}

func (s *Schema) chain(entries []entry) ([]Change, error) {
	changes := make([]Change, len(entries))
	for i := range entries {
		var err error
		if changes[i], err = s.change(&entries[i], nil); err != nil {
			return nil, err
		}
	}
	return changes, nil
}

// history follows Prev from each of the newest changes and returns the chains, newest change first,
// ending before stop. Each query reads one further change of all chains.
func (l *Log) history(ctx context.Context, newest []Seq, stop Seq) (map[Seq][]entry, error) {
	chains := make(map[Seq][]entry, len(newest))
	next := make(map[Seq]Seq, len(newest)) // chain → the next row to read
	for _, seq := range newest {
		if seq > stop {
			next[seq] = seq
		}
	}
	for len(next) > 0 {
		rows, err := l.store.Pick(ctx, slices.Sorted(maps.Values(next)))
		if err != nil {
			return nil, storeError("read", err)
		}
		for chain, seq := range next {
			row, ok := rows[seq]
			if !ok {
				return nil, fmt.Errorf("change %d is missing from the log: run verify", seq)
			}
			e, err := row.entry()
			if err != nil {
				return nil, err
			}
			chains[chain] = append(chains[chain], e)
			if next[chain] = e.Prev; e.Prev <= stop || e.Prev >= seq {
				delete(next, chain)
			}
		}
	}
	return chains, nil
}

// entry decodes a row, including its personal values.
func (r *Row) entry() (entry, error) {
	e, err := readEntry(string(r.Body), nil)
	if err == nil {
		err = readPersonal(&e, r.Personal)
	}
	if err != nil {
		return e, fmt.Errorf("change %d: %w", r.Seq, err)
	}
	return e, nil
}

// statesOf decodes state rows. The state of a record with a single change has no data and is
// derived from that change.
func (l *Log) statesOf(ctx context.Context, schema *Schema, rows []StateRow) (map[ID]*state, error) {
	var single []StateRow
	states := make(map[ID]*state, len(rows))
	for _, row := range rows {
		if row.Data == nil {
			single = append(single, row)
			continue
		}
		s, err := readState(row)
		if err != nil {
			return nil, fmt.Errorf("record %d: %w: run verify", row.ID, err)
		}
		states[row.ID] = s
	}
	ones, err := l.statesOfOne(ctx, schema, single)
	maps.Copy(states, ones)
	return states, err
}

// statesOfOne derives the states of records that have a single change.
func (l *Log) statesOfOne(ctx context.Context, schema *Schema, rows []StateRow) (map[ID]*state, error) {
	if len(rows) == 0 {
		return nil, nil
	}
	seqs := make([]Seq, len(rows))
	for i, row := range rows {
		seqs[i] = row.Seq
	}
	slices.Sort(seqs) // neighbouring rows lie on the same database pages
	picked, err := l.store.Pick(ctx, seqs)
	if err != nil {
		return nil, storeError("read", err)
	}
	states := make(map[ID]*state, len(rows))
	for _, row := range rows {
		found, ok := picked[row.Seq]
		if !ok {
			return nil, fmt.Errorf("change %d is missing from the log: run verify", row.Seq)
		}
		e, err := found.entry()
		if err != nil {
			return nil, err
		}
		o, ok := schema.codes[e.code]
		if !ok {
			return nil, fmt.Errorf("record %d is of object code %d, which the schema does not have", row.ID, e.code)
		}
		s := &state{}
		s.put(o, &e)
		states[row.ID] = s
	}
	return states, nil
}

// Change returns one change. It is fault.Missing beyond the head, for a record that the scope hides
// and where it says nothing but what the scope masks.
func (l *Log) Change(ctx context.Context, scope Scope, seq Seq) (Change, error) {
	rows, err := l.store.Pick(ctx, []Seq{seq})
	if err != nil {
		return Change{}, storeError("read", err)
	}
	row, ok := rows[seq]
	if !ok {
		return Change{}, fault.Missingf("there is no change %d: the log ends at %d", seq, l.Head())
	}
	e, err := row.entry()
	if err != nil {
		return Change{}, err
	}
	if ids, err := l.visible(ctx, scope, []ID{e.ID}); err != nil || len(ids) == 0 {
		return Change{}, cmp.Or(err, fault.Missingf("there is no change %d", seq))
	}
	c, err := l.Schema().change(&e, nil)
	if err != nil {
		return Change{}, err
	}
	shown := scope.unmask([]Change{c})
	if len(shown) == 0 {
		return Change{}, fault.Missingf("there is no change %d", seq)
	}
	return shown[0], nil
}
