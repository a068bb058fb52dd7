package timeuse

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"salesops/analytics"
	"salesops/internal/period"
	"salesops/metrics"
	"salesops/sales"
)

// calendarOwner is a person whose working time is counted.
type calendarOwner struct {
	id         int64
	from, to   period.Day // first and last day with the company, both included
	away       []days     // absences
	since      period.Day // of the first event in the calendar; MaxDay without one
	events     []judgedEvent
	recognised bool
}

// judgedEvent is a calendar event with its verdict.
type judgedEvent struct {
	id         int64
	start, end period.Instant
	verdict    Verdict
}

type days struct{ from, to period.Day } // both included

// calendars are the calendars of all reps, read once for all questions.
type calendars struct {
	owners   map[int64]*calendarOwner
	first    period.Day // of the first event in any; MaxDay without one
	holidays map[period.Day]bool
}

// maxKeptEvents is the number of events above which calendars are not kept for the next question.
const maxKeptEvents = 200_000

// timeSpent counts the time of every rep in each period of the question. Days after the as-of day are left out.
// Days before a person's calendar begins are no working time, because nothing is known about them.
func (b reading) timeSpent(ctx context.Context, limits []period.Range) ([]spent, error) {
	kept, err := b.calendars(ctx, limits)
	if err != nil {
		return nil, err
	}
	spans := b.passed(limits, kept.first)
	if len(spans) == 0 || kept.first == period.MaxDay && !limits[0].Bounded() {
		return nil, nil
	}
	clock := workClock{hours: b.Settings().WorkingHours, zone: b.Calendar().Location(),
		holidays: kept.holidays}
	hours := clock.remembered()
	var out []spent
	periods := b.Periods(spans)
	for _, id := range slices.Sorted(maps.Keys(kept.owners)) {
		o := kept.owners[id]
		for _, p := range periods {
			if o.from >= p.To || o.to < p.From {
				continue
			}
			out = append(out, o.spend(p, clock.zone, hours))
		}
	}
	return out, nil
}

// passed returns the days of limits up to the as-of day. first replaces a limit that is not set.
func (b reading) passed(limits []period.Range, first period.Day) []period.Range {
	var spans []period.Range
	for _, l := range limits {
		if l.From == period.MinDay {
			l.From = first
		}
		if l.To = min(l.To, b.AsOf()+1); l.From < l.To {
			spans = append(spans, l)
		}
	}
	return spans
}

// calendars reads what all questions that are asked together need.
func (b reading) calendars(ctx context.Context, limits []period.Range) (*calendars, error) {
	limits = b.Windows(limits)
	asked := period.Range{From: limits[0].From, To: limits[0].To}
	for _, l := range limits {
		asked.From, asked.To = min(asked.From, l.From), max(asked.To, l.To)
	}
	asked.To = min(asked.To, b.AsOf()+1)
	return metrics.Once(ctx, b.Statement, fmt.Sprint("calendars ", asked), func() (*calendars, []string, error) {
		owners, err := b.calendarOwners(ctx)
		if err != nil {
			return nil, nil, err
		}
		found := &calendars{owners: owners, first: period.MaxDay}
		for _, o := range owners {
			found.first = min(found.first, o.since)
		}
		if err := b.calendarEvents(ctx, owners, asked); err != nil {
			return nil, nil, err
		}
		events := 0
		for _, o := range owners {
			events += len(o.events)
		}
		if found.holidays, err = b.holidays(ctx); err != nil || events > maxKeptEvents {
			return found, nil, err
		}
		return found, []string{sales.Person, sales.Event, sales.Absence, sales.Contact,
			sales.Account, sales.Holiday}, nil
	})
}

