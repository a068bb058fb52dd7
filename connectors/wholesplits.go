package connectors

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"math"
	"math/big"
	"slices"
	"strings"

	"salesops/internal/money"
	"salesops/internal/problems"
	"salesops/record"
	"salesops/sales"
)

// Shares of a deal that add up to more or less than the whole are scaled, or what is missing is
// the owner's. So they are told. What the log holds of a deal counts with what the files bring: a
// source that sends what changed sends a part of a deal's splits.

// aWhole is a deal in millionths, and nearWhole what shares that are written rounded may lack.
const aWhole, nearWhole = 1_000_000, 1_000

// refKey is a record: its id, or less than nothing for one that the log does not have yet.
type refKey int64

// sharing is the splits of one kind of a deal.
type sharing struct{ deal, kind refKey }

// shared is what they add up to.
type shared struct {
	share   int64 // millionths
	amount  money.Amount
	amounts bool // there are splits by amount
	mixed   bool // shares beside amounts, or amounts of several currencies: there is no sum
}

// splitBook collects the splits of an import.
type splitBook struct {
	sums    map[sharing]*shared
	deals   map[refKey]ord
	amounts map[refKey]money.Amount // of deals
	seen    map[record.ID]bool      // splits of the log that the import brings anew
	overlay map[refKey]bool         // kinds that are in no total
}

func newSplitBook() splitBook {
	return splitBook{map[sharing]*shared{}, map[refKey]ord{}, map[refKey]money.Amount{},
		map[record.ID]bool{}, map[refKey]bool{}}
}

// key is the record that a reference of this import means.
func (s *subjects) key(v record.Value) refKey {
	switch {
	case !v.IsSet():
		return 0
	case v.Ref() < 0: // only the log names it
		return refKey(-v.Ref())
	}
	return s.keyOf(ord(v.Ref()))
}

func (s *subjects) keyOf(o ord) refKey {
	if known := s.reg.at(o); known.existed {
		return refKey(known.id)
	}
	return -1 - refKey(o)
}

// noteSplit takes in a record that says how a deal is shared.
func (a *assembler) noteSplit(o ord, c *current) {
	value := func(field string) record.Value { v, _ := c.value(field); return v }
	switch a.reg.objectOf(o).Name {
	case sales.Deal:
		if v := value("amount"); v.IsSet() && a.bringsSplits() {
			a.shares.amounts[a.keyOf(o)] = v.Money()
		}
	case sales.SplitType:
		if v := value("totals"); v.IsSet() {
			a.shares.overlay[a.keyOf(o)] = !v.Bool()
		}
	case sales.Split:
		if s := a.reg.at(o); s.existed {
			a.shares.seen[s.id] = true
		}
		if deal := value("deal"); deal.IsSet() && deal.Ref() >= 0 && c.deleted != yes {
			key := a.keyOf(ord(deal.Ref()))
			a.shares.deals[key] = ord(deal.Ref())
			a.shares.add(sharing{key, a.key(value("split_type"))}, value)
		}
	}
}

func (s *sources) bringsSplits() bool {
	return slices.ContainsFunc(s.files, func(f *file) bool { return f.layout.Object == sales.Split })
}

// add counts one split, unless it is overlay credit or of nobody.
func (b *splitBook) add(of sharing, value func(field string) record.Value) {
	if !value("person").IsSet() || value("overlay").Bool() ||
		strings.Contains(strings.ToLower(value("kind").Text()), "overlay") {
		return
	}
	s := b.sums[of]
	if s == nil {
		s = &shared{}
		b.sums[of] = s
	}
	share, amount := value("share"), value("amount").Money()
	switch {
	case share.IsSet():
		s.share += int64(math.Round(share.Number() * aWhole))
		s.mixed = s.mixed || s.amounts
	case !value("amount").IsSet():
	case s.share != 0 || s.amounts && s.amount.Currency != amount.Currency:
		s.mixed = true
	default:
		s.amounts = true
		s.amount = money.Amount{Minor: s.amount.Minor + amount.Minor, Currency: amount.Currency}
	}
}

// of is how many millionths of a deal are shared; false where nothing tells.
func (s *shared) of(deal money.Amount) (int64, bool) {
	switch {
	case s.mixed:
		return 0, false
	case !s.amounts:
		return s.share, true
	case deal.Minor == 0 || deal.Currency != s.amount.Currency:
		return 0, false
	}
	parts := new(big.Int).Mul(big.NewInt(s.amount.Minor), big.NewInt(aWhole))
	if parts.Quo(parts, big.NewInt(deal.Minor)); !parts.IsInt64() {
		return 0, false
	}
	return parts.Int64(), true
}

// uneven are the deals of which no kind of split adds up, with what the nearest one adds up to.
func (b *splitBook) uneven() map[refKey]int64 {
	nearest := map[refKey]int64{}
	away := func(n int64) int64 { return max(n-aWhole, aWhole-n) }
	for of, s := range b.sums {
		n, ok := s.of(b.amounts[of.deal])
		if b.overlay[of.kind] {
			continue
		}
		if !ok {
			n = aWhole // not known to be uneven
		}
		if have, ok := nearest[of.deal]; !ok || away(n) < away(have) {
			nearest[of.deal] = n
		}
	}
	maps.DeleteFunc(nearest, func(_ refKey, n int64) bool { return away(n) <= nearWhole })
	return nearest
}

// inspectSplits reports the deals whose splits do not add up.
func (a *assembler) inspectSplits(ctx context.Context) error {
	b := &a.shares
	if len(b.uneven()) == 0 {
		return nil
	}
	err := a.log.Each(ctx, everything, sales.SplitType, func(have record.Record) error {
		if _, here := b.overlay[refKey(have.ID)]; !here && have.Exists && have.Fields["totals"].IsSet() {
			b.overlay[refKey(have.ID)] = !have.Fields["totals"].Bool()
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("read the kinds of splits: %w", err)
	}
	suspects := b.uneven()
	err = a.log.Each(ctx, everything, sales.Split, func(have record.Record) error {
		deal := refKey(have.Fields["deal"].Ref())
		if _, meant := suspects[deal]; meant && have.Exists && !b.seen[have.ID] {
			b.add(sharing{deal, refKey(have.Fields["split_type"].Ref())},
				func(field string) record.Value { return have.Fields[field] })
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("read the splits: %w", err)
	}
	found, p := b.uneven(), a.problems.of(problems.UnevenSplits)
	for _, deal := range slices.SortedFunc(maps.Keys(found),
		func(x, y refKey) int { return cmp.Compare(b.deals[x], b.deals[y]) }) {
		p.add(b.deals[deal], "", money.Decimal(big.NewRat(found[deal], aWhole/100), 0, 2)+" %")
	}
	p.of = int64(len(b.deals))
	return nil
}
