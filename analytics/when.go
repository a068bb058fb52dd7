package analytics

import "salesops/internal/period"

// When is the moment a question is asked about. The zero When is the latest state:
// what is believed now to hold from here on.
type When struct {
	// AsOf is the end (excluded) of the day the state is wanted for: what was so just before it.
	AsOf *period.Instant
	// KnownAt is the end (excluded) of the day whose knowledge is wanted. AsOf must be
	// set with it and not be later, else Rows gives fault.Invalid. Objects that are planned
	// ahead (everything but deals, leads, accounts, contacts, activities and deal lines)
	// may be asked for a later AsOf.
	KnownAt *period.Instant
	// Only leaves out rows of deals; it is ignored for other objects.
	Only Part
	// Stubs keeps records that only exist because something refers to them.
	Stubs bool
}

// Part is a part of the deals.
type Part uint8

const (
	AllDeals   Part = 0
	OnlyOpen   Part = 1 // outcome is neither won nor lost: deal_end is not read
	OnlyClosed Part = 2 // outcome is won or lost: deal_now is not read
)