// spend counts the time of one period.
func (o *calendarOwner) spend(p period.Range, zone *time.Location, hours func(period.Day) []Span) spent {
	s := spent{person: o.id, first: p.From, last: min(p.To-1, o.to), calendar: o.since < p.To}
	if !s.calendar {
		return s
	}
	from, to := max(p.From, o.from, o.since), min(p.To-1, o.to)
	if from > to {
		return s
	}
	var work []Span
	for d := from; d <= to; d++ {
		if !slices.ContainsFunc(o.away, func(a days) bool { return d >= a.from && d <= a.to }) {
			work = append(work, hours(d)...)
		}
	}
	start, end := from.Start(zone), to.End(zone)
	var events []Event
	var verdicts []Verdict
	for i := range o.events {
		if e := &o.events[i]; e.start < end && e.end > start {
			events = append(events, Event{ID: e.id, Start: max(e.start, start), End: min(e.end, end)})
			verdicts = append(verdicts, e.verdict)
		}
	}
	s.use = Sweep(work, events, verdicts)
	return s
}

// workClock computes the working hours of a day.
type workClock struct {
	hours    sales.WorkingHours
	zone     *time.Location
	holidays map[period.Day]bool
}

func (c workClock) spans(d period.Day) []Span {
	if !c.hours.Days[d.Weekday()] || c.holidays[d] {
		return nil
	}
	at := func(minutes int) period.Instant { // in local time, also on days on which the clock is changed
		return (d + period.Day(minutes/(24*60))).At(int64(minutes%(24*60))*60_000_000, c.zone)
	}
	var out []Span
	for _, h := range c.hours.Spans {
		if s := (Span{From: at(h.From), To: at(h.To)}); s.From < s.To {
			out = append(out, s)
		}
	}
	return out
}

// remembered returns spans with a memory: each day is computed once.
func (c workClock) remembered() func(period.Day) []Span {
	known := map[period.Day][]Span{}
	return func(d period.Day) []Span {
		spans, ok := known[d]
		if !ok {
			spans = c.spans(d)
			known[d] = spans
		}
		return spans
	}
}

// calendarOwners returns the people who sell; when nobody is marked as selling, the owners of calendar events.
func (b reading) calendarOwners(ctx context.Context) (map[int64]*calendarOwner, error) {
	owners, marked := map[int64]*calendarOwner{}, false
	at := b.When()
	at.Stubs = true
	err := b.EachRecord(ctx, sales.Person, []string{"id", "sells", "started_on", "left_on"},
		at, func(r *analytics.Batch, row int) error {
			o := &calendarOwner{id: r.Int(0, row), from: period.MinDay, to: period.MaxDay - 1, since: period.MaxDay,
				recognised: r.Bool(1, row)}
			if !r.Null(2, row) {
				o.from = r.Day(2, row)
			}
			if !r.Null(3, row) {
				o.to = r.Day(3, row)
			}
			owners[o.id], marked = o, marked || o.recognised
			return nil
		})
	if err != nil {
		return nil, err
	}
	own := b.Apart()
	events, err := own.Records(sales.Event, []string{"owner", "start_on"}, b.When())
	if err != nil {
		return nil, err
	}
	err = own.Each(ctx, "SELECT owner, min(start_on) FROM ("+
		events+") WHERE owner IS NOT NULL AND start_on IS NOT NULL GROUP BY owner",
		func(r *analytics.Batch, row int) error {
			if o := owners[r.Int(0, row)]; o != nil {
				o.since = r.Day(1, row)
			}
			return nil
		})
	maps.DeleteFunc(owners, func(_ int64, o *calendarOwner) bool {
		return marked && !o.recognised || !marked && o.since == period.MaxDay
	})
	if err != nil {
		return nil, err
	}
	return owners, b.EachRecord(ctx, sales.Absence, []string{"person", "from_on", "to_on"}, b.When(),
		func(r *analytics.Batch, row int) error {
			o := owners[person(r, row)]
			if o == nil || r.Null(1, row) {
				return nil
			}
			a := days{r.Day(1, row), r.Day(1, row)}
			if !r.Null(2, row) {
				a.to = r.Day(2, row)
			}
			o.away = append(o.away, a)
			return nil
		})
}

// person returns the id in the first column; 0 for none.
func person(b *analytics.Batch, row int) int64 {
	if b.Null(0, row) {
		return 0
	}
	return b.Int(0, row)
}

