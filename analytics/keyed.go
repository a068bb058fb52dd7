package analytics

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"salesops/internal/fault"
	"salesops/internal/period"
	"salesops/record"
)

// Keyed is a table that an answer registers. Each row names the record it is about, and says from when to when
// it was so and from when to when that was believed. A batch of changes rebuilds only the rows of the records
// that it touches, in its own transaction (keyed_build.go). View.Table selects rows as View.Rows does.
//
// Under a scope a row is seen by whoever sees its record. So a table may be made only from that record and from
// objects whose records everybody sees; Open refuses any other.
type Keyed struct {
	Name string
	// Object is the object whose records the rows name in the column id. They are the keys.
	Object string
	// Several says that a record may have several rows at one moment. The column line tells them apart.
	Several bool
	// Version is raised when Build gives other rows than before. A file of another version, or with other
	// fields, has the table built again when it is opened.
	Version int
	Fields  []record.Field
	// Reads are the fields that rows are made from, by object. A change of other fields touches no key.
	Reads map[string][]string
	// Touched names further keys that changed records touch, beside the changed records of Object itself. It
	// is asked before the batch is written and after, so that a reference that moves touches both the record
	// that it named and the one that it names. nil: there are none.
	Touched func(ctx context.Context, b *KeyedBuilder, changed Changed) ([]record.ID, error)
	// Build appends the rows of keys, which are ascending and have none. It is given at most keyedChunk keys.
	// The rows depend on nothing but what the tables hold of the fields in Reads.
	Build func(ctx context.Context, b *KeyedBuilder, keys []record.ID) error
}

// Changed are the records that a batch changes in a field that the table reads, by object, ascending.
type Changed map[string][]record.ID

// KeyedRow is a row of a keyed table.
type KeyedRow struct {
	Rectangle
	ID     record.ID
	Line   int64          // only where a record has several rows
	Values []record.Value // one for each field
}

// tableRows is where the rows of a keyed table stand.
const tableRows table = "rows"

// keyedTable is a declaration and the columns that follow from it.
type keyedTable struct {
	Keyed
	layout *layout
}

var keyedColumns = []column{
	{"id", "BIGINT", partID, 0},
	{"eff_from", "BIGINT", partEffFrom, 0},
	{"eff_to", "BIGINT", partEffTo, 0},
	{"known_from", "BIGINT", partKnownFrom, 0},
	{"known_to", "BIGINT", partKnownTo, 0},
}

func newKeyedTable(k Keyed) *keyedTable {
	o := &record.Object{Name: k.Name, Fields: k.Fields}
	if k.Several {
		o.Fields = append([]record.Field{{Name: "line", Kind: record.Int}}, k.Fields...)
	}
	return &keyedTable{k, laidOut(o, keyedColumns)}
}

// physical is the name of the table in the file.
func (t *keyedTable) physical() string { return t.layout.name(tableRows) }

// stamp tells a declaration from a later one.
func (t *keyedTable) stamp() string {
	names := make([]string, len(t.layout.columns))
	for i, c := range t.layout.columns {
		names[i] = c.name + " " + c.kind
	}
	return fmt.Sprintf("%s %d: %s", t.Object, t.Version, strings.Join(names, ", "))
}

// zoned says that some columns depend on the company's zone.
func (t *keyedTable) zoned() bool {
	return slices.ContainsFunc(t.layout.columns, func(c column) bool { return c.part == partDay })
}

// newKeyedTables checks declarations against the log's schema.
func newKeyedTables(schema *record.Schema, declared []Keyed) (map[string]*keyedTable, error) {
	tables := map[string]*keyedTable{}
	for _, k := range declared {
		if _, taken := schema.Object(k.Name); taken || tables[k.Name] != nil || k.Name == "" {
			return nil, fault.New(fault.Internal, "the name of the table %q is taken", k.Name)
		}
		if _, ok := schema.Object(k.Object); !ok || k.Build == nil {
			return nil, fault.New(fault.Internal,
				"the table %s names records of %q and cannot be built", k.Name, k.Object)
		}
		for _, name := range slices.Sorted(maps.Keys(k.Reads)) {
			o, ok := schema.Object(name)
			if !ok {
				return nil, fault.New(fault.Internal, "the table %s reads %q, which is no object", k.Name, name)
			}
			if name != k.Object && !o.Seen.Everybody {
				return nil, fault.New(fault.Internal, "the table %s would show of %s what a scope hides of %s",
					k.Name, k.Object, name)
			}
		}
		tables[k.Name] = newKeyedTable(k)
	}
	return tables, nil
}

// Keyed finds a registered table.
func (c *Columns) Keyed(name string) (Keyed, bool) {
	t, ok := c.keyed[name]
	if !ok {
		return Keyed{}, false
	}
	return t.Keyed, true
}

// Table is a SELECT of the named columns of a keyed table at a moment, as Rows is of an object. Columns are the
// table's fields by name, "x_currency" beside a money field x, "x_on" beside an instant x_at, and id, line,
// eff_from, eff_to, known_from and known_to. Of the moment, Only and Stubs are ignored.
func (v *View) Table(name string, columns []string, at When, bind func(any) string) (string, error) {
	t, ok := v.columns.keyed[name]
	if !ok {
		return "", fault.Invalidf("there is no table %q", name)
	}
	about, err := v.layout(t.Object)
	if err != nil {
		return "", err
	}
	if err := about.askable(at); err != nil {
		return "", err
	}
	list, err := t.layout.list(columns)
	if err != nil {
		return "", err
	}
	shown, err := v.shown(t.Object)
	if err != nil {
		return "", err
	}
	where := make([]string, 0, 5)
	if shown != "" {
		where = append(where, shown)
	}
	forever := fmt.Sprint(int64(period.Forever))
	if at.AsOf != nil {
		asOf := bind(*at.AsOf) + "::BIGINT"
		where = append(where, "eff_from < "+asOf, "eff_to >= "+asOf)
	} else {
		where = append(where, "eff_to = "+forever)
	}
	if at.KnownAt != nil {
		known := bind(*at.KnownAt) + "::BIGINT"
		where = append(where, "known_from < "+known, "known_to >= "+known)
	} else {
		where = append(where, "known_to = "+forever)
	}
	return "SELECT " + list + " FROM " + Ident(t.physical()) + " WHERE " + strings.Join(where, " AND "), nil
}
