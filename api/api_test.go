package api_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/getkin/kin-openapi/openapi3"

	"salesops/api"
	"salesops/metrics"
	"salesops/metrics/rowsets"
	"salesops/record"
)

func TestDocumentIsValid(t *testing.T) {
	t.Parallel()
	text, err := api.Document(t.Context(), "test")
	if err != nil {
		t.Fatal(err)
	}
	doc, err := openapi3.NewLoader().LoadFromData(text)
	if err != nil {
		t.Fatal(err)
	}
	if err := doc.Validate(t.Context()); err != nil {
		t.Error(err)
	}
	seen := map[string]bool{}
	for path, item := range doc.Paths.Map() {
		for method, op := range item.Operations() {
			if id := op.OperationID; id == "" || seen[id] || strings.ContainsAny(id, "-_ ") ||
				strings.ToLower(id[:1]) != id[:1] {
				t.Errorf("%s %s has the operation id %q", method, path, id)
			}
			seen[op.OperationID] = true
		}
	}
}

func TestMetrics(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.fill()

	catalog := get[api.MetricList](w, "/metrics")
	if len(catalog.Metrics) < 20 {
		t.Errorf("%d metrics", len(catalog.Metrics))
	}

	answer := get[map[string]any](w, "/metrics/win_rate")
	row := answer["rows"].([]any)[0].(map[string]any)
	// 3 of 6 are won now; Delta was won once
	if row["value"] != 0.5 || row["numerator"] != 3.0 || row["denominator"] != 6.0 || row["n"] != 6.0 {
		t.Errorf("win rate %v", row)
	}
	row = get[map[string]any](w, "/metrics/win_rate?as_of=2026-04-30")["rows"].([]any)[0].(map[string]any)
	if row["numerator"] != 4.0 || row["denominator"] != 6.0 {
		t.Errorf("win rate as of 30 April %v", row)
	}
	row = get[map[string]any](w, "/metrics/won_revenue")["rows"].([]any)[0].(map[string]any)
	if row["value"] != "600.50" { // money is a text
		t.Errorf("won revenue %v", row)
	}

	by := get[api.Answer](w, "/metrics/won_revenue?by=owner&grain=month&from=2026-02-01&to=2026-03-31&where="+
		url.QueryEscape(`source in ["Web", "Event"]`))
	if len(by.Rows) == 0 || by.Rows[0].By["owner"].ID == nil {
		t.Errorf("by owner: %+v", by.Rows)
	}

	again := w.ask(http.MethodGet, "/receipts/"+by.Receipt, nil)
	first := w.ask(http.MethodGet, "/receipts/"+by.Receipt, nil)
	if again.status != 200 || string(again.body) != string(first.body) {
		t.Errorf("a receipt opens to other bytes: %d %s", again.status, again.body)
	}

	d := get[api.Definition](w, "/metrics/win_rate/definition")
	if !strings.Contains(d.Text, "name: win_rate") || len(d.Versions) == 0 || d.Formula == "" {
		t.Errorf("definition %+v", d)
	}
}

func TestMetricRefusals(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.problem("GET", "/metrics/no_such", nil, 404, "missing")
	w.problem("GET", "/metrics/win_rate?from=2026-13-01", nil, 422, "invalid")
	w.problem("GET", "/metrics/win_rate?colour=red", nil, 422, "invalid")
	w.problem("GET", "/metrics/win_rate?by=no_such", nil, 422, "invalid")
	w.problem("GET", "/metrics/win_rate?grain=fortnight", nil, 422, "invalid")
	w.problem("GET", "/metrics/win_rate?where="+url.QueryEscape("1; DROP TABLE deal_now"), nil, 422, "invalid")
	w.problem("GET", "/metrics/win_rate?as_of=2026-06-01&known_at=2026-05-01", nil, 422, "invalid")
	w.problem("GET", "/metrics/win_rate?from=2026-03-01&to=2026-02-01", nil, 422, "invalid")
	w.problem("GET", "/receipts/nonsense", nil, 422, "invalid")
	w.problem("GET", "/nothing", nil, 404, "missing")
	w.problem("DELETE", "/metrics", nil, 405, "method")
}

