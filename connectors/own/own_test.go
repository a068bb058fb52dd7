package own_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"salesops/analytics"
	"salesops/connectors/own"
	"salesops/internal/demo"
	"salesops/internal/fault"
	"salesops/internal/money"
	"salesops/internal/period"
	"salesops/metrics"
	"salesops/metrics/rowsets"
	"salesops/record"
	"salesops/sales"
	"salesops/sqlite"
)

var today = period.DayOf(2026, time.July, 1)

func openLog(t testing.TB) *record.Log {
	t.Helper()
	db, err := sqlite.Open(filepath.Join(t.TempDir(), "truth.sqlite"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	clock := func() period.Instant { return today.Start(time.UTC) + 12*3_600_000_000 }
	log, err := record.Open(context.Background(), db.Store(),
		record.Options{Objects: sales.Objects(), Guards: sales.Guards(), Clock: clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := errors.Join(log.Close(), db.Close()); err != nil {
			t.Error(err)
		}
	})
	return log
}

func apply(t testing.TB, log *record.Log, c record.Command) record.Done {
	t.Helper()
	c.Kept = true // a log of before holds texts that nobody may enter now
	done, err := log.Apply(context.Background(), c)
	if err != nil {
		t.Fatal(err)
	}
	return done[0]
}

func set(name string, v record.Value) record.FieldValue {
	return record.FieldValue{Name: name, Value: v}
}

// roundTrip writes a log and reads it into another.
func roundTrip(t testing.TB, log *record.Log, format string) *record.Log {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "out")
	if _, err := own.Write(context.Background(), log, record.Everything(), dir, format, nil); err != nil {
		t.Fatal(err)
	}
	files, ok := own.Recognise([]string{dir})
	if !ok {
		t.Fatalf("%s: the export is not recognised", format)
	}
	other := openLog(t)
	if _, err := own.Load(context.Background(), other, files, nil); err != nil {
		t.Fatal(err)
	}
	return other
}

// told is a log without what belongs to one copy: numbers of changes.
func told(t testing.TB, log *record.Log) []string {
	t.Helper()
	var all []string
	cause := map[record.Seq]int{}
	err := log.Tail(context.Background(), record.Everything(), 1, func(changes []record.Change) error {
		for _, c := range changes {
			cause[c.Seq] = len(all)
			from := -1
			if c.Cause != 0 {
				from = cause[c.Cause]
			}
			slices.SortFunc(c.Fields, func(a, b record.FieldValue) int { return strings.Compare(a.Name, b.Name) })
			all = append(all, fmt.Sprintf("%v %v %s %s %v %v %s %d %d %s %d %+v", c.KnownAt, c.EffectiveAt, c.Actor,
				c.Source, c.Kind, c.Flags, c.Object, c.ID, c.Into, c.External, from, c.Fields))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// Whatever a log holds comes back: every kind of change, every kind of value, odd texts.
func TestEverythingComesBack(t *testing.T) {
	log := openLog(t)
	half, _ := record.NumberValue(0.1)
	deal := apply(t, log, record.Command{Actor: "owner", Source: "crm", Drafts: []record.Draft{
		{Kind: record.Create, Object: sales.Deal, External: "006A", Fields: []record.FieldValue{
			set("name", record.TextValue("=1+1")),
			set("amount", record.MoneyValue(money.Amount{Minor: -123456, Currency: "KWD"})),
			set("close_date", record.DayValue(today)), set("created_at", record.InstantValue(1_234_567)),
			set("probability", half),
			set("description", record.TextValue(" 'two\r\nlines\n\"quoted\", and \ra return, 中文 ")),
			set("type", record.TextValue("")),
		}},
	}})
	other := apply(t, log, record.Command{Actor: "owner",
		Drafts: []record.Draft{{Kind: record.Create, Object: sales.Deal,
			Fields: []record.FieldValue{set("name", record.TextValue("-5"))}}}})
	apply(t, log, record.Command{Actor: "owner", Cause: deal.First,
		Drafts: []record.Draft{{Kind: record.Set, Object: sales.Deal, ID: deal.IDs[0],
			Fields: []record.FieldValue{set("amount", record.Value{})}}}})
	apply(t, log, record.Command{Actor: "owner",
		Drafts: []record.Draft{{Kind: record.Create, Object: record.FieldObject, Fields: []record.FieldValue{
			set("object", record.TextValue(sales.Deal)), set("name", record.TextValue("colour_code")),
			set("kind", record.TextValue("text")), set("label", record.TextValue("Colour"))}}}})
	apply(t, log, record.Command{Actor: "owner",
		Drafts: []record.Draft{{Kind: record.Set, Object: sales.Deal, ID: deal.IDs[0],
			Fields: []record.FieldValue{set("colour_code", record.TextValue("@red"))}}}})
	for _, name := range []string{"amount_currency", "amount_a"} { // beside amount and its currency
		apply(t, log, record.Command{Actor: "owner",
			Drafts: []record.Draft{{Kind: record.Create, Object: record.FieldObject, Fields: []record.FieldValue{
				set("object", record.TextValue(sales.Deal)), set("name", record.TextValue(name)),
				set("kind", record.TextValue("text")), set("label", record.TextValue(name))}}}})
	}
	apply(t, log, record.Command{Actor: "owner",
		Drafts: []record.Draft{{Kind: record.Set, Object: sales.Deal, ID: deal.IDs[0], Fields: []record.FieldValue{
			set("amount", record.MoneyValue(money.Amount{Minor: 5, Currency: "JPY"})),
			set("amount_currency", record.TextValue(" a NUL \x00 ")), set("description", record.TextValue("\x00"))}}}})
	person := apply(t, log, record.Command{Actor: "import",
		Drafts: []record.Draft{{Kind: record.Create, Object: sales.Person, Flags: record.Import | record.Stub,
			Fields: []record.FieldValue{
				set("name", record.TextValue("Ann")), set("active", record.BoolValue(true)),
				set("ramp_days", record.IntValue(-90))}}}})
	apply(t, log, record.Command{Actor: "owner",
		Drafts: []record.Draft{{Kind: record.Set, Object: sales.Deal, ID: deal.IDs[0],
			Fields: []record.FieldValue{set("owner", record.RefValue(person.IDs[0]))}}}})
	apply(t, log, record.Command{Actor: "owner",
		Drafts: []record.Draft{{Kind: record.Delete, Object: sales.Deal, ID: other.IDs[0]}}})
	apply(t, log, record.Command{Actor: "owner",
		Drafts: []record.Draft{{Kind: record.Restore, Object: sales.Deal, ID: other.IDs[0]}}})
	merged := apply(t, log, record.Command{Actor: "owner",
		Drafts: []record.Draft{{Kind: record.Merge, Object: sales.Deal, ID: other.IDs[0], Into: deal.IDs[0]}}})
	if _, err := log.Undo(context.Background(), "owner", merged.First); err != nil {
		t.Fatal(err)
	}
	want := told(t, log)
	for _, format := range []string{own.CSV, own.Parquet} {
		if got := told(t, roundTrip(t, log, format)); !slices.Equal(got, want) {
			t.Errorf("%s: came back as\n%s\nwant\n%s", format, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
}

func TestEveryTextComesBack(t *testing.T) {
	log := openLog(t)
	var drafts []record.Draft
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.StringOf(rapid.SampledFrom([]rune("'=+-@\r\n\t \",1.＝")))).Draw(t,
			"text")
		drafts = append(drafts, record.Draft{Kind: record.Create, Object: sales.Account,
			Fields: []record.FieldValue{set("name", record.TextValue(text))}})
	})
	apply(t, log, record.Command{Actor: "owner", Drafts: drafts})
	want := told(t, log)
	for _, format := range []string{own.CSV, own.Parquet} {
		if got := told(t, roundTrip(t, log, format)); !slices.Equal(got, want) {
			for i := range want {
				if i >= len(got) || got[i] != want[i] {
					t.Fatalf("%s: %q came back as %q", format, want[i], got[i])
				}
			}
		}
	}
}

// A whole company in an empty folder gives the same answers on past days.
func TestSameNumbersOnPastDays(t *testing.T) {
	log := openLog(t)
	if _, err := demo.Make(context.Background(), log,
		demo.Options{Seed: 3, Size: demo.Small, Today: today}); err != nil {
		t.Fatal(err)
	}
	want := answers(t, log)
	for _, format := range []string{own.CSV, own.Parquet} {
		got := answers(t, roundTrip(t, log, format))
		for key := range want {
			if got[key] != want[key] {
				t.Errorf("%s, %s:\n%s\nwant\n%s", format, key, got[key], want[key])
			}
		}
	}
}

// answers are metrics on ten past days, as of then and as known then: each metric on some.
func answers(t *testing.T, log *record.Log) map[string]string {
	t.Helper()
	ctx := context.Background()
	columns, err := analytics.Open(ctx, "", log, analytics.Options{Threads: 1, Keyed: rowsets.Tables()})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := columns.Close(); err != nil {
			t.Error(err)
		}
	}()
	if err := columns.Rebuild(ctx, nil); err != nil {
		t.Fatal(err)
	}
	catalog, err := metrics.Load(rowsets.All())
	if err != nil {
		t.Fatal(err)
	}
	engine := metrics.New(columns, catalog,
		metrics.Options{Clock: func() period.Instant { return today.Start(time.UTC) + 12*3_600_000_000 }})
	out := map[string]string{}
	for i := range 10 {
		day := today - period.Day(1+i*101)
		for k, d := range catalog.List() {
			if k%5 != i%5 && os.Getenv("SALESOPS_EVERY_DAY") == "" {
				continue
			}
			q := metrics.Query{Metric: d.Name, AsOf: &day}
			if i%2 == 1 {
				q = metrics.Query{Metric: d.Name, KnownAt: &day}
			}
			a, err := engine.Ask(ctx, record.Everything(), q)
			if err != nil {
				t.Fatalf("%s on %s: %v", d.Name, day, err)
			}
			rows, err := json.Marshal(a.Rows)
			if err != nil {
				t.Fatal(err)
			}
			out[d.Name+" on "+day.String()] = string(rows)
		}
	}
	return out
}

func TestWhatCannotBeReadBack(t *testing.T) {
	log := openLog(t)
	apply(t, log, record.Command{Actor: "owner", Drafts: []record.Draft{
		{Kind: record.Create, Object: sales.Account,
			Fields: []record.FieldValue{set("name", record.TextValue("Acme"))}},
		{Kind: record.Create, Object: sales.Deal, Fields: []record.FieldValue{set("name", record.TextValue("Deal"))}},
	}})
	dir := filepath.Join(t.TempDir(), "out")
	ctx := context.Background()
	if _, err := own.Write(ctx, log, record.Everything(), dir, own.CSV, nil); err != nil {
		t.Fatal(err)
	}
	if _, err := own.Write(ctx, log, record.Everything(), dir, own.CSV, nil); fault.KindOf(err) != fault.Conflict ||
		!strings.Contains(err.Error(), "not empty") {
		t.Errorf("written over files: %v", err)
	}
	files, _ := own.Recognise([]string{dir})
	if _, err := own.Load(ctx, log, files, nil); fault.KindOf(err) != fault.Conflict ||
		!strings.Contains(err.Error(), "an empty one") {
		t.Errorf("read into records: %v", err)
	}
	if _, err := own.Load(ctx, openLog(t), files[1:], nil); err == nil ||
		!strings.Contains(err.Error(), "1 of 2 changes") {
		t.Errorf("a file is missing: %v", err)
	}
	deals := filepath.Join(dir, "deal.csv")
	text, err := os.ReadFile(deals)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(deals, []byte(strings.Replace(string(text), ",create,", ",invent,", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := own.Load(ctx, openLog(t), files, nil); err == nil ||
		!strings.Contains(err.Error(), `deal.csv, row 2: "invent" is no kind of change`) {
		t.Errorf("a damaged row: %v", err)
	}
}
