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
	// Key is the stable number by which the log stores the field. Never reused.
	Key uint32
	// Name is what code, metrics and columns call it; snake_case.
	Name string
	Kind Kind
	// Object is what a Ref field points to.
	Object string
	// Personal marks a value that must be forgettable: it enters the hash chain
	// only as a salted commitment.
	Personal bool
	// Required fields may not be cleared by a person's edit (imports may leave them unset).
	Required bool
	// Retired fields are hidden; their history stays.
	Retired bool
	// Custom fields were added by the company, not by the product.
	Custom bool
	// Label is the field's English name; translations live in web.
	Label string
}

// Object describes one kind of record.
type Object struct {
	// Code is the stable number by which the log stores the object. Never reused.
	Code   uint16
	Name   string
	Label  string
	Fields []Field
	// Title is the field that names a record to a person ("name").
	Title string
	// Reserved records are written by the program itself: by commands that say so, never
	// through a record's page, an import or an undo.
	Reserved bool
	// Audited records are administration: every change of one is in Log.Trail.
	Audited bool
	// Aside records stand in no list of objects, so not in the columns, lists, searches and
	// exports either: only who asks the log for them sees them.
	Aside bool
	// Seen says who sees the records.
	Seen Visibility

	byName map[string]*Field
	byKey  map[uint32]*Field
}

// Schema is the set of objects known at a moment. It is immutable: custom fields give a
// new Schema.
type Schema struct {
	objects map[string]*Object
	codes   map[uint16]*Object
	names   []string
}

// snake is the form of every object's and field's name. Columns append _, so no name ends with it.
var snake = regexp.MustCompile(`^[a-z][a-z0-9]*(_[a-z0-9]+)*$`)

// NewSchema checks and makes a schema of the given objects and the built-in object
// "field", in the given order.
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
		for _, f := range o.Fields {
			if f.Kind == Ref && s.objects[f.Object] == nil {
				return nil, fmt.Errorf("field %s.%s points to %q, which is no object", o.Name, f.Name, f.Object)
			}
		}
	}
	return s, s.checkVisibility()
}

// indexed copies an object with other fields and builds its look-up tables.
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

// Object finds an object by its name.
func (s *Schema) Object(name string) (*Object, bool) {
	o, ok := s.objects[name]
	return o, ok
}

// Code finds an object by the number the log stores.
func (s *Schema) Code(code uint16) (*Object, bool) {
	o, ok := s.codes[code]
	return o, ok
}

// Names lists the objects in the order they were declared, without those that stand aside;
// "field" comes first.
func (s *Schema) Names() []string { return slices.Clone(s.names) }

// Field finds a field by its name.
func (o *Object) Field(name string) (*Field, bool) {
	f, ok := o.byName[name]
	return f, ok
}

// Key finds a field by the number the log stores.
func (o *Object) Key(key uint32) (*Field, bool) {
	f, ok := o.byKey[key]
	return f, ok
}

// extension is a schema that is given fields. It copies an object before the first of them
// alone: a copy for each would take time and memory by the square of their number.
type extension struct {
	schema *Schema
	copied map[string]*Object
}

// add adds or replaces a field. The schema that the extension began with stays as it was; after
// an error the extension is of no use any more.
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

// own is an object that the extension may alter.
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

// put adds a field to an object that nobody else has, or replaces the one with its key.
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
		o.index(i) // the fields have moved
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
