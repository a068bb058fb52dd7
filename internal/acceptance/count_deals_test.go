package acceptance

import (
	"maps"
	"math"
	"math/big"
	"slices"
	"strings"

	"salesops/internal/period"
)

// group is the set of deals and leads that one row of an answer is about, by dimensions.
type group func(dims map[string]string) bool

// dealMetric counts one metric of deals for one row.
func (s *state) dealMetric(metric string, f frame, g group) figure {
	if metric == "won_revenue" { // the one number that a credit note moves
		return s.sum(s.pick(g, func(d *dealNow) bool { return d.outcome == "won" && f.has(d.closedOn) }))
	}
	won := s.sales(g, func(d *dealNow) bool { return d.outcome == "won" && f.has(d.closedOn) })
	lost := s.sales(g, func(d *dealNow) bool { return d.outcome == "lost" && f.has(d.closedOn) })
	created := s.sales(g, func(d *dealNow) bool { return f.has(d.created) })
	open := s.sales(g, func(d *dealNow) bool { return d.outcome == "open" && f.has(d.due) })
	switch metric {
	case "open_pipeline":
		return s.sum(open)
	case "pipeline_created":
		return s.sum(s.asCreated(f, g))
	case "won_deals":
		return count(won)
	case "lost_deals":
		return count(lost)
	case "open_deals":
		return count(open)
	case "win_rate":
		return share(won, append(slices.Clone(won), lost...))
	case "win_rate_created":
		return share(s.sales(g, func(d *dealNow) bool { return d.outcome == "won" && f.has(d.created) }), created)
	case "win_rate_competitive":
		against := filter(lost, func(d *dealNow) bool { return d.competitor })
		if len(lost) > 0 && len(against) == 0 {
			return figure{n: len(won), ids: ids(won)} // nobody notes competitors here
		}
		return share(won, append(slices.Clone(won), against...))
	case "win_rate_value":
		return s.valueRate(won, lost)
	case "asp", "asp_median":
		return s.price(metric, filter(won, func(d *dealNow) bool { return d.amount != nil }))
	case "cycle_won_mean", "cycle_won_median":
		return cycle(metric, won, func(d *dealNow) *period.Day { return d.created })
	case "cycle_contact_mean":
		return cycle("cycle_won_mean", won, s.contacted)
	case "cycle_km_median", "cycle_rmst", "win_incidence":
		return s.survival(metric, filter(created, func(d *dealNow) bool { return d.created != nil }))
	}
	panic("no such metric: " + metric)
}

func (s *state) pick(g group, keep func(*dealNow) bool) []*dealNow {
	var out []*dealNow
	for i := range s.deals {
		if d := &s.deals[i]; g(d.dims) && keep(d) {
			out = append(out, d)
		}
	}
	return out
}

// takesBack says that a deal is below zero: a credit note, and nobody's win or loss.
func (d *dealNow) takesBack() bool { return d.amount != nil && *d.amount < 0 }

// sales are the deals that sell something.
func (s *state) sales(g group, keep func(*dealNow) bool) []*dealNow {
	return s.pick(g, func(d *dealNow) bool { return !d.takesBack() && keep(d) })
}

// asCreated are the deals created in a period, with the amount and the owner that each had when
// the period was over.
func (s *state) asCreated(f frame, g group) []*dealNow {
	all := s.pick(func(map[string]string) bool { return true }, func(d *dealNow) bool { return f.has(d.created) })
	var out []*dealNow
	for _, d := range all {
		then := *d
		if f.to != nil && d.created != nil {
			m := s.m
			m.eff = min(m.eff, f.to.End(s.w.cfg.zone))
			v := s.c.firstAt(d.id, m)
			then.amount = amountIn(v)
			then.dims = maps.Clone(d.dims)
			for _, team := range slices.Collect(maps.Keys(then.dims)) {
				if strings.HasPrefix(team, "team") {
					delete(then.dims, team)
				}
			}
			then.dims["owner"] = v["owner"]
			s.c.teams(then.dims, v["owner"])
		}
		if g(then.dims) && !then.takesBack() {
			out = append(out, &then)
		}
	}
	return out
}

func filter(of []*dealNow, keep func(*dealNow) bool) []*dealNow {
	var out []*dealNow
	for _, d := range of {
		if keep(d) {
			out = append(out, d)
		}
	}
	return out
}

func ids(of []*dealNow) []string {
	var out []string
	for _, d := range of {
		out = append(out, d.id)
	}
	return out
}

func count(of []*dealNow) figure {
	return figure{value: whole(len(of)), n: len(of), ids: ids(of), zeroOrNone: len(of) == 0}
}

func total(of []*dealNow) *big.Int {
	sum := new(big.Int)
	for _, d := range of {
		if d.amount != nil {
			sum.Add(sum, big.NewInt(*d.amount))
		}
	}
	return sum
}

func (s *state) sum(of []*dealNow) figure {
	return figure{value: s.money(total(of)), n: len(of), ids: ids(of), zeroOrNone: len(of) == 0}
}

// share is a rate with its Wilson interval; below five cases there is none.
func share(part, all []*dealNow) figure {
	return rate(len(part), len(all), ids(all))
}

