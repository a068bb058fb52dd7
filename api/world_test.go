package api_test

import (
	"context"
	"errors"
	"io/fs"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"path/filepath"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"salesops/analytics"
	"salesops/api"
	"salesops/auth"
	"salesops/connectors/tool"
	"salesops/internal/jobs"
	"salesops/internal/money"
	"salesops/internal/period"
	"salesops/metrics"
	"salesops/metrics/rowsets"
	"salesops/record"
	"salesops/sales"
	"salesops/sqlite"
)

// world is a served workspace on real SQLite and DuckDB, with a browser that may or may not
// hold a session.
type world struct {
	t      *testing.T
	dir    string
	log    *record.Log
	cols   *analytics.Columns
	engine *metrics.Engine
	api    *api.API
	server *httptest.Server
	gate   *api.Gate
	client *http.Client // holds a session
	ids    map[string]record.ID
	later  atomic.Int64 // microseconds the clock has moved on
	jumped atomic.Int64 // microseconds by which somebody has set it
}

var testNow = period.DayOf(2026, time.June, 30).Start(time.UTC)

func newWorld(t *testing.T, tools ...tool.Tool) *world {
	t.Helper()
	return newWorldWith(t, nil, tools...)
}

func newWorldWith(t *testing.T, pages fs.FS, tools ...tool.Tool) *world {
	t.Helper()
	return newPatientWorld(t, api.Patience{}, pages, tools...)
}

// newPatientWorld is a world that waits as long for others as it is told.
func newPatientWorld(t *testing.T, patience api.Patience, pages fs.FS, tools ...tool.Tool) *world {
	t.Helper()
	return newWorldFrom(t, sales.Objects(), patience, pages, tools...)
}

func newWorldFrom(t *testing.T, objects []record.Object, patience api.Patience, pages fs.FS,
	tools ...tool.Tool) *world {
	t.Helper()
	if pages == nil {
		pages = fstest.MapFS{}
	}
	w := &world{t: t, dir: t.TempDir(), ids: map[string]record.ID{}}
	ctx, stop := context.WithCancel(context.Background())
	clock := func() period.Instant { return testNow + period.Instant(w.later.Load()+w.jumped.Load()) }
	elapsed := func() time.Duration { return time.Duration(w.later.Load()) * time.Microsecond }
	db, err := sqlite.Open(filepath.Join(w.dir, "truth.sqlite"), sqlite.Options{})
	w.must(err)
	w.log, err = record.Open(ctx, db.Store(),
		record.Options{Objects: objects, Guards: sales.Guards(), Clock: clock})
	w.must(err)
	w.cols, err = analytics.Open(ctx, filepath.Join(w.dir, "columns.duckdb"),
		w.log, analytics.Options{Keyed: rowsets.Tables()})
	w.must(err)
	followed := make(chan error, 1)
	go func() { followed <- w.cols.Run(ctx) }()
	catalog, err := metrics.Load(rowsets.All())
	w.must(err)
	w.must(catalog.Sync(ctx, w.log))
	w.engine = metrics.New(w.cols, catalog, metrics.Options{Clock: clock})
	t.Cleanup(func() {
		stop()
		if err := <-followed; !errors.Is(err, context.Canceled) {
			w.t.Error(err)
		}
		w.must(w.cols.Close())
		w.must(w.log.Close())
		w.must(db.Close())
	})
	w.serve(api.Workspace{
		Dir: w.dir, Log: w.log, Columns: w.cols, Engine: w.engine,
		Tools: tools, Clock: clock, Elapsed: elapsed, Version: "test", Web: pages, Patience: patience, Users: db.Auth(),
		Passwords: auth.Params{Memory: 64, Time: 1, Lanes: 1},
		Key:       func() ([]byte, error) { return make([]byte, 32), nil },
	})
	return w
}

// serve answers requests about a workspace until the test ends, and signs a browser in.
func (w *world) serve(of api.Workspace) {
	w.t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	a, err := api.New(ctx, of)
	w.must(err)
	w.api = a
	runner, err := jobs.NewRunner(a.Jobs, jobs.Options{Kinds: a.JobKinds(), Alone: true,
		After: func(d time.Duration) (<-chan time.Time, func() bool) {
			timer := time.NewTimer(d)
			return timer.C, timer.Stop
		}})
	w.must(err)
	w.must(runner.Start(ctx))
	w.gate = api.NewGate("0")
	w.server = httptest.NewUnstartedServer(a.Handler(w.gate))
	w.server.Listener = a.Listener(w.server.Listener)
	w.server.Start()
	server := w.server
	w.t.Cleanup(func() {
		server.Close()
		closing, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
		defer cancel()
		w.must(runner.Close(closing))
		stop()
		w.must(a.Close(closing))
	})
	w.client = w.browser()
	res, err := w.client.Get(w.server.URL + "/?token=" + w.gate.Token(w.now()))
	w.must(err)
	w.must(res.Body.Close())
}

