package analytics_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"salesops/analytics"
	"salesops/internal/fault"
	"salesops/record"
	"salesops/sales"
)

// TestWhatTheFollowerKnowsIsInTheFile closes the file before changes that can only be taken in with what was there
// before: merges, the zone, and since when history is recorded.
func TestWhatTheFollowerKnowsIsInTheFile(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "columns.duckdb")
	log := smallLog(t)
	late := day(t, "2026-01-15") - 90*60_000_000 // 22:30 UTC, the day after in Tokyo
	kind := func(k record.ChangeKind, id, into record.ID) record.Change {
		c := set(late+5, sales.Person, id)
		c.Kind, c.Into, c.KnownAt = k, into, late+7
		return c
	}
	log.add(
		create(late, sales.Company, 5, text("zone", "Asia/Tokyo")),
		create(late, sales.Person, 11), create(late, sales.Person, 12), create(late, sales.Person, 13),
		create(late, sales.Deal, 1, ref("owner", 11)), create(late, sales.Deal, 2, ref("owner", 13)),
		kind(record.Merge, 11, 12), kind(record.Merge, 13, 12), kind(record.Unmerge, 13, 0),
	)
	c, _ := files(t, path, log)
	catchUp(t, c)
	done(t, c)
	c, _ = files(t, path, log)
	defer done(t, c)
	if c.Position() != log.Head() {
		t.Fatalf("opened at %d", c.Position())
	}
	log.add(create(late+10, sales.Deal, 3, ref("owner", 11), instant("created_at", late)),
		set(late+10, sales.Deal, 2, ref("owner", 13)), set(late+10, sales.Deal, 1, text("name", "D")),
		create(late+10, sales.Deal, 4, ref("owner", 12)))
	catchUp(t, c)
	want := []string{"1|12", "2|13", "3|12|2026-01-15", "4|12"}
	if got := texts(t, c, "SELECT id, owner, created_on FROM deal_now ORDER BY id"); !slices.Equal(got, want) {
		t.Errorf("deals: %v, want %v", got, want)
	}
	if err := c.Check(t.Context()); err != nil {
		t.Error(err)
	}
}

