package api_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"salesops/access"
	"salesops/analytics"
	"salesops/api"
	"salesops/auth"
	"salesops/internal/demo"
	"salesops/metrics"
	"salesops/metrics/rowsets"
	"salesops/record"
	"salesops/sales"
)

// without is a log in which the records that a scope hides were never written, for columns that follow it.
type without struct {
	*record.Log
	scope record.Scope
}

func (w without) Tail(ctx context.Context, _ record.Scope, from record.Seq, fn func([]record.Change) error) error {
	return w.Log.Tail(ctx, w.scope, from, fn)
}

// Timeline hides the log's own: columns that follow this log read it by Tail alone.
func (without) Timeline() {}

// company is the sample company, asked by three: who sees everything, who sees what a scope shows, and who sees
// everything of columns in which what the scope hides was never written.
type company struct {
	*world
	scope         record.Scope
	all, limited  *world
	bare          *world
	hidden, shown map[record.ID]record.Record
}

// marker begins the name of each record that the widest scope of the tests hides.
const marker = "Unseen "

// newCompany gives each record that a team does not see a name that no other has.
func newCompany(t *testing.T) (*world, []record.ID) {
	t.Helper()
	w := newWorld(t)
	_, err := demo.Make(t.Context(), w.log, demo.Options{Seed: 5, Size: demo.Small, Today: testNow.Day(time.UTC)})
	w.must(err)
	team := w.team()
	hidden, _ := w.split(record.RecordsOf(team...))
	var drafts []record.Draft
	for _, id := range slices.Sorted(maps.Keys(hidden)) {
		r := hidden[id]
		if o, _ := w.log.Schema().Object(r.Object); r.Exists && o.Title != "" {
			title := record.FieldValue{Name: o.Title, Value: record.TextValue(marker + record.FormatID(r.Object, id))}
			drafts = append(drafts, record.Draft{Kind: record.Set, Object: r.Object, ID: id,
				Fields: []record.FieldValue{title}})
		}
	}
	w.apply(drafts...)
	if len(hidden) < 100 {
		t.Fatalf("%d records are hidden: the sample proves nothing", len(hidden))
	}
	return w, team
}

// team are the people of the first team that has some, but not all, with those of the teams below it.
func (w *world) team() []record.ID {
	w.t.Helper()
	var best []record.ID
	w.must(w.cols.Await(w.t.Context(), w.log.Head()))
	everybody := len(get[api.RecordList](w, "/records/person?limit=500").Records)
	for _, team := range get[api.RecordList](w, "/records/team?limit=500").Records {
		var ids []record.ID
		people := get[api.RecordList](w, "/records/person?limit=500&whose="+team.ID).Records
		for _, p := range people {
			_, id, err := record.ParseID(p.ID)
			w.must(err)
			ids = append(ids, id)
		}
		if len(ids) < everybody && len(ids) > len(best) {
			best = ids
		}
	}
	if len(best) < 3 {
		w.t.Fatalf("no team with three people: the sample proves nothing")
	}
	return best
}

// split reads what a scope hides and what it shows.
func (w *world) split(scope record.Scope) (hidden, shown map[record.ID]record.Record) {
	w.t.Helper()
	hidden, shown = map[record.ID]record.Record{}, map[record.ID]record.Record{}
	for _, object := range w.log.Schema().Names() {
		if o, _ := w.log.Schema().Object(object); o.Aside || o.Reserved {
			continue
		}
		w.must(w.log.Each(w.t.Context(), scope, object, func(r record.Record) error {
			shown[r.ID] = r
			return nil
		}))
		w.must(w.log.Each(w.t.Context(), record.Everything(), object, func(r record.Record) error {
			if _, ok := shown[r.ID]; !ok {
				hidden[r.ID] = r
			}
			return nil
		}))
	}
	return hidden, shown
}

// seenBy serves the company to who sees a scope, and to who sees all of the columns without what it hides.
func (w *world) seenBy(t *testing.T, scope record.Scope) *company {
	t.Helper()
	c := &company{world: w, scope: scope, all: w}
	c.hidden, c.shown = w.split(scope)
	cols, err := analytics.Open(t.Context(), "", without{w.log, scope},
		analytics.Options{Threads: 1, Keyed: rowsets.Tables(), Logger: slog.New(slog.DiscardHandler)})
	w.must(err)
	t.Cleanup(func() { _ = cols.Close() }) // it is in memory
	w.must(cols.Rebuild(t.Context(), nil))
	engine := metrics.New(cols, w.engine.Catalog(), metrics.Options{Clock: w.api.Clock})
	c.limited = w.again(t, w.cols, w.engine, scope)
	c.bare = w.again(t, cols, engine, record.Everything())
	return c
}

