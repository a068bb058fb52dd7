package record

import "sync"

// moves holds, by object, the latest change of any of its records that this process wrote.
type moves struct {
	mu     sync.Mutex
	opened Seq // the head when the log was opened: what moved before is not known
	latest map[uint16]Seq
}

// Moved returns a position since which no record of the given objects has changed. Caches of what
// is made from few objects are kept by it. Changes whose time has not come take effect without one.
func (l *Log) Moved(objects ...string) Seq {
	schema := l.Schema()
	l.moves.mu.Lock()
	defer l.moves.mu.Unlock()
	last := l.moves.opened
	for _, name := range objects {
		if o, ok := schema.Object(name); ok {
			last = max(last, l.moves.latest[o.Code])
		}
	}
	return last
}

func (l *Log) noteMoved(t *transaction) {
	l.moves.mu.Lock()
	defer l.moves.mu.Unlock()
	if l.moves.latest == nil {
		l.moves.latest = map[uint16]Seq{}
	}
	for i := range t.batch.States {
		l.moves.latest[t.batch.States[i].Object] = t.seq
	}
}