// TestAFieldThatComesAfterItsValues takes in values of a field and records of an object that the schema does not know,
// and then does: while the columns are open, and while they are closed. The values are there with the next change, and
// every record once.
func TestAFieldThatComesAfterItsValues(t *testing.T) {
	t.Parallel()
	for _, q := range []struct {
		what, known string
		closed      bool
	}{{"a field, while open", "deal.colour_c", false}, {"a field, while closed", "deal.colour_c", true},
		{"an object, while open", "planet.", false}, {"an object, while closed", "planet.", true}} {
		t.Run(q.what, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "columns.duckdb")
			log := smallLog(t)
			log.add(create(10, sales.Deal, 1, text("colour_c", "red")), create(10, "planet", 70, text("name", "Mars")))
			c, _ := files(t, path, log)
			catchUp(t, c)
			if got := texts(t, c, "FROM skipped ORDER BY name"); !slices.Equal(got,
				[]string{"deal.colour_c", "planet."}) {
				t.Errorf("left out: %v", got)
			}
			log.add(create(10, sales.Deal, 2, text("colour_c", "blue")))
			catchUp(t, c)
			if q.closed {
				done(t, c)
			}
			o, _ := log.Schema().Object(sales.Deal)
			wider := *o
			wider.Fields = append(slices.Clone(o.Fields),
				record.Field{Key: 2000, Name: "colour_c", Kind: record.Text, Custom: true})
			sql, want := "SELECT id, colour_c FROM deal_now ORDER BY id", []string{"1|red", "2|blue", "3"}
			if q.known == "planet." {
				wider = record.Object{Code: 900, Name: "planet", Fields: []record.Field{
					{Key: 2000, Name: "name", Kind: record.Text}}}
				sql, want = "SELECT id, name FROM planet_now", []string{"70|Mars"}
			}
			log.with(t, wider)
			if q.closed {
				c, _ = files(t, path, log)
			}
			defer done(t, c)
			log.add(create(20, sales.Deal, 3), set(21, sales.Deal, 3, text("name", "C")))
			catchUp(t, c)
			if got := texts(t, c, sql); !slices.Equal(got, want) {
				t.Errorf("records: %v, want %v", got, want)
			}
			if got := texts(t, c, "FROM skipped"); len(got) != 1 || got[0] == q.known {
				t.Errorf("left out: %v, want the other", got)
			}
			if err := c.Check(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
}

// with replaces an object of the schema, or adds one.
func (l *memoryLog) with(t *testing.T, o record.Object) {
	t.Helper()
	l.mu.Lock()
	defer l.mu.Unlock()
	objects := []record.Object{o}
	for _, name := range l.schema.Names()[1:] {
		if other, _ := l.schema.Object(name); name != o.Name {
			objects = append(objects, *other)
		}
	}
	l.schema = newSchema(t, objects)
}

// TestAFileIsOpenedAsItIsDeclared covers what Open refuses and clears away.
func TestAFileIsOpenedAsItIsDeclared(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	log := smallLog(t)
	someDeals(t, log, 5)
	for _, name := range []string{"a?b", "a%b", "a#b", "?/columns.duckdb"} {
		if _, err := analytics.Open(t.Context(), filepath.Join(folder, name), log,
			analytics.Options{}); fault.KindOf(err) != fault.Invalid {
			t.Errorf("a file %s: %v", name, err)
		}
	}
	path := filepath.Join(folder, "columns.duckdb")
	left := []string{path + ".at-4-123-", path + ".load-77", path + ".at-9-1-x.wal"}
	for _, name := range left {
		if err := os.WriteFile(name, []byte("left"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	other := filepath.Join(folder, "other.at-1-1-")
	if err := os.WriteFile(other, []byte("another's"), 0o600); err != nil {
		t.Fatal(err)
	}
	c, _ := files(t, path, log)
	catchUp(t, c)
	done(t, c)
	change(t, path, `CREATE TABLE "staged__deal_now" (id BIGINT)`) // an interrupted load
	for _, name := range left {
		if _, err := os.Stat(name); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s is still there: %v", name, err)
		}
	}
	if _, err := os.Stat(other); err != nil {
		t.Error(err)
	}
	c, said := files(t, path, log)
	if got := texts(t, c, "SELECT count(*) FROM duckdb_tables() WHERE table_name LIKE 'staged%'"); got[0] != "0" {
		t.Errorf("%s tables of an interrupted load are left", got[0])
	}
	if c.Position() != 10 || said.Len() > 0 {
		t.Errorf("opened at %d: %s", c.Position(), said)
	}
	if err := c.Check(t.Context()); err != nil {
		t.Error(err)
	}
	done(t, c)
	for i, columns := range [][]analytics.DerivedColumn{{{Name: "n", Type: "BIGINT"}}, {{Name: "n", Type: "VARCHAR"}},
		{{Name: "m", Type: "VARCHAR"}}, {{Name: "m", Type: "VARCHAR"}, {Name: "n", Type: "BIGINT"}}} {
		built := analytics.Derived{Name: "more", Columns: columns, Reads: []string{sales.Deal}, Build: buildNothing}
		for again := range 2 { // made again because of the other columns, then opened as it is
			c, err := analytics.Open(t.Context(), path, log, analytics.Options{Derived: []analytics.Derived{built}})
			if err != nil {
				t.Fatal(err)
			}
			if (c.Position() == 0) != (again == 0) {
				t.Errorf("declaration %d, time %d: opened at %d", i, again+1, c.Position())
			}
			catchUp(t, c)
			done(t, c)
		}
	}
}

// TestADerivedTableIsBuiltOfWhatIsThere covers what its Build is refused.
func TestADerivedTableIsBuiltOfWhatIsThere(t *testing.T) {
	t.Parallel()
	for what, build := range map[string]func(b *analytics.Builder) error{
		"rows of no object": func(b *analytics.Builder) error {
			_, err := b.Rows("planet", []string{"id"}, analytics.When{}, nil)
			return err
		},
		"beliefs of no object": func(b *analytics.Builder) error {
			_, err := b.Beliefs("planet", []string{"id"})
			return err
		},
		"beliefs of no field": func(b *analytics.Builder) error {
			_, err := b.Beliefs(sales.Deal, []string{"weight"})
			return err
		},
		"a value of another type": func(b *analytics.Builder) error { return b.Append(uint8(3)) },
		"a value too many":        func(b *analytics.Builder) error { return b.Append(1, 2) },
	} {
		log := smallLog(t)
		log.add(create(10, sales.Deal, 1))
		c := open(t, "", log, analytics.Options{Derived: []analytics.Derived{{Name: "more",
			Columns: []analytics.DerivedColumn{{Name: "n", Type: "BIGINT"}}, Reads: []string{sales.Deal},
			Build: func(_ context.Context, b *analytics.Builder) error { return build(b) }}}})
		_, err := c.CatchUp(t.Context())
		if err == nil || !strings.Contains(err.Error(), "more") {
			t.Errorf("%s: %v", what, fmt.Sprint(err))
		}
		if c.Position() != 0 {
			t.Errorf("%s: the columns moved to %d", what, c.Position())
		}
	}
}

func buildNothing(context.Context, *analytics.Builder) error { return nil }
