package accesstest

import (
	"salesops/access"
	"salesops/record"
	"salesops/sales"
)

// At follows merges.
func (c *Company) At(id record.ID) record.ID {
	for c.into[id] != 0 {
		id = c.into[id]
	}
	return id
}

// below says whether a person's records are among those of another's team, in the words of the rules.
func (c *Company) below(boss, who record.ID) bool {
	if boss == who {
		return true
	}
	if c.gone[who] {
		return false
	}
	at := who
	for range c.People { // up the managers; who is not there any more reports to nobody
		if c.gone[at] || c.into[at] != 0 {
			break
		}
		if at = c.At(c.manager[at].id); at == 0 {
			break
		}
		if at == boss {
			return true
		}
	}
	team := c.team[who].id
	for range len(c.Teams) + 1 { // up the teams
		if team == 0 {
			break
		}
		if !c.gone[team] && c.At(c.leader[team].id) == boss {
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
func (c *Company) within(team, who record.ID) bool {
	up := func(at record.ID) bool {
		for range len(c.Teams) + 1 {
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
	for _, led := range c.Teams {
		if !c.gone[led] && c.At(c.leader[led].id) == who && up(led) {
			return true
		}
	}
	return false
}

// Owner is the person who owns a record; 0 for nobody.
func (c *Company) Owner(id record.ID) record.ID { return c.At(c.owner[id].id) }

// Covers says whether a role lets a person read or write a record.
func (c *Company) Covers(role access.Role, me record.ID, object string, id record.ID, write bool) bool {
	reaching := role.On(object)
	reach := reaching.Read
	if write {
		reach = reaching.Write
	}
	owner := c.At(c.owner[id].id)
	switch {
	case reach == access.None:
		return false
	case reach == access.All, owner != 0 && reach == access.Own && owner == me,
		owner != 0 && reach == access.Team && c.below(me, owner):
		return true
	}
	for _, s := range c.shares {
		if s.Record == id && (s.Writes || !write) && (c.At(s.Person) == me && s.Person != 0 ||
			s.Team != 0 && c.within(s.Team, me)) {
			return true
		}
	}
	deal := c.about[id].id
	return object == sales.Activity && deal != 0 && c.Covers(role, me, sales.Deal, deal, write)
}
