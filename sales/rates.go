package sales

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"salesops/internal/fault"
	"salesops/internal/money"
	"salesops/internal/period"
	"salesops/internal/reason"
	"salesops/record"
)

// RateEntry is an exchange rate as a person writes it: from a day on, one unit of From is Rate units of To.
type RateEntry struct {
	From, To string
	Day      string
	Rate     string
}

// HeldRate is an exchange rate in the log.
type HeldRate struct {
	ID       record.ID
	From, To string
	Day      period.Day
	Rate     money.Rate
	Begins   period.Instant // when its record begins to exist
}

// Entry is the rate as a person writes it.
func (r HeldRate) Entry() RateEntry {
	return RateEntry{From: r.From, To: r.To, Day: r.Day.String(), Rate: r.Rate.Text(r.From, r.To)}
}

// ExchangeRates returns the rates of the log by day, including those of future days. A rate belongs to its day,
// whenever it was entered. A record without a day or a value is left out.
func ExchangeRates(ctx context.Context, log *record.Log, scope record.Scope) ([]HeldRate, error) {
	var ids []record.ID
	if err := log.EachID(ctx, Rate, func(id record.ID) error { ids = append(ids, id); return nil }); err != nil {
		return nil, fmt.Errorf("read the exchange rates: %w", err)
	}
	var rates []HeldRate
	const page = 1_000
	for some := range slices.Chunk(ids, page) {
		lines, err := log.Timelines(ctx, scope, some)
		if err != nil {
			return nil, fmt.Errorf("read the exchange rates: %w", err)
		}
		for _, id := range some {
			r := record.Fold(lines[id], record.At{})
			day, rate := r.Fields["day"], r.Fields["rate"]
			if !r.Exists || !day.IsSet() || !rate.IsSet() {
				continue
			}
			rates = append(rates, HeldRate{ID: id, From: r.Fields["from_currency"].Text(),
				To: r.Fields["to_currency"].Text(), Day: day.Day(), Rate: money.Rate(rate.Int()), Begins: r.Created})
		}
	}
	slices.SortFunc(rates, func(a, b HeldRate) int {
		return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.ID, b.ID))
	})
	return rates, nil
}

// rateDrafts checks rates and makes drafts of them. A rate of the same pair and day is replaced. A rate is
// valid from the beginning of its day in the company's zone.
func rateDrafts(held []HeldRate, entries []RateEntry, zone *time.Location) ([]record.Draft, error) {
	type key struct {
		from, to string
		day      period.Day
	}
	known, drafted := map[key]HeldRate{}, map[key]int{}
	for _, r := range held {
		known[key{r.From, r.To, r.Day}] = r
	}
	var drafts []record.Draft
	for _, e := range entries {
		from, to := strings.ToUpper(e.From), strings.ToUpper(e.To)
		for _, code := range []string{from, to} {
			if !money.Known(code) {
				return nil, refuse(reason.Of("currency_wrong", "value", strconv.Quote(code)))
			}
		}
		if from == to {
			return nil, fault.Invalidf("a rate from %s to itself says nothing", from)
		}
		day, err := period.ParseDay(e.Day)
		if err != nil {
			return nil, err
		}
		rate, err := money.ParseRate(e.Rate, from, to)
		if err != nil {
			return nil, err
		}
		value := record.FieldValue{Name: "rate", Value: record.IntValue(int64(rate))}
		of := key{from, to, day}
		if i, again := drafted[of]; again {
			drafts[i].Set("rate", value.Value)
			continue
		}
		drafted[of] = len(drafts)
		if r, ok := known[of]; ok {
			// at the beginning of the record, because the day may have begun at another instant in an earlier
			// zone
			drafts = append(drafts, record.Draft{Kind: record.Set, Object: Rate, ID: r.ID, EffectiveAt: r.Begins,
				Fields: []record.FieldValue{value}})
			continue
		}
		drafts = append(drafts, record.Draft{Kind: record.Create, Object: Rate, EffectiveAt: day.Start(zone),
			Fields: []record.FieldValue{
				{Name: "from_currency", Value: record.TextValue(from)},
				{Name: "to_currency", Value: record.TextValue(to)},
				{Name: "day", Value: record.DayValue(day)}, value,
			}})
	}
	return drafts, nil
}
