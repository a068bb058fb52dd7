package record

import (
	"context"
	"slices"
	"strings"
)

// mostOwn is how many undone changes are kept in memory. Further ones are read again.
const mostOwn = 500_000

// ownChanges holds the changes that an undo takes back, without their fields. Most records of an
// import have no other changes and need not be read again.
type ownChanges struct {
	entries []entry
	before  []int32         // index of the entry before it of the same record, or -1
	last    map[ID]int32    // record → index of its latest entry
	whole   map[ID]struct{} // records of which the log has no other change
	texts   map[string]string
}

func newOwnChanges() *ownChanges {
	return &ownChanges{last: map[ID]int32{}, whole: map[ID]struct{}{}, texts: map[string]string{}}
}

// add keeps a change. It copies the texts, which may lie in memory that is reused.
func (c *ownChanges) add(e *entry) {
	if len(c.entries) >= mostOwn {
		delete(c.last, e.ID) // its chain now has a gap
		return
	}
	before, ok := c.last[e.ID]
	if !ok {
		if before = -1; e.Prev != 0 {
			return // the record has earlier changes that are not undone
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

// find separates the given records. Those of which the log has no other changes and no other import
// states anything become whole; the others are returned.
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

// reaches reports whether the kept entries of a record are all its changes; newest is its latest
// change.
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

// chain returns all changes of a record, oldest first; nil when the record is not whole.
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
