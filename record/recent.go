package record

// recent holds records lately read or written, as of the head; they are never altered. It has
// two halves: when the younger is full the older goes. So what was used a moment ago is always
// there, which an import needs that makes records and changes them a little later. What goes is
// kept as bytes a while longer: an import tells all creations before what is so since itself.
type recent struct {
	young, old map[ID]*held
	slots      int // values of the younger half
	packed     packed
}

// What each half holds at most: records, and values of them.
const mostRecent, mostRecentSlots = 20_000, 150_000

// get finds a record; nil when it is not here.
func (r *recent) get(id ID) *held {
	if h := r.young[id]; h != nil {
		return h
	}
	if h := r.old[id]; h != nil {
		return h
	}
	return r.packed.get(id)
}

func (r *recent) put(id ID, h *held) {
	if r.young == nil || len(r.young) >= mostRecent || r.slots >= mostRecentSlots {
		for id, h := range r.old {
			if r.young[id] == nil {
				r.packed.put(id, h.state)
			}
		}
		r.young, r.old, r.slots = make(map[ID]*held, len(r.young)), r.young, 0
	}
	r.young[id] = h
	r.slots += len(h.state.slots)
}

func (r *recent) drop(id ID) {
	delete(r.young, id)
	delete(r.old, id)
	r.packed.drop(id)
}

// packed holds records as bytes, in two halves as well. They take a fraction of the memory of
// states, and nothing of them is looked through when memory is tidied up.
type packed struct {
	young, old packedHalf
}

type packedHalf struct {
	at    map[ID]packedAt
	bytes []byte
}

type packedAt struct {
	from, to uint32
	object   uint16
	seq      Seq
}

// A record with many values has been told whole, and is not asked for again soon; a half holds so
// many bytes.
const mostPackedSlots, mostPackedBytes = 16, 8 << 20

func (p *packed) put(id ID, s *state) {
	if len(s.slots) > mostPackedSlots {
		p.drop(id) // what is there may be older
		return
	}
	if p.young.at == nil {
		p.young.at, p.old.at = map[ID]packedAt{}, map[ID]packedAt{}
	}
	if len(p.young.bytes) >= mostPackedBytes {
		p.young, p.old = p.old, p.young
		clear(p.young.at)
		p.young.bytes = p.young.bytes[:0]
	}
	from := len(p.young.bytes)
	p.young.bytes = appendState(p.young.bytes, s)
	p.young.at[id] = packedAt{uint32(from), uint32(len(p.young.bytes)), s.code, s.seq}
}

func (p *packed) get(id ID) *held {
	half := &p.young
	at, ok := half.at[id]
	if !ok {
		half = &p.old
		if at, ok = half.at[id]; !ok {
			return nil
		}
	}
	h := &held{row: StateRow{ID: id, Object: at.object, Seq: at.seq, Data: half.bytes[at.from:at.to]}}
	s, err := readState(h.row)
	if err != nil {
		return nil // the store has it
	}
	h.row.Data, h.state = nil, s
	return h
}

func (p *packed) drop(id ID) {
	delete(p.young.at, id)
	delete(p.old.at, id)
}
