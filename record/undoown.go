package record

import (
	"context"
	"slices"
	"strings"
)

// mostOwn is how many changes an undo keeps in memory; what is beyond is read again.
const mostOwn = 500_000

// ownChanges are the changes that an undo takes back, without their fields. Most records of an
// import have no others, and then nothing of them needs to be read again.
type ownChanges struct {
	entries []entry
	before  []int32         // of each entry: the record's entry before it, or -1
	last    map[ID]int32    // a record's latest entry
	whole   map[ID]struct{} // records of which the log has no other change
	texts   map[string]string
}

func newOwnChanges() *ownChanges {
	return &ownChanges{last: map[ID]int32{}, whole: map[ID]struct{}{}, texts: map[string]string{}}
}

// add keeps a change; its texts may lie in memory that is used again.
func (c *ownChanges) add(e *entry) {
	if len(c.entries) >= mostOwn {
		delete(c.last, e.ID) // its chain has a gap now
		return
	}
	before, ok := c.last[e.ID]
	if !ok {
		if before = -1; e.Prev != 0 {
			return // others came first
		}
	}
	kept := *e
	kept.facts, kept.External = nil, strings.Clone(e.External)
	kept.Actor, kept.Source = Actor(c.shared(string(e.Actor))), c.shared(e.Source)
	c.last[e.ID] = int32(len(c.entries)) //nolint:gosec // below mostOwn
	c.entries, c.before = append(c.entries, kept), append(c.before, before)
}

func (c *ownChanges) shared(s string) string {
	if t, ok := c.texts[s]; ok {
		return t
	}
	s = strings.Clone(s)
	c.texts[s] = s
	return s
}

// find finds out of which of the records the log has no other changes and no other import states
// anything, and returns the others.
func (c *ownChanges) find(ctx context.Context, store Store, ids []ID, heirs map[ID][]heir) (others []ID, err error) {
	rows, err := store.States(ctx, ids)
	if err != nil {
		return nil, storeError("read", err)
	}
	for _, id := range ids {
		if len(heirs[id]) == 0 && c.reaches(id, rows[id].Seq) {
			c.whole[id] = struct{}{}
		} else {
			others = append(others, id)
		}
	}
	return others, nil
}

// reaches says that the entries of a record are all its changes, newest being the latest.
func (c *ownChanges) reaches(id ID, newest Seq) bool {
	at, ok := c.last[id]
	if !ok {
		return false
	}
	for ; at >= 0; at = c.before[at] {
		if c.entries[at].Seq != newest {
			return false
		}
		newest = c.entries[at].Prev
	}
	return newest == 0
}

// chain is all changes of a record, oldest first; nil for one that is not whole.
func (c *ownChanges) chain(id ID) (chain []entry) {
	if _, whole := c.whole[id]; !whole {
		return nil
	}
	for at := c.last[id]; at >= 0; at = c.before[at] {
		chain = append(chain, c.entries[at])
	}
	slices.Reverse(chain)
	return chain
}
