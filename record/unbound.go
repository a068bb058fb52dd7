package record

import (
	"context"
	"errors"
	"hash/maphash"
)

// space is where external ids are unique.
type space struct {
	source string
	object uint16
}

// mostUnbound bounds the memory that knowing what is free may take.
const mostUnbound = 1_000_000

var errSome = errors.New("there is one")

// free says that an external id is surely not bound. It knows it of spaces that were empty when
// they were first asked for: a company's first import would look up in vain every id it has.
func (l *Log) free(ctx context.Context, k bindingKey) (bool, error) {
	in := space{k.source, k.object}
	taken, asked := l.unbound[in]
	if !asked {
		err := l.store.EachBinding(ctx, k.source, k.object, func(Binding) error { return errSome })
		if err != nil && !errors.Is(err, errSome) {
			return false, err
		}
		if err == nil {
			taken = map[uint64]struct{}{}
		}
		l.unbound[in] = taken // nil: it was not empty
	}
	if taken == nil {
		return false, nil
	}
	_, maybe := taken[maphash.String(l.seed, k.external)]
	return !maybe, nil
}

// bound notes what is not free any more.
func (l *Log) bound(bindings []Binding) {
	for i := range bindings {
		in := space{bindings[i].Source, bindings[i].Object}
		taken := l.unbound[in]
		switch {
		case taken == nil:
		case len(taken) >= mostUnbound:
			l.unbound[in] = nil
		default:
			taken[maphash.String(l.seed, bindings[i].External)] = struct{}{}
		}
	}
}
