package demo

import (
	"math"
	"time"

	"salesops/internal/period"
	"salesops/record"
	"salesops/sales"
)

// leadSource is where leads come from; weak ones hardly become deals.
type leadSource struct {
	name    string
	share   float64
	convert float64
}

const weakSource = "Purchased list"

var leadSources = []leadSource{
	{"Website", .34, .33}, {"Event", .14, .27}, {"Referral", .12, .46}, {"Partner", .10, .40}, {"Webinar", .15, .26},
	{weakSource, .15, .055},
}

var segments = []struct {
	name   string
	share  float64
	median float64 // of a deal's amount, in USD
	people int
	noShow float64 // share of the meetings to which the buyer does not come
}{{"SMB", .55, 9_000, 60, .28}, {"Mid-market", .32, 28_000, 600, .14}, {"Enterprise", .13, 95_000, 6_000, .05}}

const enterprise = 2 // among the segments

// growth and season: a fifth more each year, a strong end of each quarter, a quiet summer.
func (s *sim) demand(d period.Day) float64 {
	_, month, _ := d.Date()
	season := [...]float64{.95, 1, 1.15, .95, 1, 1.15, .8, .75, 1.15, 1, 1.1, 1}[month-time.January]
	return season * math.Pow(1.2, s.year(d)) / 1.33
}

// lead is somebody who may buy.
type lead struct {
	id                  record.ID
	source              leadSource
	segment             int
	region              string
	owner               *seller
	person, company     string
	mail, domain, trade string
	over                bool
}

// day is what comes from outside on a day: leads, deals without a lead, orders of customers.
func (s *sim) day(d period.Day) {
	s.now = d.Start(s.zone)
	if w := d.Weekday(); w == time.Saturday || w == time.Sunday {
		return
	}
	working := float64(history) * 261
	deals := float64(s.deals) / working * s.demand(d)
	for range s.count(deals * .6 / .28) { // .28 is what the sources convert on average
		s.at(s.office(0), s.arrive)
	}
	for range s.count(deals * .33) { // the seller found it without a lead
		s.at(s.office(0), func() { s.outbound() })
	}
	for range s.count(deals * .07) {
		s.at(s.office(0), s.expand)
	}
	s.calendars(d)
}

// someone is a seller of the region, by its share of the market.
func (s *sim) someone() *seller {
	r := regions[s.weighted(regions[0].share, regions[1].share, regions[2].share)]
	return s.colleague(s.teamOf(r.name))
}

func (s *sim) teamOf(region string) *team {
	var of []*team
	for _, t := range s.teams {
		if t.region == region {
			of = append(of, t)
		}
	}
	return pick(s, of)
}

func (s *sim) arrive() {
	weights := make([]float64, len(leadSources))
	for i := range leadSources {
		weights[i] = leadSources[i].share
	}
	l := &lead{source: leadSources[s.weighted(weights...)], owner: s.someone(), person: s.personName(),
		trade: pick(s, industries)}
	l.segment = s.weighted(segments[0].share, segments[1].share, segments[2].share)
	l.company, l.domain = s.companyName()
	l.mail, l.region = mailOf(l.person, l.domain), l.owner.team.region
	s.truths.Leads++
	l.id = s.out.create(sales.Lead, s.now,
		text("name", l.person), text("company", l.company), text("email", l.mail),
		text("job_title", pick(s, jobTitles)), text("status", "New"),
		text("source", l.source.name), ref("owner", l.owner.id), when("created_at", s.now), flag("converted", false),
		text("industry", l.trade), text("segment", segments[l.segment].name), text("region", l.region),
		text("website", l.domain))
	s.at(s.office(s.around(.6, 1)), func() {
		if l.over {
			return
		}
		s.out.set(sales.Lead, l.id, s.now, text("status", "Working"))
		s.activity(touch{owner: l.owner, lead: l.id, kind: s.channel(), subject: "First contact " + l.company})
	})
	if s.chance(l.source.convert) {
		s.at(s.office(1+s.around(9, .6)), func() { s.convert(l) })
	} else if s.chance(.8) {
		s.at(s.office(2+s.around(18, .6)), func() {
			l.over = true
			s.out.set(sales.Lead, l.id, s.now, text("status", "Unqualified"))
		})
	}
}

func (s *sim) convert(l *lead) {
	l.over = true
	account, contact := s.account(l)
	d := s.newDeal(account, contact, l.owner, l.source.name, l.segment)
	flagged := true
	if s.planted(s.truths.Leads, 331) { // the status says converted, the flag does not
		flagged = false
		s.truths.ConflictingLeads++
	}
	fields := []record.FieldValue{text("status", "Converted"), flag("converted", flagged), when("converted_at", s.now)}
	if flagged {
		fields = append(fields, ref("converted_account", account.id), ref("converted_contact", contact),
			ref("converted_deal", d.id))
	} else {
		fields = fields[:2]
	}
	s.out.set(sales.Lead, l.id, s.now, fields...)
}

// planted is true for every n-th of a count, sooner in a small company: dirt comes in exact numbers.
func (s *sim) planted(count, n int) bool { n /= s.dirt; return count%n == n-1 }

// account makes the customer-to-be of a lead, and its first contact.
func (s *sim) account(l *lead) (*customer, record.ID) {
	c := &customer{name: l.company, domain: l.domain, segment: l.segment, team: l.owner.team, owner: l.owner}
	fields := []record.FieldValue{
		text("name", l.company), ref("owner", l.owner.id), text("industry", l.trade),
		text("segment", segments[l.segment].name),
		text("region", l.region), text("website", l.domain), text("source", l.source.name), when("created_at", s.now),
		whole("employees", int64(s.around(float64(segments[l.segment].people), .5))),
	}
	c.id = s.out.create(sales.Account, s.now, fields...)
	s.accounts++
	if s.planted(s.accounts, 241) { // entered a second time, a little later
		s.at(s.office(12), func() {
			s.truths.DoubleAccounts++
			s.out.create(sales.Account, s.now, text("name", l.company), ref("owner", l.owner.id),
				text("region", l.region), when("created_at", s.now))
		})
	}
	c.mail = l.mail
	c.contact = s.out.create(sales.Contact, s.now, text("name", l.person), ref("account", c.id), text("email", l.mail),
		text("job_title", pick(s, jobTitles)), ref("owner", l.owner.id), text("source", l.source.name),
		when("created_at", s.now))
	return c, c.contact
}

// outbound is a deal that a seller found.
func (s *sim) outbound() {
	l := &lead{source: leadSource{name: "Outbound"}, owner: s.someone(), person: s.personName(),
		trade: pick(s, industries)}
	l.segment = s.weighted(segments[0].share, segments[1].share, segments[2].share)
	l.company, l.domain = s.companyName()
	l.mail, l.region = mailOf(l.person, l.domain), l.owner.team.region
	account, contact := s.account(l)
	s.newDeal(account, contact, l.owner, l.source.name, l.segment)
}
