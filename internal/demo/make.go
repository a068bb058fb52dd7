package demo

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"salesops/internal/fault"
	"salesops/internal/period"
	"salesops/record"
	"salesops/sales"
)

// Size is how large the company is.
type Size string

const (
	Small  Size = "small"  // 600 deals, 12 sellers: for tests
	Medium Size = "medium" // 8,000 deals, 30 sellers
	Large  Size = "large"  // 500,000 deals, 1,000 sellers
)

// ParseSize reads a size as a person writes it.
func ParseSize(s string) (Size, error) {
	switch size := Size(s); size {
	case Small, Medium, Large:
		return size, nil
	}
	return "", fault.Invalidf("%q is not a size: use small, medium or large", s)
}

// people is how many deals and sellers there are to be, and how many times as much dirt,
// so that the smallest company too has some of each kind.
func (s Size) people() (deals, sellers, dirt int) {
	switch s {
	case Small:
		return 600, 12, 10
	case Large:
		return 500_000, 1000, 1
	case Medium:
	}
	return 8_000, 30, 1
}

// Options say which company to make.
type Options struct {
	Seed  uint64
	Size  Size
	Today period.Day // the first day that has not happened yet
	// Progress is told how many of the company's days are done. May be nil.
	Progress func(done, total int)
}

// Truths are what is planted in exact numbers.
type Truths struct {
	WinsWithoutAmount, DealsWithoutOwner, DealsWithoutAccount int
	ClosedBeforeCreated, ReversedWins                         int
	DoubleAccounts, ConflictingLeads                          int
	Movers, SharedWins, CreditNotes, Overdue                  int
	Leads, Deals, Won, Lost, Contracts, Events, Activities    int
}

// zoneName is where the company's days begin and end.
const zoneName = "Europe/London"

// history is how many years the company looks back on.
const history = 3

// Make writes the company into an empty log, in the order in which things happened. It
// refuses a log that holds records already.
func Make(ctx context.Context, log *record.Log, o Options) (Truths, error) {
	empty, err := Empty(ctx, log)
	if err != nil {
		return Truths{}, err
	}
	if !empty {
		return Truths{}, fault.Conflictf("the folder holds records already: a demo company needs an empty one")
	}
	zone, err := time.LoadLocation(zoneName)
	if err != nil {
		return Truths{}, fmt.Errorf("load the zone of the demo company: %w", err)
	}
	y, m, d := o.Today.Date()
	s := &sim{
		Rand: rand.New(rand.NewPCG(o.Seed, 0x5a1e5)), //nolint:gosec // a sample is to be the same for the same seed
		shop: rand.New(rand.NewPCG(o.Seed, 0x5409)),  //nolint:gosec // as above
		zone: zone, from: period.DayOf(y-history, m, d), to: o.Today,
		now: period.DayOf(y-history, m, d).Start(zone), end: o.Today.Start(zone),
		out: &writer{log: log},
	}
	s.deals, s.sellers, s.dirt = o.Size.people()
	if err := s.settings(ctx, log); err != nil {
		return Truths{}, err
	}
	if err := s.out.begin(ctx, s.from, s.from.Start(zone)); err != nil {
		return Truths{}, err
	}
	s.found()
	for day := s.from; day < s.to; day++ {
		if err := ctx.Err(); err != nil {
			return Truths{}, err
		}
		s.day(day)
		s.pass((day + 1).Start(zone))
		if err := s.out.flushed(ctx); err != nil {
			return Truths{}, err
		}
		if o.Progress != nil {
			o.Progress(int(day-s.from)+1, int(s.to-s.from))
		}
	}
	s.overdue()
	return s.truths, s.out.finish(ctx, s.end)
}

// Empty says whether a log holds nothing but what every folder gets when it is opened.
func Empty(ctx context.Context, log *record.Log) (bool, error) {
	found := errors.New("found") // ends the reading
	err := log.Tail(ctx, record.Everything(), 1, func(changes []record.Change) error {
		for _, c := range changes {
			if c.Object != sales.Metric && c.Object != sales.Company {
				return found
			}
		}
		return nil
	})
	if errors.Is(err, found) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("look whether the folder is empty: %w", err)
	}
	return true, nil
}

// settings are the company's own.
func (s *sim) settings(ctx context.Context, log *record.Log) error {
	_, err := sales.ChangeSettings(ctx, log, "demo", map[string]string{
		"name": "Alder & Finch", "zone": zoneName, "currency": "USD", "own_domains": ownDomain,
		"working_hours": "mon-fri 09:00-12:30,13:30-17:30", "gross_margin": "0.78",
	})
	return err
}
