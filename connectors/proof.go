package connectors

import (
	"salesops/record"
	"salesops/sales"
)

// A record without a creation date exists from the earliest day that it or a record naming it
// proves: a contract runs since its start, so there was one then. It is flagged Backfilled.

// proofs are the fields of an object whose day shows that there was a record by then. Days that
// only promise something (a close date, an end) prove nothing.
var proofs = map[string]string{
	sales.Contract: "start_on", sales.Order: "ordered_on", sales.Cost: "from_on", sales.Quota: "from_on",
	sales.Absence: "from_on",
	sales.Holiday: "day", sales.Rate: "day", sales.Event: "start_at", sales.Activity: "start_at",
	sales.Lead: "converted_at", sales.Person: "started_on",
}

// noteProof takes what a row itself proves for a use of its record.
func (a *assembler) noteProof(o ord, c *current) {
	field := proofs[a.reg.objectOf(o).Name]
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
		(structural[a.reg.objectOf(o).Name] || !s.dated)
}

// proven says that a record without a creation date exists from some earlier day.
func (a *assembler) proven(o ord) bool { return a.firstUse(o) < a.now }
