package findings

import (
	"cmp"
	"context"
	"math/big"
	"slices"

	"salesops/internal/money"
	"salesops/internal/period"
	"salesops/internal/problems"
	"salesops/metrics"
	"salesops/record"
)

// Finding is a problem that was found in the records: Of is the number of records looked at.
type Finding struct {
	problems.Problem

	// Amount is the money it is about; nil when it is not about money.
	Amount *money.Amount
	// Day is when it happened; nil when it is not about a day.
	Day    *period.Day
	Object string
	// Records are its records: the first MaxRecords; Count says how many there are.
	Records []record.ID
	// Rates are the win rates before and now, where it moved one.
	Rates map[string]metrics.Figure

	priced bool     // Amount has the currency of a record
	worth  *big.Rat // of Amount in the company's currency; nil without a rate
}

// MaxRecords bounds the records that a finding names.
const MaxRecords = 500

// bySize puts the biggest money first, by what it is worth in the company's currency, before what
// no rate converts; of equal money, the worse code (problems.Compare) first, then the larger count.
func bySize(ctx context.Context, from Source, scope record.Scope, at Moment, found []Finding) error {
	on := at.Today
	if at.AsOf != nil {
		on = *at.AsOf
	}
	var amounts []money.Amount
	for _, f := range found {
		if f.Amount != nil {
			amounts = append(amounts, *f.Amount)
		}
	}
	worths, err := from.Engine.Worths(ctx, scope, amounts, on)
	if err != nil {
		return err
	}
	for i := range found {
		if found[i].Amount != nil {
			found[i].worth, worths = worths[0], worths[1:]
		}
	}
	slices.SortStableFunc(found, func(a, b Finding) int {
		return cmp.Or(compareWorth(b, a), problems.Compare(&a.Problem, &b.Problem), cmp.Compare(b.Count, a.Count))
	})
	return nil
}

// compareWorth puts money below what is worth more, and what is about no money below both.
func compareWorth(a, b Finding) int {
	known := func(f Finding) int {
		switch {
		case f.worth != nil:
			return 2
		case f.Amount != nil:
			return 1
		}
		return 0
	}
	switch {
	case a.worth != nil && b.worth != nil:
		return a.worth.Cmp(b.worth)
	case known(a) == 1 && known(b) == 1:
		return cmp.Or(cmp.Compare(b.Amount.Currency, a.Amount.Currency), cmp.Compare(a.Amount.Minor, b.Amount.Minor))
	}
	return cmp.Compare(known(a), known(b))
}
