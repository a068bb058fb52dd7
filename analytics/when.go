package analytics

import "salesops/internal/period"

// When is the moment that a question is about. The zero When is the latest state: what is believed
// now to hold from here on.
type When struct {
	// AsOf is the end (excluded) of the day for which the state is wanted.
	AsOf *period.Instant
	// KnownAt is the end (excluded) of the day whose knowledge is wanted. It needs AsOf, which must
	// not be later, otherwise Rows returns fault.Invalid. A later AsOf is allowed for objects that
	// are planned ahead: all but deals, leads, accounts, contacts, activities and deal lines.
	KnownAt *period.Instant
	// Only limits the deals returned. It is ignored for other objects.
	Only Part
	// Stubs includes records that exist only because others refer to them.
	Stubs bool
}

// Part is a subset of the deals.
type Part uint8

const (
	AllDeals   Part = 0
	OnlyOpen   Part = 1 // neither won nor lost; deal_end is not read
	OnlyClosed Part = 2 // won or lost; deal_now is not read
)
