package visits_test

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"salesops/analytics"
	"salesops/internal/fault"
	"salesops/internal/period"
	"salesops/record"
	"salesops/sales"
	"salesops/sqlite"
	"salesops/visits"
)

// world is a log and the columns that follow it.
type world struct {
	*record.Log
	t       testing.TB
	now     period.Instant
	columns *analytics.Columns
}

var (
	start   = period.DayOf(2026, 1, 1).Start(time.UTC)
	options = analytics.Options{Threads: 1, Keyed: []analytics.Keyed{visits.Table()}}
)

func newWorld(t testing.TB) *world {
	t.Helper()
	store, err := sqlite.Open(filepath.Join(t.TempDir(), "truth.sqlite"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, now: start + 1000*hour}
	clock := func() period.Instant { return w.now }
	w.Log, err = record.Open(t.Context(), store.Store(), record.Options{Objects: sales.Objects(), Clock: clock,
		IDs: record.SeededIDs(1)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	})
	w.columns = open(t, w.Log)
	return w
}

func open(t testing.TB, log record.Reader) *analytics.Columns {
	t.Helper()
	c, err := analytics.Open(t.Context(), "", log, options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	if log.Head() > 0 { // columns that have nothing of their log answer nothing
		if err := c.Rebuild(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
	}
	// The table is read once, so that what follows is built change by change.
	if _, err := c.View(record.Everything()).Table(t.Context(), visits.Name, []string{"id"}, analytics.When{},
		nil); err != nil {
		t.Fatal(err)
	}
	return c
}

const (
	minute = period.Instant(60 * 1_000_000)
	hour   = 60 * minute
)

func field(name string, v record.Value) record.FieldValue {
	return record.FieldValue{Name: name, Value: v}
}

func (w *world) create(object string, at period.Instant, fields ...record.FieldValue) record.ID {
	w.t.Helper()
	done, err := w.Apply(w.t.Context(), record.Command{Actor: "owner", Drafts: []record.Draft{
		{Kind: record.Create, Object: object, EffectiveAt: at, KnownAt: at, Fields: fields}}})
	if err != nil {
		w.t.Fatal(err)
	}
	return done[0].IDs[0]
}

func (w *world) stage(name string, position int64) record.ID {
	w.t.Helper()
	return w.create(sales.Stage, start, field("name", record.TextValue(name)),
		field("position", record.IntValue(position)))
}

// move puts a deal into a stage.
func (w *world) move(deal, stage record.ID, outcome string, at period.Instant) {
	w.t.Helper()
	if _, err := w.Apply(w.t.Context(), record.Command{Actor: "owner", Drafts: []record.Draft{
		{Kind: record.Set, Object: sales.Deal, ID: deal, EffectiveAt: at, KnownAt: at, Fields: []record.FieldValue{
			field("stage", record.RefValue(stage)), field("outcome", record.TextValue(outcome))}}}}); err != nil {
		w.t.Fatal(err)
	}
}

// rows reads a statement, one sorted line for each row.
func rows(t testing.TB, c *analytics.Columns, sql string, args []any) []string {
	t.Helper()
	var lines []string
	if _, err := c.Query(t.Context(), "SELECT concat_ws('|', *COLUMNS(*)) FROM ("+sql+")", args,
		func(b *analytics.Batch) error {
			for i := range b.Rows() {
				lines = append(lines, b.Text(0, i))
			}
			return nil
		}); err != nil {
		t.Fatal(err)
	}
	slices.Sort(lines)
	return lines
}

// table reads columns of the table at a moment.
func (w *world) table(at analytics.When, where string, columns ...string) []string {
	w.t.Helper()
	if _, err := w.columns.CatchUp(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
	var args []any
	sql, err := w.columns.View(record.Everything()).Table(w.t.Context(), visits.Name, columns, at, binder(&args))
	if err != nil {
		w.t.Fatal(err)
	}
	if where != "" {
		sql = "SELECT * FROM (" + sql + ") WHERE " + where
	}
	return rows(w.t, w.columns, sql, args)
}

func binder(args *[]any) func(any) string {
	return func(v any) string {
		*args = append(*args, v)
		return fmt.Sprintf("$%d", len(*args))
	}
}

// TestPathOfADeal goes through a deal that falls back, slips, is lost and is opened again: as of each day the table
// says what had happened until then.
func TestPathOfADeal(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	qualify, offer, end := w.stage("Qualify", 1), w.stage("Offer", 2), w.stage("Lost", 3)
	day := 24 * hour
	deal := w.create(sales.Deal, start, field("stage", record.RefValue(qualify)),
		field("outcome", record.TextValue(sales.Open)))
	w.move(deal, offer, sales.Open, start+10*day)
	w.move(deal, qualify, sales.Open, start+12*day) // back
	w.move(deal, offer, sales.Open, start+15*day)
	w.move(deal, qualify, sales.Open, start+16*day) // a slip
	w.move(deal, offer, sales.Open, start+16*day+4*minute)
	w.move(deal, end, sales.Lost, start+20*day)
	w.move(deal, offer, sales.Open, start+25*day) // opened again
	columns := []string{"line", "first", "left", "advanced", "back", "undone", "path", "returns"}
	for _, c := range []struct {
		day  period.Instant
		want []string
	}{
		{5, []string{"1|true|false|false|Qualify|0"}},
		{11, []string{"1|true|true|true|false|false", "2|true|false|false|Qualify → Offer|0"}},
		{13, []string{"1|true|true|true|false|false", "2|true|true|false|true|false",
			"3|false|false|false|Qualify → Offer → Qualify|1"}},
		{18, []string{"1|true|true|true|false|false", "2|true|true|false|true|false",
			"3|false|true|true|false|false", "4|false|true|false|true|true",
			"5|false|true|true|false|true",
			"6|false|false|false|Qualify → Offer → Qualify → Offer|1"}},
		{22, []string{"7|true|false|false|Qualify → Offer → Qualify → Offer → Lost|1"}},
		{26, []string{"7|true|true|false|true|false",
			"8|false|false|false|Qualify → Offer → Qualify → Offer → Lost → Offer|2"}},
	} {
		at := start + c.day*day
		got := w.table(analytics.When{AsOf: &at}, "", columns...)
		if c.day > 18 { // the earlier lines are as they were
			got = slices.DeleteFunc(got, func(line string) bool { return line < "7" })
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("as of day %d:\n%s\nwant\n%s", c.day, strings.Join(got, "\n"), strings.Join(c.want, "\n"))
		}
	}
}

// TestPathToAnEndWithoutHistory: many sources date the stages of a deal and leave its end to the close date. Its path
// is known, unless nothing tells of the stages before the end.
func TestPathToAnEndWithoutHistory(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	qualify, offer, end := w.stage("Qualify", 1), w.stage("Offer", 2), w.stage("Won", 3)
	day := 24 * hour
	put := func(deal, stage record.ID, outcome string, at period.Instant, flags record.Flag) {
		if _, err := w.Apply(t.Context(), record.Command{Actor: "owner", Drafts: []record.Draft{{Kind: record.Set,
			Object: sales.Deal, ID: deal, EffectiveAt: at, Flags: flags, Fields: []record.FieldValue{
				field("stage", record.RefValue(stage)), field("outcome", record.TextValue(outcome))}}}}); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		name  string
		moves func(deal record.ID)
		want  []string
	}{
		{"dated stages and a close date", func(deal record.ID) {
			put(deal, qualify, sales.Open, start, 0)
			put(deal, offer, sales.Open, start+day, 0)
			put(deal, end, sales.Won, start+2*day, record.Backfilled)
		}, []string{"Qualify → Offer → Won|true"}},
		{"a close date alone", func(deal record.ID) {
			put(deal, end, sales.Won, start+2*day, record.Backfilled)
		}, []string{"open → Won|false"}},
		{"a stage of today and a close date", func(deal record.ID) {
			put(deal, offer, sales.Open, start, record.Backfilled)
			put(deal, end, sales.Won, start+2*day, record.Backfilled)
		}, []string{"Offer → Won|false"}},
		{"opened again, in a stage of today", func(deal record.ID) {
			put(deal, qualify, sales.Open, start, 0)
			put(deal, end, sales.Won, start+day, record.Backfilled)
			put(deal, offer, sales.Open, start+2*day, record.Backfilled)
		}, []string{"Qualify → Won → Offer|false"}},
	} {
		deal := w.create(sales.Deal, start)
		c.moves(deal)
		got := w.table(analytics.When{}, fmt.Sprintf("id = %d AND path IS NOT NULL", deal), "id", "path", "whole")
		for i := range got {
			got[i] = got[i][strings.IndexByte(got[i], '|')+1:]
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

// TestStagesInAnotherOrder: the order and the names of the stages are those of the day that is asked about.
func TestStagesInAnotherOrder(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a, b := w.stage("A", 1), w.stage("B", 2)
	deal := w.create(sales.Deal, start, field("stage", record.RefValue(a)))
	w.move(deal, b, sales.Open, start+10*hour)
	w.move(deal, a, sales.Open, start+20*hour)
	said := func(hours period.Instant) string {
		at := start + hours*hour
		return strings.Join(w.table(analytics.When{AsOf: &at}, "", "line", "advanced", "back", "path", "returns"), " ")
	}
	const before = "1|true|false 2|false|true 3|false|A → B → A|1"
	if got := said(30); got != before {
		t.Errorf("%s, want %s", got, before)
	}
	if _, err := w.Apply(t.Context(), record.Command{Actor: "owner", Drafts: []record.Draft{
		{Kind: record.Set, Object: sales.Stage, ID: a, EffectiveAt: start + 40*hour, KnownAt: start + 40*hour,
			Fields: []record.FieldValue{field("name", record.TextValue("Z")),
				field("position", record.IntValue(3))}}}}); err != nil {
		t.Fatal(err)
	}
	if got := said(30); got != before {
		t.Errorf("as of a day before: %s, want %s", got, before)
	}
	if got, want := said(50), "1|false|true 2|true|false 3|false|Z → B → Z|1"; got != want {
		t.Errorf("in the other order: %s, want %s", got, want)
	}
	if err := w.columns.Check(t.Context()); err != nil {
		t.Error(err)
	}
}

// visitsSQL is what the table replaced: a statement that works the visits out of the versions of deals. It is kept
// here because it shares nothing with the table.
const visitsSQL = `
	WITH marks AS (
		SELECT h.id, h.stage, h.outcome = 'won' AS won, coalesce(h.outcome IN ('won', 'lost'), false) AS closed,
			eff_from, eff_to, s.position,
			h.backfilled AND contains(',' || h.backfilled_fields || ',', ',stage,') AS blank,
			coalesce(lag(h.stage) OVER v IS NOT DISTINCT FROM h.stage
				AND lag(coalesce(h.outcome IN ('won', 'lost'), false)) OVER v
					= coalesce(h.outcome IN ('won', 'lost'), false)
				AND lag(eff_to) OVER v = eff_from, false) AS same
		FROM ($history) h LEFT JOIN ($stages) s ON s.id = h.stage WHERE h.id IN ($deals)
		WINDOW v AS (PARTITION BY h.id ORDER BY eff_from)),
	runs AS (
		SELECT *, sum(CASE WHEN same THEN 0 ELSE 1 END) OVER (PARTITION BY id ORDER BY eff_from) AS run FROM marks),
	stays AS (
		SELECT id, run AS line, any_value(stage) AS stage, any_value(position) AS position, bool_or(won) AS won,
			any_value(closed) AS closed, bool_or(blank) AS blank, min(eff_from) AS eff_from, max(eff_to) AS eff_to
		FROM runs GROUP BY id, run),
	later AS (
		SELECT *, coalesce(bool_or(won) OVER n, false) AS wins,
			max(position) FILTER (WHERE NOT closed) OVER n AS reaches,
			coalesce(bool_or(NOT closed AND stage IS NOT NULL) OVER n, false) AS goes,
			row_number() OVER (PARTITION BY id, stage, closed ORDER BY eff_from) = 1 AS "first"
		FROM stays WINDOW n AS (PARTITION BY id ORDER BY eff_from ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING))
	SELECT id, line, stage, make_timestamp(eff_from) AS entered_at,
		CASE WHEN eff_to < $end THEN make_timestamp(eff_to) END AS left_at, eff_to < $end AS "left", "first",
		wins OR CASE WHEN position IS NULL THEN goes ELSE coalesce(reaches > position, false) END AS advanced,
		NOT coalesce(blank, false) AS remembered
	FROM later WHERE NOT closed AND stage IS NOT NULL`

// TestVisitsAreThoseOfTheVersions: after any history the visits on any day, also as known on another, are those that
// the versions of deals give; the table is what a rebuild gives; as of now it says what it says without a day; and a
// scope shows what a log has without the hidden deals.
func TestVisitsAreThoseOfTheVersions(t *testing.T) {
	t.Parallel()
	rounds := 0
	rapid.Check(t, func(rt *rapid.T) {
		if rounds++; rounds > 8 {
			return // each round opens a log and four databases
		}
		w := newWorld(t)
		h := newHistory(w, rt)
		for range rapid.IntRange(1, 6).Draw(rt, "batches") {
			for range rapid.IntRange(1, 12).Draw(rt, "commands") {
				h.write()
			}
			if _, err := w.columns.CatchUp(t.Context()); err != nil {
				rt.Fatal(err)
			}
		}
		if err := w.columns.Check(t.Context()); err != nil {
			rt.Fatal(err)
		}
		bare := open(t, hiding{w.Log, h.scope})
		if err := bare.Rebuild(t.Context(), nil); err != nil {
			rt.Fatal(err)
		}
		for range 8 {
			known := h.moment("known at")
			asOf := min(h.moment("as of"), known)
			for _, at := range []analytics.When{{}, {AsOf: &asOf}, {AsOf: &asOf, KnownAt: &known}} {
				h.judge(at, bare)
			}
		}
		now := w.Now() + 1
		columns := []string{"id", "line", "eff_from", "known_from", "path", "returns"}
		if a, b := w.table(analytics.When{AsOf: &now}, "", columns...), w.table(analytics.When{}, "",
			columns...); !slices.Equal(a, b) {
			rt.Fatalf("as of now\n%s\nwithout a day\n%s", strings.Join(a, "\n"), strings.Join(b, "\n"))
		}
	})
}

// hiding is a log without what a scope hides.
type hiding struct {
	*record.Log
	scope record.Scope
}

func (h hiding) Tail(ctx context.Context, _ record.Scope, from record.Seq, fn func([]record.Change) error) error {
	return h.Log.Tail(ctx, h.scope, from, fn)
}

// Timeline hides the log's own: columns that follow this log read it by Tail alone.
func (hiding) Timeline() {}

// history writes random commands: moves and corrections back in time, deletes, restores, merges of stages, stages that
// change their order, imports with and without history, and undos of all that.
type history struct {
	*world
	rt            *rapid.T
	deals, stages []record.ID
	people        []record.ID
	scope         record.Scope
}

func newHistory(w *world, rt *rapid.T) *history {
	h := &history{world: w, rt: rt}
	for i := range int64(4) {
		h.stages = append(h.stages, w.stage(fmt.Sprint("s", i), i))
	}
	for _, name := range []string{"Ann", "Bob"} {
		h.people = append(h.people, w.create(sales.Person, start, field("name", record.TextValue(name))))
	}
	for range 3 {
		h.deals = append(h.deals, w.create(sales.Deal, start, field("stage", record.RefValue(h.stages[0])),
			field("owner", record.RefValue(rapid.SampledFrom(h.people).Draw(rt, "owner")))))
	}
	h.scope = record.RecordsOf(h.people[0])
	return h
}

func (h *history) moment(what string) period.Instant {
	return start + period.Instant(rapid.IntRange(0, 40).Draw(h.rt, what))*2*minute
}

func (h *history) draw(n int, what string) int { return rapid.IntRange(0, n).Draw(h.rt, what) }

func (h *history) write() {
	h.now += hour
	if head := h.Head(); h.draw(7, "undo") == 0 {
		seq := record.Seq(rapid.Int64Range(8, max(8, int64(head))).Draw(h.rt, "undone"))
		if _, err := h.Undo(h.t.Context(), "owner", seq); err != nil && fault.KindOf(err) == fault.Internal {
			h.rt.Fatal(err)
		}
		return
	}
	d := record.Draft{Kind: record.Set, Object: sales.Deal, ID: rapid.SampledFrom(h.deals).Draw(h.rt, "deal"),
		EffectiveAt: h.moment("effective")}
	d.KnownAt = d.EffectiveAt
	if h.draw(2, "late") == 0 {
		d.KnownAt = h.moment("known")
	}
	if h.draw(5, "backfilled") == 0 {
		d.Flags |= record.Import | record.Backfilled
	}
	stage := rapid.SampledFrom(h.stages).Draw(h.rt, "stage")
	switch h.draw(15, "what") {
	case 0:
		d.Kind = record.Delete
	case 1:
		d.Kind = record.Restore
	case 2:
		d.Object, d.ID, d.Flags = sales.Stage, stage, 0
		d.Fields = []record.FieldValue{field("position", record.IntValue(int64(h.draw(4, "position"))))}
	case 3:
		d.Object, d.ID, d.Flags = sales.Stage, stage, 0
		d.Fields = []record.FieldValue{field("name",
			record.TextValue(rapid.SampledFrom([]string{"x", "y"}).Draw(h.rt, "name")))}
	case 4:
		d.Kind, d.Object, d.ID, d.Flags = record.Merge, sales.Stage, stage, 0
		d.Into = rapid.SampledFrom(h.stages).Draw(h.rt, "into")
	case 5:
		d.Fields = []record.FieldValue{field("owner", record.RefValue(rapid.SampledFrom(h.people).Draw(h.rt, "owner")))}
	case 6:
		d.Fields = []record.FieldValue{field("next_step", record.TextValue(fmt.Sprint(h.draw(9, "step"))))}
	case 7:
		d.Kind, d.ID, d.Flags = record.Create, 0, d.Flags|record.Stub
		if h.draw(1, "whole") == 0 {
			d.Flags &^= record.Stub
		}
	case 8:
		d.Fields = []record.FieldValue{field("stage", record.Value{})}
	default:
		d.Fields = []record.FieldValue{field("stage", record.RefValue(stage)), field("outcome", record.TextValue(
			rapid.SampledFrom([]string{sales.Open, sales.Open, sales.Open, sales.Won, sales.Lost}).Draw(h.rt,
				"outcome")))}
		d.Fields = d.Fields[:1+h.draw(1, "with outcome")]
	}
	done, err := h.Apply(h.t.Context(), record.Command{Actor: "owner", Source: "crm", Drafts: []record.Draft{d}})
	if err != nil && fault.KindOf(err) == fault.Internal {
		h.rt.Fatal(err)
	}
	if err == nil && d.Kind == record.Create {
		h.deals = append(h.deals, done[0].IDs[0])
	}
}

// judge compares the table at a moment with the versions of the deals, and what a scope shows with a log that lacks
// the hidden.
func (h *history) judge(at analytics.When, bare *analytics.Columns) {
	view := h.columns.View(record.Everything())
	columns := []string{"id", "line", "stage", "entered_at", "left_at", "left", "first", "advanced", "remembered"}
	got := h.table(at, "visit", append(slices.Clone(columns), "visit")...)
	for i := range got {
		got[i] = strings.TrimSuffix(got[i], "|true") // visit
	}
	var args []any
	bind := binder(&args)
	must := func(sql string, err error) string {
		if err != nil {
			h.rt.Fatal(err)
		}
		return sql
	}
	deals := must(view.Rows(sales.Deal, []string{"id"}, at, bind))
	history := must(view.Versions(sales.Deal, []string{"id", "stage", "outcome", "backfilled", "backfilled_fields",
		"eff_from", "eff_to"}, at, bind))
	stubs := at
	stubs.Stubs = true
	stages := must(view.Rows(sales.Stage, []string{"id", "position"}, stubs, bind))
	end := period.Forever
	if at.AsOf != nil {
		end = *at.AsOf
	}
	sql := strings.NewReplacer("$history", history, "$deals", deals, "$stages", stages, "$end",
		bind(end)+"::BIGINT").Replace(visitsSQL)
	if want := rows(h.t, h.columns, sql, args); !slices.Equal(got, want) {
		h.rt.Fatalf("visits at %v %v:\n%s\nwant\n%s", at.AsOf, at.KnownAt, strings.Join(got, "\n"),
			strings.Join(want, "\n"))
	}
	all := []string{"id", "line", "stage", "entered_on", "left_on", "advanced", "to_stage", "back", "path", "returns",
		"eff_from", "known_from"}
	side := func(c *analytics.Columns, scope record.Scope) []string {
		var args []any
		sql := must(c.View(scope).Table(h.t.Context(), visits.Name, all, at, binder(&args)))
		return rows(h.t, c, sql, args)
	}
	if seen, there := side(h.columns, h.scope), side(bare, record.Everything()); !slices.Equal(seen, there) {
		h.rt.Fatalf("under a scope at %v %v:\n%s\nwithout the hidden deals:\n%s", at.AsOf, at.KnownAt,
			strings.Join(seen, "\n"), strings.Join(there, "\n"))
	}
}
