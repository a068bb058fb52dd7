package record

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
}

// Schema is the set of objects known at a moment. It is immutable: a custom field gives a
// new Schema.
type Schema struct {
	objects map[string]*Object
	codes   map[uint16]*Object
	names   []string
}
