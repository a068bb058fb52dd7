package analytics_test

import (
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"salesops/analytics"
	"salesops/internal/money"
	"salesops/internal/period"
	"salesops/record"
	"salesops/sales"
)

// TestValuesOfEveryKind gives deals a value of each kind, also the ends of its range and texts that are not valid. Each
// way into the tables leads to the same cells: a row that is appended, one that is read and advanced, and a load.
func TestValuesOfEveryKind(t *testing.T) {
	t.Parallel()
	number := func(v float64) record.Value {
		n, ok := record.NumberValue(v)
		if !ok {
			t.Fatal(v)
		}
		return n
	}
	kinds := []struct {
		name   string
		kind   record.Kind
		values []record.Value
		want   []string // by value, of the columns of the field
	}{
		{"a_text", record.Text,
			[]record.Value{record.TextValue("Ünï, 'q' \"d\""), record.TextValue("bad \xff"), record.TextValue(" ")},
			[]string{"Ünï, 'q' \"d\"", "bad \uFFFD", " "}},
		{"a_whole", record.Int,
			[]record.Value{record.IntValue(math.MaxInt64), record.IntValue(math.MinInt64), record.IntValue(0)},
			[]string{"9223372036854775807", "-9223372036854775808", "0"}},
		{"a_number", record.Number, []record.Value{number(-0.5), number(1e300), number(0)},
			[]string{"-0.5", "1e+300", "0.0"}},
		{"a_bool", record.Bool,
			[]record.Value{record.BoolValue(true), record.BoolValue(false), record.BoolValue(true)},
			[]string{"true", "false", "true"}},
		{"a_day", record.Day, []record.Value{record.DayValue(period.DayOf(1969, time.December, 31)),
			record.DayValue(period.DayOf(2026, time.February, 28)), record.DayValue(0)},
			[]string{"1969-12-31", "2026-02-28", "1970-01-01"}},
		{"an_instant_at", record.Instant,
			[]record.Value{record.InstantValue(-1), record.InstantValue(1_772_409_600_123_456),
				record.InstantValue(0)},
			[]string{"1969-12-31 23:59:59.999999|1969-12-31", "2026-03-02 00:00:00.123456|2026-03-02",
				"1970-01-01 00:00:00|1970-01-01"}},
		{"a_sum", record.Money, []record.Value{record.MoneyValue(money.Amount{Minor: -7, Currency: "JPY"}),
			record.MoneyValue(money.Amount{Minor: math.MaxInt64, Currency: "EUR"}),
			record.MoneyValue(money.Amount{Minor: 0, Currency: "USD"})},
			[]string{"-7|JPY", "9223372036854775807|EUR", "0|USD"}},
		{"a_person", record.Ref, []record.Value{record.RefValue(11),
			record.RefValue(math.MaxInt64), record.RefValue(12)},
			[]string{"11", "9223372036854775807", "12"}},
	}
	log := smallLog(t)
	old := log.Schema()
	var objects []record.Object
	for _, name := range old.Names()[1:] {
		o, _ := old.Object(name)
		next := *o
		if name == sales.Deal {
			next.Fields = slices.Clone(o.Fields)
			for i, k := range kinds {
				f := record.Field{Key: uint32(1000 + i), Name: k.name, Kind: k.kind, Custom: true}
				if k.kind == record.Ref {
					f.Object = sales.Person
				}
				next.Fields = append(next.Fields, f)
			}
		}
		objects = append(objects, next)
	}
	log.schema = newSchema(t, objects)
	c := open(t, filepath.Join(t.TempDir(), "columns.duckdb"), log, analytics.Options{})
	const values = 3
	var want []string
	for i := range values {
		var fields []record.FieldValue
		line := fmt.Sprint(i + 1)
		for _, k := range kinds {
			fields = append(fields, record.FieldValue{Name: k.name, Value: k.values[i]})
			line += "|" + k.want[i]
		}
		log.add(create(10, sales.Deal, record.ID(i+1), fields...))
		want = append(want, line)
	}
	columns := "id, a_text, a_whole, a_number, a_bool, a_day, an_instant_at, an_instant_on, " +
		"a_sum, a_sum_currency, a_person"
	check := func(what string, want []string) {
		t.Helper()
		got := texts(t, c, "SELECT "+columns+" FROM deal_now ORDER BY id")
		if !slices.Equal(got, want) {
			t.Errorf("%s:\n%s\nwant\n%s", what, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
	catchUp(t, c)
	check("appended", want)
	for i := range values {
		log.add(set(20, sales.Deal, record.ID(i+1), text("name", "N")))
	}
	catchUp(t, c)
	check("advanced", want)
	if err := c.Rebuild(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	check("loaded", want)
	if err := c.Check(t.Context()); err != nil {
		t.Error(err)
	}
	var cleared []record.FieldValue
	for _, k := range kinds {
		cleared = append(cleared, record.FieldValue{Name: k.name})
	}
	log.add(set(30, sales.Deal, 1, cleared...))
	catchUp(t, c)
	want[0] = "1"
	check("cleared", want)
	if got := texts(t, c, "SELECT a_number, a_bool FROM deal_ver WHERE id = 1 AND eff_to = 30"); !slices.Equal(got,
		[]string{"-0.5|true"}) {
		t.Errorf("before it was cleared: %v", got)
	}
	if err := c.Check(t.Context()); err != nil {
		t.Error(err)
	}
}

// TestALongHistoryIsReadInPages corrects records with a page of changes, one less and one more, so that they are
// computed again from what the log's timeline gives.
func TestALongHistoryIsReadInPages(t *testing.T) {
	t.Parallel()
	for _, n := range []int{999, 1000, 1001, 2000} {
		log := smallLog(t)
		log.add(create(10, sales.Deal, 1, euro("amount", 0)))
		for i := 1; i < n-1; i++ {
			log.add(set(period.Instant(10+2*i), sales.Deal, 1, euro("amount", int64(i))))
		}
		c := open(t, "", timelineLog{log}, analytics.Options{})
		catchUp(t, c)
		late := set(11, sales.Deal, 1, text("name", "late"))
		late.KnownAt = period.Instant(10 + 2*n)
		log.add(late)
		catchUp(t, c)
		want := fmt.Sprintf("%d|%d", n, n)
		if got := texts(t, c, "SELECT count(*), count(DISTINCT eff_from) FROM (SELECT id, eff_from FROM deal_ver "+
			"UNION ALL SELECT id, eff_from FROM deal_now)"); !slices.Equal(got, []string{want}) {
			t.Errorf("%d changes: %v versions, want %s", n, got, want)
		}
		if err := c.Check(t.Context()); err != nil {
			t.Errorf("%d changes: %v", n, err)
		}
	}
}

// TestErasedValuesLeaveTheColumns erases a name, which the log then returns no more. No table keeps it, also not about
// the past.
func TestErasedValuesLeaveTheColumns(t *testing.T) {
	t.Parallel()
	log := smallLog(t)
	c := open(t, "", log, analytics.Options{})
	log.add(create(10, sales.Person, 11, text("name", "Ann Secret"), ref("team", 21)),
		set(20, sales.Person, 11, text("name", "Ann Other")))
	late := set(15, sales.Person, 11, text("name", "Ann Middle"))
	late.KnownAt = 30
	log.add(late, create(10, sales.Person, 12, text("name", "Bob")))
	catchUp(t, c)
	names := func() []string {
		return texts(t, c,
			"SELECT DISTINCT name FROM (SELECT name FROM person_now UNION ALL SELECT name FROM person_ver "+
				"UNION ALL SELECT name FROM person_past) WHERE name IS NOT NULL ORDER BY name")
	}
	if got := names(); len(got) != 4 {
		t.Fatalf("before: %v", got)
	}
	log.mu.Lock()
	for i := range log.changes {
		if log.changes[i].ID == 11 {
			log.changes[i].Fields = slices.DeleteFunc(slices.Clone(log.changes[i].Fields),
				func(f record.FieldValue) bool { return f.Name == "name" })
		}
	}
	log.mu.Unlock()
	forget := set(40, sales.Person, 11)
	forget.Kind = record.Forget
	log.add(forget)
	catchUp(t, c)
	if got := names(); !slices.Equal(got, []string{"Bob"}) {
		t.Errorf("after the erasure the tables hold %v", got)
	}
	if got := texts(t, c, "SELECT id, team FROM person_now ORDER BY id"); !slices.Equal(got, []string{"11|21", "12"}) {
		t.Errorf("people: %v", got)
	}
	if err := c.Check(t.Context()); err != nil {
		t.Error(err)
	}
	if err := c.Renew(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := names(); !slices.Equal(got, []string{"Bob"}) {
		t.Errorf("after a renewal the tables hold %v", got)
	}
}