// again serves the same folder once more.
func (w *world) again(t *testing.T, cols *analytics.Columns, engine *metrics.Engine, scope record.Scope) *world {
	other := &world{t: t, dir: w.dir, log: w.log, cols: cols, engine: engine}
	of := w.api.Workspace
	of.Columns, of.Engine = cols, engine
	of.Access = func(context.Context, auth.Identity) (access.Asker, error) {
		by := access.Owner()
		by.Read, by.Write = scope, scope
		return by, nil
	}
	other.serve(of)
	return other
}

// TestAScopeAtEveryDoor: what the API answers under a scope, here that of a team with all below it, is what it
// answers where the hidden records were never written, whichever door is used. That every kind of scope hides the
// same in Go as in SQL is tested in internal/acceptance.
func TestAScopeAtEveryDoor(t *testing.T) {
	t.Parallel()
	w, team := newCompany(t)
	c := w.seenBy(t, record.RecordsOf(team...))
	c.sameAnswers(t)
	c.samePages(t)
	c.nothingOfHidden(t)
	c.noNames(t)
}

// sameAnswers asks what is read from the columns.
func (c *company) sameAnswers(t *testing.T) {
	t.Helper()
	q := url.QueryEscape
	paths := []string{
		"/search?q=an&limit=50", "/search?q=" + q(strings.TrimSpace(marker)), "/key-metrics",
		"/key-metrics?from=2026-01-01&to=2026-03-31&compare=previous", "/first-look", "/first-look?as_of=2026-02-01",
		"/metrics/won_revenue/days?days=2026-01-31,2026-03-31",
	}
	for _, object := range c.log.Schema().Names() {
		if o, _ := c.log.Schema().Object(object); o.Aside || o.Reserved {
			continue
		}
		paths = append(paths, "/records/"+object+"?limit=40", "/records/"+object+"?format=csv",
			"/records/"+object+"?limit=40&q=a&as_of=2026-01-15")
	}
	paths = append(paths, "/records/deal?limit=40&sort=-amount&where="+q("account.name != ''"),
		"/records/deal?limit=40&where="+q("account.name.startsWith('"+marker+"')"))
	for _, name := range []string{"won_revenue", "pipeline", "mrr", "sellers"} {
		paths = append(paths, "/metrics/"+name+"?by=owner", "/metrics/"+name+"?by=account&as_of=2026-03-31",
			"/metrics/"+name+"?grain=quarter&format=csv", "/metrics/"+name+"/records?limit=40",
			"/metrics/"+name+"/records?format=csv")
	}
	answered := 0
	for _, path := range paths {
		got, want := c.limited.ask(http.MethodGet, path, nil), c.bare.ask(http.MethodGet, path, nil)
		if diff := cmp.Diff(plain(want), plain(got)); got.status != want.status || diff != "" {
			t.Errorf("%s: %d, where the hidden was never written %d: %s", path, got.status, want.status, diff)
		}
		if got.status == http.StatusOK {
			answered++
		}
	}
	if answered < len(paths)*3/4 {
		t.Errorf("%d of %d questions were answered", answered, len(paths))
	}
	one, two := c.explained(c.limited), c.explained(c.bare)
	if diff := cmp.Diff(plain(two), plain(one)); diff != "" {
		t.Errorf("explanation: %s", diff)
	}
}

// explained asks why two numbers differ.
func (c *company) explained(w *world) reply {
	var receipts []string
	for _, day := range []string{"2026-01-31", "2026-05-31"} {
		r := w.ask(http.MethodGet, "/metrics/pipeline?as_of="+day, nil)
		var a struct{ Receipt string }
		r.json(w.t, &a)
		receipts = append(receipts, url.QueryEscape(a.Receipt))
	}
	return w.ask(http.MethodGet, "/explanations?first="+receipts[0]+"&second="+receipts[1], nil)
}

// places say where in the log an answer stands, not what it says. Since when history is recorded is a fact about
// the company, which everybody may know.
var places = []string{
	"receipt", "receipts", "first", "second", "position", "next_cursor", "history_since", "history",
}

// plain is a body without its places; a table's lines that name one are left out.
func plain(r reply) any {
	var body any
	if json.Unmarshal(r.body, &body) != nil {
		return slices.DeleteFunc(strings.Split(string(r.body), "\n"), func(line string) bool {
			return strings.HasPrefix(line, "receipt") || strings.HasPrefix(line, "log position")
		})
	}
	return unplaced(body)
}

func unplaced(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for _, key := range places {
			delete(v, key)
		}
		for key := range v {
			v[key] = unplaced(v[key])
		}
	case []any:
		for i := range v {
			v[i] = unplaced(v[i])
		}
	}
	return v
}

