package access

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"salesops/internal/fault"
	"salesops/internal/reason"
	"salesops/record"
	"salesops/sales"
)

// maxRoles limits the roles that a company defines.
const maxRoles = 100

// Own returns the roles that the company defined, by name.
func (p *Policy) Own(ctx context.Context) ([]Role, error) {
	var own []Role
	err := p.log.Each(ctx, record.Everything(), sales.Role, func(r record.Record) error {
		if !r.Exists {
			return nil
		}
		role := Role{ID: record.FormatID(sales.Role, r.ID), Name: r.Fields["name"].Text()}
		if err := json.Unmarshal([]byte(r.Fields["permissions"].Text()), &role.Permissions); err != nil {
			return fault.New(fault.Internal, "read role %s: %w", role.ID, err)
		}
		own = append(own, role)
		return nil
	})
	slices.SortStableFunc(own, func(a, b Role) int { return strings.Compare(a.Name, b.Name) })
	return own, err
}

// Create adds a role and returns it with its id.
func (p *Policy) Create(ctx context.Context, by record.Actor, r Role) (Role, error) {
	return p.put(ctx, by, 0, r)
}

// Change replaces the name and the permissions of a role that the company defined.
func (p *Policy) Change(ctx context.Context, by record.Actor, r Role) (Role, error) {
	id, err := p.changeable(ctx, r.ID)
	if err != nil {
		return Role{}, err
	}
	return p.put(ctx, by, id, r)
}

// Delete removes a role that the company defined. The caller sees to it that nobody has it.
func (p *Policy) Delete(ctx context.Context, by record.Actor, role string) error {
	id, err := p.changeable(ctx, role)
	if err != nil {
		return err
	}
	_, err = p.log.Apply(ctx, record.Command{Actor: by, Reserved: true,
		Drafts: []record.Draft{{Kind: record.Delete, Object: sales.Role, ID: id}}})
	return err
}

func (p *Policy) changeable(ctx context.Context, role string) (record.ID, error) {
	found, err := p.Role(ctx, role)
	if err != nil {
		return 0, err
	}
	if found.BuiltIn {
		return 0, fault.Because(fault.Conflict, reason.Of("role_built_in", "role", role))
	}
	_, id, err := record.ParseID(role)
	return id, err
}

func (p *Policy) put(ctx context.Context, by record.Actor, id record.ID, r Role) (Role, error) {
	r.Name, r.BuiltIn = strings.TrimSpace(r.Name), false
	if r.Name == "" {
		return Role{}, fault.Because(fault.Invalid, reason.Of("name_missing"))
	}
	if err := r.Check(p.log.Schema()); err != nil {
		return Role{}, err
	}
	own, err := p.Own(ctx)
	if err != nil {
		return Role{}, err
	}
	if id == 0 && len(own) >= maxRoles {
		return Role{}, fault.Because(fault.Conflict, reason.Of("role_too_many", "most", maxRoles))
	}
	for _, other := range append(BuiltIn(), own...) {
		if strings.EqualFold(other.Name, r.Name) && (id == 0 || other.ID != r.ID) {
			return Role{}, fault.Because(fault.Conflict, reason.Of("role_taken"))
		}
	}
	text, err := json.Marshal(r.Permissions)
	if err != nil {
		return Role{}, err
	}
	draft := record.Draft{Kind: record.Create, Object: sales.Role, ID: id, Fields: []record.FieldValue{
		{Name: "name", Value: record.TextValue(r.Name)}, {Name: "permissions", Value: record.TextValue(string(text))},
	}}
	if id != 0 {
		draft.Kind = record.Set
	}
	made, err := p.log.Apply(ctx, record.Command{Actor: by, Reserved: true, Drafts: []record.Draft{draft}})
	if err != nil {
		return Role{}, err
	}
	r.ID = record.FormatID(sales.Role, made[0].IDs[0])
	return r, nil
}
