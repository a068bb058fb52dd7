package stats_test

import (
	"fmt"
	"math"
	"reflect"
	"sort"
	"testing"

	"pgregory.net/rapid"

	"salesops/stats"
)

// someSpells draws only a few distinct times, so that ties are common.
func someSpells(t *rapid.T, truncated bool) []stats.Spell {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) stats.Spell {
		s := stats.Spell{Days: float64(rapid.IntRange(0, 30).Draw(t, "days")),
			Event: rapid.IntRange(0, 2).Draw(t, "event")}
		if truncated && s.Days > 1 {
			s.Entry = float64(rapid.IntRange(0, int(s.Days)-1).Draw(t, "entry"))
		}
		return s
	}), 1, 60).Draw(t, "spells")
}

func TestCurveProperties(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c, err := stats.NewCurve(someSpells(t, rapid.Bool().Draw(t, "truncated")))
		if err != nil {
			t.Fatal(err)
		}
		before := 1.0
		for _, s := range c.Steps {
			if !(s.Survival >= 0 && s.Survival <= before) {
				t.Fatalf("survival %v after %v", s.Survival, before)
			}
			if !(s.Low >= 0 && s.Low <= s.Survival && s.Survival <= s.High && s.High <= 1) {
				t.Fatalf("band %v..%v around %v", s.Low, s.High, s.Survival)
			}
			if sum := s.Survival + s.Incidence + s.CompetingIncidence; math.Abs(sum-1) > 1e-12 {
				t.Fatalf("survival and both incidences add up to %v", sum)
			}
			before = s.Survival
		}
	})
}

func TestWithoutCensoringItIsTheEmpiricalShare(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		spells := someSpells(t, false)
		for i := range spells {
			if spells[i].Event == stats.Censored {
				spells[i].Event = stats.Event
			}
		}
		c, err := stats.NewCurve(spells)
		if err != nil {
			t.Fatal(err)
		}
		at := float64(rapid.IntRange(0, 40).Draw(t, "at"))
		running, won, total := 0, 0, 0.0
		var days []float64
		for _, s := range spells {
			if s.Days > at {
				running++
			} else if s.Event == stats.Event {
				won++
			}
			total += math.Min(s.Days, at)
			days = append(days, s.Days)
		}
		n := float64(len(spells))
		check := func(what string, got float64, ok bool, want float64) {
			if !ok || math.Abs(got-want) > 1e-7 {
				t.Fatalf("%s at %v = %v %v, want %v", what, at, got, ok, want)
			}
		}
		share, ok := c.At(at)
		check("survival", share, ok, float64(running)/n)
		// Without censoring, the delta-method error equals the binomial one, and the error of the
		// mean is the usual one.
		share, se, ok := c.IncidenceAt(at)
		p := float64(won) / n
		check("incidence", share, ok, p)
		check("error of the incidence", se, ok, math.Sqrt(p*(1-p)/n))
		mean, se, ok := c.RestrictedMean(at)
		check("restricted mean", mean, ok, total/n)
		squares := 0.0
		for _, s := range spells {
			squares += math.Pow(math.Min(s.Days, at)-total/n, 2)
		}
		check("error of the mean", se, ok, math.Sqrt(squares)/n)
		sort.Float64s(days)
		m, ok := c.Median()
		check("median", m, ok, days[(len(days)-1)/2])
	})
}

func TestOrderOfSpellsDoesNotMatter(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		spells := someSpells(t, true)
		shuffled := rapid.Permutation(spells).Draw(t, "shuffled")
		for _, name := range stats.EstimateNames() {
			e, _ := stats.Estimate(name)
			if e.Purchases {
				continue
			}
			params := map[string]float64{}
			if len(e.Params) > 0 {
				params[stats.Horizon] = float64(rapid.IntRange(1, 30).Draw(t, "horizon"))
			}
			a, errA := e.Run(spells, params)
			b, errB := e.Run(shuffled, params)
			if errA != nil && errB != nil && name == "sbg_life" {
				continue // no customer can leave before a first payment
			}
			if errA != nil || errB != nil || !reflect.DeepEqual(a, b) {
				t.Fatalf("%s: %+v %v against %+v %v", name, a, errA, b, errB)
			}
			if a.OK && a.HasInterval && !(a.Low <= a.Value && a.Value <= a.High) {
				t.Fatalf("%s lies outside its interval: %+v", name, a)
			}
		}
	})
}

func TestOrderOfPurchasesDoesNotMatter(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		customer := rapid.Custom(func(t *rapid.T) stats.Purchases {
			p := stats.Purchases{Repeats: rapid.IntRange(0, 6).Draw(t, "repeats"),
				Count: rapid.IntRange(0, 3).Draw(t, "count")}
			if p.Repeats > 0 {
				p.Last = float64(rapid.IntRange(1, 40).Draw(t, "last"))
				p.Mean = float64(rapid.IntRange(1, 900).Draw(t, "mean"))
			}
			p.Until = p.Last + float64(rapid.IntRange(0, 20).Draw(t, "since"))
			return p
		})
		seen := rapid.SliceOfN(customer, 1, 12).Draw(t, "seen")
		shuffled := rapid.Permutation(seen).Draw(t, "shuffled")
		a, errA := stats.ExpectWorth(seen, 52)
		b, errB := stats.ExpectWorth(shuffled, 52)
		if errA != nil || errB != nil {
			t.Fatal(errA, errB)
		}
		if fmt.Sprint(a) != fmt.Sprint(b) { // compare as text, where NaN equals NaN
			t.Fatalf("%+v against %+v", a, b)
		}
	})
}

func TestWilsonProperties(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 5000).Draw(t, "n")
		k := rapid.IntRange(0, n).Draw(t, "k")
		in, ok := stats.Wilson(k, n, stats.Confidence)
		p := float64(k) / float64(n)
		if !ok || !(in.Low >= 0 && in.Low <= p && p <= in.High && in.High <= 1) {
			t.Fatalf("%d of %d: %+v %v", k, n, in, ok)
		}
	})
}

func TestACountIsThatManySpells(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		counted := someSpells(t, rapid.Bool().Draw(t, "truncated"))
		var repeated []stats.Spell
		for i := range counted {
			counted[i].Count = rapid.IntRange(0, 4).Draw(t, "count")
			for range max(counted[i].Count, 1) {
				one := counted[i]
				one.Count = 0
				repeated = append(repeated, one)
			}
		}
		a, err := stats.NewCurve(counted)
		if err != nil {
			t.Fatal(err)
		}
		b, err := stats.NewCurve(repeated)
		if err != nil {
			t.Fatal(err)
		}
		if a.N != b.N || a.Events != b.Events || a.Last != b.Last || len(a.Steps) != len(b.Steps) {
			t.Fatalf("%+v\n%+v", a, b)
		}
		for i := range a.Steps {
			if a.Steps[i] != b.Steps[i] {
				t.Fatalf("step %d: %+v, %+v", i, a.Steps[i], b.Steps[i])
			}
		}
	})
}
