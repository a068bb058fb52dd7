package labels

import (
	"slices"
	"strings"
	"unicode"

	"salesops/connectors/cell"
	"salesops/connectors/tool"
	"salesops/record"
	"salesops/sales"
)

// Cells are a row's cells by label.
type Cells struct {
	at    map[string]int // label in lower case → column
	cells []string
}

// Has says that the file has a column with one of the labels.
func (c *Cells) Has(names ...string) bool {
	return slices.ContainsFunc(names, func(n string) bool { _, ok := c.at[strings.ToLower(n)]; return ok })
}

// First is the first of the labels' cells that is not empty; "" when all are.
func (c *Cells) First(names ...string) string {
	for _, n := range names {
		if i, ok := c.at[strings.ToLower(n)]; ok && i < len(c.cells) {
			if s := strings.TrimSpace(c.cells[i]); s != "" {
				return s
			}
		}
	}
	return ""
}

// Join puts cells together, of each list the first that is not empty, with spaces between.
func (c *Cells) Join(lists ...[]string) string {
	var all []string
	for _, names := range lists {
		if s := c.First(names...); s != "" {
			all = append(all, s)
		}
	}
	return strings.Join(all, " ")
}

// frame makes the cells of one file: its own, mended, and those that are made.
type frame struct {
	export *Export
	object record.Object
	// personal says that a record's name is a person's.
	personal bool
	header   []string
	first    []bool
	mend     []func(string, *Cells) string
	row      Cells
	lone     []lone
	makes    bool // ids
}

// lone is a name that counts in rows that have no id beside it.
type lone struct {
	ids  []string
	name int
}

func newFrame(e *Export, header []string) *frame {
	f := &frame{export: e, header: slices.Clone(header), row: Cells{at: map[string]int{}}}
	for _, o := range sales.Objects() {
		if o.Name == e.Object {
			f.object = o
			f.personal = slices.ContainsFunc(o.Fields,
				func(field record.Field) bool { return field.Name == o.Title && field.Personal })
		}
	}
	for i, h := range header {
		key := strings.ToLower(h)
		if _, twice := f.row.at[key]; !twice {
			f.row.at[key] = i
		}
	}
	f.first = make([]bool, len(header))
	f.mend = make([]func(string, *Cells) string, len(header))
	for k := range e.Fields {
		f.field(&e.Fields[k])
	}
	for _, m := range e.Made {
		f.header = append(f.header, m.Column.Header)
	}
	if f.makes = len(e.MadeOf) > 0 && !f.row.Has(e.ID...); f.makes {
		f.header = append(f.header, madeID)
	}
	return f
}

func (f *frame) field(field *Field) {
	ids := f.row.Has(field.Labels...)
	for _, label := range slices.Concat(field.Labels, field.Names) {
		i, ok := f.row.at[strings.ToLower(label)]
		if !ok {
			continue
		}
		f.first[i] = f.first[i] || field.First
		if field.Mend != nil {
			f.mend[i] = field.Mend
		}
		if ids && slices.Contains(field.Names, label) {
			f.header[i] = nameHeader(label)
			f.header = append(f.header, loneHeader(label))
			f.lone = append(f.lone, lone{field.Labels, i})
		}
	}
}

// Header names the cells.
func (f *frame) Header() []string { return f.header }

// Row makes the cells of one row.
func (f *frame) Row(cells, into []string) ([]string, bool, error) {
	f.row.cells = cells
	from := len(into)
	for i, s := range cells {
		if i < len(f.first) && s != "" {
			if f.first[i] {
				s, _, _ = strings.Cut(s, ";")
				s = strings.TrimSpace(s)
			}
			if mend := f.mend[i]; mend != nil {
				s = mend(s, &f.row)
			}
		}
		into = append(into, s)
	}
	for _, l := range f.lone {
		name := ""
		if f.row.First(l.ids...) == "" && l.name < len(cells) {
			name = into[from+l.name]
		}
		into = append(into, name)
	}
	for i := range f.export.Made {
		into = append(into, f.export.Made[i].Of(&f.row))
	}
	if f.makes {
		into = append(into, f.id())
	}
	return into, true, nil
}

// id is made of what names the row; "" when it has nothing of it. The ids of people are
// fingerprints: an id is not forgotten with the person.
func (f *frame) id() string {
	var parts []string
	for i, names := range f.export.MadeOf {
		s := f.row.First(names...)
		if s == "" && i == 0 {
			return ""
		}
		parts = append(parts, tool.NameKey(day(s)))
	}
	first := parts[0]
	rest := strings.TrimRight(strings.Join(parts[1:], "|"), "|")
	if rest == "" {
		return tool.NameID(&f.object, first)
	}
	if id := tool.NameID(&f.object, first) + "|" + rest; !f.personal && len(id) <= 250 {
		return id
	}
	return tool.NameID(&f.object, first+"|"+rest+strings.Repeat(" .", 100)) // a fingerprint
}

// FullName is a person's name of its parts: in Chinese the family comes first, without a space.
func FullName(given, family string) string {
	if han(given) && han(family) {
		return family + given
	}
	return strings.TrimSpace(given + " " + family)
}

func han(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool { return !unicode.Is(unicode.Han, r) })
}

// day writes a date in one way, as far as that is possible before it is known how the file
// orders day and month: 01/05/2026 and 1/5/2026 are one.
func day(s string) string {
	if len(s) < 6 || len(s) > 40 || !strings.ContainsAny(s[:1], "0123456789") {
		return s
	}
	if d, err := cell.ReadDay(s, cell.Unordered); err == nil {
		return d.String()
	}
	if _, err := cell.ReadDay(s, cell.DMY); err != nil {
		if _, err := cell.ReadDay(s, cell.MDY); err != nil {
			return s
		}
	}
	date, _, _ := strings.Cut(s, " ")
	parts := strings.FieldsFunc(date, func(r rune) bool { return r < '0' || r > '9' })
	for i, p := range parts {
		parts[i] = strings.TrimLeft(p, "0")
	}
	return strings.Join(parts, "/")
}