// samePages asks for records that are seen, and their time lines: only names of hidden records are missing.
func (c *company) samePages(t *testing.T) {
	t.Helper()
	refer := 0
	for _, id := range sample(c.shown, 20) {
		path := "/records/" + c.shown[id].Object + "/" + record.FormatID(c.shown[id].Object, id)
		for _, path := range []string{path, path + "?as_of=2026-03-01", path + "/changes?limit=5"} {
			got, want := c.limited.ask(http.MethodGet, path, nil), c.bare.ask(http.MethodGet, path, nil)
			if strings.Contains(string(want.body), marker) {
				refer++
			}
			var whole any
			want.json(t, &whole)
			if diff := cmp.Diff(unplaced(c.unnamed(whole)), plain(got)); diff != "" || got.status != want.status {
				t.Errorf("%s: %d, where all is seen %d: %s", path, got.status, want.status, diff)
			}
		}
	}
	if refer == 0 {
		t.Error("no record refers to a hidden one: the sample proves nothing")
	}
	c.sameFeed(t)
}

// sameFeed reads the change log.
func (c *company) sameFeed(t *testing.T) {
	t.Helper()
	const after, until = 5000, 7000
	feed := func(w *world) (out []api.FeedChange) {
		for from := int64(after); from < until; {
			page := get[api.ChangeFeed](w, fmt.Sprintf("/changes?limit=300&after=%d", from))
			for _, change := range page.Changes {
				if change.Seq <= until {
					out = append(out, change)
				}
			}
			if from = page.NextAfter; len(page.Changes) == 0 {
				break
			}
		}
		return out
	}
	want := slices.DeleteFunc(feed(c.all), func(f api.FeedChange) bool {
		_, id, err := record.ParseID(f.ID)
		c.must(err)
		_, hidden := c.hidden[id]
		return hidden
	})
	if diff := cmp.Diff(want, feed(c.limited)); diff != "" || len(want) == 0 {
		t.Errorf("%d changes: %s", len(want), diff)
	}
}

// unnamed takes the names of hidden records out of references.
func (c *company) unnamed(v any) any {
	switch v := v.(type) {
	case map[string]any:
		if text, ok := v["id"].(string); ok && len(v) == 2 {
			if _, id, err := record.ParseID(text); err == nil {
				if _, hidden := c.hidden[id]; hidden {
					v["name"] = ""
				}
			}
		}
		for key := range v {
			v[key] = c.unnamed(v[key])
		}
	case []any:
		for i := range v {
			v[i] = c.unnamed(v[i])
		}
	case string: // the title of a cause
		if strings.HasPrefix(v, marker) {
			return ""
		}
	}
	return v
}

// nothingOfHidden: a hidden record answers as one that never was, to readers and to writers.
func (c *company) nothingOfHidden(t *testing.T) {
	t.Helper()
	for _, id := range sample(c.hidden, 10) {
		r := c.hidden[id]
		here, never := record.FormatID(r.Object, id), record.FormatID(r.Object, 12345)
		o, _ := c.log.Schema().Object(r.Object)
		edit := map[string]any{"fields": map[string]any{o.Title: "x"}}
		undo := fmt.Sprintf("/changes/%d/undo", r.Seq)
		for _, door := range []struct {
			method, path string
			body         any
		}{
			{http.MethodGet, "", nil}, {http.MethodGet, "/changes", nil}, {http.MethodGet, "?as_of=2026-01-01", nil},
			{http.MethodDelete, "", nil}, {http.MethodPatch, "", edit},
		} {
			if door.method == http.MethodPatch && o.Title == "" {
				continue
			}
			path := "/records/" + r.Object + "/"
			got := c.limited.ask(door.method, path+here+door.path, door.body)
			want := c.limited.ask(door.method, path+never+door.path, door.body)
			text := strings.ReplaceAll(string(want.body), never, here)
			if got.status != http.StatusNotFound || string(got.body) != text {
				t.Errorf("%s %s%s: %d %s, for one that never was %s", door.method, here, door.path,
					got.status, got.body, text)
			}
		}
		if got := c.limited.ask(http.MethodPost, undo,
			map[string]any{"dry_run": true}); got.status != http.StatusNotFound {
			t.Errorf("undo of a hidden change: %d %s", got.status, got.body)
		}
	}
}

// sample takes records of each object, evenly.
func sample(of map[record.ID]record.Record, n int) []record.ID {
	objects := map[string][]record.ID{}
	for _, id := range slices.Sorted(maps.Keys(of)) {
		if of[id].Exists {
			objects[of[id].Object] = append(objects[of[id].Object], id)
		}
	}
	delete(objects, sales.Metric)
	var out []record.ID
	for _, object := range slices.Sorted(maps.Keys(objects)) {
		ids := objects[object]
		step := max(1, len(ids)*len(objects)/n)
		for i := 0; i < len(ids); i += step {
			out = append(out, ids[i])
		}
	}
	return out
}

