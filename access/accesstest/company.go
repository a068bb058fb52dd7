package accesstest

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"salesops/access"
	"salesops/internal/period"
	"salesops/record"
	"salesops/sales"
)

// dated is a value and since when it is so: a change that is dated back does not alter what was set after.
type dated struct {
	id    record.ID
	since period.Instant
}

// Company is an organisation as the oracle knows it, beside the log that it writes the same into.
type Company struct {
	Options
	People, Teams, Deals, Activities []record.ID
	Roles                            []access.Role

	t                             testing.TB
	r                             *rand.Rand
	began                         period.Instant
	gone                          map[record.ID]bool
	into                          map[record.ID]record.ID // merged people
	manager, team, parent, leader map[record.ID]dated
	owner, about                  map[record.ID]dated
	shares                        []access.Share
}

// Options say where a company stands.
type Options struct {
	Seed   uint64
	Log    *record.Log
	Policy *access.Policy
	Now    func() period.Instant
	Tick   func() // moves the clock on by a millisecond
	// Began is when its records were created.
	Began period.Instant
	// Fields are what a record has beside its name; nil for nothing.
	Fields func(object string, i int) []record.FieldValue
	// Masked are fields, as object.field, that its roles hide now and then; Abilities are those that they permit.
	Masked    []string
	Abilities []access.Ability
}

// Name is what a record of the company is called.
func Name(object string, i int) string { return fmt.Sprintf("%s number %d.", object, i) }

// New makes a company of people, teams, deals and activities that nobody owns.
func New(t testing.TB, o Options) *Company {
	t.Helper()
	c := &Company{Options: o, t: t, r: rand.New(rand.NewPCG(o.Seed, 13)), //nolint:gosec // random worlds, no secrets
		began: o.Began, gone: map[record.ID]bool{}, into: map[record.ID]record.ID{}}
	for _, of := range []*map[record.ID]dated{&c.manager, &c.team, &c.parent, &c.leader, &c.owner, &c.about} {
		*of = map[record.ID]dated{}
	}
	for _, of := range []struct {
		ids           *[]record.ID
		object, title string
		n             int
	}{{&c.Teams, sales.Team, "name", 4}, {&c.People, sales.Person, "name", 8}, {&c.Deals, sales.Deal, "name", 10},
		{&c.Activities, sales.Activity, "subject", 10}} {
		for i := range of.n {
			*of.ids = append(*of.ids, c.create(of.object, of.title, i))
		}
	}
	return c
}

func (c *Company) must(err error) {
	c.t.Helper()
	if err != nil {
		c.t.Fatal(err)
	}
}

func (c *Company) apply(d record.Draft) record.ID {
	c.t.Helper()
	c.Tick()
	done, err := c.Log.Apply(c.t.Context(), record.Command{Actor: "owner", Drafts: []record.Draft{d}})
	c.must(err)
	return done[0].IDs[0]
}

func (c *Company) create(object, title string, i int) record.ID {
	fields := []record.FieldValue{{Name: title, Value: record.TextValue(Name(object, i))}}
	if c.Fields != nil {
		fields = append(fields, c.Fields(object, i)...)
	}
	return c.apply(record.Draft{Kind: record.Create, Object: object, EffectiveAt: c.began, Fields: fields})
}

// point writes a reference, now or dated back.
func (c *Company) point(object string, id record.ID, field string, to record.ID, of map[record.ID]dated) {
	c.Tick()
	at := c.Now()
	if c.r.IntN(4) == 0 {
		at = c.began + 1 + period.Instant(c.r.Int64N(int64(at-c.began)))
	}
	v := record.Value{}
	if to != 0 {
		v = record.RefValue(to)
	}
	c.apply(record.Draft{Kind: record.Set, Object: object, ID: id, EffectiveAt: at, Repeat: true,
		Fields: []record.FieldValue{{Name: field, Value: v}}})
	if at >= of[id].since {
		of[id] = dated{to, at}
	}
}

// Pick is one of several.
func Pick[T any](c *Company, from []T) T { return from[c.r.IntN(len(from))] }

// some is one of the ids, or none.
func (c *Company) some(from []record.ID) record.ID {
	if c.r.IntN(5) == 0 {
		return 0
	}
	return Pick(c, from)
}

// alive are the people or teams that exist.
func (c *Company) alive(of []record.ID) []record.ID {
	return slices.DeleteFunc(slices.Clone(of), func(id record.ID) bool { return c.gone[id] || c.into[id] != 0 })
}

