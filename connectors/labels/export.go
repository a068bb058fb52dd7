package labels

import (
	"slices"

	"salesops/connectors/tool"
	"salesops/sales"
)

// Export is one kind of file. A label is compared without regard to capitals.
type Export struct {
	Name   string // of the layout: "deal export"
	Object string
	Role   tool.Role
	// Needs are the labels that make the file: of each list one must be there. Those of ID need
	// not be named again.
	Needs [][]string
	// Telling are the labels of which one must be there, where others name their columns as Needs do.
	Telling []string
	// Not are labels that no such file has.
	Not []string
	// ID are the labels of the column with the ids.
	ID []string
	// MadeOf makes ids where the file has no such column: of each list the first label that the
	// file has. Empty: a file without ids is something else.
	MadeOf [][]string
	Fields []Field
	Made   []Made
	// Reads are labels of the columns that Made takes its values from.
	Reads []string
	// Ignore are labels that say nothing.
	Ignore []string
	Finish func(tool.Row)
}

// Field is a column by the labels that it may have.
type Field struct {
	// Column says what it means; its Header is empty.
	Column tool.Column
	Labels []string
	// Names are, of a reference by id, the labels of the column that has the name. It counts
	// where there is no id.
	Names []string
	// First takes the first of several values between semicolons.
	First bool
	// Mend rewrites a cell; the others of its row are at hand. May be nil.
	Mend func(cell string, row *Cells) string
}

// Made is a cell that is made of the others of its row.
type Made struct {
	Column tool.Column // with a Header of its own
	Of     func(row *Cells) string
}

const madeID = "id (of name and date)"

// Layouts are an export's layouts: with ids, and without where ids can be made.
func (e Export) Layouts() []tool.Layout {
	base := tool.Layout{
		Name: e.Name, Object: e.Object, Role: e.Role, Telling: e.Telling, Reads: e.Reads,
		Ignore: e.Ignore, Finish: e.Finish,
		Frame: func(header []string) (tool.Frame, error) { return newFrame(&e, header), nil },
	}
	use := tool.ID
	if e.Role != tool.Current {
		use = tool.Of
	}
	var columns []tool.Column
	for _, f := range e.Fields {
		columns = append(columns, f.columns()...)
	}
	for _, m := range e.Made {
		columns = append(columns, m.Column)
	}
	var out []tool.Layout
	if len(e.ID) > 0 {
		l := base
		l.Needs = append([][]string{e.ID}, e.Needs...)
		if l.Not = e.Not; e.Role == tool.Current {
			enough := 1 // the name
			if e.Object == sales.Deal {
				enough = min(2, len(e.Needs)) // and how it stands: else all would be open
			}
			l.Named = append([][]string{e.ID}, e.Needs[:enough]...)
		}
		l.Columns = slices.Clone(columns)
		for _, label := range e.ID {
			l.Columns = append(l.Columns, tool.Column{Header: label, Use: use})
		}
		out = append(out, l)
	}
	if len(e.MadeOf) > 0 {
		l := base
		l.Name += " without ids"
		l.Needs, l.MadeIDs = e.Needs, true
		l.Not = append(slices.Clone(e.Not), e.ID...)
		l.Columns = append(slices.Clone(columns), tool.Column{Header: madeID, Use: use})
		out = append(out, l)
	}
	return out
}

// columns are a field's columns under each of its labels.
func (f *Field) columns() []tool.Column {
	var out []tool.Column
	for _, label := range f.Labels {
		c := f.Column
		c.Header = label
		out = append(out, c)
	}
	for _, label := range f.Names {
		c := f.Column
		c.Header, c.ByName = label, tool.NameKnown
		out = append(out, c, tool.Column{Header: nameHeader(label),
			Use: tool.RefName, Field: f.Column.Field})
		if len(f.Labels) > 0 {
			c.Header = loneHeader(label)
			out = append(out, c)
		}
	}
	return out
}

// A column of names beside a column of ids is read as two: the names of what has an id, and
// those of what has none.
func nameHeader(label string) string { return label + " (name)" }
func loneHeader(label string) string { return label + " (without id)" }
