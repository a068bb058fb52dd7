package sqlite_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"salesops/internal/money"
	"salesops/internal/period"
	"salesops/record"
	"salesops/sqlite"
)

// The targets for writing are: 8 writers make 5,000 durable commands per second with a 99th
// percentile of 10 ms; an import writes 50,000 changes per second and takes 0.35 GB per million;
// Tail reads 500,000 changes per second.

func benchObjects() []record.Object {
	names := []string{"name", "stage", "forecast", "type", "source", "region", "segment",
		"next_step", "reason", "campaign"}
	o := record.Object{Code: 10, Name: "thing", Title: "name"}
	for i, name := range names {
		o.Fields = append(o.Fields, record.Field{Key: uint32(i + 1), Name: name, Kind: record.Text})
	}
	o.Fields = append(o.Fields,
		record.Field{Key: 20, Name: "amount", Kind: record.Money},
		record.Field{Key: 21, Name: "close_date", Kind: record.Day},
		record.Field{Key: 22, Name: "owner", Kind: record.Ref, Object: "thing"},
		record.Field{Key: 23, Name: "made_at", Kind: record.Instant})
	return []record.Object{o}
}

func benchLog(b *testing.B) (*record.Log, *sqlite.DB) {
	b.Helper()
	db, err := sqlite.Open(filepath.Join(b.TempDir(), "truth.sqlite"), sqlite.Options{})
	if err != nil {
		b.Fatal(err)
	}
	clock := func() period.Instant { return period.InstantOf(time.Now()) }
	log, err := record.Open(b.Context(), db.Store(), record.Options{Objects: benchObjects(), Clock: clock})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := log.Close(); err != nil {
			b.Error(err)
		}
		if err := db.Close(); err != nil {
			b.Error(err)
		}
	})
	return log, db
}

func benchText(name string, n, of int) record.FieldValue {
	return record.FieldValue{Name: name, Value: record.TextValue(fmt.Sprintf("%s %d", name, n%of))}
}

// BenchmarkWriters runs 8 writers, each with one command at a time.
func BenchmarkWriters(b *testing.B) {
	log, _ := benchLog(b)
	var ids [8]record.ID
	for i := range ids {
		done, err := log.Apply(b.Context(),
			record.Command{Actor: "owner", Drafts: []record.Draft{{Kind: record.Create, Object: "thing"}}})
		if err != nil {
			b.Fatal(err)
		}
		ids[i] = done[0].IDs[0]
	}
	var took [8][]time.Duration
	var group sync.WaitGroup
	b.ResetTimer()
	for w := range ids {
		group.Go(func() {
			for n := range b.N / 8 {
				began := time.Now()
				_, err := log.Apply(b.Context(), record.Command{Actor: "owner", Drafts: []record.Draft{
					{Kind: record.Set, Object: "thing", ID: ids[w],
						Fields: []record.FieldValue{benchText("name", n, 1<<40)}}}})
				if err != nil {
					b.Error(err)
					return
				}
				took[w] = append(took[w], time.Since(began))
			}
		})
	}
	group.Wait()
	b.StopTimer()
	all := slices.Sorted(slices.Values(slices.Concat(took[:]...)))
	if len(all) > 0 {
		b.ReportMetric(float64(all[len(all)/2].Microseconds())/1000, "p50-ms")
		b.ReportMetric(float64(all[len(all)*99/100].Microseconds())/1000, "p99-ms")
	}
	b.ReportMetric(float64(len(all))/b.Elapsed().Seconds(), "commands/s")
}

// importChanges writes n changes as an import does: each record is created and then changed five
// times.
func importChanges(b *testing.B, log *record.Log, n int, cause record.Seq) {
	b.Helper()
	const chunk = 5000
	start := period.InstantOf(time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC))
	var owner record.ID
	for at := 0; at < n; {
		c := record.Command{Actor: "import", Source: "crm", Cause: cause}
		for len(c.Drafts) < chunk && at < n {
			id := log.NewID()
			when := start + period.Instant(at)*1_000_000
			if owner == 0 {
				owner = id
			}
			c.Drafts = append(c.Drafts, record.Draft{Kind: record.Create, Object: "thing", ID: id, EffectiveAt: when,
				KnownAt: when, Flags: record.Import,
				External: fmt.Sprintf("006%015d", (at*7919)%1_000_000_007), Fields: []record.FieldValue{
					benchText("name", at, 1<<40), benchText("type", at, 3), benchText("source", at, 9),
					benchText("region", at, 5), benchText("segment", at, 4),
					{Name: "amount", Value: record.MoneyValue(money.Amount{Minor: int64(at) * 100, Currency: "USD"})},
					{Name: "owner", Value: record.RefValue(owner)}, {Name: "made_at", Value: record.InstantValue(when)},
				}})
			for step := range 5 {
				when += 86_400_000_000
				c.Drafts = append(c.Drafts, record.Draft{Kind: record.Set, Object: "thing", ID: id, EffectiveAt: when,
					KnownAt: when, Flags: record.Import,
					Fields: []record.FieldValue{benchText("stage", step, 6),
						{Name: "close_date", Value: record.DayValue(period.Day(20000 + at%300))}}})
			}
			c.Seen = append(c.Seen, record.Seen{ID: id, Fields: []record.Print{
				{Field: "amount", Value: 1}, {Field: "close_date", Value: 2}, {Field: "name", Value: 3},
				{Field: "owner", Value: 4}, {Field: "source", Value: 5}, {Field: "stage", Value: 6},
				{Field: "type", Value: 7}}})
			at += 6
		}
		if _, err := log.Apply(b.Context(), c); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkImport(b *testing.B) {
	log, _ := benchLog(b)
	b.ResetTimer()
	importChanges(b, log, b.N, 0)
	b.StopTimer()
	size, err := log.Size(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(log.Head())/b.Elapsed().Seconds(), "changes/s")
	b.ReportMetric(float64(size)/float64(log.Head()), "bytes/change")
}

func BenchmarkTail(b *testing.B) {
	log, _ := benchLog(b)
	importChanges(b, log, 200_000, 0)
	b.ResetTimer()
	n := 0
	for b.Loop() {
		if err := log.Tail(b.Context(), record.Everything(), 1,
			func(c []record.Change) error { n += len(c); return nil }); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "changes/s")
}

func BenchmarkUndo(b *testing.B) {
	log, _ := benchLog(b)
	if _, err := log.Apply(b.Context(),
		record.Command{Actor: "owner", Drafts: []record.Draft{{Kind: record.Create, Object: "thing"}}}); err != nil {
		b.Fatal(err)
	}
	importChanges(b, log, b.N, 1)
	b.ResetTimer()
	report, err := log.Undo(b.Context(), "owner", 1)
	if err != nil || len(report.Objects) != 1 {
		b.Fatal(report, err)
	}
	b.ReportMetric(float64(report.Objects[0].Deleted)/b.Elapsed().Seconds(), "records/s")
}

func BenchmarkVerify(b *testing.B) {
	log, _ := benchLog(b)
	importChanges(b, log, b.N, 0)
	b.ResetTimer()
	report, err := log.Verify(b.Context(), nil)
	if err != nil || !report.OK() {
		b.Fatal(report, err)
	}
	b.ReportMetric(float64(report.Changes)/b.Elapsed().Seconds(), "changes/s")
}