// A metric is one file: what it is called, where it stands and what it answers come from there.
func TestANewMetricIsOneFile(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.fill()
	catalog, err := metrics.LoadSound(rowsets.All(),
		fstest.MapFS{"kept_promises.yaml": &fstest.MapFile{Data: []byte(`name: kept_promises
version: 1
title: Kept promises
question: How many promises did we keep?
also: word given
description: Won deals.
kind: aggregate
over: deal
on: closed_on
where: won
measure: count
unit: count
group: winning
place: 35
`)}})
	w.must(err)
	w.engine.Use(catalog)
	list := get[api.MetricList](w, "/metrics")
	i := slices.IndexFunc(list.Metrics, func(m api.MetricSummary) bool { return m.Name == "kept_promises" })
	if i < 0 {
		t.Fatal("the metric is not in the catalogue")
	}
	m := list.Metrics[i]
	if m.Title != "Kept promises" || m.Question != "How many promises did we keep?" || m.Also != "word given" ||
		m.Group != "winning" || m.Place != 35 {
		t.Errorf("the catalogue says %+v", m)
	}
	if !slices.Contains(list.Groups, api.MetricGroup{Code: "winning", Label: "Winning and speed"}) {
		t.Errorf("the groups are %+v", list.Groups)
	}
	if a := get[api.Answer](w, "/metrics/kept_promises"); len(a.Rows) != 1 || a.Rows[0].N == 0 {
		t.Errorf("it answers %+v", a.Rows)
	}
}

// A metric file that is wrong is named in the catalogue, the others answer, and a copy of an
// earlier catalogue is not taken for this one.
func TestAWrongMetricFileIsNamed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	before := w.ask("GET", "/metrics", nil).header.Get("ETag")
	catalog, err := metrics.LoadSound(rowsets.All(),
		fstest.MapFS{"mine.yaml": &fstest.MapFile{Data: []byte(
			"name: mine\nquestion: How many?\nversion: 1\ndescription: Wins.\nkind: agregate\n")}})
	w.must(err)
	w.engine.Use(catalog)
	r := w.ask("GET", "/metrics", nil)
	want := api.LeftOutFile{File: "metrics/mine.yaml", Line: 5,
		Why: `kind: "agregate" is no kind; did you mean aggregate?`}
	if list := get[api.MetricList](w, "/metrics"); len(list.LeftOut) != 1 || list.LeftOut[0] != want ||
		len(list.Metrics) < 40 {
		t.Errorf("left out %+v, want %+v", list.LeftOut, want)
	}
	if r.header.Get("ETag") == before {
		t.Error("the catalogue changed and its ETag did not")
	}
	if p := w.problem("GET", "/metrics/mine", nil, 404, "missing"); !strings.Contains(p["detail"].(string),
		"metrics/mine.yaml:5") {
		t.Errorf("asked for it: %s", p["detail"])
	}
	if r := w.ask("GET", "/metrics/won_deals", nil); r.status != 200 {
		t.Errorf("another metric: %d %s", r.status, r.body)
	}
}

func TestMetricRecords(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.fill()
	set := get[api.MetricRecords](w, "/metrics/won_revenue/records?limit=2")
	if set.Total != 3 || len(set.Records) != 2 || set.NextCursor == nil || len(set.Sums) != 1 {
		t.Fatalf("records %+v", set)
	}
	rest := get[api.MetricRecords](w, "/metrics/won_revenue/records?limit=2&cursor="+url.QueryEscape(*set.NextCursor))
	if len(rest.Records) != 1 || rest.NextCursor != nil {
		t.Errorf("second page %+v", rest)
	}
	ann := record.FormatID("person", w.ids["Ann"])
	set = get[api.MetricRecords](w, "/metrics/won_revenue/records?by=owner&row[owner]="+ann)
	if set.Total != 2 {
		t.Errorf("Ann's records %+v", set)
	}
}

