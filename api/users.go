package api

import (
	"context"
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"salesops/access"
	"salesops/auth"
	"salesops/internal/fault"
	"salesops/internal/period"
	"salesops/internal/reason"
	"salesops/metrics"
	"salesops/record"
	"salesops/sales"
)

// UserList are the users.
type UserList struct {
	Users []UserInfo `json:"users"`
}

// UserInfo is a user.
type UserInfo struct {
	ID         string  `json:"id" example:"user_8f3kq2"`
	Login      string  `json:"login" doc:"The mail address"`
	Name       string  `json:"name"`
	Person     string  `json:"person" doc:"The person record"`
	Role       string  `json:"role" doc:"The id of the role" example:"rep"`
	State      string  `json:"state" enum:"invited,active,deactivated"`
	CreatedAt  string  `json:"created_at" format:"date-time"`
	SignedInAt *string `json:"signed_in_at" format:"date-time" doc:"null for never"`

	SecondFactor bool `json:"second_factor" doc:"Signs in with a second factor"`
}

// NewUser has the data of a new user.
type NewUser struct {
	Login  string `json:"login" maxLength:"1000" doc:"The mail address"`
	Name   string `json:"name,omitempty" maxLength:"200" doc:"For a person who is not in the records yet"`
	Role   string `json:"role,omitempty" maxLength:"60" default:"rep" doc:"The id of the role"`
	Person string `json:"person,omitempty" maxLength:"60" doc:"Who it is in the records; left out, the person with this mail address, or a new one"`
}

// UserPatch changes a user.
type UserPatch struct {
	State *string `json:"state,omitempty" enum:"active,deactivated" doc:"deactivated: sessions, tokens and jobs end at once"`
	Login *string `json:"login,omitempty" maxLength:"1000" doc:"Never with a token"`
	Role  *string `json:"role,omitempty" maxLength:"60" doc:"The id of a role; never with a token"`
}

// InvitationInfo is a link that was made for somebody.
type InvitationInfo struct {
	Mailed bool    `json:"mailed"`
	Kind   string  `json:"kind" enum:"invite,reset"`
	Until  string  `json:"until" format:"date-time"`
	Link   *string `json:"link" doc:"To hand over, where no mail server is set up; shown this once"`
}

// UserPath names a user.
type UserPath struct {
	ID string `path:"id" maxLength:"60" example:"user_8f3kq2"`
}

func (a *API) registerUsers(api huma.API) {
	huma.Register(api, operation("listUsers", http.MethodGet, "/users", tagAdministration, "Who may sign in"),
		a.listUsers)
	create := operation("createUser", http.MethodPost, "/users", tagAdministration, "Let somebody sign in")
	create.DefaultStatus = http.StatusCreated
	huma.Register(api, byHand(create), a.createUser)
	huma.Register(api, operation("updateUser", http.MethodPatch, "/users/{id}", tagAdministration,
		"Deactivate or activate a user, change the role or the mail address"), a.updateUser)
	huma.Register(api, byHand(operation("inviteUser", http.MethodPost, "/users/{id}/invite", tagAdministration,
		"Make a one-time link with which a user chooses a password")), a.inviteUser)
}

func (a *API) listUsers(ctx context.Context, _ *struct{}) (*done[UserList], error) {
	if _, err := able(ctx, access.Users); err != nil {
		return nil, a.problem(ctx, err)
	}
	all, err := a.Auth.Users(ctx)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	have, err := a.Auth.HaveFactors(ctx)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	list := UserList{Users: []UserInfo{}}
	for _, u := range all {
		info, err := a.userInfo(ctx, u)
		if err != nil {
			return nil, a.problem(ctx, err)
		}
		info.SecondFactor = have[u.ID]
		list.Users = append(list.Users, info)
	}
	return &done[UserList]{list}, nil
}

func (a *API) userInfo(ctx context.Context, u auth.User) (UserInfo, error) {
	name, err := a.Auth.NameOf(ctx, u)
	return UserInfo{
		ID: auth.UserID(u.ID), Login: u.Login, Name: name,
		Person: record.FormatID(sales.Person, u.Person), Role: u.Role, State: string(u.State),
		CreatedAt: u.CreatedAt.String(), SignedInAt: instantOrNull(u.SignedInAt),
	}, err
}

