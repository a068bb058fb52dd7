package record

import (
	"context"
	"fmt"
	"slices"
)

// bindingKey identifies a record by the id that a source has for it.
type bindingKey struct {
	source   string
	object   uint16
	external string
}

// bindingBook holds the bindings that a transaction has looked up, and its changes to them.
type bindingBook struct {
	at   map[bindingKey]int
	list []bound
}

// bound is an external id whose binding has been looked up.
type bound struct {
	key     bindingKey
	id      ID // 0: not bound to a record
	was     ID // the binding in the store
	altered bool
}

// known returns what an external id is bound to (0: nothing). ok is false when the id has not been
// looked up.
func (b *bindingBook) known(k bindingKey) (id ID, ok bool) {
	i, ok := b.at[k]
	if !ok {
		return 0, false
	}
	return b.list[i].id, true
}

// boundID returns the record that an external id is bound to; 0 when it is unbound or has not been
// looked up.
func (b *bindingBook) boundID(k bindingKey) ID {
	id, _ := b.known(k)
	return id
}

// learn adds the store's binding of an external id that has not been looked up before.
func (b *bindingBook) learn(k bindingKey, id ID) int {
	if b.at == nil {
		b.at = map[bindingKey]int{}
	}
	b.at[k] = len(b.list)
	b.list = append(b.list, bound{key: k, id: id, was: id})
	return len(b.list) - 1
}

// finish adds the changed bindings to the batch.
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

// bind binds an external id to a record; id 0 removes the binding.
func (t *transaction) bind(k bindingKey, id ID) {
	i, ok := t.bound.at[k]
	if !ok {
		i = t.bound.learn(k, 0)
	}
	x := &t.bound.list[i]
	t.back.bindings = append(t.back.bindings, boundBefore{i, x.id, x.altered})
	x.id, x.altered = id, true
}

// pendingLookups holds the external ids that still have to be looked up in the store.
type pendingLookups map[space][]string

// queueLookup makes sure that a binding becomes known. It adds the external id to pending when
// neither this transaction, the batch below it nor the log's filter of unbound ids knows it.
func (t *transaction) queueLookup(ctx context.Context, k bindingKey, pending pendingLookups) error {
	if _, known := t.bound.known(k); known {
		return nil
	}
	if t.below != nil {
		if id, known := t.below.bound.known(k); known {
			t.bound.learn(k, id)
			return nil
		}
	}
	free, err := t.log.surelyUnbound(ctx, k)
	if err != nil {
		return fmt.Errorf("look up external ids: %w", err)
	}
	if free {
		t.bound.learn(k, 0)
		return nil
	}
	at := space{k.source, k.object}
	pending[at] = append(pending[at], k.external)
	return nil
}

// lookup reads many bindings from the store in a few large queries.
func (t *transaction) lookup(ctx context.Context, unknown pendingLookups) error {
	for in, externals := range unknown {
		slices.Sort(externals) // neighbouring ids lie on the same database pages
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
