package acceptance

import (
	"context"
	"io"
	"log/slog"
	"math/big"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"salesops/analytics"
	"salesops/connectors"
	"salesops/connectors/all"
	"salesops/internal/period"
	"salesops/metrics"
	"salesops/metrics/rowsets"
	"salesops/record"
	"salesops/sales"
	"salesops/sqlite"
)

// product is the real thing: a log on disk, columns that follow it, an engine that answers.
type product struct {
	t      *testing.T
	log    *record.Log
	cols   *analytics.Columns
	engine *metrics.Engine
	now    period.Instant
	zone   *time.Location
	names  map[string]string // shown id → the source's own, as far as asked
}

var everything = record.Everything()

func newProduct(t *testing.T, now period.Instant, zone *time.Location, firstMonth time.Month) *product {
	t.Helper()
	p := &product{t: t, now: now, zone: zone, names: map[string]string{}}
	clock := func() period.Instant { return p.now }
	db, err := sqlite.Open(filepath.Join(t.TempDir(), "truth.sqlite"), sqlite.Options{})
	p.must(err)
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	p.log, err = record.Open(t.Context(), db.Store(),
		record.Options{Objects: sales.Objects(), Guards: sales.Guards(), Clock: clock})
	p.must(err)
	t.Cleanup(func() {
		if err := p.log.Close(); err != nil {
			t.Error(err)
		}
	})
	_, err = sales.ChangeSettings(t.Context(), p.log, "owner",
		map[string]string{"zone": zone.String(), "fiscal_first_month": strconv.Itoa(int(firstMonth))})
	p.must(err)
	p.cols, err = analytics.Open(t.Context(), "", p.log,
		analytics.Options{Threads: 1, Keyed: rowsets.Tables(), Logger: slog.New(slog.NewTextHandler(io.Discard, nil))})
	p.must(err)
	t.Cleanup(func() {
		if err := p.cols.Close(); err != nil {
			t.Error(err)
		}
	})
	catalog, err := metrics.Load(rowsets.All())
	p.must(err)
	p.must(catalog.Sync(t.Context(), p.log))
	p.engine = metrics.New(p.cols, catalog, metrics.Options{Clock: clock})
	return p
}

func (p *product) must(err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
}

func (p *product) run(paths []string, dates string) *connectors.Report {
	p.t.Helper()
	r, err := all.Run(p.t.Context(), p.log, connectors.Options{
		Paths: paths, Dates: dates, SpillDir: filepath.Join(p.t.TempDir(), "spill"),
		RejectDir: filepath.Join(p.t.TempDir(), "rejects"), Clock: func() period.Instant { return p.now },
	})
	p.must(err)
	p.follow()
	return r
}

func (p *product) follow() {
	p.t.Helper()
	_, err := p.cols.CatchUp(p.t.Context())
	p.must(err)
}

func (p *product) ask(q metrics.Query) *metrics.Answer {
	p.t.Helper()
	a, err := p.engine.Ask(p.t.Context(), everything, q)
	if err != nil {
		p.t.Fatalf("%s: %v", describe(q), err)
	}
	return a
}

// source is what the source calls a record that is shown by an id; other text is itself.
func (p *product) source(shown string) string {
	object, id, err := record.ParseID(shown)
	if err != nil || object == "" || !strings.Contains(shown, "_") {
		return shown
	}
	if name, ok := p.names[shown]; ok {
		return name
	}
	of, err := p.log.External(context.Background(), id)
	p.must(err)
	if len(of) == 0 {
		return shown
	}
	p.names[shown] = of[0].External
	return of[0].External
}

// custom is the name that the import gave to a column of its own.
func (p *product) custom(object, column string) string {
	o, ok := p.log.Schema().Object(object)
	if !ok {
		p.t.Fatalf("no object %s", object)
	}
	plain := func(s string) string {
		return strings.NewReplacer("_", "", " ", "").Replace(strings.ToLower(strings.TrimSuffix(s, "__c")))
	}
	for _, f := range o.Fields {
		if f.Custom && (plain(f.Name) == plain(column) || plain(f.Label) == plain(column)) {
			return f.Name
		}
	}
	p.t.Fatalf("%s has no field for the column %s", object, column)
	return ""
}

func rat(p *product, f *metrics.Figure) *big.Rat {
	p.t.Helper()
	if f == nil {
		return nil
	}
	r, ok := new(big.Rat).SetString(f.Text)
	if !ok {
		p.t.Fatalf("%q is no number", f.Text)
	}
	return r
}

func describe(q metrics.Query) string {
	var b strings.Builder
	b.WriteString(q.Metric)
	write := func(flag, v string) { b.WriteString(" --" + flag + " " + v) }
	for flag, d := range map[string]*period.Day{"from": q.From, "to": q.To, "as-of": q.AsOf, "known-at": q.KnownAt} {
		if d != nil {
			write(flag, d.String())
		}
	}
	if q.Grain != "" {
		write("grain", string(q.Grain))
	}
	if len(q.By) > 0 {
		write("by", strings.Join(q.By, ","))
	}
	for _, w := range q.Where {
		write("where", w)
	}
	return b.String()
}
