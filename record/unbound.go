package record

import (
	"context"
	"errors"
	"hash/maphash"
)

// space is a source and an object, within which external ids are unique.
type space struct {
	source string
	object uint16
}

// mostUnbound limits the memory of the filters of unbound ids.
const mostUnbound = 1_000_000

var errSome = errors.New("there is one")

// surelyUnbound reports whether an external id is known to be unbound. The log knows this for a
// source and object that had no bindings when first asked. It saves the first import of a company a
// futile query per id.
func (l *Log) surelyUnbound(ctx context.Context, k bindingKey) (bool, error) {
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
		l.unbound[in] = taken // nil when there were bindings
	}
	if taken == nil {
		return false, nil
	}
	_, maybe := taken[maphash.String(l.seed, k.external)]
	return !maybe, nil
}

// noteBound records which external ids are bound from now on.
func (l *Log) noteBound(bindings []Binding) {
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
