package record

import (
	"fmt"
	"maps"
	"regexp"
	"slices"

	"salesops/internal/fault"
)

// Field describes one field of an object.
type Field struct {
	// Key is the stable number under which the log stores the field. It is never reused.
	Key uint32
	// Name is the field's name in code, metrics and columns, in snake_case.
	Name string
	Kind Kind
	// Object is the object that a Ref field points to.
	Object string
	// Personal marks a field whose values can be erased. The hash chain then covers only a salted
	// commitment to each value.
	Personal bool
	// Required fields cannot be cleared by a person. Imports may leave them unset.
	Required bool
	// Retired fields are hidden and take no new values; their history stays.
	Retired bool
	// Custom fields were added by the company.
	Custom bool
	// Label is the field's English name. Translations are in web.
	Label string
	// Document marks a text that a program reads: a search for words leaves it out.
	Document bool
}

// Object describes one kind of record.
type Object struct {
	// Code is the stable number under which the log stores the object. It is never reused.
	Code   uint16
	Name   string
	Label  string
	Fields []Field
	// Title is the name of the field that identifies a record to people, such as "name".
	Title string
	// Reserved records are written only by the program itself, in commands with Reserved set. They
	// cannot be written through the page of a record, an import or an undo.
	Reserved bool
	// Audited records are administration: Log.Trail lists every change of one.
	Audited bool
	// Aside objects are in no list of objects, and so not in the columns, lists, searches and
	// exports. They can only be read from the log by name.
	Aside bool
	// Seen says who can see the records.
	Seen Visibility
	// Shown says which fields stand where there is no room for all.
	Shown Shown
	// Imported says how an import treats the records.
	Imported Imported
	// Plural is what sentences call many records, where it is not the name with an s: "people".
	Plural string

	byName map[string]*Field
	byKey  map[uint32]*Field
}

// Schema is the set of objects at a moment. It is immutable; adding a custom field gives a new
// Schema.
type Schema struct {
	objects map[string]*Object
	codes   map[uint16]*Object
	names   []string
}

// snake is the required form of names of objects and fields. Columns append _ to names, so no name
// may end with it.
var snake = regexp.MustCompile(`^[a-z][a-z0-9]*(_[a-z0-9]+)*$`)

// NewSchema returns a schema of the built-in object "field" and the given objects, in this order.
// It returns an error when a name or number is invalid, declared twice or unknown.
func NewSchema(objects []Object) (*Schema, error) {
	s := &Schema{objects: map[string]*Object{}, codes: map[uint16]*Object{}}
	for _, given := range append([]Object{fieldObject()}, objects...) {
		o, err := indexed(given, given.Fields)
		if err != nil {
			return nil, err
		}
		if s.objects[o.Name] != nil || s.codes[o.Code] != nil {
			return nil, fmt.Errorf("object %s (code %d) is declared twice", o.Name, o.Code)
		}
		s.objects[o.Name], s.codes[o.Code] = o, o
		if !o.Aside {
			s.names = append(s.names, o.Name)
		}
	}
	for _, o := range s.objects {
		if _, ok := o.Field(o.Title); o.Title != "" && !ok {
			return nil, fmt.Errorf("object %s has no field %q for its title", o.Name, o.Title)
		}
		if err := o.checkShown(); err != nil {
			return nil, err
		}
		for _, f := range o.Fields {
			if f.Kind == Ref && s.objects[f.Object] == nil {
				return nil, fmt.Errorf("field %s.%s points to %q, which is no object", o.Name, f.Name, f.Object)
			}
		}
	}
	return s, s.checkVisibility()
}

// indexed returns a copy of an object that has the given fields and its own look-up tables.
func indexed(o Object, fields []Field) (*Object, error) {
	if o.Code == 0 || !snake.MatchString(o.Name) {
		return nil, fmt.Errorf("object %q with code %d: an object needs a code and a snake_case name", o.Name, o.Code)
	}
	o.Fields = slices.Clone(fields)
	o.byName, o.byKey = map[string]*Field{}, map[uint32]*Field{}
	for i := range o.Fields {
		f := &o.Fields[i]
		if err := o.check(f); err != nil {
			return nil, err
		}
		if o.byName[f.Name] != nil || o.byKey[f.Key] != nil {
			return nil, o.twice(f)
		}
		o.index(i)
	}
	return &o, nil
}