// now is what the clock of the world says.
func (w *world) now() period.Instant { return testNow + period.Instant(w.later.Load()+w.jumped.Load()) }

// browser is a client without a session. Its limit ends a test that hangs; a slow machine stays below it.
func (w *world) browser() *http.Client {
	jar, err := cookiejar.New(nil)
	w.must(err)
	return &http.Client{Jar: jar, Timeout: 5 * time.Minute}
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// fill puts a small company into the log: two people, two accounts, and deals of which four
// were won (one of them reversed later), two lost and two open.
func (w *world) fill() {
	day := func(text string) period.Day {
		d, err := period.ParseDay(text)
		w.must(err)
		return d
	}
	create := func(name, object, on string, fields ...record.FieldValue) {
		done, err := w.log.Apply(w.t.Context(), record.Command{Actor: "owner", Drafts: []record.Draft{{
			Kind: record.Create, Object: object, EffectiveAt: day(on).Start(time.UTC),
			Fields: append(fields, record.FieldValue{Name: "name", Value: record.TextValue(name)}),
		}}})
		w.must(err)
		w.ids[name] = done[0].IDs[0]
	}
	set := func(name, object, on string, fields ...record.FieldValue) {
		_, err := w.log.Apply(w.t.Context(), record.Command{Actor: "owner", Drafts: []record.Draft{{
			Kind: record.Set, Object: object, ID: w.ids[name], EffectiveAt: day(on).Start(time.UTC), Fields: fields,
		}}})
		w.must(err)
	}
	text := func(name, v string) record.FieldValue {
		return record.FieldValue{Name: name, Value: record.TextValue(v)}
	}
	ref := func(name, to string) record.FieldValue {
		return record.FieldValue{Name: name, Value: record.RefValue(w.ids[to])}
	}
	create("Ann", sales.Person, "2025-01-01", record.FieldValue{Name: "sells", Value: record.BoolValue(true)})
	create("=HYPERLINK(1)", sales.Person, "2025-01-01", record.FieldValue{Name: "sells", Value: record.BoolValue(true)})
	create("Acme", sales.Account, "2025-01-01")
	create("Bolt", sales.Account, "2025-01-01")
	for i, d := range []struct{ name, owner, outcome, closes, amount string }{
		{"Alpha", "Ann", "won", "2026-02-01", "100.00"},
		{"Beta", "Ann", "won", "2026-02-10", "200.50"},
		{"Gamma", "=HYPERLINK(1)", "won", "2026-03-01", "300.00"},
		{"Delta", "=HYPERLINK(1)", "won", "2026-03-05", "400.00"}, // reversed on 1 May
		{"Epsilon", "Ann", "lost", "2026-03-06", "50.00"},
		{"Zeta", "Ann", "lost", "2026-04-01", "60.00"},
		{"Eta", "Ann", "", "2026-08-01", "1000.00"},
		{"Theta", "=HYPERLINK(1)", "", "2026-05-01", "70.00"}, // close date has passed
	} {
		amount, err := money.Parse(d.amount, "")
		w.must(err)
		account := []string{"Acme", "Bolt"}[i%2]
		fields := []record.FieldValue{
			ref("owner", d.owner), ref("account", account), text("source", []string{"Web", "Event"}[i%2]),
			{Name: "amount", Value: record.MoneyValue(amount)},
			{Name: "close_date", Value: record.DayValue(day(d.closes))},
			{Name: "created_at", Value: record.InstantValue(day("2026-01-01").Start(time.UTC))},
		}
		create(d.name, sales.Deal, "2026-01-01", fields...)
		if d.outcome != "" {
			set(d.name, sales.Deal, d.closes, text("outcome", d.outcome))
		}
	}
	set("Delta", sales.Deal, "2026-05-01", text("outcome", "lost"))
	w.must(w.cols.Await(w.t.Context(), w.log.Head()))
}

// put writes a new record.
func (w *world) put(object string, fields ...record.FieldValue) record.ID {
	w.t.Helper()
	return w.apply(record.Draft{Kind: record.Create, Object: object, Fields: fields})[0].IDs[0]
}

// apply writes to the log and waits until the columns have it, so that the next question is answered with it.
func (w *world) apply(drafts ...record.Draft) []record.Done {
	w.t.Helper()
	done, err := w.log.Apply(w.t.Context(), record.Command{Actor: "owner", Drafts: drafts})
	w.must(err)
	w.must(w.cols.Await(w.t.Context(), w.log.Head()))
	return done
}
