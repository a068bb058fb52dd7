package demo

import (
	"fmt"
	"math"
	"slices"
	"time"

	"salesops/internal/period"
	"salesops/record"
	"salesops/sales"
)

// team is a team of sellers, below a region, below the whole.
type team struct {
	id       record.ID
	name     string
	region   string
	currency string
	manager  record.ID
	habit    habit
	calendar bool
}

// habit is how a manager makes the team call its deals.
type habit int

const (
	plain habit = iota
	sandbags
	overcalls
	forgets
)

// seller carries a quota.
type seller struct {
	id          record.ID
	mail        string
	team        *team
	skill       float64 // factor on the odds of passing a stage
	start, left period.Day
	calendar    bool
	away        []period.Day // first days of the weeks off
	open        []*deal
}

func (p *seller) works(d period.Day) bool { return d >= p.start && d < p.left }

func (p *seller) absent(d period.Day) bool {
	for _, from := range p.away {
		if d >= from && d < from+7 {
			return true
		}
	}
	return false
}

var regions = []struct {
	name, currency string
	share          float64
	teams          []string
}{
	{"Americas", "USD", .5, []string{"Americas East", "Americas West", "Americas South"}},
	{"EMEA", "EUR", .33, []string{"EMEA North", "EMEA Central"}},
	{"APAC", "USD", .17, []string{"APAC East"}},
}

// perTeam is how many sellers a team has at the end.
const perTeam = 5

// found makes what is there on the first day: people, teams, products, pipelines, rates.
func (s *sim) found() {
	s.names, s.specialists = map[string]bool{}, map[string]record.ID{}
	start := s.from.Start(s.zone)
	s.now = start
	root := s.out.create(sales.Team, start, text("name", "Sales"))
	head, _ := s.person("Head of Sales", root, 0, false, s.from)
	s.out.set(sales.Team, root, start, ref("leader", head))
	s.vocabulary(start)
	groups := max(len(regions), s.sellers/perTeam)
	made := 0
	for i, r := range regions {
		id := s.out.create(sales.Team, start, text("name", r.name), ref("parent", root))
		director, _ := s.person("Director "+r.name, id, head, false, s.from)
		s.out.set(sales.Team, id, start, ref("leader", director))
		s.specialists[r.name], _ = s.person("Solution Architect", id, director, false, s.from)
		n := max(1, int(math.Round(float64(groups)*r.share)))
		if i == len(regions)-1 {
			n = max(1, groups-made)
		}
		made += n
		for k := range n {
			s.foundTeam(i, k, id, director, start)
		}
	}
	s.moves()
	s.holidays(start)
	s.rates()
	s.costs()
	s.quotas()
}

func (s *sim) foundTeam(region, k int, parent, director record.ID, start period.Instant) {
	r := regions[region]
	name := fmt.Sprintf("%s %d", r.name, k+1)
	if k < len(r.teams) {
		name = r.teams[k]
	}
	t := &team{name: name, region: r.name, currency: r.currency, calendar: name != "APAC East"}
	switch name {
	case "EMEA North":
		t.habit, t.currency = sandbags, "GBP"
	case "Americas West":
		t.habit = overcalls
	case "Americas South":
		t.habit = forgets
	}
	t.id = s.out.create(sales.Team, start, text("name", name), ref("parent", parent))
	t.manager, _ = s.person("Sales Manager "+name, t.id, director, false, s.from)
	s.out.set(sales.Team, t.id, start, ref("leader", t.manager))
	s.teams = append(s.teams, t)
	// a third of each team joins later; the rest is there on the first day
	for i := range s.sellers / max(len(regions), s.sellers/perTeam) {
		p := &seller{team: t, skill: math.Exp(.25 * s.NormFloat64()), start: s.from,
			left: period.MaxDay, calendar: t.calendar}
		if i%3 == 2 {
			p.start = workday(s.from + period.Day(s.between(60, 900)))
		}
		if i == 1 && s.chance(.4) {
			p.left = workday(s.from + period.Day(s.between(400, 1000)))
		}
		s.staff = append(s.staff, p)
		s.at(p.start.Start(s.zone), func() { s.join(p) })
		if p.left != period.MaxDay {
			s.at(p.left.Start(s.zone), func() { s.leave(p) })
		}
	}
}

