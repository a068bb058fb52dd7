package analytics

import (
	"slices"
	"strings"

	"salesops/record"
	"salesops/sales"
)

// part says what a column of a record table holds.
type part uint8

const (
	partID part = iota
	partStub
	partBackfilled
	partBackfilledFields
	partEffFrom
	partEffTo
	partKnownFrom
	partKnownTo
	partSeq
	partCreatedSeq
	partClosedOn // for deals: the close date when the deal is won or lost
	partClosed   // for deals: whether the deal is won or lost
	partValue    // the value of a field
	partCurrency // the currency of a money field
	partDay      // the day of an instant field, in the company's zone
)

// column is one column of an object's tables.
type column struct {
	name string
	kind string // DuckDB's type
	part part
	slot int // slot of the field, for partValue, partCurrency and partDay
}

var rowColumns = []column{
	{name: "id", kind: "BIGINT", part: partID},
	{name: "stub", kind: "BOOLEAN", part: partStub},
	{name: "backfilled", kind: "BOOLEAN", part: partBackfilled},
	{name: "backfilled_fields", kind: "VARCHAR", part: partBackfilledFields},
	{name: "eff_from", kind: "BIGINT", part: partEffFrom},
	{name: "eff_to", kind: "BIGINT", part: partEffTo},
	{name: "known_from", kind: "BIGINT", part: partKnownFrom},
	{name: "known_to", kind: "BIGINT", part: partKnownTo},
	{name: "seq", kind: "BIGINT", part: partSeq},
	{name: "created_seq", kind: "BIGINT", part: partCreatedSeq},
}

// closedColumn separates open from closed deals faster than a comparison of outcomes. No field can
// have this name, because field names have no two underscores in a row.
const closedColumn = "closed__"

// layout maps the fields of one object to columns. It is immutable.
type layout struct {
	object string
	fields []record.Field
	slots  map[string]int
	// columns is in the order of the tables.
	columns []column
	byName  map[string]column
	refs    []int  // slots of references
	owner   string // the field by which a scope shows a record; "" for none
	outcome int    // for deals: the slots from which closed_on is computed; otherwise -1
	close   int
	// full is set for objects that are planned ahead: their tables keep every belief, also about
	// days after it was held. For the other objects, the tables keep only what a question with
	// as-of <= known-at can see.
	full bool
}

// watched are the objects with many records, whose facts are observed rather than planned.
var watched = []string{sales.Deal, sales.Lead, sales.Account, sales.Contact, sales.Activity, sales.DealLine}

func newLayout(o *record.Object) *layout {
	l := laidOut(o, rowColumns)
	l.owner = o.Seen.Owner
	return l
}

// laidOut returns a layout with the fields of o after the columns that every row has.
func laidOut(o *record.Object, every []column) *layout {
	l := &layout{
		object: o.Name, fields: slices.Clone(o.Fields), slots: make(map[string]int, len(o.Fields)),
		byName: make(map[string]column, 2*len(o.Fields)), outcome: -1, close: -1,
		full: !slices.Contains(watched, o.Name),
	}
	for slot, f := range l.fields {
		l.slots[f.Name] = slot
		if f.Kind == record.Ref {
			l.refs = append(l.refs, slot)
		}
	}
	for _, c := range every {
		l.add(c)
	}
	if outcome, ok := l.slots["outcome"]; ok && o.Name == sales.Deal {
		if closing, ok := l.slots["close_date"]; ok {
			l.outcome, l.close = outcome, closing
			l.add(column{name: "closed_on", kind: "DATE", part: partClosedOn})
			l.add(column{name: closedColumn, kind: "BOOLEAN", part: partClosed})
		}
	}
	for slot, f := range l.fields {
		l.add(column{l.freeName(f.Name), sqlKinds[f.Kind], partValue, slot})
		if f.Kind == record.Money {
			l.add(column{l.freeName(f.Name + "_currency"), "VARCHAR", partCurrency, slot})
		}
	}
	// Day columns of instants come last, so that a field of the same name keeps its name.
	for slot, f := range l.fields {
		name := strings.TrimSuffix(f.Name, "_at") + "_on"
		if _, taken := l.byName[strings.ToLower(name)]; f.Kind == record.Instant && !taken {
			l.add(column{name, "DATE", partDay, slot})
		}
	}
	return l
}

