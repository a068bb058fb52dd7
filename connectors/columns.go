package connectors

import (
	"errors"
	"io/fs"
	"strings"

	"salesops/connectors/cell"
	"salesops/connectors/tool"
	"salesops/record"
)

func asPathError(err error, p **fs.PathError) bool { return errors.As(err, p) }

// column is one column of one file.
type column struct {
	header string
	known  *tool.Column // nil for one that the layout does not know
	skip   bool         // says nothing: ignored, or an extra column without values

	dates     cell.OrderEvidence
	dated     bool // its cells are dates: of a known kind, or by inference
	order     cell.Order
	since1904 bool // plain numbers that stand for days count from 1904
	numbers   cell.DecimalsEvidence
	comma     bool // numbers are written with a decimal comma

	extra    cell.Guess
	field    string // of an extra column
	kind     record.Kind
	existing bool // the field is in the schema already
}

// bind connects a file's columns with its layout.
func (f *file) bind() {
	known := map[string]*tool.Column{}
	for i := range f.layout.Columns {
		known[strings.ToLower(f.layout.Columns[i].Header)] = &f.layout.Columns[i]
	}
	ignored := map[string]bool{}
	for _, h := range f.layout.Ignore {
		ignored[strings.ToLower(h)] = true
	}
	f.cols = make([]column, len(f.header))
	f.width = len(f.cols)
	for i, h := range f.header {
		c := &f.cols[i]
		if c.header = h; f.layout.Aside {
			c.skip = true
			continue
		}
		c.since1904 = f.table.Since1904
		c.known = known[strings.ToLower(h)]
		loader := false
		// a mapping says itself what its columns mean
		if c.known == nil && f.layout.Role == tool.Current && len(f.tool.Layouts()) > 0 {
			c.known, loader = loaderColumn(h)
		}
		c.skip = c.known == nil && (loader || ignored[strings.ToLower(h)] || f.layout.Role != tool.Current)
		if c.known != nil {
			c.dated = c.known.Dated()
		} else if c.skip && !loader && !ignored[strings.ToLower(h)] {
			f.report.Unused = append(f.report.Unused, h)
		}
	}
}

// fieldName makes a field's name of a header: "Opportunity Lifecycle (Days)" is
// opportunity_lifecycle_days.
func fieldName(header string) string {
	var b strings.Builder
	var before rune
	for _, r := range header {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b.WriteRune(r)
		case r >= 'A' && r <= 'Z':
			if before >= 'a' && before <= 'z' {
				b.WriteByte('_')
			}
			b.WriteRune(r + 'a' - 'A')
		default:
			if b.Len() > 0 && !strings.HasSuffix(b.String(), "_") {
				b.WriteByte('_')
			}
		}
		before = r
	}
	name := strings.Trim(b.String(), "_")
	for strings.Contains(name, "__") {
		name = strings.ReplaceAll(name, "__", "_")
	}
	if name == "" || name[0] >= '0' && name[0] <= '9' {
		name = "x_" + name
	}
	if len(name) > 60 {
		name = name[:60]
	}
	return strings.TrimRight(name, "_")
}

// custom is a field that an import adds to the schema.
type custom struct {
	object, name, label string
	kind                record.Kind
	personal            bool
}

// customFields decides what becomes of the columns that no layout knows, over all files of
// an object: the same header is the same field, with the narrowest type that holds all.
func customFields(files []*file, schema *record.Schema, tools []tool.Tool) []custom {
	type where struct{ object, header string }
	merged := map[where]*cell.Guess{}
	eachExtra := func(fn func(f *file, c *column)) {
		for _, f := range files {
			for i := range f.cols {
				if c := &f.cols[i]; c.known == nil && !c.skip {
					fn(f, c)
				}
			}
		}
	}
	eachExtra(func(f *file, c *column) {
		k := where{f.layout.Object, strings.ToLower(c.header)}
		g := merged[k]
		if g == nil {
			g = &cell.Guess{}
			merged[k] = g
		}
		g.Add(c.extra)
	})
	var added []custom
	names := map[where]string{} // object, header → field
	taken := map[where]bool{}   // object, field
	eachExtra(func(f *file, c *column) {
		k := where{f.layout.Object, strings.ToLower(c.header)}
		kind := merged[k].Kind()
		if kind == record.Unset {
			c.skip = true
			return
		}
		object, _ := schema.Object(f.layout.Object)
		name, done := names[k]
		if !done {
			name = freeName(fieldName(tool.Unmarked(tools, c.header)), kind, object,
				func(n string) bool { return taken[where{object.Name, n}] })
			names[k], taken[where{object.Name, name}] = name, true
		}
		c.field, c.kind = name, kind
		if have, ok := object.Field(name); ok {
			c.kind, c.existing = have.Kind, true
		} else if !done {
			added = append(added, custom{object.Name, name, c.header, kind,
				kind == record.Text && object.Imported.OfPeople})
		}
		c.dated = c.kind == record.Day || c.kind == record.Instant
		if !f.layout.IsRead(c.header) {
			f.report.Custom = append(f.report.Custom, c.header)
		}
	})
	return added
}

// reserved are names that the columns use beside the fields.
var reserved = map[string]bool{
	"id": true, "object": true, "seq": true, "created_seq": true, "stub": true, "backfilled": true,
	"eff_from": true, "eff_to": true, "known_from": true, "known_to": true, "closed_on": true, "period": true,
}

// freeName avoids the product's own fields and other columns of the same name. An instant
// ends in _at, as all instants do.
func freeName(name string, kind record.Kind, o *record.Object, taken func(string) bool) string {
	if kind == record.Instant && !strings.HasSuffix(name, "_at") {
		name += "_at"
	}
	try := name
	for n := 2; ; n++ {
		have, ok := o.Field(try)
		if !reserved[try] && !taken(try) && (!ok || have.Custom) {
			return try
		}
		switch {
		case n == 2 && kind != record.Instant:
			try = name + "_custom"
		default:
			try = name + "_" + string(rune('0'+n%10))
		}
		if n > 9 {
			return try
		}
	}
}
