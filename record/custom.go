package record

import (
	"context"
	"fmt"
	"slices"

	"salesops/internal/fault"
)

// FieldObject is the name of the built-in object whose records define custom fields.
const FieldObject = "field"

// firstCustomKey is the least key of a custom field. Keys below it are reserved for the product's
// own fields.
const firstCustomKey = 1000

// fieldObject returns the schema of the object "field". Each of its records adds a custom field to
// the object that it names. object, key, name and kind cannot change after creation; label and
// retired can.
func fieldObject() Object {
	return Object{Code: 1, Name: FieldObject, Label: "Custom field", Title: "label", Audited: true,
		Seen: Visibility{Everybody: true}, Fields: []Field{
			{Key: 1, Name: "object", Kind: Text, Label: "Object"},
			{Key: 2, Name: "key", Kind: Int, Label: "Key"}, // assigned by the log when not given
			{Key: 3, Name: "name", Kind: Text, Label: "Name"},
			{Key: 4, Name: "kind", Kind: Text, Label: "Kind"}, // a name that ParseKind accepts
			{Key: 5, Name: "ref_object", Kind: Text, Label: "Points to"},
			{Key: 6, Name: "label", Kind: Text, Label: "Label"},
			{Key: 7, Name: "personal", Kind: Bool, Label: "Personal"},
			{Key: 8, Name: "retired", Kind: Bool, Label: "Retired"},
		}}
}

// ParseKind returns the kind with the given name: text, int, number, bool, day, instant, money or
// ref.
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

// completeField checks a draft of a custom field, and assigns a key and a label when they are
// missing.
func (s *staging) completeField(d *Draft, now *state) error {
	if d.Kind != Create && d.Kind != Set {
		return nil
	}
	fields := fieldObject()
	for i := range fields.Fields {
		f := &fields.Fields[i]
		v, given := d.Value(f.Name)
		fixed := f.Name != "label" && f.Name != "retired"
		if given && fixed && now != nil && now.get(f.Key) != nil && now.get(f.Key).value != v {
			return fault.Invalidf("the %s of a custom field cannot change: add a new field and retire this one", f.Name)
		}
	}
	if d.Kind == Set {
		return nil
	}
	text := func(name string) string { v, _ := d.Value(name); return v.Text() }
	o, ok := s.schema.Object(text("object"))
	if !ok || o.Name == FieldObject {
		return fault.Invalidf("%q is not an object that can take a field", text("object"))
	}
	kind, ok := ParseKind(text("kind"))
	if !ok {
		return fault.Invalidf("%q is not a kind of field: use text, int, number, bool, day, instant, money or ref",
			text("kind"))
	}
	name := text("name")
	if len(name) > 60 || !snake.MatchString(name) {
		return fault.Invalidf(
			"%q cannot name a field: use small letters, digits and single underscores, such as contract_term", name)
	}
	if _, taken := o.Field(name); taken {
		return fault.Conflictf("a %s already has a field %q", o.Name, name)
	}
	if _, ok := s.schema.Object(text("ref_object")); kind == Ref && !ok {
		return fault.Invalidf("%q is not an object that a field can point to", text("ref_object"))
	}
	if personal, _ := d.Value("personal"); kind == Ref && personal.Bool() {
		return fault.Invalidf("a reference cannot be personal: mark the fields of the record it points to")
	}
	if key, ok := d.Value("key"); !ok || !key.IsSet() {
		next := int64(firstCustomKey)
		for i := range o.Fields {
			next = max(next, int64(o.Fields[i].Key)+1)
		}
		d.Set("key", IntValue(next))
	} else if _, taken := o.Key(uint32(key.Int())); taken || key.Int() < firstCustomKey || key.Int() > 1<<31 {
		return fault.Invalidf("%d cannot be the key of a field of %s: leave the key out", key.Int(), o.Name)
	}
	if text("label") == "" {
		d.Set("label", TextValue(name))
	}
	return nil
}

// extend adds a custom field to the schema of the running command.
func (s *staging) extend(now *state) error {
	if s.fields.schema == nil {
		s.fields.schema = s.schema
	}
	err := s.fields.addCustom(now)
	s.schema = s.fields.schema
	return err
}

// addCustom adds the custom field that a record of FieldObject defines. A deleted one is added as
// retired, because its history stays.
func (e *extension) addCustom(now *state) error {
	r := now.record(e.schema.codes[now.code])
	kind, _ := ParseKind(r.Fields["kind"].Text())
	return e.add(r.Fields["object"].Text(), Field{
		Key: uint32(r.Fields["key"].Int()), Name: r.Fields["name"].Text(), Kind: kind,
		Object:   r.Fields["ref_object"].Text(),
		Personal: r.Fields["personal"].Bool(), Retired: r.Fields["retired"].Bool() || !r.Exists, Custom: true,
		Label: r.Fields["label"].Text(),
	})
}

// withCustomFields returns the schema together with the custom fields that are in the log.
func (l *Log) withCustomFields(ctx context.Context, schema *Schema) (*Schema, error) {
	var rows []StateRow
	err := l.store.EachState(ctx, fieldObject().Code, func(row StateRow) error {
		row.Data = slices.Clone(row.Data)
		rows = append(rows, row)
		return nil
	})
	if err != nil {
		return nil, err
	}
	states, err := l.statesOf(ctx, schema, rows)
	if err != nil {
		return nil, err
	}
	fields := extension{schema: schema}
	for _, row := range rows {
		if err := fields.addCustom(states[row.ID]); err != nil {
			return nil, fmt.Errorf("custom field %s: %w", FormatID(FieldObject, row.ID), err)
		}
	}
	return fields.schema, nil
}
