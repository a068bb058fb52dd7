package access

import (
	"context"
	"sync"

	"salesops/internal/fault"
	"salesops/internal/period"
	"salesops/internal/reason"
	"salesops/record"
	"salesops/sales"
)

// Policy tells what people may see and do. It keeps what it has read until a person, a team, a role
// or a share changes, so that a request reads none of them.
type Policy struct {
	log   *record.Log
	clock func() period.Instant
	mu    sync.Mutex
	kept  *picture
}

// New returns the policy of a company.
func New(log *record.Log, clock func() period.Instant) *Policy {
	return &Policy{log: log, clock: clock}
}

// picture is the state of everything that scopes are made from.
type picture struct {
	moved     record.Seq
	minute    period.Instant
	schema    *record.Schema
	hierarchy *hierarchy
	roles     map[string]Role
	shares    []Share
	askers    map[who]Asker
}

type who struct {
	person record.ID
	role   string
}

// minute is how long a picture lasts at most: a change that was dated ahead takes effect without a
// new one.
const minute period.Instant = 60_000_000

// Owner is the asker who owns the data folder.
func Owner() Asker {
	role, _ := builtIn(Administrator)
	return Asker{Role: role, Read: record.Everything(), Write: record.Everything()}
}

// For returns what a person with a role may see and do. A role that is not there any more permits
// nothing.
func (p *Policy) For(ctx context.Context, person record.ID, role string) (Asker, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now, err := p.now(ctx)
	if err != nil {
		return Asker{}, err
	}
	if person > 0 {
		if person, err = p.log.Resolve(ctx, person); err != nil {
			return Asker{}, err
		}
	}
	if a, ok := now.askers[who{person, role}]; ok {
		return a, nil
	}
	r, ok := builtIn(role)
	if !ok {
		r, ok = now.roles[role]
	}
	if !ok {
		r = Role{ID: role, Permissions: Permissions{Read: None, Write: None}}
	}
	a := compile(now.schema, r, person, now.hierarchy, now.shares)
	now.askers[who{person, role}] = a
	return a, nil
}

// Try returns what a person would see and do with a role that is not kept yet.
func (p *Policy) Try(ctx context.Context, person record.ID, role Role) (Asker, error) {
	if err := role.Check(p.log.Schema()); err != nil {
		return Asker{}, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	now, err := p.now(ctx)
	if err == nil && person > 0 {
		person, err = p.log.Resolve(ctx, person)
	}
	if err != nil {
		return Asker{}, err
	}
	return compile(now.schema, role, person, now.hierarchy, now.shares), nil
}

// now returns the present picture.
func (p *Policy) now(ctx context.Context) (*picture, error) {
	// the position first: what moves while the rest is read is read again next time
	moved := p.log.Moved(sales.Person, sales.Team, sales.Role, sales.Share)
	next := &picture{moved: moved, minute: p.clock() / minute, schema: p.log.Schema(), roles: map[string]Role{},
		askers: map[who]Asker{}}
	if k := p.kept; k != nil && k.moved == next.moved && k.minute == next.minute && k.schema == next.schema {
		return k, nil
	}
	var err error
	if next.hierarchy, err = readHierarchy(ctx, p.log); err != nil {
		return nil, err
	}
	own, err := p.Own(ctx)
	if err != nil {
		return nil, err
	}
	for _, r := range own {
		next.roles[r.ID] = r
	}
	if next.shares, err = readShares(ctx, p.log); err != nil {
		return nil, err
	}
	p.kept = next
	return next, nil
}

// Role returns a role by its id.
func (p *Policy) Role(ctx context.Context, id string) (Role, error) {
	if r, ok := builtIn(id); ok {
		return r, nil
	}
	all, err := p.Own(ctx)
	if err != nil {
		return Role{}, err
	}
	for _, r := range all {
		if r.ID == id {
			return r, nil
		}
	}
	return Role{}, fault.Because(fault.Missing, reason.Of("role_unknown", "role", id))
}
