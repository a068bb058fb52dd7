package connectors

import (
	"cmp"
	"slices"

	"salesops/record"
)

// names numbers field names, so that a sorted row takes little room.
type names struct {
	index map[string]int
	list  []string
	// Rows name the same fields in the same order: what followed a name last is tried first.
	after []int
	last  int
}

func newNames() *names { return &names{index: map[string]int{}} }

func (n *names) of(name string) int {
	if n.last < len(n.after) {
		if i := n.after[n.last]; n.list[i] == name {
			n.last = i
			return i
		}
	}
	i, ok := n.index[name]
	if !ok {
		i = len(n.list)
		n.index[name] = i
		n.list = append(n.list, name)
		n.after = append(n.after, i)
	}
	n.after[n.last] = i
	n.last = i
	return i
}

// ranks are the places of the names in their order, by number.
func (n *names) ranks() []int {
	order := make([]int, len(n.list))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(x, y int) int { return cmp.Compare(n.list[x], n.list[y]) })
	ranks := make([]int, len(order))
	for rank, i := range order {
		ranks[i] = rank
	}
	return ranks
}

// places tells where the values of a row have a field. Comparing names in pairs would take longer
// for a wide row than reading it.
type places struct {
	names *names
	at    []int // by number of a name; of a name that the row does not have it is any number
	known int   // how many values were looked at
}

// find is the place of a field; -1 for one that is not there.
func (p *places) find(fields []record.FieldValue, name string) int {
	if p.known != len(fields) { // they were altered elsewhere
		for i := range fields {
			p.note(fields[i].Name, i)
		}
		p.known = len(fields)
	}
	n := p.names.of(name)
	if n < len(p.at) {
		if i := p.at[n]; i < len(fields) && fields[i].Name == name {
			return i
		}
	}
	return -1
}

// added notes the value that was just put behind the others.
func (p *places) added(fields []record.FieldValue) {
	p.known = len(fields)
	p.note(fields[p.known-1].Name, p.known-1)
}

func (p *places) note(name string, at int) {
	n := p.names.of(name)
	for len(p.at) <= n {
		p.at = append(p.at, 0)
	}
	p.at[n] = at
}

// fieldRoom gives out room for the values of rows, and takes it back as a whole: nobody may keep a
// slice of it beyond that.
type fieldRoom struct {
	blocks [][]record.FieldValue
	at     int // the block in use
	used   int // of it
}

const fieldBlock = 8192

// take is an empty slice for n values.
func (r *fieldRoom) take(n int) []record.FieldValue {
	if n > fieldBlock {
		return make([]record.FieldValue, 0, n)
	}
	if r.at < len(r.blocks) && r.used+n > fieldBlock {
		r.at, r.used = r.at+1, 0
	}
	if r.at == len(r.blocks) {
		r.blocks = append(r.blocks, make([]record.FieldValue, fieldBlock))
	}
	from := r.used
	r.used += n
	return r.blocks[r.at][from:from:r.used]
}

// reset takes all of it back.
func (r *fieldRoom) reset() { r.at, r.used = 0, 0 }
