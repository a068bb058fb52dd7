package record

import (
	"fmt"
	"slices"
)

// Shown says how records of an object are shown where there is no room for all of their fields. Pages, the
// command line and the search by name take it from here, so that no other place lists fields.
type Shown struct {
	// Columns are the fields with which a list begins; the first six behind the title when empty.
	Columns []string
	// Figure is the number that stands first in a narrow place; "" for none.
	Figure string
	// Facts follow it: where the record stands. The first four fields that are not its title when empty.
	Facts []string
	// Apart tells records of one name apart, the likeliest field first.
	Apart []string
	// Found is the place among the objects that are searched by name, from 1; 0 for those that are not.
	Found int
	// Content is said of what people bring in and keep: without any of it a workspace is empty.
	Content bool
}

// Columns are the fields with which a list of the object's records begins.
func (o *Object) Columns() []string {
	if len(o.Shown.Columns) > 0 {
		return o.Shown.Columns
	}
	return o.first(6)
}

// Facts are the fields that a narrow place shows.
func (o *Object) Facts() []string {
	if len(o.Shown.Facts) > 0 {
		return o.Shown.Facts
	}
	return o.first(4)
}

// first are the object's first fields but its title.
func (o *Object) first(n int) []string {
	var out []string
	for _, f := range o.Fields {
		if f.Name != o.Title && !f.Retired && !f.Custom && len(out) < n {
			out = append(out, f.Name)
		}
	}
	return out
}

// checkShown says what is named that the object does not have.
func (o *Object) checkShown() error {
	named := slices.Concat(o.Shown.Columns, o.Shown.Facts, o.Shown.Apart)
	if o.Shown.Figure != "" {
		named = append(named, o.Shown.Figure)
	}
	for _, name := range named {
		if _, ok := o.Field(name); !ok {
			return fmt.Errorf("object %s has no field %q to show", o.Name, name)
		}
	}
	return nil
}

// Searched are the objects that are searched by name, the likeliest first.
func (s *Schema) Searched() []*Object {
	var out []*Object
	for _, name := range s.names {
		if o := s.objects[name]; o.Shown.Found > 0 {
			out = append(out, o)
		}
	}
	slices.SortStableFunc(out, func(a, b *Object) int { return a.Shown.Found - b.Shown.Found })
	return out
}

// Content are the objects whose records people bring in and keep.
func (s *Schema) Content() []string {
	var out []string
	for _, name := range s.names {
		if s.objects[name].Shown.Content {
			out = append(out, name)
		}
	}
	return out
}