func TestNotModified(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.fill()
	for _, path := range []string{"/metrics", "/metrics/win_rate", "/records/deal", "/settings", "/schema",
		"/first-look", "/changes"} {
		r := w.ask("GET", path, nil)
		tag := r.header.Get("ETag")
		if r.status != 200 || !strings.HasPrefix(tag, `"position-`) || r.header.Get("X-Position") == "" {
			t.Errorf("%s: %d, ETag %s", path, r.status, tag)
			continue
		}
		if strings.Contains(path, "/metrics/") && r.header.Get("Vary") != "Accept" {
			t.Errorf("%s: a cache may give its JSON to who asks for CSV: Vary %q", path, r.header.Get("Vary"))
		}
		again := w.ask("GET", path, nil, "If-None-Match", tag)
		if again.status != http.StatusNotModified || again.header.Get("ETag") != tag || len(again.body) != 0 {
			t.Errorf("%s again: %d %s %s", path, again.status, again.header.Get("ETag"), again.body)
		}
		w.ask("POST", "/records/account", map[string]any{"fields": map[string]any{"name": "new " + path}})
		if changed := w.ask("GET", path, nil, "If-None-Match", tag); changed.status != 200 {
			t.Errorf("%s after a write: %d", path, changed.status)
		}
	}
}

func TestWriteRecords(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.fill()
	r := w.ask("POST", "/records/deal", map[string]any{"fields": map[string]any{
		"name": "Iota", "amount": "12.50", "close_date": "2026-07-01", "owner": record.FormatID("person", w.ids["Ann"]),
	}})
	if r.status != 201 {
		t.Fatalf("create: %d %s", r.status, r.body)
	}
	var made api.RecordWritten
	r.json(t, &made)
	// visible at once
	if list := get[api.RecordList](w, "/records/deal?q=Iota"); list.Total != 1 {
		t.Errorf("the new deal is not in the list: %+v", list)
	}
	detail := get[map[string]any](w, "/records/deal/"+made.ID)
	if detail["title"] != "Iota" ||
		fmt.Sprint(detail["fields"].(map[string]any)["amount"]) != "map[amount:12.50 currency:<nil>]" {
		t.Errorf("detail %v", detail)
	}

	path := "/records/deal/" + made.ID
	if r := w.ask("PATCH", path, map[string]any{"fields": map[string]any{"amount": "20", "next_step": "call"},
		"if_seq": made.Seq}); r.status != 200 {
		t.Fatalf("update: %d %s", r.status, r.body)
	}
	w.problem("PATCH", path, map[string]any{"fields": map[string]any{"amount": "30"}, "if_seq": made.Seq}, 409,
		"conflict")
	w.problem("PATCH", path, map[string]any{"fields": map[string]any{"no_such": "30"}}, 422, "invalid")
	w.problem("PATCH", path, map[string]any{"fields": map[string]any{"amount": "lots"}}, 422, "invalid")
	w.problem("PATCH", path, map[string]any{"fields": map[string]any{"owner": "deal_1"}}, 422, "invalid")
	w.problem("PATCH", path, map[string]any{"fields": map[string]any{}}, 422, "invalid")
	w.problem("PATCH", path, map[string]any{"felds": map[string]any{}}, 422, "invalid")
	w.problem("POST", "/records/import", map[string]any{"fields": map[string]any{"summary": "x"}}, 403, "denied")
	w.problem("POST", "/records/no_such", map[string]any{"fields": map[string]any{}}, 404, "missing")
	w.problem("GET", "/records/deal/deal_zzz", nil, 404, "missing")
	w.problem("GET", "/records/account/"+made.ID, nil, 404, "missing")

	line := get[api.Timeline](w, path+"/changes")
	if len(line.Changes) != 2 || line.Changes[0].Kind != "set" || line.Changes[1].Kind != "create" {
		t.Fatalf("time line %+v", line)
	}
	for _, f := range line.Changes[0].Fields {
		if f.Name == "amount" && fmt.Sprint(f.Before.V) != "map[amount:12.50 currency:<nil>]" {
			t.Errorf("amount before: %v", f.Before.V)
		}
	}

	if r := w.ask("DELETE", path, nil); r.status != 200 {
		t.Fatalf("delete: %d %s", r.status, r.body)
	}
	if list := get[api.RecordList](w, "/records/deal?q=Iota"); list.Total != 0 {
		t.Errorf("a deleted deal is in the list")
	}
	if detail := get[api.RecordDetail](w, path); detail.Exists {
		t.Errorf("a deleted deal exists")
	}
	if r := w.ask("POST", path+"/restore", nil); r.status != 200 {
		t.Fatalf("restore: %d %s", r.status, r.body)
	}
	if detail := get[api.RecordDetail](w, path); !detail.Exists {
		t.Errorf("a restored deal does not exist")
	}

	// undo of the update
	seq := line.Changes[0].Seq
	preview := w.ask("POST", fmt.Sprintf("/changes/%d/undo", seq), map[string]any{"dry_run": true})
	if preview.status != 200 || !strings.Contains(string(preview.body), `"changes":1`) {
		t.Errorf("preview of undo: %d %s", preview.status, preview.body)
	}
	if r := w.ask("POST", fmt.Sprintf("/changes/%d/undo", seq), map[string]any{}); r.status != 200 {
		t.Errorf("undo: %d %s", r.status, r.body)
	}
	detail = get[map[string]any](w, path)
	if fmt.Sprint(detail["fields"].(map[string]any)["amount"]) != "map[amount:12.50 currency:<nil>]" {
		t.Errorf("after undo %v", detail["fields"])
	}
}

