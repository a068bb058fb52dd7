package all_test

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"salesops/connectors"
	"salesops/connectors/all"
	"salesops/internal/period"
	"salesops/record"
	"salesops/sales"
	"salesops/sqlite"
)

// writeCompany writes an export of a company: people, accounts, deals and six history rows a
// deal. It returns how many rows that is.
func writeCompany(tb testing.TB, dir string, deals int) int64 {
	tb.Helper()
	rng := rand.New(rand.NewPCG(1, 2))
	rows := int64(0)
	file := func(name, header string, fill func(w *bufio.Writer)) {
		f, err := os.Create(filepath.Join(dir, name))
		if err != nil {
			tb.Fatal(err)
		}
		w := bufio.NewWriter(f)
		fmt.Fprintln(w, header)
		fill(w)
		if err := w.Flush(); err != nil {
			tb.Fatal(err)
		}
		if err := f.Close(); err != nil {
			tb.Fatal(err)
		}
	}
	people, accounts := max(deals/500, 1), max(deals/5, 1)
	file("User.csv", "Id,Name,IsActive,CreatedDate,UserRoleId,Username", func(w *bufio.Writer) {
		for i := range people {
			fmt.Fprintf(w, "005%012d,Person %d,TRUE,2019-01-01T08:00:00.000Z,,p%d@example.com\n", i, i, i)
			rows++
		}
	})
	file("Account.csv", "Id,Name,Industry,OwnerId,CreatedDate,LastModifiedDate", func(w *bufio.Writer) {
		for i := range accounts {
			fmt.Fprintf(w, "001%012d,Account %d,Energy,005%012d,2020-01-01T08:00:00.000Z,2020-01-01T08:00:00.000Z\n",
				i, i, rng.IntN(people))
			rows++
		}
	})
	stages := []string{"Prospecting", "Qualification", "Needs Analysis", "Proposal/Price Quote", "Negotiation/Review"}
	h, err := os.Create(filepath.Join(dir, "OpportunityHistory.csv"))
	if err != nil {
		tb.Fatal(err)
	}
	hw := bufio.NewWriter(h)
	fmt.Fprintln(hw, "Id,OpportunityId,CreatedDate,StageName,Amount,CloseDate,Probability,ForecastCategory,IsDeleted")
	start := time.Date(2021, 1, 1, 0, 0, 0, 0, time.UTC)
	file("Opportunity.csv",
		"Id,AccountId,OwnerId,Name,StageName,Amount,Probability,CloseDate,LeadSource,Type,IsClosed,IsWon,CreatedDate,"+
			"LastModifiedDate", func(w *bufio.Writer) {
			n := 0
			for i := range deals {
				at := start.Add(time.Duration(rng.IntN(4*365*24*3600)) * time.Second)
				created := at
				amount := 1000 * (1 + rng.IntN(500))
				closeDay := at.AddDate(0, 3, 0).Format(time.DateOnly)
				stage, closed, won, p := "", false, false, 10
				for k := range 6 {
					category := "Pipeline"
					switch {
					case k < 5:
						stage, p = stages[k], 10+15*k
					case rng.IntN(3) == 0:
						stage, closed, won, p, category = "Closed Won", true, true, 100, "Closed"
					default:
						stage, closed, p, category = "Closed Lost", true, 0, "Omitted"
					}
					fmt.Fprintf(hw, "008%012d,006%012d,%s,%s,%d,%s,%d,%s,FALSE\n",
						n, i, at.Format("2006-01-02T15:04:05.000Z"), stage, amount, closeDay, p, category)
					n++
					rows++
					if k < 5 {
						at = at.Add(time.Duration(1+rng.IntN(20*24*3600)) * time.Second)
					}
				}
				fmt.Fprintf(w, "006%012d,001%012d,005%012d,Deal %d,%s,%d,%d,%s,Web,New Business,%s,%s,%s,%s\n", i,
					rng.IntN(accounts), rng.IntN(people), i, stage, amount, p, closeDay,
					strconv.FormatBool(closed), strconv.FormatBool(won), created.Format("2006-01-02T15:04:05.000Z"),
					at.Format("2006-01-02T15:04:05.000Z"))
				rows++
			}
		})
	if err := hw.Flush(); err != nil {
		tb.Fatal(err)
	}
	if err := h.Close(); err != nil {
		tb.Fatal(err)
	}
	return rows
}

// BenchmarkImport reads a company's export into an empty log; rows/s is the figure.
// SALESOPS_BENCH_DEALS sets its size (20,000).
func BenchmarkImport(b *testing.B) {
	deals := 20_000
	if n, err := strconv.Atoi(os.Getenv("SALESOPS_BENCH_DEALS")); err == nil {
		deals = n
	}
	dir := b.TempDir()
	rows := writeCompany(b, dir, deals)
	clock := func() period.Instant { return period.InstantOf(time.Now()) }
	for b.Loop() {
		db, err := sqlite.Open(filepath.Join(b.TempDir(), "truth.sqlite"), sqlite.Options{})
		if err != nil {
			b.Fatal(err)
		}
		log, err := record.Open(context.Background(), db.Store(),
			record.Options{Objects: sales.Objects(), Guards: sales.Guards(), Clock: clock})
		if err != nil {
			b.Fatal(err)
		}
		var last connectors.Phase
		began := time.Now()
		start := began
		r, err := all.Run(context.Background(), log, connectors.Options{Paths: []string{dir}, Clock: clock,
			SpillDir: b.TempDir(), Progress: func(p connectors.Progress) {
				if p.Phase != last {
					b.Logf("%s after %v", p.Phase, time.Since(start).Round(time.Millisecond))
					last = p.Phase
				}
			}})
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(rows)/time.Since(began).Seconds(), "rows/s")
		b.Logf("%d rows, %d changes in %v", rows, r.Changes, time.Since(began))
		if err := log.Close(); err != nil {
			b.Fatal(err)
		}
		if err := db.Close(); err != nil {
			b.Fatal(err)
		}
	}
}
