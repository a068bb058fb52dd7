package record

// This file exports internals for the tests of the package.

// Canonical returns the stored form of a change and of its personal values. Personal fields get the
// given salt.
func Canonical(schema *Schema, c Change, salt [saltSize]byte) (body, personal []byte) {
	o := schema.objects[c.Object]
	e := entry{Change: c, code: o.Code}
	for _, f := range c.Fields {
		field := o.byName[f.Name]
		e.facts = append(e.facts, fact{key: field.Key, value: f.Value})
		if field.Personal && f.Value.IsSet() {
			e.facts[len(e.facts)-1].commit(salt)
		}
	}
	sortFacts(e.facts)
	return appendEntry(nil, &e), appendPersonal(e.facts)
}

// Decode returns the change in the stored form.
func Decode(schema *Schema, body, personal []byte) (Change, error) {
	e, err := readEntry(string(body), nil)
	if err != nil {
		return Change{}, err
	}
	if err := readPersonal(&e, personal); err != nil {
		return Change{}, err
	}
	return schema.change(&e, nil)
}

// Recode decodes a stored change and encodes it again.
func Recode(body, personal []byte) (newBody, newPersonal []byte, err error) {
	e, err := readEntry(string(body), nil)
	if err != nil {
		return nil, nil, err
	}
	if err := readPersonal(&e, personal); err != nil {
		return nil, nil, err
	}
	return appendEntry(nil, &e), appendPersonal(e.facts), nil
}

// RecodeState decodes a state and encodes it again; RecodeSeen does the same for fingerprints.
func RecodeState(data []byte) ([]byte, error) {
	s, err := readState(StateRow{Data: data})
	if err != nil {
		return nil, err
	}
	return appendState(nil, s), nil
}

func RecodeSeen(data []byte) ([]byte, error) {
	fields, err := readSeen(data)
	if err != nil {
		return nil, err
	}
	return appendSeen(nil, printsOf(fields)), nil
}

// Chain returns the hash of a row.
func Chain(prev [32]byte, body []byte) [32]byte { return chain(prev, body) }

// ReadStated decodes a row of stated records and returns how many there are.
func ReadStated(first ID, data []byte) (n int, err error) {
	row := StatedRow{First: first, Data: data}
	err = row.read(func(ID, heir) { n++ })
	return n, err
}
