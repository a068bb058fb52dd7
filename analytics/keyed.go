package analytics

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync/atomic"

	"salesops/internal/fault"
	"salesops/internal/period"
	"salesops/record"
)

// Keyed is a table that an answer registers. Each row names the record it is about, from when to
// when it was true, and from when to when that was believed. A batch of changes rebuilds only the
// rows of the records it concerns, in its own transaction (keyed_build.go). View.Table selects rows
// as View.Rows does.
//
// The rows are built when the table is first read, or when nothing else is done, and kept up from then
// on, also by loads: a statement never meets a table that lost its rows after it was compiled. A load
// takes no longer for a table that was not read yet.
//
// Under a scope, a row is visible when its record is. A table may therefore be made only from that
// record and from objects whose records everybody sees; Open refuses any other.
type Keyed struct {
	Name string
	// Object is the object of the records that the column id names. These ids are the keys of the
	// table.
	Object string
	// Several says that a record may have several rows at one moment. The column line then
	// distinguishes them.
	Several bool
	// Version must be raised when Build returns other rows than before. When the version or the
	// fields differ from those in a file, the table is rebuilt as the file is opened.
	Version int
	Fields  []record.Field
	// Reads are the fields from which rows are made, by object. Changes of other fields do not
	// cause a rebuild.
	Reads map[string][]string
	// Touched returns further keys whose rows depend on changed records, besides the changed
	// records of Object. It is called before and after the batch is written, so that a reference
	// that moves touches both its old and its new target. It may be nil.
	Touched func(ctx context.Context, b *KeyedBuilder, changed Changed) ([]record.ID, error)
	// Build appends the rows of keys, which are ascending, at most keyedChunk, and have no rows
	// yet. The rows must depend only on the fields in Reads.
	Build func(ctx context.Context, b *KeyedBuilder, keys []record.ID) error
}

// Changed holds, by object, the ids of records with a change in a field that the table reads,
// ascending.
type Changed map[string][]record.ID

// KeyedRow is a row of a keyed table.
type KeyedRow struct {
	Rectangle
	ID     record.ID
	Line   int64          // used only when a record has several rows
	Values []record.Value // one value per field of the table
}

// tableRows is the suffix of the physical table.
const tableRows table = "rows"

// keyedTable is a declared table and its layout.
type keyedTable struct {
	Keyed
	layout *layout
	// built reports that the table holds its rows. It changes only while Columns.write is held.
	built atomic.Bool
}

var keyedColumns = []column{
	{name: "id", kind: "BIGINT", part: partID},
	{name: "eff_from", kind: "BIGINT", part: partEffFrom},
	{name: "eff_to", kind: "BIGINT", part: partEffTo},
	{name: "known_from", kind: "BIGINT", part: partKnownFrom},
	{name: "known_to", kind: "BIGINT", part: partKnownTo},
}

func newKeyedTable(k Keyed) *keyedTable {
	o := &record.Object{Name: k.Name, Fields: k.Fields}
	if k.Several {
		o.Fields = append([]record.Field{{Name: "line", Kind: record.Int}}, k.Fields...)
	}
	return &keyedTable{Keyed: k, layout: laidOut(o, keyedColumns)}
}

// physical returns the name of the table in the file.
func (t *keyedTable) physical() string { return t.layout.name(tableRows) }

// stamp returns a text that changes when the declaration does.
func (t *keyedTable) stamp() string {
	names := make([]string, len(t.layout.columns))
	for i, c := range t.layout.columns {
		names[i] = c.name + " " + c.kind
	}
	return fmt.Sprintf("%s %d: %s", t.Object, t.Version, strings.Join(names, ", "))
}

// zoned reports whether some columns depend on the company's zone.
func (t *keyedTable) zoned() bool {
	return slices.ContainsFunc(t.layout.columns, func(c column) bool { return c.part == partDay })
}

// newKeyedTables checks the declared tables against the log's schema.
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

// Keyed returns the declaration of a registered table.
func (c *Columns) Keyed(name string) (Keyed, bool) {
	t, ok := c.keyed[name]
	if !ok {
		return Keyed{}, false
	}
	return t.Keyed, true
}

// Table returns a SELECT of the named columns of a keyed table at a moment, as Rows does for an
// object. The columns are the table's fields by name, "x_currency" for a money field x, "x_on" for
// an instant field x_at, and id, line, eff_from, eff_to, known_from and known_to. The fields Only
// and Stubs of at are ignored. Table builds the rows first when they are not built.
func (v *View) Table(ctx context.Context, name string, columns []string, at When,
	bind func(any) string) (string, error) {
	t, ok := v.columns.keyed[name]
	if !ok {
		return "", fault.Invalidf("there is no table %q", name)
	}
	if v.pin != nil && !t.built.Load() { // building waits for pinned views to end
		return "", ErrStale
	}
	if err := v.columns.keep(ctx, t); err != nil {
		return "", err
	}
	about, err := v.layout(t.Object)
	if err != nil {
		return "", err
	}
	if err := about.askable(at); err != nil {
		return "", err
	}
	for _, object := range slices.Sorted(maps.Keys(t.Reads)) { // whose columns tell which field is not known
		for _, field := range t.Reads[object] {
			if v.scope.Masks(object, field) {
				return "", Hidden(object, field)
			}
		}
	}
	list, err := t.layout.list(columns)
	if err != nil {
		return "", err
	}
	for object, fields := range t.Reads {
		v.noted.note(object, fields...)
	}
	v.noted.note(t.Object)
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
