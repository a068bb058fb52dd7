package demo

import (
	"time"

	"salesops/internal/period"
	"salesops/record"
	"salesops/sales"
)

// touch is a call, mail or meeting.
type touch struct {
	owner         *seller
	deal          *deal
	lead          record.ID
	kind, subject string
	outcome       string // drawn when empty
	length        period.Instant
	start         period.Instant // now when 0
}

// noShow is a meeting that was booked and to which the buyer did not come.
const noShow = "no_show"

func (s *sim) channel() string {
	return [...]string{"call", "email", "meeting"}[s.weighted(.42, .43, .15)]
}

// result draws how one ended.
func (s *sim) result(t touch) string {
	switch t.kind {
	case "call":
		return [...]string{"connected", "no_answer"}[s.weighted(.28, .72)]
	case "email":
		return [...]string{"replied", "delivered", "bounced"}[s.weighted(.09, .88, .03)]
	}
	missed := .16 // by people who are no customers-to-be yet
	if t.deal != nil {
		missed = segments[t.deal.customer.segment].noShow
	}
	if s.chance(missed) {
		return noShow
	}
	return "held"
}

func (s *sim) activity(t touch) {
	s.truths.Activities++
	start := t.start
	if start == 0 {
		start = s.now
	}
	if t.outcome == "" {
		t.outcome = s.result(t)
	}
	if t.length == 0 {
		t.length = map[string]period.Instant{"call": hour / 6, "email": hour / 12, "meeting": hour * 3 / 4}[t.kind]
	}
	status := "completed"
	if t.outcome == noShow {
		status = noShow
	}
	fields := []record.FieldValue{
		text("kind", t.kind), text("subject", t.subject), ref("owner", t.owner.id), ref("lead", t.lead),
		when("start_at", start),
		when("end_at", start+t.length), text("status", status), text("outcome", t.outcome),
		flag("done", t.outcome != noShow), when("created_at", s.now),
	}
	if t.deal != nil {
		fields = append(fields, ref("deal", t.deal.id), ref("account", t.deal.customer.id),
			ref("contact", t.deal.contact))
	}
	s.out.create(sales.Activity, s.now, fields...)
}

// keepTouch goes on as long as the deal is open.
func (s *sim) keepTouch(d *deal) {
	s.at(s.office(s.around(13, .5)), func() {
		if d.over || d.asleep {
			return
		}
		s.activity(touch{owner: d.owner, deal: d, kind: s.channel(), subject: "Follow-up"})
		s.keepTouch(d)
	})
}

// calendarDays is how far back the calendars go: they were connected a year ago.
const calendarDays = 365

// calendars fills the working day of everybody who has a calendar.
func (s *sim) calendars(d period.Day) {
	if d < s.to-calendarDays {
		return
	}
	for _, p := range s.staff {
		if p.id == 0 || !p.calendar || !p.works(d) || p.absent(d) {
			continue
		}
		s.at(s.clock(d, 8), func() { s.planDay(p, d) })
	}
}

// planDay makes one day's events: a team meeting on Mondays, meetings with buyers, time set
// aside for prospecting, and what else fills a day.
func (s *sim) planDay(p *seller, d period.Day) {
	at := 9.0
	if d.Weekday() == time.Monday {
		s.event(p, d, 9, 1, "Team meeting", []string{"team@" + ownDomain}, nil, "accepted")
		at = 10
	}
	for range s.count(2.6) {
		if len(p.open) == 0 || at > 15.5 {
			break
		}
		deal := pick(s, p.open)
		at += .25 * float64(s.between(0, 4))
		response := [...]string{"accepted", "declined", "tentative"}[s.weighted(.9, .06, .04)]
		length := [...]float64{.5, .75, 1, 1.5}[s.weighted(.3, .2, .4, .1)]
		s.event(p, d, at, length, "Meeting with "+deal.customer.name, []string{deal.customer.mail}, deal, response)
		if response == "accepted" && s.chance(.5) { // and logged by hand as well
			s.activity(touch{owner: p, deal: deal, kind: "meeting", subject: "Meeting with " + deal.customer.name,
				start: s.clock(d, at), length: period.Instant(length * float64(hour))})
		}
		at += length
	}
	if s.chance(.55) {
		at = max(at, 13.5)
		s.event(p, d, at, 1, "Prospecting", nil, nil, "accepted")
		at++
	}
	if at <= 15.5 && s.chance(.45) {
		s.event(p, d, 16, .5, "Forecast review", []string{"team@" + ownDomain}, nil, "accepted")
	}
}

func (s *sim) event(p *seller, d period.Day, from, length float64, title string, guests []string,
	of *deal, response string) {
	s.truths.Events++
	start := s.clock(d, from)
	everybody := p.mail
	for _, g := range guests {
		everybody += " " + g
	}
	fields := []record.FieldValue{
		text("title", title), text("uid", record.FormatID("meeting", record.ID(s.truths.Events))+"@"+ownDomain),
		ref("owner", p.id),
		when("start_at", start), when("end_at", start+period.Instant(length*float64(hour))),
		text("status", "confirmed"), text("response", response),
		flag("busy", true), text("attendees", everybody), when("created_at", s.now),
	}
	if of != nil {
		fields = append(fields, ref("account", of.customer.id), ref("contact", of.contact), ref("deal", of.id))
	}
	s.out.create(sales.Event, s.now, fields...)
}
