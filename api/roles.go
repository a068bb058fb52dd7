package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"salesops/access"
	"salesops/internal/fault"
	"salesops/internal/reason"
	"salesops/metrics"
	"salesops/record"
	"salesops/sales"
)

// RoleName names a role.
type RoleName struct {
	ID   string `json:"id" example:"rep"`
	Name string `json:"name"`
}

// RoleList are the roles there are: the built-in ones, then the company's own.
type RoleList struct {
	Roles []RoleInfo `json:"roles"`
}

// RoleInfo is a role and what it permits.
type RoleInfo struct {
	ID      string `json:"id" example:"rep"`
	BuiltIn bool   `json:"built_in" doc:"It cannot be changed"`
	Users   int    `json:"users" doc:"How many users have it"`
	RoleBody
}

// RoleBody is what a role permits.
type RoleBody struct {
	Name  string `json:"name" maxLength:"100"`
	Read  string `json:"read" enum:"none,own,team,all" doc:"Whose records it sees, where objects says nothing else"`
	Write string `json:"write" enum:"none,own,team,all"`
	// Objects are exceptions.
	Objects   map[string]RoleReach `json:"objects,omitempty" doc:"Exceptions, by object"`
	Abilities []string             `json:"abilities" maxItems:"20" doc:"users, people, settings, metrics, import, export, undo, audit, backup, pay"`
	Masked    []string             `json:"masked" maxItems:"1000" doc:"Fields that it does not see, as object.field; those of pay, cost and margin go with the ability pay"`
}

// RoleReach is whose records of an object are seen and written.
type RoleReach struct {
	Read  string `json:"read" enum:"none,own,team,all"`
	Write string `json:"write" enum:"none,own,team,all"`
}

// RolePath names a role.
type RolePath struct {
	ID string `path:"id" maxLength:"60" example:"role_8f3kq2"`
}

func (a *API) registerRoles(api huma.API) {
	huma.Register(api, operation("listRoles", http.MethodGet, "/roles", tagAdministration,
		"Roles and what they permit"),
		a.listRoles)
	create := operation("createRole", http.MethodPost, "/roles", tagAdministration, "Define a role")
	create.DefaultStatus = http.StatusCreated
	huma.Register(api, byHand(create), a.createRole)
	huma.Register(api, byHand(operation("tryRole", http.MethodPost, "/roles/trial", tagAdministration,
		"What a person would see and do with a role; nothing is kept")), a.tryRole)
	huma.Register(api, byHand(operation("updateRole", http.MethodPut, "/roles/{id}", tagAdministration,
		"Change a role of one's own; it counts at once for all who have it")), a.updateRole)
	huma.Register(api, byHand(operation("deleteRole", http.MethodDelete, "/roles/{id}", tagAdministration,
		"Delete a role of one's own that nobody has")), a.deleteRole)
}

// RoleTrial asks what a person would see and do with a role.
type RoleTrial struct {
	Person string   `json:"person,omitempty" maxLength:"60" doc:"The id of a person; left out, somebody who owns nothing"`
	Role   RoleBody `json:"role" doc:"It need not be kept"`
}

// RoleReaches is what somebody would see and do, by object.
type RoleReaches struct {
	Objects []RoleReached `json:"objects"`
}

// RoleReached is how many records of an object somebody would see and change now.
type RoleReached struct {
	Object string   `json:"object" example:"deal"`
	Total  int64    `json:"total" doc:"How many the asker sees"`
	Reads  int64    `json:"reads" doc:"How many would be seen"`
	Writes int64    `json:"writes" doc:"How many could be changed"`
	Masked []string `json:"masked" doc:"Fields that would not be seen"`
}

func (a *API) tryRole(ctx context.Context, in *struct{ Body RoleTrial }) (*done[RoleReaches], error) {
	var person record.ID
	if in.Body.Person != "" {
		r, err := a.find(ctx, sales.Person, in.Body.Person)
		if err != nil {
			return nil, a.problem(ctx, err)
		}
		person = r.ID
	}
	as, err := a.policy.Try(ctx, person, in.Body.Role.role(""))
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	body := RoleReaches{Objects: []RoleReached{}}
	own := a.scope(ctx)
	for _, o := range a.listed() {
		one := RoleReached{Object: o.Name, Masked: list(as.Read.Masked(o.Name))}
		if one.Total, err = a.counted(ctx, own, o); err != nil {
			return nil, a.problem(ctx, err)
		}
		for _, count := range []struct {
			scope record.Scope
			into  *int64
		}{{as.Read, &one.Reads}, {as.Write, &one.Writes}} {
			if count.scope.Rows(o).All && own.Rows(o).All {
				*count.into = one.Total
			} else if *count.into, err = a.counted(ctx, count.scope, o); err != nil {
				return nil, a.problem(ctx, err)
			}
		}
		body.Objects = append(body.Objects, one)
	}
	return &done[RoleReaches]{body}, nil
}