func rate(k, n int, of []string) figure {
	f := figure{numerator: whole(k), denominator: whole(n), n: n, ids: of}
	if n < 5 {
		return f
	}
	f.value = big.NewRat(int64(k), int64(n))
	const z = 1.959963984540054
	p, m := float64(k)/float64(n), float64(n)
	centre := (p + z*z/(2*m)) / (1 + z*z/m)
	half := z / (1 + z*z/m) * math.Sqrt(p*(1-p)/m+z*z/(4*m*m))
	f.low, f.high, f.interval = centre-half, centre+half, true
	return f
}

func (s *state) valueRate(won, lost []*dealNow) figure {
	all := append(slices.Clone(won), lost...)
	f := figure{n: len(all), ids: ids(all)}
	unknown := len(filter(lost, func(d *dealNow) bool { return d.amount == nil || *d.amount == 0 }))
	below := total(all)
	if len(all) < 5 || 5*unknown > len(lost) || below.Sign() == 0 {
		return f
	}
	f.value = new(big.Rat).SetFrac(total(won), below)
	return f
}

func (s *state) price(metric string, won []*dealNow) figure {
	f := figure{n: len(won), ids: ids(won)}
	if len(won) == 0 {
		return f
	}
	if metric == "asp" {
		f.value = new(big.Rat).Quo(s.money(total(won)), whole(len(won)))
		return f
	}
	var of []*big.Rat
	for _, d := range won {
		of = append(of, s.money(big.NewInt(*d.amount)))
	}
	f.value = median(of)
	return f
}

func median(of []*big.Rat) *big.Rat {
	slices.SortFunc(of, func(a, b *big.Rat) int { return a.Cmp(b) })
	a, b := of[(len(of)-1)/2], of[len(of)/2]
	sum := new(big.Rat).Add(a, b)
	return sum.Quo(sum, whole(2))
}

// cycle is the length of won deals. What closes before it starts cannot be right: it is
// left out, and when that is most of them there is no answer.
func cycle(metric string, won []*dealNow, start func(*dealNow) *period.Day) figure {
	var days []*big.Rat
	var of []*dealNow
	impossible, dated := 0, 0
	for _, d := range won {
		from := start(d)
		if d.closedOn == nil || from == nil {
			continue
		}
		dated++
		if *d.closedOn < *from {
			impossible++
			continue
		}
		days = append(days, whole(int(*d.closedOn-*from)))
		of = append(of, d)
	}
	f := figure{n: len(days), ids: ids(of)}
	if len(days) == 0 || 2*impossible > dated {
		return f
	}
	if metric == "cycle_won_median" {
		f.value = median(days)
		return f
	}
	sum := new(big.Rat)
	for _, d := range days {
		sum.Add(sum, d)
	}
	f.value = sum.Quo(sum, whole(len(days)))
	return f
}

// contacted is the earliest of: the lead was created, the first activity with the deal,
// its account or its contact, the deal was created.
func (s *state) contacted(d *dealNow) *period.Day {
	first := d.created
	earlier := func(on *period.Day) {
		if on != nil && (first == nil || *on < *first) {
			first = on
		}
	}
	for i := range s.leads {
		if s.leads[i].deal == d.id {
			earlier(s.leads[i].created)
		}
	}
	for i := range s.tasks {
		t := &s.tasks[i]
		if t.what == d.id || d.account != "" && t.account == d.account || d.contact != "" && t.who == d.contact {
			earlier(&t.on)
		}
	}
	return first
}

// survival follows deals from creation to their close, at most to the as-of day.
func (s *state) survival(metric string, of []*dealNow) figure {
	type spell struct {
		days   int
		ended  bool
		winner bool
	}
	var spells []spell
	var used []*dealNow
	impossible, followed := 0, 0
	for _, d := range of {
		end := s.asOf
		if d.outcome != "open" {
			if d.closedOn == nil {
				continue
			}
			end = *d.closedOn
		}
		followed++
		if end < *d.created {
			if d.outcome != "open" {
				impossible++
			}
			continue
		}
		spells = append(spells, spell{int(end - *d.created), d.outcome != "open", d.outcome == "won"})
		used = append(used, d)
	}
	f := figure{n: len(spells), ids: ids(used)}
	if len(spells) < 5 || 2*impossible > followed {
		return f
	}
	const horizon = 90
	longest := 0
	for _, x := range spells {
		longest = max(longest, x.days)
	}
	surviving, area, wins := 1.0, 0.0, 0.0
	for t := 0; t <= longest; t++ {
		atRisk, ends, winners := 0, 0, 0
		for _, x := range spells {
			if x.days >= t {
				atRisk++
			}
			if x.days == t && x.ended {
				ends++
				if x.winner {
					winners++
				}
			}
		}
		if t <= horizon {
			wins += surviving * float64(winners) / float64(atRisk)
		}
		surviving *= 1 - float64(ends)/float64(atRisk)
		if metric == "cycle_km_median" && surviving <= 0.5+1e-12 {
			f.value = whole(t)
			return f
		}
		if t < horizon {
			area += surviving
		}
	}
	if metric == "cycle_km_median" || longest < horizon && surviving > 1e-12 {
		return f // half has not closed yet; or nobody was followed that long
	}
	f.value = new(big.Rat).SetFloat64(area)
	if metric == "win_incidence" {
		f.value = new(big.Rat).SetFloat64(wins)
	}
	return f
}
