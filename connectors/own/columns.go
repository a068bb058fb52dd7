package own

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"salesops/internal/fault"
	"salesops/internal/money"
	"salesops/internal/period"
	"salesops/record"
)

// mark is the first column's name, by which a file is recognised.
const mark = "salesops_change"

// fixed are the columns before the fields. They and cleared are in every file.
var fixed = []string{mark, "object", "record", "kind", "effective_at", "known_at", "actor", "source", "external",
	"flags", "cause", "into", "cleared"}

const (
	colSeq = iota
	colObject
	colRecord
	colKind
	colEffective
	colKnown
	colActor
	colSource
	colExternal
	colFlags
	colCause
	colInto
	colCleared
)

var flagNames = []struct {
	flag record.Flag
	name string
}{{record.Backfilled, "backfilled"}, {record.Reconciled, "reconciled"}, {record.Stub, "stub"},
	{record.Import, "import"}, {record.Undo, "undo"}}

var kinds = []record.ChangeKind{record.Create, record.Set, record.Delete, record.Restore, record.Merge,
	record.Unmerge, record.Forget}

// column is a field's column; an amount's currency stands beside it. Fields begin with
// field_, so that none is taken for a fixed column or for the currency of another.
type column struct {
	name     string
	field    *record.Field
	currency bool
}

// columnsOf are the columns of an object's fields, those of earlier days included.
func columnsOf(o *record.Object) []column {
	var all []column
	for i := range o.Fields {
		f := &o.Fields[i]
		all = append(all, column{name: "field_" + f.Name, field: f})
		if f.Kind == record.Money {
			all = append(all, column{name: "currency_" + f.Name, field: f, currency: true})
		}
	}
	return all
}

// header names an object's columns.
func header(columns []column) []string {
	names := slices.Clone(fixed)
	for _, c := range columns {
		names = append(names, c.name)
	}
	return names
}

// cells writes a change.
func cells(c *record.Change, columns []column) []string {
	row := make([]string, len(fixed)+len(columns))
	row[colSeq], row[colObject], row[colRecord] = strconv.FormatInt(int64(c.Seq),
		10), c.Object, record.FormatID(c.Object, c.ID)
	row[colKind], row[colEffective], row[colKnown] = c.Kind.String(), stamp(c.EffectiveAt), stamp(c.KnownAt)
	row[colActor], row[colSource], row[colExternal] = string(c.Actor), c.Source, c.External
	var flags, cleared []string
	for _, f := range flagNames {
		if c.Flags&f.flag != 0 {
			flags = append(flags, f.name)
		}
	}
	row[colFlags] = strings.Join(flags, " ")
	if c.Cause != 0 {
		row[colCause] = strconv.FormatInt(int64(c.Cause), 10)
	}
	if c.Into != 0 {
		row[colInto] = record.FormatID(c.Object, c.Into)
	}
	for _, f := range c.Fields {
		i := slices.IndexFunc(columns, func(col column) bool { return col.field.Name == f.Name })
		if i < 0 {
			continue // the schema names every field that a change can have
		}
		// An empty text is a value too, and an empty cell none.
		if !f.Value.IsSet() || f.Value.Kind() == record.Text && f.Value.Text() == "" {
			name := f.Name
			if f.Value.IsSet() {
				name += "=''"
			}
			cleared = append(cleared, name)
			continue
		}
		row[len(fixed)+i] = text(f.Value, columns[i].field)
		if f.Value.Kind() == record.Money {
			row[len(fixed)+i+1] = f.Value.Money().Currency
		}
	}
	row[colCleared] = strings.Join(cleared, " ")
	return row
}

// stamp is an instant to the microsecond; µs of years that no date names are written as a number.
func stamp(i period.Instant) string {
	if y := i.Time().Year(); y < 1 || y > 9999 {
		return strconv.FormatInt(int64(i), 10)
	}
	return i.String()
}

func parseStamp(s string) (period.Instant, error) {
	if n, err := strconv.ParseInt(s, 10, 64); err == nil {
		return period.Instant(n), nil
	}
	return period.ParseInstant(s)
}

// text is a value as it stands in a cell; value reads it back to the same value.
func text(v record.Value, f *record.Field) string {
	switch v.Kind() {
	case record.Text:
		return v.Text()
	case record.Int:
		return strconv.FormatInt(v.Int(), 10)
	case record.Number:
		return strconv.FormatFloat(v.Number(), 'g', -1, 64)
	case record.Bool:
		return strconv.FormatBool(v.Bool())
	case record.Day:
		return v.Day().String()
	case record.Instant:
		return stamp(v.Instant())
	case record.Money:
		return v.Money().String()
	case record.Ref:
		object := f.Object
		if object == "" {
			object = "record"
		}
		return record.FormatID(object, v.Ref())
	case record.Unset:
	}
	return ""
}

