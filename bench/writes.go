package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"salesops/internal/money"
	"salesops/metrics"
	"salesops/record"
	"salesops/sales"
	"salesops/sqlite"

	"salesops/analytics"
)

// measureFreshness times one change from Apply until a metric can see it, while eight
// readers ask metrics without pause.
func measureFreshness(ctx context.Context, c *company, out *report) error {
	following, stop := context.WithCancel(ctx)
	var running sync.WaitGroup
	failures := make(chan error, 16)
	start := func(fn func() error) {
		running.Go(func() {
			if err := fn(); err != nil && !errors.Is(err, context.Canceled) {
				failures <- err
			}
		})
	}
	start(func() error { return c.columns.Run(following) })
	for range 8 {
		start(func() error {
			for following.Err() == nil {
				if _, err := c.engine.Ask(following, everything, metrics.Query{Metric: "open_deals"}); err != nil {
					return err
				}
			}
			return nil
		})
	}
	deal, err := anyDeal(ctx, c)
	if err != nil {
		stop()
		return err
	}
	var took []time.Duration
	for i := range 300 {
		begin := time.Now()
		done, err := c.log.Apply(ctx, setAmount(deal, int64(i)))
		if err == nil {
			err = c.columns.Await(ctx, done[0].Last)
		}
		if err != nil {
			stop()
			return err
		}
		took = append(took, time.Since(begin))
		time.Sleep(5 * time.Millisecond)
	}
	stop()
	running.Wait()
	close(failures)
	for err := range failures {
		return err
	}
	mid, p99 := quantiles(took)
	out.add("one change written to visible, 8 readers", fmt.Sprintf("p50 %s, p99 %s", ms(mid), ms(p99)), "p99 <= 50 ms",
		p99 <= 50*time.Millisecond)
	return nil
}

func setAmount(id record.ID, minor int64) record.Command {
	return record.Command{Actor: "bench", Drafts: []record.Draft{{
		Kind: record.Set, Object: sales.Deal, ID: id,
		Fields: []record.FieldValue{{Name: "amount", Value: record.MoneyValue(money.Amount{Minor: minor})}},
	}}}
}

func anyDeal(ctx context.Context, c *company) (record.ID, error) {
	var id record.ID
	_, err := c.columns.Query(ctx, "SELECT id FROM deal_now ORDER BY id LIMIT 1", nil, func(b *analytics.Batch) error {
		if b.Rows() > 0 {
			id = record.ID(b.Int(0, 0))
		}
		return nil
	})
	if err == nil && id == 0 {
		err = errors.New("the company has no open deal")
	}
	return id, err
}

// measureWriters lets eight writers append single durable changes to a new log.
func measureWriters(ctx context.Context, root string, out *report) error {
	dir := filepath.Join(root, "writers")
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	db, err := sqlite.Open(filepath.Join(dir, "truth.sqlite"), sqlite.Options{})
	if err != nil {
		return err
	}
	log, err := record.Open(ctx, db.Store(),
		record.Options{Objects: sales.Objects(), Guards: sales.Guards(), Clock: now})
	if err != nil {
		return errors.Join(err, db.Close())
	}
	const writers, each = 8, 5000
	took := make([][]time.Duration, writers)
	failed := make([]error, writers)
	var running sync.WaitGroup
	start := time.Now()
	for w := range writers {
		running.Go(func() { took[w], failed[w] = writeMany(ctx, log, each) })
	}
	running.Wait()
	elapsed := time.Since(start)
	if err := errors.Join(append(failed, log.Close(), db.Close())...); err != nil {
		return err
	}
	var every []time.Duration
	for _, t := range took {
		every = append(every, t...)
	}
	mid, p99 := quantiles(every)
	speed := float64(len(every)) / elapsed.Seconds()
	out.add("8 writers, one durable change each", fmt.Sprintf("%.0f/s, p50 %s, p99 %s", speed, ms(mid), ms(p99)),
		">= 5,000/s, p99 <= 10 ms", speed >= 5000 && p99 <= 10*time.Millisecond)
	return nil
}

func writeMany(ctx context.Context, log *record.Log, n int) ([]time.Duration, error) {
	done, err := log.Apply(ctx, record.Command{Actor: "bench", Drafts: []record.Draft{{
		Kind: record.Create, Object: sales.Deal,
		Fields: []record.FieldValue{{Name: "name", Value: record.TextValue("A deal")}},
	}}})
	if err != nil {
		return nil, err
	}
	took := make([]time.Duration, 0, n)
	for i := range n {
		begin := time.Now()
		if _, err := log.Apply(ctx, setAmount(done[0].IDs[0], int64(i))); err != nil {
			return took, err
		}
		took = append(took, time.Since(begin))
	}
	return took, nil
}
