package findings

import (
	"context"
	"time"

	"salesops/analytics"
	"salesops/internal/period"
	"salesops/metrics"
	"salesops/record"
)

// Source is where findings come from.
type Source struct {
	Engine  *metrics.Engine
	Columns *analytics.Columns
}

// Moment is what is looked at.
type Moment struct {
	AsOf *period.Day // nil is now
	// KnownAt leaves out of the numbers what became known after the end of a day; nil is now.
	// Records and reversals are found as corrected since.
	KnownAt *period.Day
	// Today is the day in the company's zone; required.
	Today period.Day
	Zone  *time.Location // the company's; nil is UTC
}

// Find gives everything that was found, the biggest money first.
func Find(ctx context.Context, from Source, scope record.Scope, at Moment) ([]Finding, error) {
	if at.Zone == nil {
		at.Zone = time.UTC
	}
	var found []Finding
	for _, look := range []func(context.Context, Source, record.Scope, Moment) ([]Finding, error){
		reversedWins, conditions, reconciled, namesakes,
	} {
		more, err := look(ctx, from, scope, at)
		if err != nil {
			return nil, err
		}
		found = append(found, more...)
	}
	return found, bySize(ctx, from, scope, at, found)
}

// when is the moment for the columns.
func (m Moment) when() analytics.When {
	if m.AsOf == nil {
		return analytics.When{}
	}
	end := m.AsOf.End(m.Zone)
	return analytics.When{AsOf: &end}
}
