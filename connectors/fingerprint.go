package connectors

import (
	"math"
	"slices"

	"salesops/record"
)

// mix spreads the bits of a number (splitmix64).
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// hashText is FNV-1a.
func hashText(s string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return h
}

// print is a value's fingerprint, never 0 for a set value. References count by their
// external id, which does not change from import to import.
func (a *assembler) print(v record.Value) uint64 {
	var h uint64
	switch v.Kind() {
	case record.Unset:
		return 0
	case record.Text:
		h = hashText(v.Text())
	case record.Money:
		h = mix(uint64(v.Money().Minor)) ^ hashText(v.Money().Currency)
	case record.Ref:
		if v.Ref() < 0 { // a record that this import does not name
			h = uint64(v.Ref())
			break
		}
		h = hashText(a.reg.at(ord(v.Ref())).external)
	case record.Number:
		h = mix(math.Float64bits(v.Number()))
	case record.Bool:
		if v.Bool() {
			h = 1
		}
	case record.Int:
		h = uint64(v.Int())
	case record.Day:
		h = uint64(v.Day())
	case record.Instant:
		h = uint64(v.Instant())
	}
	return mix(h^uint64(v.Kind())<<56) | 1
}

// numberedPrint is a fingerprint with the number of its field's name.
type numberedPrint struct {
	name  int
	value uint64
}

// prints are the fingerprints of one record, each name once.
type prints struct {
	names *names
	list  []numberedPrint
	at    []int // by number of a name: its place in the list, if it is there
	named map[string]uint64
}

func newPrints(n *names) prints {
	return prints{names: n, list: []numberedPrint{}, named: map[string]uint64{}}
}

// of is the fingerprint of a name, to be altered; 0 until then.
func (p *prints) of(name string) *uint64 {
	n := p.names.of(name)
	for len(p.at) <= n {
		p.at = append(p.at, 0)
	}
	if i := p.at[n]; i < len(p.list) && p.list[i].name == n {
		return &p.list[i].value
	}
	p.at[n] = len(p.list)
	p.list = append(p.list, numberedPrint{name: n})
	return &p.list[p.at[n]].value
}

func (p *prints) set(name string, v uint64) { *p.of(name) = v }

// some are those that are not 0: a fresh record needs no zeros.
func (p *prints) some() []numberedPrint {
	p.list = slices.DeleteFunc(p.list, func(n numberedPrint) bool { return n.value == 0 })
	return p.list
}

// byName is a copy, to compare with the last import's. The next record's overwrites it.
func (p *prints) byName() map[string]uint64 {
	clear(p.named)
	for _, n := range p.list {
		p.named[p.names.list[n.name]] = n.value
	}
	return p.named
}

// numberedPrints numbers the names of fingerprints; nil of nil.
func (a *assembler) numberedPrints(named map[string]uint64) []numberedPrint {
	if named == nil {
		return nil
	}
	list := make([]numberedPrint, 0, len(named))
	for name, v := range named {
		list = append(list, numberedPrint{a.names.of(name), v})
	}
	return list
}

// take makes a.taken a record's values as this import sees them, to compare with the last one.
func (a *assembler) take(c *current, history []*facts) {
	now := &a.taken
	now.list = now.list[:0]
	if c != nil {
		for _, v := range c.fields {
			now.set(v.Name, a.print(v.Value))
		}
		if c.deleted != unsaid {
			now.set(seenDeleted, 0)
			if c.deleted == yes {
				now.set(seenDeleted, 1) // since when makes no new delete of it
			}
		}
		if c.created != 0 {
			now.set(seenCreated, mix(uint64(c.created)))
		}
		if c.modified != 0 {
			now.set(seenModified, uint64(c.modified))
		}
	}
	for _, r := range history { // a sum: the order of rows does not matter
		h := mix(uint64(r.created)) ^ mix(hashText(r.stage)+1)
		for _, v := range r.fields {
			h = mix(h ^ hashText(v.Name) ^ a.print(v.Value))
		}
		*now.of(a.seenHistory(r)) += mix(h) &^ 1
	}
	for i := range now.list {
		if len(history) > 0 && isSeenHistory(now.names.list[now.list[i].name]) {
			now.list[i].value |= 1
		}
	}
}