// counted is how many records of an object a scope shows.
func (a *API) counted(ctx context.Context, scope record.Scope, o *record.Object) (int64, error) {
	if scope.Rows(o).None {
		return 0, nil
	}
	set, err := a.Engine.List(ctx, scope, metrics.ListQuery{Object: o.Name, Limit: 1})
	return set.Total, err
}

func (a *API) listRoles(ctx context.Context, _ *struct{}) (*done[RoleList], error) {
	own, err := a.policy.Own(ctx)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	with, err := a.usersByRole(ctx)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	list := RoleList{Roles: []RoleInfo{}}
	for _, r := range append(access.BuiltIn(), own...) {
		list.Roles = append(list.Roles, roleInfo(r, with[r.ID]))
	}
	return &done[RoleList]{list}, nil
}

// usersByRole counts the users of each role.
func (a *API) usersByRole(ctx context.Context) (map[string]int, error) {
	all, err := a.Auth.Users(ctx)
	with := map[string]int{}
	for _, u := range all {
		with[u.Role]++
	}
	return with, err
}

func roleInfo(r access.Role, users int) RoleInfo {
	out := RoleInfo{ID: r.ID, BuiltIn: r.BuiltIn, Users: users, RoleBody: RoleBody{Name: r.Name, Read: string(r.Read),
		Write: string(r.Write), Abilities: texts(r.Abilities), Masked: list(r.Masked)}}
	for object, reach := range r.Objects {
		if out.Objects == nil {
			out.Objects = map[string]RoleReach{}
		}
		out.Objects[object] = RoleReach{string(reach.Read), string(reach.Write)}
	}
	return out
}

// role is a role as it came over the wire.
func (b RoleBody) role(id string) access.Role {
	r := access.Role{ID: id, Name: b.Name, Permissions: access.Permissions{Read: access.Reach(b.Read),
		Write: access.Reach(b.Write), Masked: b.Masked}}
	for _, ability := range b.Abilities {
		r.Abilities = append(r.Abilities, access.Ability(ability))
	}
	for object, reach := range b.Objects {
		if r.Objects == nil {
			r.Objects = map[string]access.Reaching{}
		}
		r.Objects[object] = access.Reaching{Read: access.Reach(reach.Read), Write: access.Reach(reach.Write)}
	}
	return r
}

func (a *API) createRole(ctx context.Context, in *struct{ Body RoleBody }) (*done[RoleInfo], error) {
	r, err := a.policy.Create(ctx, actor(ctx), in.Body.role(""))
	return &done[RoleInfo]{roleInfo(r, 0)}, a.problem(ctx, err)
}

func (a *API) updateRole(ctx context.Context, in *struct {
	RolePath
	Body RoleBody
}) (*done[RoleInfo], error) {
	r, err := a.policy.Change(ctx, actor(ctx), in.Body.role(in.ID))
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	with, err := a.usersByRole(ctx)
	return &done[RoleInfo]{roleInfo(r, with[r.ID])}, a.problem(ctx, err)
}

func (a *API) deleteRole(ctx context.Context, in *RolePath) (*struct{}, error) {
	with, err := a.usersByRole(ctx)
	if err == nil && with[in.ID] > 0 {
		err = fault.Because(fault.Conflict, reason.Of("role_given", "users", with[in.ID]))
	}
	if err == nil {
		err = a.policy.Delete(ctx, actor(ctx), in.ID)
	}
	return nil, a.problem(ctx, err)
}

// texts are words as they go over the wire.
func texts[T ~string](words []T) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = string(w)
	}
	return out
}

// writes are the objects of which an asker may write some record.
func (a *API) writes(by access.Asker) []string {
	out := []string{}
	for _, o := range a.listed() {
		if !by.Write.Rows(o).None {
			out = append(out, o.Name)
		}
	}
	return out
}

// maskedFrom are the fields that an asker does not see.
func (a *API) maskedFrom(by access.Asker) []string {
	out := []string{}
	for _, o := range a.listed() {
		for _, field := range by.Read.Masked(o.Name) {
			out = append(out, o.Name+"."+field)
		}
	}
	return out
}

// listed are the objects of the schema that lists show.
func (a *API) listed() []*record.Object {
	var out []*record.Object
	schema := a.Log.Schema()
	for _, name := range schema.Names() {
		if o, ok := schema.Object(name); ok {
			out = append(out, o)
		}
	}
	return out
}