func TestPastRecord(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.fill()
	id := record.FormatID("deal", w.ids["Delta"])
	if d := get[map[string]any](w, "/records/deal/"+id+
		"?as_of=2026-04-30"); d["fields"].(map[string]any)["outcome"] != "won" {
		t.Errorf("Delta on 30 April: %v", d["fields"])
	}
	if d := get[map[string]any](w, "/records/deal/"+id); d["fields"].(map[string]any)["outcome"] != "lost" {
		t.Errorf("Delta now: %v", d["fields"])
	}
	ann := get[api.RecordDetail](w, "/records/person/"+record.FormatID("person", w.ids["Ann"]))
	found := false
	for _, r := range ann.Related {
		found = found || (r.Object == "deal" && r.Field == "owner" && r.Count == 5)
	}
	if !found {
		t.Errorf("related to Ann: %+v", ann.Related)
	}
	w.problem("GET", "/records/deal/"+id+"?as_of=2026-05-02&known_at=2026-05-01", nil, 422, "invalid")
}

// settingValues is a change of settings, given as names and values in turn.
func settingValues(pairs ...string) map[string]any {
	values := map[string]string{}
	for i := 0; i < len(pairs); i += 2 {
		values[pairs[i]] = pairs[i+1]
	}
	return map[string]any{"values": values}
}

func TestSettings(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	s := get[api.Settings](w, "/settings")
	v := s.Values
	if v["zone"] != "UTC" || v["fiscal_first_month"] != "1" || v["currency"] != "" ||
		v["week_start"] != "monday" {
		t.Errorf("settings of a new folder: %+v", s)
	}
	r := w.ask("PATCH", "/settings", map[string]any{
		"values": map[string]string{"zone": "Europe/Berlin", "currency": "EUR", "fiscal_first_month": "4",
			"own_domains": "acme.example"},
		"rates": []map[string]any{{"from": "USD", "to": "JPY", "day": "2026-01-01", "rate": "151.25"}},
	})
	if r.status != 200 {
		t.Fatalf("%d %s", r.status, r.body)
	}
	s = get[api.Settings](w, "/settings")
	v = s.Values
	if v["zone"] != "Europe/Berlin" || v["currency"] != "EUR" || v["fiscal_first_month"] != "4" ||
		v["own_domains"] != "acme.example" {
		t.Errorf("settings %+v", s)
	}
	if len(s.Rates) != 1 || s.Rates[0] != (api.Rate{From: "USD", To: "JPY", Day: "2026-01-01", Rate: "151.25"}) {
		t.Errorf("rates %+v", s.Rates)
	}
	if r := w.ask("PATCH", "/settings",
		map[string]any{"rates": []map[string]any{{"from": "USD", "to": "JPY", "day": "2026-01-01",
			"rate": "150"}}}); r.status != 200 {
		t.Errorf("%d %s", r.status, r.body)
	}
	if s = get[api.Settings](w, "/settings"); len(s.Rates) != 1 || s.Rates[0].Rate != "150" {
		t.Errorf("a rate of the same day is not replaced: %+v", s.Rates)
	}
	w.problem("PATCH", "/settings", settingValues("zone", "Mars/Olympus"), 422, "invalid")
	w.problem("PATCH", "/settings", map[string]any{"values": map[string]string{"zone": "UTC"},
		"rates": []map[string]any{{"from": "XXQ", "to": "EUR", "day": "2026-01-01", "rate": "1"}}}, 422, "invalid")
	if s = get[api.Settings](w, "/settings"); s.Values["zone"] != "Europe/Berlin" {
		t.Errorf("a refused change was half made: %+v", s)
	}
}

