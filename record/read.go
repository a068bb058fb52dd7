package record

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"salesops/internal/fault"
)

// Get is a record's state now. A record that is deleted is returned with Exists false; an
// unknown id, or one of another object, is fault.Missing. References and the id itself are
// not resolved through merges: see Resolve. object "" takes any.
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

// States are the states of records now, as Get; ids that are unknown or that the scope hides are left out.
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
		if s.until > now { // something is planned ahead: what is so now needs the changes
			changes, err := l.changes(ctx, schema, s.seq)
			if err != nil {
				return nil, err
			}
			found[id] = Fold(changes, At{Effective: now})
			found[id] = named(found[id], o, s)
			continue
		}
		found[id] = s.record(o)
	}
	return found, nil
}

// named makes sure that a fold of nothing still says which record it is about.
func named(r Record, o *Object, s *state) Record {
	r.Object, r.ID, r.Seq = o.Name, s.id, s.seq
	return r
}

// Each calls fn with the state now of every record of an object, in the order of ids; also of
// those that are deleted, merged away or stubs; not of those that the scope hides.
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

// AsOf is a record's state at a moment; one that did not exist then has Exists false.
// Nothing of it within the moment gives Seq 0.
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

// Timeline is a record's changes, newest first, those before a seq (0: from the newest).
// A negative limit gives all.
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
	if before > 0 {
		changes = slices.DeleteFunc(changes, func(c Change) bool { return c.Seq >= before })
	}
	if limit >= 0 && len(changes) > limit {
		changes = changes[:limit]
	}
	return changes, nil
}

// Timelines are all changes of each of these records, newest first; ids that are unknown or that the scope
// hides are left out.
// It reads many records with few questions.
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
		if found[id], err = schema.chain(chains[row.Seq]); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// changes is a whole chain by names, newest first.
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

// history follows prev from each of the newest changes and returns the chains, newest first,
// ending before stop. It reads one generation of all chains at a time.
func (l *Log) history(ctx context.Context, newest []Seq, stop Seq) (map[Seq][]entry, error) {
	chains := make(map[Seq][]entry, len(newest))
	next := make(map[Seq]Seq, len(newest)) // chain → row to read
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

// entry takes a row apart, with its personal values.
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

// statesOf takes state rows apart; those of one change come from that change.
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

// statesOfOne makes the states of records with one change.
func (l *Log) statesOfOne(ctx context.Context, schema *Schema, rows []StateRow) (map[ID]*state, error) {
	if len(rows) == 0 {
		return nil, nil
	}
	seqs := make([]Seq, len(rows))
	for i, row := range rows {
		seqs[i] = row.Seq
	}
	slices.Sort(seqs) // neighbours lie on the same pages
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

// Change is one change; fault.Missing beyond the head, and for a change of a record that the scope hides.
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
	return l.Schema().change(&e, nil)
}
