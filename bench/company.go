package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"salesops/analytics"
	"salesops/connectors"
	"salesops/connectors/all"
	"salesops/internal/period"
	"salesops/metrics"
	"salesops/metrics/catalog"
	"salesops/metrics/rowsets"
	"salesops/record"
	"salesops/sales"
	"salesops/sqlite"
)

// company is an open data folder with the parts a server has.
type company struct {
	db      *sqlite.DB
	log     *record.Log
	columns *analytics.Columns
	engine  *metrics.Engine
}

func now() period.Instant { return period.InstantOf(time.Now()) }

// open opens or creates the company kept in dir. The columns are not caught up.
func open(ctx context.Context, dir string) (*company, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	db, err := sqlite.Open(filepath.Join(dir, "truth.sqlite"), sqlite.Options{})
	if err != nil {
		return nil, err
	}
	log, err := record.Open(ctx, db.Store(),
		record.Options{Objects: sales.Objects(), Guards: sales.Guards(), Clock: now})
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	columns, err := analytics.Open(ctx, filepath.Join(dir, "columns.duckdb"),
		log, analytics.Options{Keyed: rowsets.Tables()})
	if err != nil {
		return nil, errors.Join(err, log.Close(), db.Close())
	}
	engine, err := engineOn(columns, metrics.Options{KeepNothing: true})
	if err != nil {
		return nil, errors.Join(err, columns.Close(), log.Close(), db.Close())
	}
	return &company{db, log, columns, engine}, nil
}

// engineOn makes an engine. Questions are measured on one that keeps no answers: what a kept one
// costs is measured with the pages that ask again.
func engineOn(columns *analytics.Columns, options metrics.Options) (*metrics.Engine, error) {
	names, err := metrics.Load(rowsets.All(), catalog.Files)
	if err != nil {
		return nil, err
	}
	options.Clock = now
	return metrics.New(columns, names, options), nil
}

func (c *company) close() error {
	var columns error
	if c.columns != nil {
		columns = c.columns.Close()
	}
	return errors.Join(columns, c.log.Close(), c.db.Close())
}

// imported makes the company in dir from the export when it is not there yet, and reports
// the speed of CSV to queryable.
func imported(ctx context.Context, export, dir string, out *report) error {
	done := filepath.Join(dir, "complete")
	if _, err := os.Stat(done); err == nil {
		fmt.Println("the company is kept from an earlier run; remove", dir, "to measure the import again")
		return nil
	}
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	c, err := open(ctx, dir)
	if err != nil {
		return err
	}
	defer func() { _ = c.close() }() // closed below where it matters
	following, stop := context.WithCancel(ctx)
	defer stop()
	ended := make(chan error, 1)
	go func() { ended <- c.columns.Run(following) }()
	start := time.Now()
	got, err := connectors.Run(ctx, c.log, connectors.Options{
		Paths: []string{export}, Tools: all.Tools(), RejectDir: dir, SpillDir: dir, Clock: now,
		Progress: progressLine(start),
	})
	if err != nil {
		return fmt.Errorf("import: %w", err)
	}
	logged := time.Since(start)
	if err := c.columns.Await(ctx, c.log.Head()); err != nil {
		return err
	}
	took := time.Since(start)
	rows, rejected := 0, 0
	for _, file := range got.Files {
		rows += int(file.Rows)
		rejected += int(file.Rejected)
	}
	speed := float64(rows) / took.Seconds()
	out.add("import: CSV to queryable", fmt.Sprintf("%.0f rows/s (%d rows, %.0f s, log %.0f s)", speed, rows,
		took.Seconds(), logged.Seconds()),
		">= 30,000 rows/s", speed >= 30_000)
	out.add("import: rejected rows", fmt.Sprint(rejected), "0", rejected == 0)
	size, err := c.log.Size(ctx)
	if err != nil {
		return err
	}
	per := float64(size) / float64(c.log.Head()) * 1e6 / 1e9
	out.add("size of the log", fmt.Sprintf("%.3f GB per 1M changes", per), "<= 0.35", per <= 0.35)
	peak, _ := resident()
	out.add("resident memory during the import", fmt.Sprintf("%.2f GB", float64(peak)/1e9),
		"<= 1.5 GB", peak <= 1_500_000_000)
	stop()
	if err := <-ended; err != nil && !errors.Is(err, context.Canceled) {
		return err
	}
	return os.WriteFile(done, nil, 0o600)
}

func progressLine(start time.Time) func(connectors.Progress) {
	last := time.Time{}
	return func(p connectors.Progress) {
		if time.Since(last) > 5*time.Second {
			last = time.Now()
			fmt.Printf("  %5.0f s  %v\n", time.Since(start).Seconds(), p)
		}
	}
}
