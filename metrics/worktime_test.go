package metrics_test

import (
	"strings"
	"testing"

	"salesops/internal/period"
	"salesops/metrics"
	"salesops/record"
)

// A week of two sellers: what the number opens to adds up to it, person by person and event
// by event, and the days before a calendar begins are no working time.
func TestSellingTimeOpens(t *testing.T) {
	t.Parallel()
	w := newWorld(t, load(t))
	w.put("company", map[string]any{"working_hours": "mon-fri 09:00-17:00", "zone": "Europe/Berlin"})
	w.put("person", map[string]any{"name": "Ann", "sells": true})
	w.put("person", map[string]any{"name": "Bob", "sells": true})
	w.put("person", map[string]any{"name": "Cid", "sells": true})
	w.put("contact", map[string]any{"name": "Kim", "email": "kim@buyer.example"})
	w.put("holiday", map[string]any{"name": "Closed", "day": "2026-03-27"})
	for _, e := range []struct{ owner, from, to string }{
		{"Ann", "2026-03-23T08:00:00Z", "2026-03-23T10:00:00Z"}, // 9 to 11 in Berlin
		{"Ann", "2026-03-24T15:00:00Z", "2026-03-24T18:00:00Z"}, // ends after hours
		{"Ann", "2026-03-27T09:00:00Z", "2026-03-27T10:00:00Z"}, // on the holiday
		{"Bob", "2026-03-25T09:00:00Z", "2026-03-25T10:30:00Z"},
		{"Bob", "2026-03-30T07:00:00Z", "2026-03-30T08:00:00Z"}, // 9 to 10: clocks were put forward the day before
	} {
		w.put("calendar_event", map[string]any{"title": "Meeting", "owner": e.owner, "start_at": e.from, "end_at": e.to,
			"attendees": "kim@buyer.example"})
	}
	w.complete()
	w.catchUp()
	from, to := period.DayOf(2026, 3, 23), period.DayOf(2026, 3, 30)
	q := metrics.Query{Metric: "selling_time", From: &from, To: &to,
		Today: period.DayOf(2026, 4, 1), By: []string{"owner"}}
	// Ann: Monday to Thursday and the next Monday. Bob: from Wednesday on, two of those days and the Monday.
	want := map[string][2]string{"Ann": {"180", "2400"}, "Bob": {"150", "1440"}}
	a := w.ask(q)
	for _, row := range a.Rows {
		name := row.By["owner"].Name
		if w, ok := want[name]; ok && (row.Numerator.Text != w[0] || row.Denominator.Text != w[1]) {
			t.Errorf("%s: %s of %s minutes, want %s of %s", name, row.Numerator, row.Denominator, w[0], w[1])
		}
		if name == "Cid" && !strings.Contains(row.Reason, "no calendar") {
			t.Errorf("Cid: %q", row.Reason)
		}
	}
	q.By = nil
	if a = w.ask(q); a.Rows[0].Numerator.Text != "330" || a.Rows[0].Denominator.Text != "3840" {
		t.Fatalf("all: %s", dump(a))
	}
	set, err := w.engine.Records(t.Context(), record.Everything(), q, metrics.Cell{}, metrics.Page{})
	if err != nil {
		t.Fatal(err)
	}
	sums := map[string]string{}
	for _, s := range set.Sums {
		sums[s.Role] = s.Sum.Text
	}
	if sums[metrics.RoleNumerator] != "330" || sums[metrics.RoleEvent] != "330" {
		t.Errorf("the drill adds up to %v", sums)
	}
	events := 0
	for _, r := range set.Records {
		if r.Role == metrics.RoleEvent {
			events++
		}
	}
	if events != 4 {
		t.Errorf("%d events, want the 4 within working hours", events)
	}
	// as of a day in the middle only the days until then have happened
	asOf := period.DayOf(2026, 3, 24)
	q.AsOf = &asOf
	if a = w.ask(q); a.Rows[0].Value != nil || !strings.Contains(a.Rows[0].Reason, "no calendar") {
		t.Errorf("as of the second day two of three have no calendar: %s", dump(a))
	}
}

// Whatever moves what calendars say, time that was counted before is counted anew.
func TestSellingTimeFollowsWhatItRestsOn(t *testing.T) {
	t.Parallel()
	w := newWorld(t, load(t))
	w.put("company", map[string]any{"name": "Us", "working_hours": "mon-fri 09:00-17:00"})
	w.put("person", map[string]any{"name": "Ann", "sells": true})
	w.put("account", map[string]any{"name": "Elm"})
	w.put("contact", map[string]any{"name": "Kim", "email": "kim@buyer.example"})
	meeting := func(title, hour, mail string) {
		w.put("calendar_event", map[string]any{"title": title, "owner": "Ann",
			"start_at": "2026-03-24T" + hour + ":00:00Z",
			"end_at":   "2026-03-24T" + hour + ":45:00Z", "attendees": mail})
	}
	meeting("one", "09", "kim@buyer.example")
	meeting("two", "11", "lee@other.example")
	meeting("three", "13", "max@elm.example")
	w.complete()
	from, to := period.DayOf(2026, 3, 23), period.DayOf(2026, 3, 30)
	q := metrics.Query{Metric: "selling_time", From: &from, To: &to}
	before := ""
	for _, step := range []struct {
		name   string
		change func()
	}{
		{"nothing", func() {}},
		{"another contact", func() { w.put("contact", map[string]any{"name": "Lee", "email": "lee@other.example"}) }},
		{"an account's site",
			func() { setNow(w, "account", "Elm", map[string]any{"website": "https://www.elm.example"}) }},
		{"a meeting", func() { meeting("four", "15", "kim@buyer.example") }},
		{"an absence", func() {
			w.put("absence", map[string]any{"person": "Ann", "from_on": "2026-03-25", "to_on": "2026-03-26"})
		}},
		{"a holiday", func() { w.put("holiday", map[string]any{"name": "Closed", "day": "2026-03-27"}) }},
		{"somebody else", func() {
			w.put("person", map[string]any{"name": "Bob", "sells": true})
			w.put("calendar_event", map[string]any{"title": "Bob's", "owner": "Bob", "start_at": "2026-03-23T09:00:00Z",
				"end_at": "2026-03-23T10:00:00Z", "attendees": "kim@buyer.example"})
		}},
		{"who sells", func() { setNow(w, "person", "Bob", map[string]any{"sells": false}) }},
		{"working hours",
			func() { setNow(w, "company", "Us", map[string]any{"working_hours": "mon-fri 09:00-16:00"}) }},
	} {
		step.change()
		w.catchUp()
		a := w.ask(q)
		fresh, err := metrics.New(w.cols, w.catalog,
			metrics.Options{Clock: clock}).Ask(t.Context(), record.Everything(), q)
		if err != nil {
			t.Fatal(err)
		}
		now := a.Rows[0].Numerator.Text + " of " + a.Rows[0].Denominator.Text
		if want := fresh.Rows[0].Numerator.Text + " of " +
			fresh.Rows[0].Denominator.Text; now != want || now == before {
			t.Errorf("%s: %s minutes, counted anew %s, before it %s", step.name, now, want, before)
		}
		before = now
	}
}
