package record

// FieldObject is the built-in object whose records are the company's own fields.
const FieldObject = "field"

// firstCustomKey keeps the company's field keys apart from the product's.
const firstCustomKey = 1000

// fieldObject is the schema of custom fields. A record of it extends the object it names;
// object, key, name and kind stay as they were first written, label and retired may change.
func fieldObject() Object {
	return Object{Code: 1, Name: FieldObject, Label: "Custom field", Title: "label", Fields: []Field{
		{Key: 1, Name: "object", Kind: Text, Label: "Object"},
		{Key: 2, Name: "key", Kind: Int, Label: "Key"}, // given by the log when left out
		{Key: 3, Name: "name", Kind: Text, Label: "Name"},
		{Key: 4, Name: "kind", Kind: Text, Label: "Kind"}, // see ParseKind
		{Key: 5, Name: "ref_object", Kind: Text, Label: "Points to"},
		{Key: 6, Name: "label", Kind: Text, Label: "Label"},
		{Key: 7, Name: "personal", Kind: Bool, Label: "Personal"},
		{Key: 8, Name: "retired", Kind: Bool, Label: "Retired"},
	}}
}

// ParseKind reads a kind's name: text, int, number, bool, day, instant, money, ref.
func ParseKind(s string) (Kind, bool) {
	for k, name := range kindNames {
		if s == name && Kind(k) != Unset {
			return Kind(k), true
		}
	}
	return Unset, false
}

var kindNames = [...]string{"unset", "text", "int", "number", "bool", "day", "instant", "money", "ref"}

func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return "unknown"
}
