package acceptance

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"salesops/analytics"
	"salesops/connectors/own"
	"salesops/internal/demo"
	"salesops/internal/period"
	"salesops/metrics"
	"salesops/metrics/rowsets"
	"salesops/record"
	"salesops/sales"
)

// without is a log in which the records that a scope hides were never written.
type without struct {
	*record.Log
	scope record.Scope
}

func (w without) Tail(ctx context.Context, _ record.Scope, from record.Seq, fn func([]record.Change) error) error {
	return w.Log.Tail(ctx, w.scope, from, fn)
}

// Timeline hides the log's own: columns that follow this log read it by Tail alone.
func (without) Timeline() {}

// demoCompany is a product with the small sample company.
func demoCompany(t *testing.T) *product {
	t.Helper()
	today := period.DayOf(2026, 3, 2)
	p := newProduct(t, today.Start(time.UTC)+12*3600*1_000_000, time.UTC, time.January)
	_, err := demo.Make(t.Context(), p.log, demo.Options{Seed: 7, Size: demo.Small, Today: today})
	p.must(err)
	p.follow()
	return p
}

// stir deletes every tenth deal and account and gives every tenth another owner, so that whose a record is
// differs between days, and some are seen in the past alone.
func (p *product) stir(people []record.ID) {
	p.t.Helper()
	for _, object := range []string{sales.Deal, sales.Account, sales.Activity} {
		set, err := p.engine.List(p.t.Context(), everything, metrics.ListQuery{Object: object, Limit: 400})
		p.must(err)
		var drafts []record.Draft
		for i, r := range set.Records {
			_, id, err := record.ParseID(r.ID)
			p.must(err)
			switch i % 10 {
			case 0:
				drafts = append(drafts, record.Draft{Kind: record.Delete, Object: object, ID: id})
			case 1:
				owner := record.FieldValue{Name: "owner", Value: record.RefValue(people[i%len(people)])}
				drafts = append(drafts, record.Draft{Kind: record.Set, Object: object,
					ID: id, Fields: []record.FieldValue{owner}})
			}
		}
		_, err = p.log.Apply(p.t.Context(), record.Command{Actor: "owner", Drafts: drafts})
		p.must(err)
	}
	p.follow()
}

// hiding is the same product on a log without what the scope hides.
func (p *product) hiding(scope record.Scope) *product {
	p.t.Helper()
	cols, err := analytics.Open(p.t.Context(), "", without{p.log, scope},
		analytics.Options{Threads: 1, Keyed: rowsets.Tables(), Logger: slog.New(slog.NewTextHandler(io.Discard, nil))})
	p.must(err)
	p.t.Cleanup(func() { _ = cols.Close() }) // it is in memory
	p.must(cols.Rebuild(p.t.Context(), nil))
	return &product{
		t: p.t, log: p.log, cols: cols, now: p.now, zone: p.zone,
		engine: metrics.New(cols, p.engine.Catalog(), metrics.Options{Clock: func() period.Instant { return p.now }}),
	}
}

// people lists ids of people: all of a team and of the teams below it.
func (p *product) people(team string) []record.ID {
	p.t.Helper()
	set, err := p.engine.List(p.t.Context(), everything,
		metrics.ListQuery{Object: sales.Person, Whose: team, Limit: 1000})
	p.must(err)
	var ids []record.ID
	for _, r := range set.Records {
		_, id, err := record.ParseID(r.ID)
		p.must(err)
		ids = append(ids, id)
	}
	return ids
}

// TestAScopeIsALogWithoutTheHidden: whatever is asked under a scope is answered as if the records that the
// scope hides had never been written. What hides a record is decided twice, by the log in Go and by the
// columns in SQL, and the two are held against each other here.
func TestAScopeIsALogWithoutTheHidden(t *testing.T) {
	t.Parallel()
	p := demoCompany(t)
	team := firstTeam(p)
	members := p.people(team)
	if len(members) < 3 {
		t.Fatalf("team %s has %d people: the sample proves nothing", team, len(members))
	}
	p.stir(p.people(""))
	scopes := map[string]record.Scope{
		"own": record.RecordsOf(members[1]), "a team's subtree": record.RecordsOf(members...),
		"nobody's": record.RecordsOf(),
	}
	for name, scope := range scopes {
		t.Run(name, func(t *testing.T) {
			q := &product{t: t, log: p.log, cols: p.cols, engine: p.engine, now: p.now, zone: p.zone}
			bare := q.hiding(scope)
			q.sameMetrics(bare, scope)
			q.sameLists(bare, scope)
			q.sameExport(scope)
		})
	}
}

// firstTeam is a team that has teams or people below it, but not everybody.
func firstTeam(p *product) string {
	p.t.Helper()
	set, err := p.engine.List(p.t.Context(), everything, metrics.ListQuery{Object: sales.Team, Limit: 1000})
	p.must(err)
	all := len(p.people(""))
	best, most := "", 0
	for _, r := range set.Records {
		if n := len(p.people(r.ID)); n > most && n < all {
			best, most = r.ID, n
		}
	}
	return best
}