func value(s, currency string, f *record.Field) (record.Value, error) {
	wrong := fault.Invalidf("%q is no %s", s, f.Kind)
	switch f.Kind {
	case record.Text:
		return record.TextValue(s), nil
	case record.Int:
		n, err := strconv.ParseInt(s, 10, 64)
		if err != nil {
			return record.Value{}, wrong
		}
		return record.IntValue(n), nil
	case record.Number:
		n, err := strconv.ParseFloat(s, 64)
		v, ok := record.NumberValue(n)
		if err != nil || !ok {
			return record.Value{}, wrong
		}
		return v, nil
	case record.Bool:
		b, err := strconv.ParseBool(s)
		if err != nil {
			return record.Value{}, wrong
		}
		return record.BoolValue(b), nil
	case record.Day:
		d, err := period.ParseDay(s)
		return record.DayValue(d), err
	case record.Instant:
		i, err := parseStamp(s)
		return record.InstantValue(i), err
	case record.Money:
		a, err := money.Parse(s, currency)
		return record.MoneyValue(a), err
	case record.Ref:
		_, id, err := record.ParseID(s)
		return record.RefValue(id), err
	case record.Unset:
	}
	return record.Value{}, wrong
}

// entry is a row that was read: a draft and what a command has beside it.
type entry struct {
	seq, cause record.Seq
	actor      record.Actor
	source     string
	draft      record.Draft
}

// read turns cells back into a change. names are the file's columns behind the fixed ones.
func read(row, names []string, schema *record.Schema) (entry, error) {
	var e entry
	seq, err := strconv.ParseInt(row[colSeq], 10, 64)
	if err != nil || seq < 1 {
		return e, fault.Invalidf("%q is no number of a change", row[colSeq])
	}
	o, ok := schema.Object(row[colObject])
	if !ok {
		return e, fault.Invalidf("there is no object %q here", row[colObject])
	}
	e.seq, e.actor, e.source = record.Seq(seq), record.Actor(row[colActor]), row[colSource]
	e.draft = record.Draft{Object: o.Name, External: row[colExternal]}
	kind := slices.IndexFunc(kinds, func(k record.ChangeKind) bool { return k.String() == row[colKind] })
	if kind < 0 {
		return e, fault.Invalidf("%q is no kind of change", row[colKind])
	}
	e.draft.Kind = kinds[kind]
	for name := range strings.FieldsSeq(row[colFlags]) {
		i := slices.IndexFunc(flagNames, func(f struct {
			flag record.Flag
			name string
		}) bool {
			return f.name == name
		})
		if i < 0 {
			return e, fault.Invalidf("%q is no flag", name)
		}
		e.draft.Flags |= flagNames[i].flag
	}
	if row[colCause] != "" {
		cause, err := strconv.ParseInt(row[colCause], 10, 64)
		if err != nil || cause < 1 || cause >= seq {
			return e, fault.Invalidf("%q is no earlier change", row[colCause])
		}
		e.cause = record.Seq(cause)
	}
	for _, part := range []struct {
		cell string
		into *period.Instant
	}{{row[colEffective], &e.draft.EffectiveAt}, {row[colKnown], &e.draft.KnownAt}} {
		if *part.into, err = parseStamp(part.cell); err != nil {
			return e, err
		}
	}
	if _, e.draft.ID, err = record.ParseID(row[colRecord]); err != nil {
		return e, err
	}
	if row[colInto] != "" {
		if _, e.draft.Into, err = record.ParseID(row[colInto]); err != nil {
			return e, err
		}
	}
	if e.draft.Kind == record.Create || e.draft.Kind == record.Set {
		e.draft.Fields, err = fields(row, names, o)
	}
	return e, err
}

func fields(row, names []string, o *record.Object) ([]record.FieldValue, error) {
	var out []record.FieldValue
	for i, name := range names {
		cell := row[len(fixed)+i]
		if cell == "" || strings.HasPrefix(name, "currency_") { // read with its amount
			continue
		}
		name = strings.TrimPrefix(name, "field_")
		f, ok := o.Field(name)
		if !ok {
			return nil, fault.Invalidf("%s has no field %s here", o.Name, name)
		}
		currency := ""
		if at := slices.Index(names, "currency_"+name); f.Kind == record.Money && at >= 0 {
			currency = row[len(fixed)+at]
		}
		v, err := value(cell, currency, f)
		if err != nil {
			return nil, fmt.Errorf("column %s: %w", name, err)
		}
		out = append(out, record.FieldValue{Name: f.Name, Value: v})
	}
	for name := range strings.FieldsSeq(row[colCleared]) {
		name, empty := strings.CutSuffix(name, "=''")
		f := record.FieldValue{Name: name}
		if empty {
			f.Value = record.TextValue("")
		}
		out = append(out, f)
	}
	return out, nil
}
