package connectors

import (
	"strings"

	"salesops/connectors/cell"
	"salesops/connectors/tool"
	"salesops/internal/reason"
	"salesops/record"
)

// diffColumn is how a field named in a FieldDiff is read.
type diffColumn struct {
	column
	stage bool
}

// diffColumns are the fields that a history of single fields can be about: those of the
// object's own layout, by header ("StageName", "Owner" for "OwnerId"), and custom fields.
func (l *loader) diffColumns() map[string]*diffColumn {
	found := map[string]*diffColumn{}
	for _, layout := range l.file.tool.Layouts() {
		if layout.Object != l.file.layout.Object || layout.Role != tool.Current {
			continue
		}
		for i := range layout.Columns {
			k := &layout.Columns[i]
			if k.Use != tool.Value && k.Use != tool.StageName {
				continue
			}
			c := &diffColumn{column: column{header: k.Header, known: k}, stage: k.Use == tool.StageName}
			found[strings.ToLower(k.Header)] = c
			if short, ok := strings.CutSuffix(k.Header, "Id"); ok && k.Kind == tool.Reference {
				found[strings.ToLower(short)] = c
			}
		}
	}
	for _, f := range l.files {
		if f.object != l.file.object || f.layout.Role != tool.Current {
			continue
		}
		for i := range f.cols {
			if c := f.cols[i]; c.known == nil && !c.skip {
				found[strings.ToLower(c.header)] = &diffColumn{column: c}
			}
		}
	}
	for _, f := range l.files { // numbers are written as in the records' own columns
		for i := range f.cols {
			if c := found[strings.ToLower(f.cols[i].header)]; c != nil && f.object == l.file.object && f.cols[i].comma {
				c.comma = true
			}
		}
	}
	for _, c := range found { // dates are written as in the history's own file, else as in the others
		c.order = l.fileOrder()
		for i := 0; c.order == cell.Unordered && i < len(l.files); i++ {
			c.order, _ = cell.ParseOrder(l.files[i].report.DateOrder)
		}
	}
	return found
}

// difference completes a row of a history of single fields.
func (l *loader) difference(cells []string, currency string) (bool, *refusal) {
	if l.now.created == 0 {
		return false, &refusal{-1, reason.Of("row_without_time")}
	}
	cell := func(i int) string {
		if l.diff[i] < 0 {
			return ""
		}
		return cells[l.diff[i]]
	}
	name := strings.ToLower(cell(0))
	if name == "created" {
		l.now.fields = l.now.fields[:0] // only says when the record was made
		return true, nil
	}
	c := l.diffs[name]
	if c == nil {
		return false, nil // locked, or a field that is not in the export
	}
	if c.known != nil && c.known.Kind == tool.Reference && !l.file.layout.ByID {
		// A tool may write two rows, one with names and one with ids: the ids are facts.
		for _, i := range []int{1, 2} {
			if id, ok := l.file.tool.ID(cell(i)); cell(i) != "" {
				if object, shown := l.file.tool.ObjectOf(id); !ok || !shown || object != c.known.Object {
					return false, nil
				}
			}
		}
	}
	read := func(i int) (record.FieldValue, *refusal) {
		s := cell(i)
		if c.stage {
			v := record.Value{}
			if s != "" {
				l.stages.stage(s)
				v = record.TextValue(s)
			}
			return record.FieldValue{Name: stageField, Value: v}, nil
		}
		var v record.Value
		var err error
		field := c.field
		switch {
		case c.known == nil:
			v, err = l.extraValue(&c.column, s)
		case s == "":
			field = c.known.Field
		default:
			v, field, err = l.value(&c.column, s, currency)
		}
		if err != nil {
			return record.FieldValue{}, &refusal{l.diff[i], reason.From(err)}
		}
		return record.FieldValue{Name: field, Value: v}, nil
	}
	after, no := read(2)
	if no != nil {
		return false, no
	}
	l.now.fields = append(l.now.fields[:0], after)
	if l.diff[1] >= 0 {
		before, no := read(1)
		if no != nil {
			return false, no
		}
		l.now.before, l.now.hasBefore = before.Value, true
	}
	return true, nil
}
