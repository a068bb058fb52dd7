package connectors

import "salesops/record"

// A record without a creation date exists from the earliest day that it or a record naming it
// proves: a contract runs since its start, so there was one then. It is flagged Backfilled.

// noteProof takes what a row itself proves for a use of its record.
func (a *assembler) noteProof(o ord, c *current) {
	field := a.reg.objectOf(o).Imported.Proof
	if field == "" || c.created != 0 {
		return
	}
	v, ok := c.value(field)
	if !ok || v.Kind() != record.Day && v.Kind() != record.Instant {
		return
	}
	s := a.reg.at(o)
	s.first = min(s.first, instantOf(v, a.company))
	s.known = min(s.known, a.now)
}

// dated says that the source has told when a record was made, or has told its history.
func (p *prior) dated() bool {
	for name := range p.seen {
		if name == seenCreated || isSeenHistory(name) {
			return true
		}
	}
	return false
}

// mayBeOlder says that what is known of a record's use may show that it is older than the log
// has it.
func (a *assembler) mayBeOlder(o ord) bool {
	s, first := a.reg.at(o), a.firstUse(o)
	return s.existed && first < a.now && (s.since == 0 || first < s.since) &&
		(a.reg.objectOf(o).Imported.Structural || !s.dated)
}

// proven says that a record without a creation date exists from some earlier day.
func (a *assembler) proven(o ord) bool { return a.firstUse(o) < a.now }
