package access_test

import (
	"cmp"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"salesops/access"
	"salesops/internal/fault"
	"salesops/internal/period"
	"salesops/record"
	"salesops/sales"
	"salesops/sqlite"
)

// dated is a value and since when it is so: a change that is dated back does not alter what was set after.
type dated struct {
	id    record.ID
	since period.Instant
}

// company is an organisation as the test knows it, beside the log that it writes the same into.
type company struct {
	t      *testing.T
	r      *rand.Rand
	log    *record.Log
	policy *access.Policy
	now    period.Instant
	began  period.Instant

	people, teams, deals, activities []record.ID
	gone                             map[record.ID]bool
	into                             map[record.ID]record.ID // merged people
	manager, team, parent, leader    map[record.ID]dated
	owner, about                     map[record.ID]dated
	shares                           []access.Share
	roles                            []access.Role
}

func newCompany(t *testing.T, seed uint64) *company {
	t.Helper()
	c := &company{t: t, r: rand.New(rand.NewPCG(seed, 13)), now: period.DayOf(2026, 1, 1).Start(time.UTC),
		gone: map[record.ID]bool{}, into: map[record.ID]record.ID{}}
	for _, of := range []*map[record.ID]dated{&c.manager, &c.team, &c.parent, &c.leader, &c.owner, &c.about} {
		*of = map[record.ID]dated{}
	}
	db, err := sqlite.Open(filepath.Join(t.TempDir(), "truth.sqlite"), sqlite.Options{})
	c.must(err)
	clock := func() period.Instant { c.now += 1000; return c.now }
	c.log, err = record.Open(t.Context(), db.Store(), record.Options{Objects: sales.Objects(), Clock: clock})
	c.must(err)
	t.Cleanup(func() {
		c.must(c.log.Close())
		c.must(db.Close())
	})
	c.policy = access.New(c.log, func() period.Instant { return c.now })
	c.began = c.now
	for i := range 4 {
		c.teams = append(c.teams, c.create(sales.Team, "name", fmt.Sprint("team ", i)))
	}
	for i := range 8 {
		c.people = append(c.people, c.create(sales.Person, "name", fmt.Sprint("person ", i)))
	}
	for i := range 10 {
		c.deals = append(c.deals, c.create(sales.Deal, "name", fmt.Sprint("deal ", i)))
	}
	for i := range 10 {
		c.activities = append(c.activities, c.create(sales.Activity, "subject", fmt.Sprint("activity ", i)))
	}
	return c
}

func (c *company) must(err error) {
	c.t.Helper()
	if err != nil {
		c.t.Fatal(err)
	}
}

func (c *company) apply(d record.Draft) record.ID {
	c.t.Helper()
	done, err := c.log.Apply(c.t.Context(), record.Command{Actor: "owner", Drafts: []record.Draft{d}})
	c.must(err)
	return done[0].IDs[0]
}

func (c *company) create(object, field, name string) record.ID {
	return c.apply(record.Draft{Kind: record.Create, Object: object, EffectiveAt: c.began,
		Fields: []record.FieldValue{{Name: field, Value: record.TextValue(name)}}})
}