// Periods by name follow the company's fiscal calendar, whichever way it is cut.
func TestPeriodsByName(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	named := func() map[string]string {
		out := map[string]string{}
		for _, p := range get[api.NamedPeriods](w, "/periods?day=2024-02-03").Periods {
			out[p.Name] = p.From + " " + p.To + " " + p.Label
		}
		return out
	}
	got := named()
	for name, want := range map[string]string{
		"this_month": "2024-02-01 2024-02-29 2024-02", "last_month": "2024-01-01 2024-01-31 2024-01",
		"this_quarter": "2024-01-01 2024-03-31 FY2024-Q1", "last_year": "2023-01-01 2023-12-31 FY2023",
		"last_12_months": "2023-03-01 2024-02-29 ",
	} {
		if got[name] != want {
			t.Errorf("%s: %s, want %s", name, got[name], want)
		}
	}
	r := w.ask("PATCH", "/settings", settingValues("fiscal_first_month", "2", "fiscal_calendar",
		"4-5-4 Saturday nearest"))
	if r.status != 200 {
		t.Fatalf("%d %s", r.status, r.body)
	}
	if s := get[api.Settings](w, "/settings"); s.Values["fiscal_calendar"] != "4-5-4 saturday nearest" {
		t.Errorf("settings %+v", s)
	}
	got = named()
	for name, want := range map[string]string{
		"this_month": "2023-12-31 2024-02-03 FY2024-P12", "last_month": "2023-11-26 2023-12-30 FY2024-P11",
		"this_quarter": "2023-10-29 2024-02-03 FY2024-Q4", "this_year": "2023-01-29 2024-02-03 FY2024",
		"last_12_months": "2023-01-29 2024-02-03 ",
	} {
		if got[name] != want {
			t.Errorf("%s: %s, want %s", name, got[name], want)
		}
	}
	w.problem("PATCH", "/settings", settingValues("fiscal_calendar", "4-4-4 saturday last"), 422, "invalid")
	w.problem("GET", "/periods?day=2024-02-31", nil, 422, "invalid")
}

func TestWorkspace(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	if me := get[api.Me](w, "/me"); !me.Empty || me.Today != "2026-06-30" {
		t.Errorf("empty workspace: %+v", me)
	}
	look := get[api.FirstLook](w, "/first-look")
	if len(look.Twelve) != 12 || len(look.Findings) != 0 {
		t.Errorf("first look at nothing: %+v", look)
	}
	w.fill()
	if me := get[api.Me](w, "/me"); me.Empty {
		t.Errorf("filled workspace: %+v", me)
	}
	if hits := get[api.SearchResults](w, "/search?q=alph"); len(hits.Results) != 1 || hits.Results[0].Title != "Alpha" {
		t.Errorf("search: %+v", hits)
	}
	schema := get[api.SchemaBody](w, "/schema")
	if len(schema.Objects) < 10 {
		t.Errorf("schema has %d objects", len(schema.Objects))
	}
	feed := get[api.ChangeFeed](w, "/changes?after=3&limit=5")
	if len(feed.Changes) != 5 || feed.Changes[0].Seq != 4 || feed.NextAfter != 8 {
		t.Errorf("feed: %+v", feed)
	}
	look = get[api.FirstLook](w, "/first-look")
	codes := map[string]api.Finding{}
	for _, f := range look.Findings {
		codes[f.Code] = f
	}
	r := codes["reversed_wins"]
	if r.Count != 1 || r.Amount == nil || r.Amount.Amount != "400.00" || *r.Day != "2026-05-01" ||
		r.Sentence != "1 win was reversed on 1 May 2026. The win rate read 66.7 % on 30 April 2026, the day before. "+
			"With all that has changed since, it reads 50 % today." {
		t.Errorf("reversed wins: %+v", r)
	}
	if o := codes["open_past_close_date"]; o.Count != 1 || o.Amount == nil || o.Amount.Amount != "70.00" {
		t.Errorf("open past close date: %+v", o)
	}
	for _, e := range look.Twelve {
		if e.Name == "win_rate" && (!e.Answers || e.Value.Text == "") {
			t.Errorf("win rate in the twelve: %+v", e)
		}
		if e.Name == "cac" && (e.Answers || len(e.Needs) == 0) {
			t.Errorf("cac in the twelve: %+v", e)
		}
	}
}
