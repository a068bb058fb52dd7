package record

import (
	"context"
	"slices"

	"salesops/internal/fault"
)

// Resolve follows merges and returns the record that an id stands for now. For a record that is not
// merged, this is the id itself.
func (l *Log) Resolve(_ context.Context, id ID) (ID, error) {
	if id <= 0 {
		return 0, fault.Invalidf("%d is not a record's id", id)
	}
	return l.resolve(id), nil
}

func (l *Log) resolve(id ID) ID {
	aliases := *l.aliases.Load()
	for {
		into, ok := aliases[id]
		if !ok {
			return id
		}
		id = into
	}
}

// Lookup returns the records that a source's ids are bound to, after merges. Unknown ids are left
// out.
func (l *Log) Lookup(ctx context.Context, source, object string, external []string) (map[string]ID, error) {
	o, ok := l.Schema().Object(object)
	if !ok {
		return nil, fault.Invalidf("there is no object %q", object)
	}
	found, err := l.store.Lookup(ctx, source, o.Code, external)
	if err != nil {
		return nil, storeError("read", err)
	}
	for e, id := range found {
		found[e] = l.resolve(id)
	}
	return found, nil
}

// EachExternal calls fn with every binding of a source and object in the order of external ids. The
// record ids are those after merges.
func (l *Log) EachExternal(ctx context.Context, source, object string, fn func(external string, id ID) error) error {
	o, ok := l.Schema().Object(object)
	if !ok {
		return fault.Invalidf("there is no object %q", object)
	}
	return l.store.EachBinding(ctx, source, o.Code, func(b Binding) error { return fn(b.External, l.resolve(b.ID)) })
}

// EachID calls fn with the id of every record of an object, including deleted and merged ones, in
// ascending order.
func (l *Log) EachID(ctx context.Context, object string, fn func(ID) error) error {
	o, ok := l.Schema().Object(object)
	if !ok {
		return fault.Invalidf("there is no object %q", object)
	}
	return l.store.EachState(ctx, o.Code, func(r StateRow) error { return fn(r.ID) })
}

// External returns the ids that sources have for a record, including those of records merged into
// it, ordered by source and external id. A record that was merged into another has none.
func (l *Log) External(ctx context.Context, id ID) ([]ExternalID, error) {
	if l.resolve(id) != id {
		return nil, nil
	}
	bindings, err := l.bindings(ctx, append([]ID{id}, l.MergedInto(id)...))
	if err != nil {
		return nil, err
	}
	slices.SortFunc(bindings, compareBindings)
	found := make([]ExternalID, len(bindings))
	for i, b := range bindings {
		found[i] = ExternalID{b.Source, b.External}
	}
	return found, nil
}

// MergedInto returns the records that were merged into a record, directly or through another, in the order of ids.
func (l *Log) MergedInto(id ID) []ID {
	var ids []ID
	for alias := range *l.aliases.Load() {
		if l.resolve(alias) == id {
			ids = append(ids, alias)
		}
	}
	slices.Sort(ids)
	return ids
}

// bindings finds the bindings of records in the changes that made them. This avoids an index by
// record, which would slow down every import.
func (l *Log) bindings(ctx context.Context, ids []ID) ([]Binding, error) {
	rows, err := l.store.States(ctx, ids)
	if err != nil {
		return nil, storeError("read", err)
	}
	var found []Binding
	for _, row := range rows {
		chains, err := l.history(ctx, []Seq{row.Seq}, 0)
		if err != nil {
			return nil, err
		}
		for _, e := range chains[row.Seq] {
			if e.External == "" {
				continue
			}
			bound, err := l.store.Lookup(ctx, e.Source, e.code, []string{e.External})
			if err != nil {
				return nil, storeError("read", err)
			}
			b := Binding{e.Source, e.code, e.External, row.ID}
			if bound[e.External] == row.ID && !slices.Contains(found, b) {
				found = append(found, b)
			}
		}
	}
	return found, nil
}
