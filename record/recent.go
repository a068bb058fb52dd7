package record

// recent caches records that were read or written lately, as of the head. Cached records are never
// altered. The cache has two halves: when the younger half is full, it replaces the older one. A
// record used a moment ago is therefore always present; imports need this, because they change
// records soon after they create them.
type recent struct {
	young, old map[ID]*held
	slots      int // number of field values in the younger half
}

// Limits of each half: records, and field values of these records.
const mostRecent, mostRecentSlots = 20_000, 150_000

// get returns a cached record; nil when there is none.
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
