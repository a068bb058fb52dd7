package access

import (
	"slices"

	"salesops/auth"
	"salesops/internal/fault"
	"salesops/internal/reason"
	"salesops/record"
	"salesops/sales"
)

// Reach says whose records a permission covers.
type Reach string

const (
	None Reach = "none" // nobody's
	Own  Reach = "own"  // those of the person itself
	Team Reach = "team" // and of everybody below: reports, and the teams that the person leads
	All  Reach = "all"  // everybody's
)

// Reaches returns all reaches, narrowest first.
func Reaches() []Reach { return []Reach{None, Own, Team, All} }

// Role is a named set of permissions.
type Role struct {
	// ID is the name of a built-in role, or the id of the record of one's own.
	ID   string
	Name string
	// BuiltIn roles cannot be changed.
	BuiltIn bool
	Permissions
}

// Permissions are what a role permits. Records that everybody works with (people, teams, products,
// stages) are read by every role.
type Permissions struct {
	// Read and Write are the reaches for each object that Objects does not name.
	Read  Reach `json:"read"`
	Write Reach `json:"write"`
	// Objects are exceptions, by object.
	Objects   map[string]Reaching `json:"objects,omitempty"`
	Abilities []Ability           `json:"abilities,omitempty"`
	// Masked are fields that it hides, as object.field, beside those of pay (see Pay).
	Masked []string `json:"masked,omitempty"`
}

// Reaching is whose records of one object are read and written.
type Reaching struct {
	Read  Reach `json:"read"`
	Write Reach `json:"write"`
}

// The built-in roles.
const (
	Administrator = auth.Administrator
	SalesOps      = "sales_ops"
	Leader        = "leader"
	Rep           = "rep"
	Finance       = "finance"
	ReadOnly      = "read_only"
)

// BuiltIn returns the built-in roles, widest first.
func BuiltIn() []Role {
	return []Role{
		{Administrator, "Administrator", true, Permissions{Read: All, Write: All, Abilities: Abilities()}},
		{SalesOps, "Sales Ops", true, Permissions{Read: All, Write: All,
			Abilities: []Ability{People, Settings, Metrics, Import, Export, Undo, Pay}}},
		{Leader, "Leader", true, Permissions{Read: Team, Write: Team, Abilities: []Ability{Export}}},
		{Rep, "Rep", true, Permissions{Read: Own, Write: Own}},
		{Finance, "Finance", true, Permissions{Read: All, Write: None, Abilities: []Ability{Export, Pay},
			Objects: map[string]Reaching{sales.Cost: {All, All}, sales.Quota: {All, All}}}},
		{ReadOnly, "Read-only", true, Permissions{Read: All, Write: None}},
	}
}

// builtIn returns a built-in role.
func builtIn(id string) (Role, bool) {
	all := BuiltIn()
	i := slices.IndexFunc(all, func(r Role) bool { return r.ID == id })
	if i < 0 {
		return Role{}, false
	}
	return all[i], true
}

// May reports whether the permissions have an ability.
func (p Permissions) May(a Ability) bool { return slices.Contains(p.Abilities, a) }

// On returns the reaches for an object.
func (p Permissions) On(object string) Reaching {
	if r, ok := p.Objects[object]; ok {
		return r
	}
	return Reaching{p.Read, p.Write}
}

// Check refuses permissions that name what there is not, or that contradict each other.
func (p Permissions) Check(schema *record.Schema) error {
	wrong := func(value string) error {
		return fault.Because(fault.Invalid, reason.Of("role_wrong", "value", value))
	}
	rows := map[string]Reaching{"": {p.Read, p.Write}}
	for object, r := range p.Objects {
		o, ok := schema.Object(object)
		if _, special := Needed(object); !ok || special || o.Aside || o.Seen.Everybody && r.Read != All {
			return wrong(object)
		}
		rows[object] = r
	}
	for _, r := range rows {
		read, write := slices.Index(Reaches(), r.Read), slices.Index(Reaches(), r.Write)
		switch {
		case read < 0:
			return wrong(string(r.Read))
		case write < 0:
			return wrong(string(r.Write))
		case write > read:
			return fault.Because(fault.Invalid, reason.Of("role_writes_unseen"))
		}
	}
	for _, a := range p.Abilities {
		if !slices.Contains(Abilities(), a) {
			return wrong(string(a))
		}
	}
	for _, name := range p.Masked {
		if _, _, ok := masked(schema, name); !ok {
			return wrong(name)
		}
	}
	// An import reads and writes whatever its files name, and so does its undo.
	if p.May(Import) && (p.Read != All || p.Write != All || len(p.Objects) > 0 || len(p.Masked) > 0 || !p.May(Pay)) {
		return fault.Because(fault.Invalid, reason.Of("role_import"))
	}
	return nil
}
