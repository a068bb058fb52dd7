package record

import (
	"context"
	"fmt"
	"slices"
)

// bindingKey names a record as a source does.
type bindingKey struct {
	source   string
	object   uint16
	external string
}

// bindingBook is what a transaction knows of external ids and will do to them.
type bindingBook struct {
	at   map[bindingKey]int
	list []bound
}

// bound is an external id of which it is known what it is bound to.
type bound struct {
	key     bindingKey
	id      ID // 0: it is free
	was     ID // in the store
	altered bool
}

// known is what is known of an external id; false when nothing is.
func (b *bindingBook) known(k bindingKey) (id ID, ok bool) {
	i, ok := b.at[k]
	if !ok {
		return 0, false
	}
	return b.list[i].id, true
}

// of is the record that an external id is bound to, as far as that is known.
func (b *bindingBook) of(k bindingKey) ID {
	id, _ := b.known(k)
	return id
}

// learn notes what the store has for an external id of which nothing was known.
func (b *bindingBook) learn(k bindingKey, id ID) int {
	if b.at == nil {
		b.at = map[bindingKey]int{}
	}
	b.at[k] = len(b.list)
	b.list = append(b.list, bound{key: k, id: id, was: id})
	return len(b.list) - 1
}

// finish gives the batch what has changed.
func (b *bindingBook) finish(batch *Batch) {
	batch.Bind = make([]Binding, 0, len(b.list))
	for i := range b.list {
		x := &b.list[i]
		if !x.altered || x.id == x.was {
			continue
		}
		if x.was != 0 {
			batch.Unbind = append(batch.Unbind, Binding{x.key.source, x.key.object, x.key.external, x.was})
		}
		if x.id != 0 {
			batch.Bind = append(batch.Bind, Binding{x.key.source, x.key.object, x.key.external, x.id})
		}
	}
}

// bind sets or (id 0) ends a binding.
func (t *transaction) bind(k bindingKey, id ID) {
	i, ok := t.bound.at[k]
	if !ok {
		i = t.bound.learn(k, 0)
	}
	x := &t.bound.list[i]
	t.back.bindings = append(t.back.bindings, boundBefore{i, x.id, x.altered})
	x.id, x.altered = id, true
}

// wanted are external ids to look up.
type wanted map[space][]string

// want finds out what an external id is bound to, or puts it to those that are to be looked up.
func (t *transaction) want(ctx context.Context, k bindingKey, in wanted) error {
	if _, known := t.bound.known(k); known {
		return nil
	}
	if t.below != nil {
		if id, known := t.below.bound.known(k); known {
			t.bound.learn(k, id)
			return nil
		}
	}
	free, err := t.log.free(ctx, k)
	if err != nil {
		return fmt.Errorf("look up external ids: %w", err)
	}
	if free {
		t.bound.learn(k, 0)
		return nil
	}
	at := space{k.source, k.object}
	in[at] = append(in[at], k.external)
	return nil
}

// lookup looks up many external ids in a few large queries.
func (t *transaction) lookup(ctx context.Context, unknown wanted) error {
	for in, externals := range unknown {
		slices.Sort(externals) // neighbours lie on the same pages
		externals = slices.Compact(externals)
		found, err := t.log.store.Lookup(ctx, in.source, in.object, externals)
		if err != nil {
			return fmt.Errorf("look up external ids: %w", err)
		}
		for _, e := range externals {
			t.bound.learn(bindingKey{in.source, in.object, e}, found[e])
		}
	}
	return nil
}