// noNames goes through all doors of the document that only read: none says what a hidden record is called.
func (c *company) noNames(t *testing.T) {
	t.Helper()
	text, err := api.Document(t.Context(), "test")
	c.must(err)
	var document struct {
		Paths map[string]map[string]json.RawMessage
	}
	c.must(json.Unmarshal(text, &document))
	named, answered := map[string]bool{}, map[string]bool{}
	for path, doors := range document.Paths {
		if _, reads := doors["get"]; !reads {
			continue
		}
		path = strings.TrimPrefix(path, "/api/v1")
		for _, address := range c.addresses(t, path) {
			r := c.limited.ask(http.MethodGet, address, nil)
			if i := strings.Index(string(r.body), marker); i >= 0 {
				t.Errorf("%s names a hidden record: …%s…", address, r.body[max(0, i-200):min(len(r.body), i+100)])
			}
			if r.status == http.StatusOK {
				answered[path] = true
			}
			if !named[path] && strings.Contains(string(c.all.ask(http.MethodGet, address, nil).body), marker) {
				named[path] = true
			}
		}
	}
	if len(named) < 8 || len(answered) < 20 {
		t.Errorf("%d doors answered, %d name such a record to who sees everything: %v", len(answered), len(named),
			slices.Sorted(maps.Keys(named)))
	}
}

// questions are asked at a door: what stands behind its address.
var questions = map[string][]string{
	"/search": {"?q=" + strings.TrimSpace(marker)}, "/key-metrics": {"", "?by=account"},
	"/metrics/{name}":         {"?by=account", "?by=owner", "?by=account&format=csv"},
	"/metrics/{name}/records": {"?limit=40", "?format=csv"},
	"/records/{object}":       {"?limit=40", "?limit=40&q=" + strings.TrimSpace(marker), "?format=csv"},
	"/metrics/{name}/days":    {"?days=2026-01-31,2026-03-31"},
	"/changes":                {"?limit=300", "?limit=300&after=5000"}, "/periods": {"?day=2026-01-31"},
	"/explanations": {"?first={receipt}&second={another}"},
}

// addresses fills in what a path leaves open.
func (c *company) addresses(t *testing.T, path string) []string {
	t.Helper()
	receipt := func(day string) string {
		var a struct{ Receipt string }
		c.all.ask(http.MethodGet, "/metrics/pipeline?by=account&as_of="+day, nil).json(t, &a)
		return url.QueryEscape(a.Receipt)
	}
	all := []string{path}
	if behind, ok := questions[path]; ok {
		all = nil
		for _, q := range behind {
			all = append(all, path+q)
		}
	}
	fill := func(parameter string, with ...string) {
		var filled []string
		for _, address := range all {
			if !strings.Contains(address, parameter) {
				filled = append(filled, address)
				continue
			}
			for _, w := range with {
				filled = append(filled, strings.Replace(address, parameter, w, 1))
			}
		}
		all = filled
	}
	records := []string{}
	for _, of := range []map[record.ID]record.Record{c.shown, c.hidden} {
		for _, id := range sample(of, 5) {
			records = append(records, of[id].Object+"/"+record.FormatID(of[id].Object, id))
		}
	}
	fill("{object}/{id}", records...)
	fill("{object}", sales.Deal, sales.Account, sales.Activity)
	fill("{name}", "won_revenue", "mrr")
	fill("{id}", record.FormatID(sales.Import, 12345)) // an import or a user
	if strings.Contains(all[0], "{receipt}") {
		fill("{receipt}", receipt("2026-01-31"))
		fill("{another}", receipt("2026-05-31"))
	}
	for _, address := range all {
		if strings.Contains(address, "{") {
			t.Errorf("%s has a parameter that this test does not know", address)
		}
	}
	return all
}

// TestAnotherScopeIsAnotherAnswer: what a browser kept of somebody who sees all is not good for who sees less.
func TestAnotherScopeIsAnotherAnswer(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.fill()
	nobody := w.again(t, w.cols, w.engine, record.RecordsOf())
	for _, path := range []string{"/records/deal", "/metrics/won_revenue", "/search?q=Alpha"} {
		kept := w.ask(http.MethodGet, path, nil)
		tag := kept.header.Get("ETag")
		if same := w.ask(http.MethodGet, path, nil, "If-None-Match", tag); same.status != http.StatusNotModified {
			t.Errorf("%s again: %d", path, same.status)
		}
		if other := nobody.ask(http.MethodGet, path, nil, "If-None-Match", tag); other.status != http.StatusOK ||
			string(other.body) == string(kept.body) {
			t.Errorf("%s under another scope: %d %s", path, other.status, other.body)
		}
	}
}
