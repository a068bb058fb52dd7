package main

import (
	"context"
	"database/sql"
	"fmt"
	"math/big"
	"path/filepath"
	"strings"
	"time"

	"github.com/duckdb/duckdb-go/v2"

	"salesops/analytics"
	"salesops/internal/money"
	"salesops/internal/period"
	"salesops/metrics"
	"salesops/metrics/rowsets"
	"salesops/record"
)

var everything = record.Everything()

// measureMetrics asks every question three ways: our engine, hand-written SQL on the same
// columns through the same Arrow path, and hand-written SQL on PostgreSQL.
func measureMetrics(ctx context.Context, c *company, root string, runs int, withPeer bool, out *report) error {
	var p *peer
	if withPeer {
		var err error
		if p, err = loadedPeer(ctx, c, root); err != nil {
			return err
		}
		defer func() { _ = p.stop() }() // the measurements stand; a server that does not stop is seen by the next run
	}
	for _, q := range questions() {
		if err := measureQuestion(ctx, c, p, q, runs, out); err != nil {
			return fmt.Errorf("%s: %w", q.metric, err)
		}
	}
	return nil
}

func measureQuestion(ctx context.Context, c *company, p *peer, q question, runs int, out *report) error {
	query, err := q.query()
	if err != nil {
		return err
	}
	rows := 0
	ours, byHand, err := compared(runs, func() error {
		answer, err := c.engine.Ask(ctx, everything, query)
		if err == nil {
			rows = len(answer.Rows)
		}
		return err
	}, func() error {
		for _, text := range q.sql {
			if _, err := c.columns.Query(ctx, text, nil, func(*analytics.Batch) error { return nil }); err != nil {
				return fmt.Errorf("hand-written: %w", err)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := sameTotal(ctx, c, q, query); err != nil {
		return err
	}
	ratio := float64(ours) / float64(byHand)
	name := strings.TrimSpace("metric " + q.metric + " " + q.grain)
	if q.by != "" {
		name += " by " + q.by
	}
	if q.asOf != "" {
		name += " as of " + q.asOf
	}
	out.add(name, fmt.Sprintf("%s, by hand %s = %.2fx (%d rows)", ms(ours), ms(byHand), ratio, rows),
		"<= 1.5x or + 5 ms", ratio <= 1.5 || ours-byHand <= 5*time.Millisecond)
	if p == nil {
		return nil
	}
	theirs, _, err := median(max(3, runs/7), func() error {
		for _, text := range q.sql {
			found, err := p.conn.Query(ctx, text)
			if err != nil {
				return err
			}
			for found.Next() {
			}
			if err := found.Err(); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("PostgreSQL: %w", err)
	}
	out.add("  PostgreSQL", fmt.Sprintf("%s = %.1fx ours", ms(theirs), float64(theirs)/float64(ours)), "> 1x",
		theirs > ours)
	return nil
}

// sameTotal compares the sum of the answer's values with that of the hand-written statement.
func sameTotal(ctx context.Context, c *company, q question, query metrics.Query) error {
	if q.total == 0 {
		return nil
	}
	answer, err := c.engine.Ask(ctx, everything, query)
	if err != nil {
		return err
	}
	ours, theirs := new(big.Rat), new(big.Rat)
	for _, row := range answer.Rows {
		if row.Value == nil {
			continue
		}
		value, ok := new(big.Rat).SetString(row.Value.Text)
		if !ok {
			return fmt.Errorf("%q is no number", row.Value.Text)
		}
		ours.Add(ours, value)
	}
	_, err = c.columns.Query(ctx, q.sql[0], nil, func(b *analytics.Batch) error {
		for row := range b.Rows() {
			if b.Null(q.total-1, row) {
				continue
			}
			if answer.Unit == "money" {
				theirs.Add(theirs, money.MajorRat(b.Big(q.total-1, row), ""))
			} else {
				theirs.Add(theirs, new(big.Rat).SetInt64(b.Int(q.total-1, row)))
			}
		}
		return nil
	})
	if err == nil && ours.Cmp(theirs) != 0 {
		err = fmt.Errorf("the answers differ: %s and by hand %s", ours.FloatString(2), theirs.FloatString(2))
	}
	return err
}

func (q question) query() (metrics.Query, error) {
	out := metrics.Query{Metric: q.metric, Grain: period.Whole}
	if q.by != "" {
		out.By = []string{q.by}
	}
	if q.grain != "" {
		first, err := period.ParseDay(from)
		if err != nil {
			return out, err
		}
		last, err := period.ParseDay(to)
		if err != nil {
			return out, err
		}
		out.Grain, out.From, out.To = period.Grain(q.grain), &first, &last
	}
	if q.asOf != "" {
		day, err := period.ParseDay(q.asOf)
		if err != nil {
			return out, err
		}
		out.AsOf = &day
	}
	return out, nil
}

// loadedPeer starts PostgreSQL with a copy of the columns. The columns are closed
// meanwhile, since only one process part may have their file open.
func loadedPeer(ctx context.Context, c *company, root string) (*peer, error) {
	if err := c.columns.Close(); err != nil {
		return nil, err
	}
	c.columns = nil
	p, err := startPeer(ctx)
	if err != nil {
		return nil, err
	}
	if _, err := p.conn.Exec(ctx,
		`CREATE FUNCTION epoch_us(t timestamp) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
		RETURN (extract(epoch FROM t) * 1000000)::bigint`); err != nil {
		return nil, err
	}
	file := filepath.Join(root, "data", "columns.duckdb")
	connector, err := duckdb.NewConnector(file, nil)
	if err != nil {
		return nil, err
	}
	db := sql.OpenDB(connector)
	start := time.Now()
	err = p.load(ctx, db, []string{"deal_now", "deal_end", "deal_ver", "deal_past", "org", "stage_now",
		"account_now", "person_now"})
	if cerr := db.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return nil, err
	}
	fmt.Printf("PostgreSQL loaded and indexed in %.0f s\n", time.Since(start).Seconds())
	c.columns, err = analytics.Open(ctx, file, c.log, analytics.Options{Keyed: rowsets.Tables()})
	if err != nil {
		return nil, err
	}
	c.engine, err = engineOn(c.columns, metrics.Options{KeepNothing: true})
	return p, err
}
