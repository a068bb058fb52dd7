package connectors

import (
	"testing"

	"salesops/connectors/table"
	"salesops/connectors/tool"
)

// TestPartOfAnExport: a file of a whole export is named as that, with how to read it, and not
// offered as a table whose columns somebody has to explain.
func TestPartOfAnExport(t *testing.T) {
	t.Parallel()
	f := &file{name: "deal.csv", table: &table.Table{Header: []string{"salesops_change", "object", "record", "kind"}}}
	if got := nearest(f, nil, nil).Code; got != "layout_export" {
		t.Errorf("it is called %q", got)
	}
}

// TestTheColumnThatWouldHoldIt: of those that the layout of an object's file has, but no made one; none where a file
// has one, or has no rows of the object.
func TestTheColumnThatWouldHoldIt(t *testing.T) {
	t.Parallel()
	layout := &tool.Layout{Object: "deal", Columns: []tool.Column{{Header: "Owner (name)", Field: "owner"},
		{Header: "Deal - Owner", Field: "owner"}, {Header: "Owner", Field: "owner"}, {Header: "Won", Use: tool.Won}}}
	history, aside, part := *layout, *layout, *layout
	history.Role, aside.Aside, part.Part = tool.Snapshot, true, true
	of := func(l *tool.Layout, columns ...*tool.Column) *file {
		f := &file{name: "deals.csv", layout: l, table: &table.Table{Header: []string{"Deal - Title"}}}
		for _, c := range columns {
			f.cols = append(f.cols, column{known: c})
		}
		return f
	}
	for what, c := range map[string]struct {
		files  []*file
		header string
		ok     bool
	}{
		"none has it":           {[]*file{of(layout, nil, &layout.Columns[3])}, "Deal - Owner", true},
		"one has it":            {[]*file{of(layout), of(layout, &layout.Columns[2])}, "", false},
		"no file":               {nil, "", false},
		"a history":             {[]*file{of(&history)}, "", false},
		"a file set aside":      {[]*file{of(&aside)}, "", false},
		"a part alone":          {[]*file{of(&part)}, "", false},
		"a part that has it":    {[]*file{of(layout), of(&part, &layout.Columns[2])}, "", false},
		"a history that has it": {[]*file{of(layout), of(&history, &layout.Columns[2])}, "Deal - Owner", true},
	} {
		s := &sources{files: c.files}
		header, path, ok := s.lacking("deal", ofField("owner"))
		if header != c.header || ok != c.ok || ok && path != "deals.csv" {
			t.Errorf("%s: %q of %q, %v; want %q, %v", what, header, path, ok, c.header, c.ok)
		}
		if _, _, ok := s.lacking("lead", ofField("owner")); ok {
			t.Errorf("%s: a column of leads is lacking", what)
		}
	}
	s := &sources{files: []*file{of(layout)}}
	if header, _, ok := s.lacking("deal", ofUse(tool.StageName, tool.Won)); header != "Won" || !ok {
		t.Errorf("by its use the column is %q, %v", header, ok)
	}
	made := &tool.Layout{Object: "deal", Columns: layout.Columns[:1]}
	s = &sources{files: []*file{of(made)}}
	if header, _, ok := s.lacking("deal", ofField("owner")); header != "" || !ok {
		t.Errorf("a made column, %q, is lacking", header)
	}
	if header, _, ok := s.lacking("deal", ofField("source")); header != "" || !ok {
		t.Errorf("no column of the layout holds it, and %q does", header)
	}
}