// Object returns an object by name.
func (s *Schema) Object(name string) (*Object, bool) {
	o, ok := s.objects[name]
	return o, ok
}

// Code returns an object by the number under which the log stores it.
func (s *Schema) Code(code uint16) (*Object, bool) {
	o, ok := s.codes[code]
	return o, ok
}

// Names lists the objects in the order of declaration, starting with "field". Objects with Aside
// set are left out.
func (s *Schema) Names() []string { return slices.Clone(s.names) }

// Field returns a field by name.
func (o *Object) Field(name string) (*Field, bool) {
	f, ok := o.byName[name]
	return f, ok
}

// Key returns a field by the number under which the log stores it.
func (o *Object) Key(key uint32) (*Field, bool) {
	f, ok := o.byKey[key]
	return f, ok
}

// extension adds custom fields to a schema. It copies an object only before the first field is
// added to it; a copy per field would take quadratic time and memory.
type extension struct {
	schema *Schema
	copied map[string]*Object
}

// add adds or replaces a field. The original schema is not changed. After an error the extension
// must not be used any more.
func (e *extension) add(object string, f Field) error {
	o, err := e.own(object)
	if err == nil {
		err = o.put(f)
	}
	if err != nil {
		return fault.New(fault.Invalid, "%w", err)
	}
	return nil
}

// own returns a copy of an object that the extension may change.
func (e *extension) own(name string) (*Object, error) {
	if o := e.copied[name]; o != nil {
		return o, nil
	}
	old, ok := e.schema.objects[name]
	if !ok {
		return nil, fmt.Errorf("there is no object %q to add a field to", name)
	}
	o, err := indexed(*old, old.Fields)
	if err != nil {
		return nil, err
	}
	if len(e.copied) == 0 {
		e.schema = &Schema{objects: maps.Clone(e.schema.objects),
			codes: maps.Clone(e.schema.codes), names: e.schema.names}
		e.copied = map[string]*Object{}
	}
	e.schema.objects[o.Name], e.schema.codes[o.Code], e.copied[o.Name] = o, o, o
	return o, nil
}

// put adds a field to an object that is not shared yet, or replaces the field with the same key.
func (o *Object) put(f Field) error {
	if err := o.check(&f); err != nil {
		return err
	}
	had := o.byKey[f.Key]
	if named := o.byName[f.Name]; named != nil && named != had {
		return o.twice(&f)
	}
	if had != nil {
		delete(o.byName, had.Name)
		*had, o.byName[f.Name] = f, had
		return nil
	}
	if len(o.Fields) < cap(o.Fields) {
		o.Fields = append(o.Fields, f)
		o.index(len(o.Fields) - 1)
		return nil
	}
	o.Fields = append(o.Fields, f)
	for i := range o.Fields {
		o.index(i) // append has moved the fields
	}
	return nil
}

func (o *Object) index(i int) {
	f := &o.Fields[i]
	o.byName[f.Name], o.byKey[f.Key] = f, f
}

func (o *Object) check(f *Field) error {
	if f.Key == 0 || !snake.MatchString(f.Name) || f.Kind < Text || f.Kind > Ref {
		return fmt.Errorf("field %s.%q: a field needs a key, a snake_case name and a kind", o.Name, f.Name)
	}
	if f.Personal && f.Kind == Ref {
		return fmt.Errorf("field %s.%s: a reference cannot be personal; mark the fields of the record it points to",
			o.Name, f.Name)
	}
	return nil
}

func (o *Object) twice(f *Field) error {
	return fmt.Errorf("field %s.%s (key %d) is declared twice", o.Name, f.Name, f.Key)
}