// sameMetrics asks each metric once for the period, and once broken down and as of some day.
func (p *product) sameMetrics(bare *product, scope record.Scope) {
	p.t.Helper()
	r := rand.New(rand.NewPCG(uint64(len(scope.People())), 3))
	past := p.now.Day(p.zone) - 100
	answered := 0
	for _, d := range p.engine.Catalog().List() {
		questions := []metrics.Query{{Metric: d.Name},
			{Metric: d.Name, Grain: period.Year, By: [][]string{nil, {"owner"}, {"account"}}[r.IntN(3)]}}
		if r.IntN(2) == 0 {
			questions[1].AsOf = &past
		}
		for _, q := range questions {
			got, err := p.engine.Ask(p.t.Context(), scope, q)
			want, wrong := bare.engine.Ask(p.t.Context(), everything, q)
			what := fmt.Sprintf("%s by %v as of %v", d.Name, q.By, q.AsOf)
			switch {
			case (err == nil) != (wrong == nil):
				p.t.Errorf("%s: %v, on the log without the hidden %v", what, err, wrong)
			case err == nil: // else both refuse the breakdown
				p.same(what, got.Rows, want.Rows)
				if r.IntN(3) == 0 {
					answered += p.sameRecords(bare, scope, q, got)
				}
			}
		}
	}
	if answered == 0 && len(scope.People()) > 0 {
		p.t.Error("no number opened to a record: the sample proves nothing")
	}
}

// sameRecords opens the first number of an answer; it returns how many records there were.
func (p *product) sameRecords(bare *product, scope record.Scope, q metrics.Query, a *metrics.Answer) int {
	p.t.Helper()
	opened := 0
	for i, row := range a.Rows {
		if i == 1 {
			break
		}
		c := metrics.Cell{By: map[string]string{}}
		for d, k := range row.By {
			if k.ID != nil {
				c.By[d] = *k.ID
			} else {
				c.By[d] = ""
			}
		}
		if row.Period != nil {
			c.Period = *row.Period
		}
		got, err := p.engine.Records(p.t.Context(), scope, q, c, metrics.Page{Limit: 50})
		want, wrong := bare.engine.Records(p.t.Context(), everything, q, c, metrics.Page{Limit: 50})
		if err != nil || wrong != nil {
			if (err == nil) != (wrong == nil) {
				p.t.Errorf("records of %s: %v, on the log without the hidden %v", q.Metric, err, wrong)
			}
			continue
		}
		p.same("records of "+q.Metric, got.Records, want.Records)
		p.same("their sums of "+q.Metric, []any{got.Total, got.Sums}, []any{want.Total, want.Sums})
		opened += len(got.Records)
	}
	return opened
}

func (p *product) sameLists(bare *product, scope record.Scope) {
	p.t.Helper()
	past := p.now.Day(p.zone) - 100
	for _, object := range p.log.Schema().Names() {
		for _, q := range []metrics.ListQuery{{Limit: 200}, {Limit: 200, AsOf: &past}, {Limit: 200, Search: "an"}} {
			q.Object = object
			got, err := p.engine.List(p.t.Context(), scope, q)
			p.must(err)
			want, err := bare.engine.List(p.t.Context(), everything, q)
			p.must(err)
			p.same(fmt.Sprintf("list of %s %+v", object, q), []any{got.Total, got.Records},
				[]any{want.Total, want.Records})
		}
	}
}

// sameExport compares a scoped export of the log with one of the log without the hidden.
func (p *product) sameExport(scope record.Scope) {
	p.t.Helper()
	one, two := filepath.Join(p.t.TempDir(), "one"), filepath.Join(p.t.TempDir(), "two")
	_, err := own.Write(p.t.Context(), p.log, scope, one, own.CSV, nil)
	p.must(err)
	_, err = own.Write(p.t.Context(), without{p.log, scope}, everything, two, own.CSV, nil)
	p.must(err)
	files, err := filepath.Glob(filepath.Join(two, "*"))
	p.must(err)
	if others, _ := filepath.Glob(filepath.Join(one, "*")); len(others) != len(files) || len(files) == 0 {
		p.t.Errorf("%d files are exported, %d of the log without the hidden", len(others), len(files))
	}
	for _, file := range files {
		want, err := os.ReadFile(file)
		p.must(err)
		got, err := os.ReadFile(filepath.Join(one, filepath.Base(file)))
		p.must(err)
		if !slices.Equal(got, want) {
			p.t.Errorf("%s differs", filepath.Base(file))
		}
	}
}

func (p *product) same(what string, got, want any) {
	p.t.Helper()
	a, err := json.Marshal(got)
	p.must(err)
	b, err := json.Marshal(want)
	p.must(err)
	if string(a) != string(b) {
		p.t.Errorf("%s:\n got %.600s\nwant %.600s", what, a, b)
	}
}