func instantOrNull(i period.Instant) *string {
	if i == 0 {
		return nil
	}
	text := i.String()
	return &text
}

func (a *API) createUser(ctx context.Context, in *struct{ Body NewUser }) (*done[UserInfo], error) {
	who, err := able(ctx, access.Users)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	if _, err := a.policy.Role(ctx, in.Body.Role); err != nil {
		return nil, a.problem(ctx, err)
	}
	u, err := a.Auth.Add(ctx, who, auth.NewUser{Login: in.Body.Login, Name: in.Body.Name, Role: in.Body.Role},
		func(ctx context.Context, n *auth.User) (err error) {
			n.Person, err = a.personFor(ctx, in.Body.Person, n.Login)
			return err
		})
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	a.visible(ctx, a.Log.Head())
	info, err := a.userInfo(ctx, u)
	return &done[UserInfo]{info}, a.problem(ctx, err)
}

// personFor returns the person record of a new user: the one that is named, else the only one with the mail
// address; 0 for a new one.
func (a *API) personFor(ctx context.Context, named, login string) (record.ID, error) {
	if named != "" {
		object, id, err := record.ParseID(named)
		if err != nil || object != sales.Person {
			return 0, firstError(err,
				fault.Because(fault.Invalid, reason.Of("record_of_other", "record", named, "object", sales.Person)))
		}
		return id, nil
	}
	set, err := a.Engine.List(ctx, record.Everything(),
		metrics.ListQuery{Object: sales.Person, Where: []string{"email == " + strconv.Quote(login)}, Limit: 2})
	if err != nil || len(set.Records) != 1 {
		return 0, err
	}
	_, id, err := record.ParseID(set.Records[0].ID)
	return id, err
}

func (a *API) updateUser(ctx context.Context, in *struct {
	UserPath
	Body UserPatch
}) (*done[UserInfo], error) {
	who, err := able(ctx, access.Users)
	if err == nil && who.Via == auth.Token && (in.Body.Login != nil || in.Body.Role != nil) {
		err = fault.Because(fault.Denied, reason.Of("token_not_here"))
	}
	if err == nil && in.Body.Role != nil {
		if _, err = a.policy.Role(ctx, *in.Body.Role); err == nil {
			err = a.Auth.GiveRole(ctx, who, in.ID, *in.Body.Role)
		}
	}
	if err == nil && in.Body.Login != nil {
		err = a.Auth.ChangeLogin(ctx, who, in.ID, *in.Body.Login)
	}
	if err == nil && in.Body.State != nil {
		if *in.Body.State == string(auth.Deactivated) {
			if err = a.Auth.Deactivate(ctx, who, in.ID); err == nil {
				err = a.stopJobsOf(ctx, in.ID)
			}
		} else {
			err = a.Auth.Activate(ctx, who, in.ID)
		}
	}
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	u, err := a.Auth.User(ctx, in.ID)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	info, err := a.userInfo(ctx, u)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	have, err := a.Auth.HaveFactors(ctx)
	info.SecondFactor = have[u.ID]
	return &done[UserInfo]{info}, a.problem(ctx, err)
}

// stopJobsOf stops what waits or runs in the name of a user who was deactivated.
func (a *API) stopJobsOf(ctx context.Context, user string) error {
	u, err := a.Auth.User(ctx, user)
	if err != nil {
		return err
	}
	open, err := a.Jobs.Open(ctx, "*")
	if err != nil {
		return err
	}
	by := auth.Identity{Person: u.Person}.Actor()
	for _, j := range open {
		if j.By != by {
			continue
		}
		_, err := a.Jobs.Cancel(ctx, j.ID, actor(ctx))
		if err != nil && fault.KindOf(err) != fault.Conflict { // it may have ended meanwhile
			return err
		}
	}
	return nil
}

func (a *API) inviteUser(ctx context.Context, in *struct{ UserPath }) (*done[InvitationInfo], error) {
	who, err := able(ctx, access.Users)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	v := visitOf(ctx)
	inv, err := a.Auth.Invite(ctx, who, in.ID, v.base)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	out := InvitationInfo{Mailed: inv.Mailed, Kind: string(inv.Kind), Until: inv.Until.String()}
	if !inv.Mailed {
		link := linkAt(v.base, inv.Kind, inv.Secret)
		out.Link = &link
	}
	return &done[InvitationInfo]{out}, nil
}