// toldBy returns the fields that a column tells of; none for what every row has.
func (l *layout) toldBy(c column) []string {
	switch c.part {
	case partValue, partCurrency, partDay:
		return []string{l.fields[c.slot].Name}
	case partClosedOn, partClosed:
		return []string{l.fields[l.outcome].Name, l.fields[l.close].Name}
	case partID, partStub, partBackfilled, partBackfilledFields, partEffFrom, partEffTo, partKnownFrom, partKnownTo,
		partSeq, partCreatedSeq:
	}
	return nil
}

func (l *layout) add(c column) {
	l.columns = append(l.columns, c)
	l.byName[strings.ToLower(c.name)] = c
}

// freeName returns a column name that is not taken. DuckDB ignores case in names.
func (l *layout) freeName(name string) string {
	for {
		if _, taken := l.byName[strings.ToLower(name)]; !taken {
			return name
		}
		name += "_"
	}
}

// inOrderOf returns the layout with its columns in the order of an existing table, and the columns that the table
// lacks. ok is false when the table has a column of a field that is not in the schema: another program made it.
func (l *layout) inOrderOf(names []string) (ordered *layout, missing []column, ok bool) {
	o := *l
	o.columns = make([]column, 0, len(l.columns))
	for _, name := range names {
		c, ok := l.byName[strings.ToLower(name)]
		if !ok {
			return nil, nil, false
		}
		o.columns = append(o.columns, c)
	}
	for _, c := range l.columns {
		if !slices.ContainsFunc(o.columns, func(have column) bool { return strings.EqualFold(have.name, c.name) }) {
			missing = append(missing, c)
			o.columns = append(o.columns, c)
		}
	}
	return &o, missing, true
}

var sqlKinds = map[record.Kind]string{
	record.Text: "VARCHAR", record.Int: "BIGINT", record.Number: "DOUBLE", record.Bool: "BOOLEAN",
	record.Day: "DATE", record.Instant: "TIMESTAMP", record.Money: "BIGINT", record.Ref: "BIGINT",
}

// table is one of an object's tables.
type table string

const (
	tableNow  table = "now"
	tableEnd  table = "end" // deals only
	tableVer  table = "ver"
	tablePast table = "past"
)

// closes reports whether records of the object are open or closed, as deals are.
func (l *layout) closes() bool { return l.outcome >= 0 }

// tables returns the tables that the object has.
func (l *layout) tables() []table {
	if l.closes() {
		return []table{tableNow, tableEnd, tableVer, tablePast}
	}
	return []table{tableNow, tableVer, tablePast}
}

// latest returns the tables of versions without end.
func (l *layout) latest() []table {
	if l.closes() {
		return []table{tableNow, tableEnd}
	}
	return []table{tableNow}
}

func (l *layout) name(t table) string { return l.object + "_" + string(t) }

// createTable returns the statement that creates a table with the object's columns.
func (l *layout) createTable(name string) string {
	var b strings.Builder
	b.WriteString("CREATE TABLE " + Ident(name) + " (")
	for i, c := range l.columns {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(Ident(c.name) + " " + c.kind)
	}
	b.WriteString(")")
	return b.String()
}

// Ident quotes a name for SQL.
func Ident(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// fact converts a change. unknown are fields that the layout does not have.
func (l *layout) fact(c *record.Change) (f fact, unknown []string) {
	f = fact{seq: c.Seq, known: c.KnownAt, eff: c.EffectiveAt, kind: c.Kind, flags: c.Flags, into: c.Into}
	f.fields = make([]slotValue, 0, len(c.Fields))
	for _, v := range c.Fields {
		slot, ok := l.slots[v.Name]
		if !ok {
			unknown = append(unknown, v.Name)
			continue
		}
		f.fields = append(f.fields, slotValue{slot, v.Value})
	}
	return f, unknown
}