// person makes somebody who works here.
func (s *sim) person(title string, team, manager record.ID, sells bool, from period.Day) (id record.ID, mail string) {
	name := s.personName()
	mail = mailOf(name, ownDomain)
	id = s.out.create(sales.Person, from.Start(s.zone),
		text("name", name), text("email", mail), text("job_title", title), ref("team", team), ref("manager", manager),
		flag("sells", sells), flag("active", true), on("started_on", from))
	return id, mail
}

func (s *sim) join(p *seller) {
	p.id, p.mail = s.person("Account Executive", p.team.id, p.team.manager, true, p.start)
	// two weeks off each summer, one in winter
	for year := range history + 1 {
		y, _, _ := s.from.Date()
		summer := period.DayOf(y+year, time.July, s.between(1, 31))
		winter := period.DayOf(y+year, time.December, 24)
		for _, from := range []period.Day{summer, summer + 7, winter} {
			if from < p.start || from >= min(p.left, s.to) {
				continue
			}
			p.away = append(p.away, from)
			s.at((from - 30).Start(s.zone), func() {
				s.out.create(sales.Absence, s.now, text("kind", "vacation"), ref("person", p.id),
					on("from_on", from), on("to_on", from+6))
			})
		}
	}
}

// leave hands the open deals over and ends the person's time here.
func (s *sim) leave(p *seller) {
	s.out.set(sales.Person, p.id, s.now, flag("active", false), on("left_on", p.left-1))
	for _, d := range p.open {
		s.hand(d, s.colleague(p.team))
		d.owner.open = append(d.owner.open, d)
	}
	p.open = nil
}

// hand gives a deal to somebody else. One without an owner in the log stays without.
func (s *sim) hand(d *deal, to *seller) {
	d.owner = to
	if !d.orphan {
		s.out.set(sales.Deal, d.id, s.now, ref("owner", to.id))
	}
}

// colleague is somebody of the team who works today; of its region, else of all, when it has nobody.
func (s *sim) colleague(t *team) *seller {
	today := s.today()
	for _, near := range []func(*seller) bool{
		func(p *seller) bool { return p.team == t },
		func(p *seller) bool { return p.team.region == t.region },
		func(*seller) bool { return true },
	} {
		var found []*seller
		for _, p := range s.staff {
			if p.id != 0 && p.works(today) && near(p) {
				found = append(found, p)
			}
		}
		if len(found) > 0 {
			return pick(s, found)
		}
	}
	return s.staff[0] // everybody has left: not with these numbers
}

// moves change the team of a few sellers, once each: within their region, or out of it where it has one team.
func (s *sim) moves() {
	for i, p := range s.staff {
		if i%11 != 3 || p.start != s.from || p.left != period.MaxDay {
			continue
		}
		to := s.nextTeam(p.team)
		s.at(s.clock(workday(s.from+period.Day(s.between(300, 800))), 9), func() {
			s.truths.Movers++
			p.team, p.calendar = to, to.calendar
			s.out.set(sales.Person, p.id, s.now, ref("team", to.id), ref("manager", to.manager))
		})
	}
}

// nextTeam is the one after a team, of the same region if it has others.
func (s *sim) nextTeam(t *team) *team {
	at := slices.Index(s.teams, t)
	for step := 1; step < len(s.teams); step++ {
		if next := s.teams[(at+step)%len(s.teams)]; next.region == t.region {
			return next
		}
	}
	return s.teams[(at+1)%len(s.teams)]
}

func (s *sim) holidays(start period.Instant) {
	y, _, _ := s.from.Date()
	for year := y; year <= y+history; year++ {
		for _, h := range []struct {
			name  string
			month time.Month
			day   int
		}{{"New Year's Day", time.January, 1}, {"Christmas Day", time.December, 25},
			{"Boxing Day", time.December, 26}} {
			s.out.create(sales.Holiday, start, text("name", h.name), on("day", period.DayOf(year, h.month, h.day)))
		}
	}
}
