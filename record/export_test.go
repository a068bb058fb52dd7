package record

// What the package's own tests need of its inside.

// Canonical is the stored form of a change with its personal values beside it. Fields go by
// key; personal ones get the given salt.
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

// Decode is the change that stored bytes hold.
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

// Recode decodes and encodes again.
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

// RecodeState does the same to a state, RecodeSeen to last seen values.
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

// Chain is the hash of a row.
func Chain(prev [32]byte, body []byte) [32]byte { return chain(prev, body) }

// ReadStated reads what an import stated and says of how many records.
func ReadStated(first ID, data []byte) (n int, err error) {
	row := StatedRow{First: first, Data: data}
	err = row.read(func(ID, heir) { n++ })
	return n, err
}