// point writes a reference, now or dated back.
func (c *company) point(object string, id record.ID, field string, to record.ID, of map[record.ID]dated) {
	at := c.now + 500
	if c.r.IntN(4) == 0 {
		at = c.began + 1 + period.Instant(c.r.Int64N(int64(c.now-c.began)))
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

func pick[T any](c *company, from []T) T { return from[c.r.IntN(len(from))] }

// some is one of the ids, or none.
func (c *company) some(from []record.ID) record.ID {
	if c.r.IntN(5) == 0 {
		return 0
	}
	return pick(c, from)
}

// alive are the people or teams that exist.
func (c *company) alive(of []record.ID) []record.ID {
	return slices.DeleteFunc(slices.Clone(of), func(id record.ID) bool { return c.gone[id] || c.into[id] != 0 })
}

// move changes something that decides who sees what.
func (c *company) move() {
	people, teams := c.alive(c.people), c.alive(c.teams)
	switch c.r.IntN(14) {
	case 0, 1:
		c.point(sales.Person, pick(c, people), "manager", c.some(people), c.manager)
	case 2, 3:
		c.point(sales.Person, pick(c, people), "team", c.some(teams), c.team)
	case 4:
		c.point(sales.Team, pick(c, teams), "parent", c.some(teams), c.parent)
	case 5:
		c.point(sales.Team, pick(c, teams), "leader", c.some(people), c.leader)
	case 6, 7, 8:
		c.point(sales.Deal, pick(c, c.deals), "owner", c.some(people), c.owner)
	case 9:
		c.point(sales.Activity, pick(c, c.activities), "owner", c.some(people), c.owner)
	case 10:
		c.point(sales.Activity, pick(c, c.activities), "deal", c.some(c.deals), c.about)
	case 11:
		c.share(people, teams)
	case 12:
		c.role()
	case 13:
		c.leave(people, teams)
	}
}

func (c *company) share(people, teams []record.ID) {
	if len(c.shares) > 4 {
		i := c.r.IntN(len(c.shares))
		c.must(c.policy.Unshare(c.t.Context(), "owner", c.shares[i].Record, c.shares[i].ID))
		c.shares = slices.Delete(c.shares, i, i+1)
		return
	}
	s := access.Share{Object: sales.Deal, Record: pick(c, c.deals), Writes: c.r.IntN(2) == 0}
	if c.r.IntN(3) == 0 {
		s.Object, s.Record = sales.Activity, pick(c, c.activities)
	}
	if c.r.IntN(2) == 0 {
		s.Person = pick(c, people)
	} else {
		s.Team = pick(c, teams)
	}
	made, err := c.policy.Share(c.t.Context(), "owner", s)
	c.must(err)
	c.shares = slices.DeleteFunc(c.shares, func(had access.Share) bool { return had.ID == made.ID })
	c.shares = append(c.shares, made)
}

func (c *company) role() {
	r := access.Role{Name: fmt.Sprint("role ", c.now)}
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
	var err error
	if len(c.roles) < 4 {
		r, err = c.policy.Create(c.t.Context(), "owner", r)
		c.roles = append(c.roles, r)
	} else {
		i := c.r.IntN(len(c.roles))
		r.ID = c.roles[i].ID
		c.roles[i], err = c.policy.Change(c.t.Context(), "owner", r)
	}
	c.must(err)
}

// leave deletes a person or a team, merges two people, or brings somebody back.
func (c *company) leave(people, teams []record.ID) {
	switch {
	case len(people) > 5 && c.r.IntN(3) == 0:
		one, two := people[0], people[1]
		c.apply(record.Draft{Kind: record.Merge, Object: sales.Person, ID: one, Into: two})
		c.into[one] = two
	case len(people) > 5:
		one := pick(c, people)
		c.apply(record.Draft{Kind: record.Delete, Object: sales.Person, ID: one})
		c.gone[one] = true
	case len(teams) > 3:
		one := pick(c, teams)
		c.apply(record.Draft{Kind: record.Delete, Object: sales.Team, ID: one})
		c.gone[one] = true
	default:
		for _, id := range slices.Sorted(maps.Keys(c.gone)) {
			object := sales.Person
			if slices.Contains(c.teams, id) {
				object = sales.Team
			}
			c.apply(record.Draft{Kind: record.Restore, Object: object, ID: id})
			delete(c.gone, id)
		}
	}
}

// now follows merges.
func (c *company) at(id record.ID) record.ID {
	for c.into[id] != 0 {
		id = c.into[id]
	}
	return id
}

// below says whether a person's records are among those of another's team, in the words of the rules.
func (c *company) below(boss, who record.ID) bool {
	if boss == who {
		return true
	}
	if c.gone[who] {
		return false
	}
	at := who
	for range c.people { // up the managers; who is not there any more reports to nobody
		if c.gone[at] || c.into[at] != 0 {
			break
		}
		if at = c.at(c.manager[at].id); at == 0 {
			break
		}
		if at == boss {
			return true
		}
	}
	team := c.team[who].id
	for range len(c.teams) + 1 { // up the teams
		if team == 0 {
			break
		}
		if !c.gone[team] && c.at(c.leader[team].id) == boss {
			return true
		}
		if c.gone[team] {
			break
		}
		team = c.parent[team].id
	}
	return false
}

// within says whether a share with a team reaches a person: one of the team or of a team below it, or who leads one.
func (c *company) within(team, who record.ID) bool {
	up := func(at record.ID) bool {
		for range len(c.teams) + 1 {
			if at == team {
				return true
			}
			if at == 0 || c.gone[at] {
				return false
			}
			at = c.parent[at].id
		}
		return false
	}
	if !c.gone[who] && up(c.team[who].id) {
		return true
	}
	for _, led := range c.teams {
		if !c.gone[led] && c.at(c.leader[led].id) == who && up(led) {
			return true
		}
	}
	return false
}

// covers says whether a role lets a person read or write a record.
func (c *company) covers(role access.Role, me record.ID, object string, id record.ID, write bool) bool {
	reaching := role.On(object)
	reach := reaching.Read
	if write {
		reach = reaching.Write
	}
	owner := c.at(c.owner[id].id)
	switch {
	case reach == access.None:
		return false
	case reach == access.All, owner != 0 && reach == access.Own && owner == me,
		owner != 0 && reach == access.Team && c.below(me, owner):
		return true
	}
	for _, s := range c.shares {
		if s.Record == id && (s.Writes || !write) && (c.at(s.Person) == me && s.Person != 0 ||
			s.Team != 0 && c.within(s.Team, me)) {
			return true
		}
	}
	deal := c.about[id].id
	return object == sales.Activity && deal != 0 && c.covers(role, me, sales.Deal, deal, write)
}

// rounds is how many organisations are tried: SALESOPS_ORGANISATIONS, 300 by default.
func rounds() int {
	n, _ := strconv.Atoi(os.Getenv("SALESOPS_ORGANISATIONS"))
	return cmp.Or(n, 300)
}

// TestWhatTheRulesSay: in random organisations that change all the time, each person of each role sees and may
// write what a plain reading of the rules says; what is hidden is missing on past days too.
func TestWhatTheRulesSay(t *testing.T) {
	t.Parallel()
	seed, _ := strconv.ParseUint(os.Getenv("SALESOPS_ORGANISATIONS_SEED"), 10, 64)
	shown, hidden := 0, 0
	var c *company
	for round := range rounds() {
		if round%200 == 0 {
			c = newCompany(t, cmp.Or(seed, 7)+uint64(round)) //nolint:gosec // it is small
			c.role()
		}
		for range 1 + c.r.IntN(3) {
			c.move()
		}
		me := pick(c, c.people)
		role := pick(c, append(access.BuiltIn(), c.roles...))
		by, err := c.policy.For(t.Context(), me, role.ID)
		c.must(err)
		for _, of := range []struct {
			object string
			ids    []record.ID
		}{{sales.Deal, c.deals}, {sales.Activity, c.activities}} {
			read, err := c.log.States(t.Context(), by.Read, of.ids)
			c.must(err)
			write, err := c.log.States(t.Context(), by.Write, of.ids)
			c.must(err)
			for _, id := range of.ids {
				_, reads := read[id]
				_, writes := write[id]
				wantRead := c.covers(role, c.at(me), of.object, id, false)
				wantWrite := c.covers(role, c.at(me), of.object, id, true)
				if reads != wantRead || writes != wantWrite {
					t.Fatalf("seed %d, organisation %d: %s %d by person %d as %+v: read %t write %t, want %t %t",
						cmp.Or(seed, 7), round, of.object, id, me, role, reads, writes, wantRead, wantWrite)
				}
				if wantRead {
					shown++
					continue
				}
				hidden++
				_, err := c.log.AsOf(t.Context(), by.Read, of.object, id, record.At{Effective: c.began + 1})
				if err == nil || fault.KindOf(err) != fault.Missing {
					t.Fatalf("organisation %d: a hidden record on a past day: %v", round, err)
				}
			}
		}
	}
	if shown < rounds() || hidden < rounds() {
		t.Errorf("%d records were shown, %d hidden: the sample proves nothing", shown, hidden)
	}
}
