package record

import "slices"

// savepoint holds what must be put back when the running command is refused. Each list has the
// newest entry last. Commands of imports fill the first three lists with as many entries as they
// have drafts.
type savepoint struct {
	records  []heldBefore
	bindings []boundBefore
	seen     []seenBefore
	others   []func()
}

type heldBefore struct {
	held *held
	was  held
}

type boundBefore struct {
	at      int // index in bindingBook.list
	id      ID
	altered bool
}

type seenBefore struct {
	key  seenKey
	data []byte
	had  bool
}

func (s *savepoint) clear() {
	clear(s.records) // release the states they point to
	clear(s.others)
	s.records, s.bindings, s.seen, s.others = s.records[:0], s.bindings[:0], s.seen[:0], s.others[:0]
}

// rollBack restores the transaction to its state before the running command.
func (t *transaction) rollBack() {
	for _, b := range slices.Backward(t.back.records) {
		*b.held = b.was
	}
	for _, b := range slices.Backward(t.back.bindings) {
		t.bound.list[b.at].id, t.bound.list[b.at].altered = b.id, b.altered
	}
	for _, b := range slices.Backward(t.back.seen) {
		if b.had {
			t.seen[b.key] = b.data
		} else {
			delete(t.seen, b.key)
		}
	}
	for _, undo := range slices.Backward(t.back.others) {
		undo()
	}
}
