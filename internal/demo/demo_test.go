package demo_test

import (
	"context"
	"encoding/json"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"salesops/connectors"
	"salesops/internal/demo"
	"salesops/internal/fault"
	"salesops/internal/period"
	"salesops/record"
	"salesops/sales"
	"salesops/sqlite"
)

var today = period.DayOf(2026, time.July, 1)

func emptyLog(t *testing.T) *record.Log {
	t.Helper()
	clock := func() period.Instant { return today.Start(time.UTC) + 12*3_600_000_000 }
	db, err := sqlite.Open(filepath.Join(t.TempDir(), "truth.sqlite"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	log, err := record.Open(context.Background(), db.Store(), record.Options{
		Objects: sales.Objects(), Guards: sales.Guards(), Clock: clock, IDs: record.SeededIDs(1),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := log.Close(); err != nil {
			t.Error(err)
		}
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return log
}

func build(t *testing.T, o demo.Options) (*record.Log, demo.Truths) {
	t.Helper()
	log := emptyLog(t)
	truths, err := demo.Make(context.Background(), log, o)
	if err != nil {
		t.Fatal(err)
	}
	return log, truths
}

func changesOf(t *testing.T, log *record.Log) []record.Change {
	t.Helper()
	var all []record.Change
	err := log.Tail(context.Background(), record.Everything(), 1, func(changes []record.Change) error {
		for _, c := range changes {
			c.Fields = slices.Clone(c.Fields)
			all = append(all, c)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestSameSeedSameCompany(t *testing.T) {
	o := demo.Options{Seed: 7, Size: demo.Small, Today: today}
	first, one := build(t, o)
	second, two := build(t, o)
	if one != two {
		t.Errorf("truths differ: %+v and %+v", one, two)
	}
	a, b := changesOf(t, first), changesOf(t, second)
	if len(a) != len(b) {
		t.Fatalf("%d changes and %d", len(a), len(b))
	}
	for i := range a {
		if a[i].ID != b[i].ID || a[i].Kind != b[i].Kind || a[i].EffectiveAt != b[i].EffectiveAt ||
			!slices.Equal(a[i].Fields, b[i].Fields) {
			if a[i].Object != sales.Company {
				t.Fatalf("change %d differs: %+v and %+v", i, a[i], b[i])
			}
		}
	}
	o.Seed = 8
	if _, other := build(t, o); other == one {
		t.Error("another seed makes the same company")
	}
}

// The log tells a story: nothing is known before the thing before it, nothing lies in the future.
func TestReportCountsWhatWasMade(t *testing.T) {
	log, _ := build(t, demo.Options{Seed: 7, Size: demo.Small, Today: today})
	created := map[string]int64{}
	var text string
	for _, c := range changesOf(t, log) {
		if c.Object == sales.Import {
			for _, f := range c.Fields {
				if f.Name == "report" {
					text = f.Value.Text()
				}
			}
		} else if c.Kind == record.Create && c.Flags&record.Import != 0 {
			created[c.Object]++
		}
	}
	var report connectors.Report
	if err := json.Unmarshal([]byte(text), &report); err != nil {
		t.Fatalf("the report %q: %v", text, err)
	}
	told := map[string]int64{}
	for _, o := range report.Objects {
		told[o.Object] = o.Created
	}
	if !maps.Equal(told, created) || len(told) < 10 {
		t.Errorf("the report tells %v, made are %v", told, created)
	}
	if report.HistorySince == nil || *report.HistorySince != "2023-07-01" || report.Batch == "" || report.Changes == 0 {
		t.Errorf("the report says %q", text)
	}
}

func TestThingsHappenInOrder(t *testing.T) {
	log, _ := build(t, demo.Options{Seed: 1, Size: demo.Small, Today: today})
	var last period.Instant
	for _, c := range changesOf(t, log) {
		if c.Source != "demo" || c.Object == sales.Import {
			continue
		}
		if c.KnownAt < last || c.KnownAt != c.EffectiveAt {
			t.Fatalf("change %d (%s) is known at %v, the one before at %v", c.Seq, c.Object, c.KnownAt, last)
		}
		if last = c.KnownAt; last >= today.Start(time.UTC)+2*3_600_000_000 {
			t.Fatalf("change %d lies on %v, after the last day", c.Seq, last)
		}
	}
}

func TestOnlyAnEmptyFolder(t *testing.T) {
	log, _ := build(t, demo.Options{Seed: 1, Size: demo.Small, Today: today})
	_, err := demo.Make(context.Background(), log, demo.Options{Seed: 1, Size: demo.Small, Today: today})
	if fault.KindOf(err) != fault.Conflict || !strings.Contains(err.Error(), "an empty one") {
		t.Errorf("made again over records: %v", err)
	}
}

// The truths that doc.go promises, found in the log by counting.
func TestPlantedTruths(t *testing.T) {
	log, truths := build(t, demo.Options{Seed: 1, Size: demo.Medium, Today: today})
	w := replay(changesOf(t, log))
	t.Run("bottleneck", func(t *testing.T) {
		waits := w.medianDaysInStage()
		for stage, days := range waits {
			if stage != "Legal review" && days*2 > waits["Legal review"] {
				t.Errorf("%s takes %.1f days, Legal review only %.1f", stage, days, waits["Legal review"])
			}
		}
		if len(waits) < 5 {
			t.Errorf("only %d stages were left: %v", len(waits), waits)
		}
	})
	t.Run("weak source", func(t *testing.T) {
		share := w.conversionBySource()
		for source, p := range share {
			if source != "Purchased list" && p < 3*share["Purchased list"] {
				t.Errorf("%s converts %.3f, Purchased list %.3f", source, p, share["Purchased list"])
			}
		}
	})
	t.Run("habits", func(t *testing.T) {
		slips := w.slipsByTeam()
		most := slices.MaxFunc(slices.Collect(maps.Keys(slips)),
			func(a, b string) int { return compare(slips[a], slips[b]) })
		least := slices.MinFunc(slices.Collect(maps.Keys(slips)),
			func(a, b string) int { return compare(slips[a], slips[b]) })
		if most != "Americas West" || least != "EMEA North" {
			t.Errorf("slips by team: %v", slips)
		}
	})
	t.Run("practice", func(t *testing.T) {
		with, without := w.winRateByWorkshop()
		if with < without+.08 {
			t.Errorf("won %.3f with a workshop, %.3f without", with, without)
		}
	})
	t.Run("churn reason", func(t *testing.T) {
		first, last := w.missingIntegrationShare(today)
		if last < .3 || last < first+.12 {
			t.Errorf("missing integration: %.2f of those who left in the first half, %.2f in the last year", first,
				last)
		}
	})
	t.Run("calendars", func(t *testing.T) {
		events := w.eventsByTeam()
		if events["APAC East"] != 0 || events["EMEA North"] == 0 || len(events) < 4 {
			t.Errorf("calendar events by team: %v", events)
		}
	})
	t.Run("dirt", func(t *testing.T) {
		got, want := w.dirt(), truths
		if got != want {
			t.Errorf("counted\n%+v\nplanted\n%+v", got, want)
		}
	})
}

// TestEveryKindOfDirt also in the smallest company.
func TestEveryKindOfDirt(t *testing.T) {
	_, d := build(t, demo.Options{Seed: 1, Size: demo.Small, Today: today})
	for kind, n := range map[string]int{
		"wins without an amount": d.WinsWithoutAmount, "deals without an owner": d.DealsWithoutOwner,
		"deals without an account":             d.DealsWithoutAccount,
		"wins closed before they were created": d.ClosedBeforeCreated, "reversed wins": d.ReversedWins,
		"accounts entered twice":           d.DoubleAccounts,
		"leads that contradict themselves": d.ConflictingLeads, "people who moved": d.Movers,
		"shared wins":  d.SharedWins,
		"credit notes": d.CreditNotes, "overdue deals": d.Overdue,
	} {
		if n == 0 {
			t.Errorf("no %s", kind)
		}
	}
}