// calendarEvents reads and classifies the owners' events that touch the days.
func (b reading) calendarEvents(ctx context.Context, owners map[int64]*calendarOwner, asked period.Range) error {
	rules, err := b.buyerRules(ctx)
	if err != nil {
		return err
	}
	own := b.Apart()
	rows, err := own.Records(sales.Event, []string{"id", "owner", "start_at", "end_at", "title", "all_day",
		"busy", "status", "response", "type", "attendees",
		"account", "contact", "deal", "class", "start_on", "end_on"}, b.When())
	if err != nil {
		return err
	}
	sql := "SELECT id, owner, start_at, end_at, title, all_day, NOT busy, status = 'cancelled', response = " +
		"'declined', type, attendees," +
		" account IS NOT NULL OR contact IS NOT NULL OR deal IS NOT NULL, class FROM (" +
		rows + ") WHERE owner IS NOT NULL AND start_at IS NOT NULL AND end_at IS NOT NULL" +
		" AND start_on < " + own.Bind(asked.To) + "::DATE AND end_on >= " + own.Bind(asked.From) + "::DATE"
	return own.Each(ctx, sql, func(r *analytics.Batch, row int) error {
		o := owners[r.Int(1, row)]
		if o == nil {
			return nil
		}
		whole := func(i period.Instant) period.Instant { return i - i%minute }
		e := Event{
			ID: r.Int(0, row), Start: whole(r.Instant(2, row)), End: whole(r.Instant(3, row)), Title: r.Text(4, row),
			AllDay: r.Bool(5, row), Free: r.Bool(6, row), Cancelled: r.Bool(7, row),
			Declined: r.Bool(8, row), Type: r.Text(9, row),
			Attendees: strings.Fields(r.Text(10, row)), Linked: r.Bool(11, row),
		}
		e.Correction, _ = ParseClass(r.Text(12, row))
		o.events = append(o.events, judgedEvent{e.ID, e.Start, e.End, rules.Classify(e)})
		return nil
	})
}

// buyerRules reads by what buyers are recognised: the addresses of contacts, and the domains of contacts and
// accounts.
func (b reading) buyerRules(ctx context.Context) (Rules, error) {
	rules := Rules{OwnDomains: b.Settings().OwnDomains, Domains: map[string]bool{},
		Addresses: map[string]bool{}, Words: DefaultWords()}
	err := b.EachRecord(ctx, sales.Contact, []string{"email"}, b.When(), func(r *analytics.Batch, row int) error {
		mail := strings.ToLower(strings.TrimSpace(r.Text(0, row)))
		if _, domain, ok := strings.Cut(mail, "@"); ok {
			rules.Addresses[mail], rules.Domains[domain] = true, true
		}
		return nil
	})
	if err != nil {
		return rules, err
	}
	return rules, b.EachRecord(ctx, sales.Account, []string{"website"}, b.When(),
		func(r *analytics.Batch, row int) error {
			if domain := domainOf(r.Text(0, row)); domain != "" {
				rules.Domains[domain] = true
			}
			return nil
		})
}

// domainOf returns the mail domain of a web address.
func domainOf(website string) string {
	site := strings.ToLower(strings.TrimSpace(website))
	if _, rest, ok := strings.Cut(site, "://"); ok {
		site = rest
	}
	if i := strings.IndexAny(site, "/?#:"); i >= 0 {
		site = site[:i]
	}
	site = strings.TrimPrefix(site, "www.")
	if !strings.Contains(site, ".") {
		return ""
	}
	return site
}

// holidays returns the public holidays that hold for everybody. A holiday of one country is left out.
func (b reading) holidays(ctx context.Context) (map[period.Day]bool, error) {
	found := map[period.Day]bool{}
	err := b.EachRecord(ctx, sales.Holiday, []string{"day", "country"}, b.When(),
		func(r *analytics.Batch, row int) error {
			if !r.Null(0, row) && r.Null(1, row) {
				found[r.Day(0, row)] = true
			}
			return nil
		})
	return found, err
}
