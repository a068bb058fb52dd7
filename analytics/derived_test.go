package analytics_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"salesops/analytics"
	"salesops/internal/period"
	"salesops/record"
	"salesops/sales"
)

// TestOrg builds a hierarchy of two levels with changes that are planned ahead and corrected.
func TestOrg(t *testing.T) {
	t.Parallel()
	log := smallLog(t)
	c := open(t, "", log, analytics.Options{})
	// Team 1 is above 2; 3 is separate. Person 9 joins 2 at 10. At 20 it becomes known that 2
	// belongs to 3 from 30 on.
	log.add(
		create(1, sales.Team, 1), create(1, sales.Team, 3), create(1, sales.Team, 2, ref("parent", 1)),
		create(5, sales.Person, 9, text("name", "P"), ref("manager", 8)),
		set(10, sales.Person, 9, ref("team", 2)),
	)
	catchUp(t, c)
	planned := set(30, sales.Team, 2, ref("parent", 3))
	planned.KnownAt = 20
	log.add(planned)
	catchUp(t, c)
	end := "253402300799999999"
	want := []string{
		// the columns are team, team_1, team_2, eff_from, eff_to, known_from, known_to
		"0|0|0|5|10|5|" + end, // in no team
		"0|0|0|10|" + end + "|5|10",
		"2|1|2|10|" + end + "|10|20",
		"2|1|2|10|30|20|" + end,
		"2|3|2|30|" + end + "|20|" + end,
	}
	sql := "SELECT coalesce(team, 0), coalesce(team_1, 0), coalesce(team_2, 0), eff_from, eff_to, known_from, " +
		"known_to FROM org WHERE person = 9 AND manager = 8 AND team_3 IS NULL ORDER BY eff_from, known_from"
	if got := texts(t, c, sql); !slices.Equal(got, want) {
		t.Errorf("org holds\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	// A cycle of teams ends where it closes.
	log.add(set(40, sales.Team, 3, ref("parent", 2)))
	catchUp(t, c)
	if got := texts(t, c,
		"SELECT team_1, team_2, team_3 IS NULL FROM org WHERE person = 9 AND eff_from <= 50 AND eff_to > 50 AND "+
			"known_to > 50"); !slices.Equal(got, []string{"3|2|true"}) {
		t.Errorf("in a circle: %v", got)
	}
	if err := c.Check(t.Context()); err != nil {
		t.Error(err)
	}
}

// TestOrgHoldsForWholeDays checks the days of a person's teams in the company's zone, since when each is believed to
// hold, and chains of up to more teams than there are columns.
func TestOrgHoldsForWholeDays(t *testing.T) {
	t.Parallel()
	log := smallLog(t)
	c := open(t, "", log, analytics.Options{})
	at := day(t, "2026-01-15") - 90*60_000_000 // 22:30 UTC, the day after in Tokyo
	later := day(t, "2026-03-01")
	log.add(create(1, sales.Company, 5, text("zone", "Asia/Tokyo")), create(1, sales.Team, 1))
	for id := record.ID(2); id <= 8; id++ {
		log.add(create(1, sales.Team, id, ref("parent", id-1)))
	}
	log.add(create(at, sales.Person, 90, ref("team", 8), ref("manager", 91)), create(at, sales.Person, 91),
		set(later, sales.Person, 90, ref("team", 3)))
	late := set(at, sales.Person, 91, ref("team", 1)) // known later, for all of the time
	late.KnownAt = later
	log.add(late)
	catchUp(t, c)
	want := []string{
		"90 8 1 2 3 4 5 6 91 2026-01-15 2026-03-01 first /1/2/3/4/5/6/7/8/ now",
		"90 8 1 2 3 4 5 6 91 2026-03-01 9999-12-31 - /1/2/3/4/5/6/7/8/ before",
		"90 3 1 2 3 - - - 91 2026-03-01 9999-12-31 2026-03-01 /1/2/3/ now",
		"91 - - - - - - - - 2026-01-15 9999-12-31 - - before",
		"91 1 1 - - - - - - 2026-01-15 9999-12-31 first /1/ now",
	}
	got := texts(t, c, `SELECT concat_ws(' ', person, coalesce(team::VARCHAR, '-'), coalesce(team_1::VARCHAR, '-'),
		coalesce(team_2::VARCHAR, '-'), coalesce(team_3::VARCHAR, '-'), coalesce(team_4::VARCHAR, '-'),
		coalesce(team_5::VARCHAR, '-'), coalesce(team_6::VARCHAR, '-'), coalesce(manager::VARCHAR, '-'),
		day_from, day_to,
		coalesce(CASE WHEN since < DATE '1000-01-01' THEN 'first' ELSE since::VARCHAR END, '-'), coalesce(path, '-'),
		CASE WHEN known_to = 253402300799999999 THEN 'now' ELSE 'before' END)
		FROM org`)
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("org holds\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func rateFields(from, to string, d period.Day, rate int64) []record.FieldValue {
	return []record.FieldValue{
		text("from_currency", from), text("to_currency", to), on("day", d),
		{Name: "rate", Value: record.IntValue(rate)},
	}
}

// TestRate checks the rates by day, as believed before and after a correction.
func TestRate(t *testing.T) {
	t.Parallel()
	log := smallLog(t)
	c := open(t, "", log, analytics.Options{})
	d := func(n int) period.Day { return period.DayOf(2026, time.January, n) }
	log.add(
		create(100, sales.Rate, 1, rateFields("USD", "EUR", d(1), 900)...),
		create(200, sales.Rate, 2, rateFields("USD", "EUR", d(10), 910)...),
		create(200, sales.Rate, 3, rateFields("GBP", "EUR", d(5), 1100)...),
		set(300, sales.Rate, 1, record.FieldValue{Name: "rate", Value: record.IntValue(905)}),
		// these say nothing
		create(200, sales.Rate, 4, text("from_currency", "JPY"), text("to_currency", "EUR"), on("day", d(1))),
		create(200, sales.Rate, 5, text("from_currency", "JPY"), text("to_currency", "EUR"),
			record.FieldValue{Name: "rate", Value: record.IntValue(6)}),
	)
	gone := set(400, sales.Rate, 2)
	gone.Kind = record.Delete
	log.add(gone)
	catchUp(t, c)
	want := []string{
		"GBP|2026-01-05|9999-12-31|1100|200|0",
		"USD|2026-01-01|9999-12-31|900|100|200",
		"USD|2026-01-01|2026-01-10|900|200|300",
		"USD|2026-01-10|9999-12-31|910|200|400",
		"USD|2026-01-01|2026-01-10|905|300|400",
		"USD|2026-01-01|9999-12-31|905|400|0",
	}
	got := texts(t, c,
		"SELECT from_currency, day_from, day_to, rate, known_from, CASE WHEN known_to < 1000 THEN known_to ELSE 0 "+
			"END FROM rate WHERE to_currency = 'EUR' ORDER BY from_currency, known_from, day_from")
	if !slices.Equal(got, want) {
		t.Errorf("rate holds\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestHistory checks since when changes are recorded as they happen.
func TestHistory(t *testing.T) {
	t.Parallel()
	log := smallLog(t)
	c := open(t, "", log, analytics.Options{})
	since := func() string {
		return strings.Join(texts(t, c,
			"SELECT object, coalesce(since::VARCHAR, 'never') FROM history ORDER BY object"), " ")
	}
	imported := create(500, sales.Deal, 1, text("name", "A"))
	imported.Source, imported.Flags = "salesforce", record.Import
	filled := set(900, sales.Deal, 1, euro("amount", 5))
	filled.Source, filled.Flags, filled.EffectiveAt = "salesforce", record.Import|record.Backfilled, 500
	stub := create(1, sales.Person, 9)
	stub.Source, stub.Flags = "salesforce", record.Import|record.Stub
	log.add(imported, filled, stub)
	catchUp(t, c)
	if got := since(); got != "deal|900 person|never" {
		t.Errorf("without history: %s", got)
	}
	staged := set(700, sales.Deal, 1, text("outcome", "won"))
	staged.Source = "salesforce"
	log.add(staged, create(800, sales.Person, 9, text("name", "P")))
	catchUp(t, c)
	if got := since(); got != "deal|700 person|800" {
		t.Errorf("with history: %s", got)
	}
	if err := c.Check(t.Context()); err != nil {
		t.Error(err)
	}
}

// TestZone changes the company's zone when rows exist already.
func TestZone(t *testing.T) {
	t.Parallel()
	log := smallLog(t)
	c := open(t, "", log, analytics.Options{})
	days := func() []string { return texts(t, c, "SELECT created_on FROM deal_now ORDER BY id") }
	winter := day(t, "2026-01-15") - 90*60_000_000 // 22:30 UTC on the day before
	summer := day(t, "2026-07-15") - 90*60_000_000
	log.add(create(winter, sales.Deal, 1, instant("created_at", winter)),
		create(summer, sales.Deal, 2, instant("created_at", summer)))
	catchUp(t, c)
	if got := days(); !slices.Equal(got, []string{"2026-01-14", "2026-07-14"}) {
		t.Errorf("in UTC: %v", got)
	}
	log.add(create(summer, sales.Company, 5, text("zone", "Europe/Berlin")),
		create(summer, sales.Deal, 3, instant("created_at", summer)))
	catchUp(t, c)
	berlin := []string{"2026-01-14", "2026-07-15", "2026-07-15"}
	if got := days(); !slices.Equal(got, berlin) {
		t.Errorf("in Berlin: %v", got)
	}
	log.add(set(summer+1, sales.Company, 5, text("zone", "Asia/Tokyo")))
	catchUp(t, c)
	if got := days(); !slices.Equal(got, []string{"2026-01-15", "2026-07-15", "2026-07-15"}) {
		t.Errorf("in Tokyo: %v", got)
	}
	if err := c.Check(t.Context()); err != nil {
		t.Error(err)
	}
	log.add(set(summer+2, sales.Company, 5, text("zone", "Europe/Berlin")))
	catchUp(t, c)
	if err := c.Rebuild(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if got := days(); !slices.Equal(got, berlin) {
		t.Errorf("made again: %v", got)
	}
}

// TestCustomFieldComesLate adds a field when deals exist already, one of them with a value for it.
func TestCustomFieldComesLate(t *testing.T) {
	t.Parallel()
	log := smallLog(t)
	c := open(t, "", log, analytics.Options{})
	log.add(
		// colour is not in the schema yet
		create(10, sales.Deal, 1, text("name", "A"), text("colour", "red")),
		create(10, sales.Deal, 2, text("name", "B")),
	)
	catchUp(t, c)
	if _, err := c.View(record.Everything()).Rows(sales.Deal, []string{"colour"}, analytics.When{}, nil); err == nil {
		t.Error("an unknown field was taken")
	}
	old := log.Schema()
	var objects []record.Object
	for _, name := range old.Names()[1:] {
		o, _ := old.Object(name)
		next := *o
		if name == sales.Deal {
			next.Fields = append(slices.Clone(o.Fields),
				record.Field{Key: 1000, Name: "colour", Kind: record.Text, Custom: true},
				record.Field{Key: 1001, Name: "seen_at", Kind: record.Instant, Custom: true},
				record.Field{Key: 1002, Name: "id", Kind: record.Int, Custom: true})
		}
		objects = append(objects, next)
	}
	log.mu.Lock()
	log.schema = newSchema(t, objects)
	log.mu.Unlock()
	log.add(set(20, sales.Deal, 2, text("colour", "blue"), instant("seen_at", day(t, "2026-01-01")),
		record.FieldValue{Name: "id", Value: record.IntValue(77)}))
	catchUp(t, c)
	if got := texts(t, c,
		"SELECT name, colour, coalesce(seen_on::VARCHAR, ''), coalesce(id_, "+
			"0), id FROM deal_now ORDER BY id"); !slices.Equal(got, []string{"A|red||0|1", "B|blue|2026-01-01|77|2"}) {
		t.Errorf("columns hold %v", got)
	}
	if err := c.Check(t.Context()); err != nil {
		t.Error(err)
	}
}

// TestDerived registers a derived table, as other packages do.
func TestDerived(t *testing.T) {
	t.Parallel()
	log := smallLog(t)
	builds := 0
	count := analytics.Derived{
		Name: "open_deals", Columns: []analytics.DerivedColumn{{Name: "owner", Type: "BIGINT"},
			{Name: "n", Type: "BIGINT"}},
		Reads: []string{sales.Deal},
		Build: func(ctx context.Context, b *analytics.Builder) error {
			builds++
			rows, err := b.Rows(sales.Deal, []string{"owner"}, analytics.When{Only: analytics.OnlyOpen}, nil)
			if err != nil {
				return err
			}
			return b.Query(ctx, "SELECT owner, count(*) FROM ("+rows+") GROUP BY owner",
				nil, func(batch *analytics.Batch) error {
					for i := range batch.Rows() {
						if err := b.Append(batch.Int(0, i), batch.Int(1, i)); err != nil {
							return err
						}
					}
					return nil
				})
		},
	}
	c := open(t, "", log, analytics.Options{Derived: []analytics.Derived{count}})
	log.add(create(10, sales.Deal, 1, ref("owner", 9)), create(10, sales.Deal, 2, ref("owner", 9)))
	catchUp(t, c)
	log.add(create(10, sales.Person, 9))
	catchUp(t, c)
	if builds != 1 {
		t.Errorf("built %d times", builds)
	}
	log.add(set(20, sales.Deal, 2, text("outcome", "won")))
	catchUp(t, c)
	if got := texts(t, c, "FROM open_deals"); builds != 2 || !slices.Equal(got, []string{"9|1"}) {
		t.Errorf("built %d times: %v", builds, got)
	}
}
