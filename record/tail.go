package record

import "context"

// Head is the number of the latest durable change; 0 for an empty log.
func (l *Log) Head() Seq { return Seq(l.head.Load()) }

// Tail calls fn with the changes from seq on, in order, in slices of at most 5,000, until
// the head it saw at the start. The slice is reused; the changes' Fields are not.
func (l *Log) Tail(ctx context.Context, from Seq, fn func([]Change) error) error {
	head := l.Head()
	var changes []Change
	var facts []fact
	var room []FieldValue
	return l.store.Rows(ctx, max(from, 1), head, func(rows []Row) error {
		changes = changes[:0]
		schema := l.Schema() // of the head or later: it knows every key in these rows
		for i := range rows {
			e, err := readEntry(string(rows[i].Body), facts)
			if err == nil {
				err = readPersonal(&e, rows[i].Personal)
			}
			if err != nil {
				return rowError(&rows[i], err)
			}
			facts = e.facts
			if len(room) < len(e.facts) {
				room = make([]FieldValue, max(4096, len(e.facts)))
			}
			n := len(e.facts)
			c, err := schema.change(&e, room[:0:n])
			if err != nil {
				return err
			}
			room = room[n:]
			changes = append(changes, c)
		}
		return fn(changes)
	})
}

// Wait returns when the head is beyond seq, or with ctx's error.
func (l *Log) Wait(ctx context.Context, seq Seq) error {
	for {
		l.mu.Lock()
		moved := l.moved
		l.mu.Unlock()
		if l.Head() > seq {
			return nil
		}
		select {
		case <-moved:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
