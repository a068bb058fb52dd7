package access

import (
	"maps"
	"slices"
	"strings"

	"salesops/record"
)

// Asker is what somebody may see and do now.
type Asker struct {
	Role   Role
	Person record.ID // 0 for the owner of the folder
	Read   record.Scope
	// Write covers the records that may be changed; each of them is also seen under Read.
	Write record.Scope
}

// May reports whether the asker has an ability.
func (a Asker) May(ability Ability) bool { return a.Role.May(ability) }

// compile makes scopes of a role for one person.
func compile(schema *record.Schema, role Role, person record.ID, h *hierarchy, shares []Share) Asker {
	c := compiler{schema: schema, role: role, person: person, below: []record.ID{person}}
	if h != nil {
		c.below = h.below(person)
	}
	a := Asker{Role: role, Person: person, Read: c.read(), Write: c.write()}
	read, write := map[string][]record.ID{}, map[string][]record.ID{}
	teams := map[record.ID]bool{}
	if len(shares) > 0 {
		teams = h.teams(person)
	}
	for _, s := range shares {
		if person == 0 || s.Person != person && !teams[s.Team] {
			continue
		}
		read[s.Object] = append(read[s.Object], s.Record)
		if s.Writes {
			write[s.Object] = append(write[s.Object], s.Record)
		}
	}
	a.Read, a.Write = a.Read.Sharing(read), a.Write.Sharing(write)
	return a
}

type compiler struct {
	schema *record.Schema
	role   Role
	person record.ID
	below  []record.ID
}

// of is a reach as the rows of a scope.
func (c compiler) of(r Reach) record.Rows {
	switch r {
	case All:
		return record.Rows{All: true}
	case Team:
		return record.Rows{People: c.below}
	case Own:
		return record.Rows{People: []record.ID{c.person}}
	case None:
	}
	return record.Rows{None: true}
}

// base is the scope of a reach for objects without exceptions.
func (c compiler) base(r Reach) record.Scope {
	if r == All {
		return record.AllRecords(nil, nil)
	}
	return record.RecordsOf(c.of(r).People...)
}

func (c compiler) read() record.Scope {
	except := map[string]record.Rows{}
	for _, o := range c.objects() {
		ability, special := Needed(o.Name)
		switch reach := c.role.On(o.Name).Read; {
		case special && !o.Seen.Everybody:
			if c.role.May(ability) && c.role.Read != All {
				except[o.Name] = record.Rows{All: true}
			} else if !c.role.May(ability) {
				except[o.Name] = record.Rows{None: true}
			}
		case o.Seen.Everybody:
		case reach != c.role.Read || reach == None:
			except[o.Name] = c.of(reach)
		}
	}
	return c.base(c.role.Read).Except(except).Masking(c.masks())
}

// write covers no record that everybody sees unless the role writes all of them, and nothing
// administrative without its ability.
func (c compiler) write() record.Scope {
	except := map[string]record.Rows{}
	for _, o := range c.objects() {
		ability, special := Needed(o.Name)
		reach := c.role.On(o.Name).Write
		switch {
		case special && c.role.May(ability):
			reach = All
		case special || o.Seen.Everybody && reach != All:
			reach = None
		}
		if reach != c.role.Write || reach == None {
			except[o.Name] = c.of(reach)
		}
	}
	return c.base(c.role.Write).Except(except).Masking(c.masks())
}

// objects are all objects of the schema, also those that stand in no list.
func (c compiler) objects() []*record.Object {
	var all []*record.Object
	for _, name := range append(c.schema.Names(), slices.Sorted(maps.Keys(administrative))...) {
		if o, ok := c.schema.Object(name); ok && !slices.Contains(all, o) {
			all = append(all, o)
		}
	}
	return all
}

// masks are the fields that the role hides, by object.
func (c compiler) masks() map[string][]string {
	hidden := map[string][]string{}
	for _, name := range c.role.Masked {
		if o, f, ok := masked(c.schema, name); ok {
			hidden[o.Name] = append(hidden[o.Name], f.Name)
		}
	}
	if !c.role.May(Pay) {
		for _, o := range c.objects() {
			for i := range o.Fields {
				if tellsPay(o, &o.Fields[i]) {
					hidden[o.Name] = append(hidden[o.Name], o.Fields[i].Name)
				}
			}
		}
	}
	return hidden
}

// masked finds the field that a role names as object.field.
func masked(schema *record.Schema, name string) (*record.Object, *record.Field, bool) {
	object, field, _ := strings.Cut(name, ".")
	o, ok := schema.Object(object)
	if !ok {
		return nil, nil, false
	}
	f, ok := o.Field(field)
	return o, f, ok && Maskable(o, f)
}