// Move changes something that decides who sees what.
func (c *Company) Move() {
	people, teams := c.alive(c.People), c.alive(c.Teams)
	switch c.r.IntN(14) {
	case 0, 1:
		c.point(sales.Person, Pick(c, people), "manager", c.some(people), c.manager)
	case 2, 3:
		c.point(sales.Person, Pick(c, people), "team", c.some(teams), c.team)
	case 4:
		c.point(sales.Team, Pick(c, teams), "parent", c.some(teams), c.parent)
	case 5:
		c.point(sales.Team, Pick(c, teams), "leader", c.some(people), c.leader)
	case 6, 7, 8:
		c.point(sales.Deal, Pick(c, c.Deals), "owner", c.some(people), c.owner)
	case 9:
		c.point(sales.Activity, Pick(c, c.Activities), "owner", c.some(people), c.owner)
	case 10:
		c.point(sales.Activity, Pick(c, c.Activities), "deal", c.some(c.Deals), c.about)
	case 11:
		c.share(people, teams)
	case 12:
		c.Define()
	case 13:
		c.leave(people, teams)
	}
}

func (c *Company) share(people, teams []record.ID) {
	if len(c.shares) > 4 {
		i := c.r.IntN(len(c.shares))
		c.must(c.Policy.Unshare(c.t.Context(), "owner", nil, c.shares[i].Record, c.shares[i].ID))
		c.shares = slices.Delete(c.shares, i, i+1)
		return
	}
	c.Tick()
	s := access.Share{Object: sales.Deal, Record: Pick(c, c.Deals), Writes: c.r.IntN(2) == 0}
	if c.r.IntN(3) == 0 {
		s.Object, s.Record = sales.Activity, Pick(c, c.Activities)
	}
	if c.r.IntN(2) == 0 {
		s.Person = Pick(c, people)
	} else {
		s.Team = Pick(c, teams)
	}
	made, err := c.Policy.Share(c.t.Context(), "owner", nil, s)
	c.must(err)
	c.shares = slices.DeleteFunc(c.shares, func(had access.Share) bool { return had.ID == made.ID })
	c.shares = append(c.shares, made)
}

// Define makes a role, or changes one.
func (c *Company) Define() {
	r := access.Role{Name: fmt.Sprint("role ", c.Now())}
	c.Tick()
	reach := func() access.Reaching {
		read := c.r.IntN(4)
		return access.Reaching{Read: access.Reaches()[read], Write: access.Reaches()[c.r.IntN(read+1)]}
	}
	base := reach()
	r.Read, r.Write = base.Read, base.Write
	r.Objects = map[string]access.Reaching{}
	for _, object := range []string{sales.Deal, sales.Activity} {
		if c.r.IntN(2) == 0 {
			r.Objects[object] = reach()
		}
	}
	for _, field := range c.Masked {
		if c.r.IntN(4) == 0 {
			r.Masked = append(r.Masked, field)
		}
	}
	for _, ability := range c.Abilities {
		if c.r.IntN(2) == 0 {
			r.Abilities = append(r.Abilities, ability)
		}
	}
	var err error
	if len(c.Roles) < 4 {
		r, err = c.Policy.Create(c.t.Context(), "owner", r)
		c.Roles = append(c.Roles, r)
	} else {
		i := c.r.IntN(len(c.Roles))
		r.ID = c.Roles[i].ID
		c.Roles[i], err = c.Policy.Change(c.t.Context(), "owner", r)
	}
	c.must(err)
}

// leave deletes a person or a team, merges two people, or brings somebody back.
func (c *Company) leave(people, teams []record.ID) {
	switch {
	case len(people) > 5 && c.r.IntN(3) == 0:
		one, two := people[0], people[1]
		c.apply(record.Draft{Kind: record.Merge, Object: sales.Person, ID: one, Into: two})
		c.into[one] = two
	case len(people) > 5:
		one := Pick(c, people)
		c.apply(record.Draft{Kind: record.Delete, Object: sales.Person, ID: one})
		c.gone[one] = true
	case len(teams) > 3:
		one := Pick(c, teams)
		c.apply(record.Draft{Kind: record.Delete, Object: sales.Team, ID: one})
		c.gone[one] = true
	default:
		for _, id := range slices.Sorted(maps.Keys(c.gone)) {
			object := sales.Person
			if slices.Contains(c.Teams, id) {
				object = sales.Team
			}
			c.apply(record.Draft{Kind: record.Restore, Object: object, ID: id})
			delete(c.gone, id)
		}
	}
}
