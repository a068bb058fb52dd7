package record

// recent holds records lately read or written, as of the head; they are never altered. It has
// two halves: when the younger is full the older goes. So what was used a moment ago is always
// there, which an import needs that makes records and changes them a little later.
type recent struct {
	young, old map[ID]*held
	slots      int // values of the younger half
}

// What each half holds at most: records, and values of them.
const mostRecent, mostRecentSlots = 20_000, 150_000

// get finds a record; nil when it is not here.
func (r *recent) get(id ID) *held {
	if h := r.young[id]; h != nil {
		return h
	}
	return r.old[id]
}

func (r *recent) put(id ID, h *held) {
	if r.young == nil || len(r.young) >= mostRecent || r.slots >= mostRecentSlots {
		r.young, r.old, r.slots = make(map[ID]*held, len(r.young)), r.young, 0
	}
	r.young[id] = h
	r.slots += len(h.state.slots)
}

func (r *recent) drop(id ID) {
	delete(r.young, id)
	delete(r.old, id)
}
