package analytics_test

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"salesops/analytics"
	"salesops/internal/period"
	"salesops/record"
	"salesops/sales"
)

// benchDeals returns the number of deals in the benchmarks' company. BENCH_DEALS overrides it.
func benchDeals(b *testing.B) int {
	b.Helper()
	n, err := strconv.Atoi(os.Getenv("BENCH_DEALS"))
	if err != nil {
		return 100_000
	}
	return n
}

// peak returns the peak memory of the process in MB.
func peak() float64 {
	data, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(data), "VmHWM:")
	kb, _ := strconv.ParseFloat(strings.Fields(rest)[0], 64)
	return kb / 1024
}

// spent returns the processor time that the process has used. On a busy machine it is more
// meaningful than elapsed time.
func spent(b *testing.B) float64 {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return float64(u.Utime.Nano()+u.Stime.Nano()) / 1000
}

func BenchmarkRebuild(b *testing.B) {
	log := newGeneratedLog(b, benchDeals(b))
	path := filepath.Join(b.TempDir(), "columns.duckdb")
	c := open(b, path, log, analytics.Options{})
	before := spent(b)
	for b.Loop() {
		if err := c.Rebuild(b.Context(), nil); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric((spent(b)-before)/float64(log.made())/float64(b.N), "cpu-us/change")
	b.ReportMetric(float64(log.made())*float64(b.N)/b.Elapsed().Seconds(), "changes/s")
	b.ReportMetric(peak(), "peak-MB")
	if info, err := os.Stat(path); err == nil {
		b.ReportMetric(float64(info.Size())/float64(log.made()), "bytes/change")
	}
}

// BenchmarkFollow takes in the log in batches, as the follower does during an import.
func BenchmarkFollow(b *testing.B) {
	log := newGeneratedLog(b, benchDeals(b)/5)
	before := spent(b)
	for b.Loop() {
		c := open(b, filepath.Join(b.TempDir(), fmt.Sprint("columns", b.N, ".duckdb")), log, analytics.Options{})
		for at := record.Seq(5000); ; at += 5000 {
			seq, err := c.TakeUpTo(b.Context(), at)
			if err != nil {
				b.Fatal(err)
			}
			if seq == log.Head() {
				break
			}
		}
	}
	b.ReportMetric((spent(b)-before)/float64(log.made())/float64(b.N), "cpu-us/change")
	b.ReportMetric(float64(log.made())*float64(b.N)/b.Elapsed().Seconds(), "changes/s")
}

func loaded(b *testing.B) (*generatedLog, *analytics.Columns) {
	b.Helper()
	log := newGeneratedLog(b, benchDeals(b))
	c := open(b, filepath.Join(b.TempDir(), "columns.duckdb"), log, analytics.Options{})
	if err := c.Rebuild(b.Context(), nil); err != nil {
		b.Fatal(err)
	}
	return log, c
}

// BenchmarkVisible measures the time from the end of a write until a query shows it.
func BenchmarkVisible(b *testing.B) {
	log, c := loaded(b)
	for name, back := range map[string]period.Instant{"in order": 0, "dated back": 300 * 86_400_000_000} {
		b.Run(name, func(b *testing.B) {
			ctx := b.Context()
			go func() { _ = c.Run(ctx) }()
			now := period.Instant(firstDay + lengthOf)
			var took []time.Duration
			for b.Loop() {
				now += 1_000_000
				change := set(now, sales.Deal, record.ID(dealIDs+hash(int(now), 0)%log.deals),
					euro("amount", int64(now)))
				change.EffectiveAt -= back
				began := time.Now()
				log.add(change)
				if err := c.Await(ctx, log.Head()); err != nil {
					b.Fatal(err)
				}
				if _, err := c.Query(ctx, "SELECT amount FROM deal_now WHERE id = $1::BIGINT", []any{change.ID},
					func(*analytics.Batch) error { return nil }); err != nil {
					b.Fatal(err)
				}
				took = append(took, time.Since(began))
			}
			report(b, took)
		})
	}
}

func report(b *testing.B, took []time.Duration) {
	b.Helper()
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
}

// BenchmarkAsOf asks for the open pipeline by owner on random days, after 20,000 corrections out of
// order.
func BenchmarkAsOf(b *testing.B) {
	log, c := loaded(b)
	correct(log, 20_000)
	catchUp(b, c)
	runtime.GC()
	for _, name := range []string{"now", "corrected", "known then", "both"} {
		b.Run(name, func(b *testing.B) {
			var took []time.Duration
			for i := 0; b.Loop(); i++ {
				x := period.Instant(firstDay + int64(hash(i, 1))%lengthOf)
				y := min(x+90*86_400_000_000, firstDay+lengthOf)
				at := analytics.When{Only: analytics.OnlyOpen}
				switch name {
				case "corrected":
					at.AsOf = &x
				case "known then":
					at.AsOf, at.KnownAt = &x, &x
				case "both":
					at.AsOf, at.KnownAt = &x, &y
				}
				began := time.Now()
				pipeline(b, c, at)
				took = append(took, time.Since(began))
			}
			report(b, took)
		})
	}
}

// pipeline sums the open deals by owner.
func pipeline(t testing.TB, c *analytics.Columns, at analytics.When) (deals int64) {
	t.Helper()
	var args []any
	rows, err := c.View(record.Everything()).Rows(sales.Deal, []string{"owner", "amount"}, at, func(v any) string {
		args = append(args, v)
		return "$" + strconv.Itoa(len(args))
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Query(t.Context(), "SELECT owner, sum(amount), count(*) FROM ("+rows+") GROUP BY owner", args,
		func(b *analytics.Batch) error {
			for i := range b.Rows() {
				deals += b.Int(2, i)
			}
			return nil
		}); err != nil {
		t.Fatal(err)
	}
	return deals
}
