package timeuse

import (
	"context"
	"strings"

	"salesops/internal/expr"
	"salesops/internal/period"
	"salesops/metrics"
	"salesops/sales"
)

// SellerTime is the row set of reps with their working time, one row per person and period of the question, in
// whole minutes: how long they worked, and how much of it was spent on which class of events. See
// docs/methods.md, Selling time.
func SellerTime() *metrics.RowSet {
	minutes := func(name, label string) expr.Field { return expr.Field{Name: name, Kind: expr.Int, Label: label} }
	return &metrics.RowSet{
		Name: "seller_time", Like: sales.Person, Opens: []string{sales.Person},
		From:    []string{sales.Event, sales.Person},
		Dayless: true, Shown: []string{"work_minutes", "buyer_minutes", "broad_minutes",
			"classified_minutes", "after_hours_minutes"},
		Own: []expr.Field{
			{Name: "owner", Kind: expr.Ref, RefObject: sales.Person, Label: "Owner"},
			{Name: "period_on", Kind: expr.Day, Label: "First day of the period"},
			{Name: "last_on", Kind: expr.Day, Label: "Last day in the period"},
			minutes("work_minutes", "Working minutes"),
			minutes("buyer_minutes", "Minutes with buyers"),
			minutes("broad_minutes", "Minutes with or towards buyers"),
			minutes("classified_minutes", "Minutes with a known use"),
			minutes("after_hours_minutes", "Minutes with buyers after hours"),
			{Name: "has_calendar", Kind: expr.Bool, Label: "Has a calendar"},
			{Name: "has_hours", Kind: expr.Bool, Label: "Working hours are set"},
		},
		Prepare: prepareTime, Incomplete: incompleteEvents,
		Parts: []metrics.Part{{Object: sales.Event, Role: metrics.RoleEvent, Metric: "minutes",
			Of: "has_calendar", Day: "period_on",
			Select: timeParts}},
	}
}

// reading reads records for one statement.
type reading struct{ *metrics.Statement }

// spent is one person's time in one period.
type spent struct {
	person      int64
	first, last period.Day
	use         Use
	calendar    bool
}

func prepareTime(ctx context.Context, st *metrics.Statement, limits []period.Range) (metrics.Rows, error) {
	b := reading{st}
	rows, err := b.timeSpent(ctx, limits)
	if err != nil {
		return nil, err
	}
	b.TeamOn("last_on")
	spentSQL := b.spentSQL(rows)
	return metrics.Select(func(columns []string) (string, error) {
		theirs, _ := b.Split(columns)
		people, err := b.Stubs(sales.Person, append(without(theirs, "id"), "id"))
		if err != nil {
			return "", err
		}
		return `WITH "spent" AS (` + spentSQL + `), "people" AS (` + people +
			`), "whole" AS (SELECT "people".*, "people".id AS owner, "spent".* EXCLUDE (person) FROM "people"
				JOIN "spent" ON "spent".person = "people".id) ` +
			"SELECT " + metrics.Quoted(columns) + ` FROM "whole"`, nil
	}), nil
}

func without(list []string, name string) []string {
	var out []string
	for _, s := range list {
		if s != name {
			out = append(out, s)
		}
	}
	return out
}

// minute is the unit in which time is counted, in microseconds.
const minute = 60_000_000

// spentSQL is a SELECT of what was counted.
func (b reading) spentSQL(rows []spent) string {
	var columns [8][]int64
	var calendars, hours []int64
	flag := func(on bool) int64 {
		if on {
			return 1
		}
		return 0
	}
	for _, r := range rows {
		for i, v := range []int64{
			r.person, int64(r.first), int64(r.last), r.use.Work / minute,
			r.use.Strict() / minute, r.use.Broad() / minute,
			r.use.Classified() / minute, r.use.AfterHours / minute,
		} {
			columns[i] = append(columns[i], v)
		}
		calendars = append(calendars, flag(r.calendar))
		hours = append(hours, flag(b.Settings().WorkingHours.IsSet()))
	}
	unnest := func(values []int64, name string) string {
		return "unnest(" + b.Bind(values) + "::BIGINT[]) AS " + name
	}
	return `SELECT person, DATE '1970-01-01' + a::INTEGER AS period_on, DATE '1970-01-01' + z::INTEGER AS last_on,
		work_minutes, buyer_minutes, broad_minutes, ` +
		`classified_minutes, after_hours_minutes, calendar = 1 AS has_calendar, hours = 1 AS has_hours FROM (SELECT ` +
		strings.Join([]string{
			unnest(columns[0], "person"), unnest(columns[1], "a"), unnest(columns[2], "z"),
			unnest(columns[3], "work_minutes"), unnest(columns[4], "buyer_minutes"),
			unnest(columns[5], "broad_minutes"), unnest(columns[6], "classified_minutes"),
			unnest(columns[7], "after_hours_minutes"),
			unnest(calendars, "calendar"), unnest(hours, "hours"),
		}, ", ") + ")"
}

// timeParts selects the calendar events whose time is in the numerator.
func timeParts(ctx context.Context, st *metrics.Statement, limit period.Range) (string, error) {
	b := reading{st}
	counts := countedClasses(b.Added())
	if counts == nil {
		return "", nil
	}
	rows, err := b.timeSpent(ctx, []period.Range{limit})
	if err != nil {
		return "", err
	}
	var people, firsts, events, minutes []int64
	for _, r := range rows {
		spentOn := map[int64]int64{}
		var order []int64
		for _, p := range r.use.Pieces {
			if p.AfterHours || !counts(p.Class) {
				continue
			}
			if _, seen := spentOn[p.Event]; !seen {
				order = append(order, p.Event)
			}
			spentOn[p.Event] += int64(p.To-p.From) / minute
		}
		for _, id := range order {
			people, firsts = append(people, r.person), append(firsts, int64(r.first))
			events, minutes = append(events, id), append(minutes, spentOn[id])
		}
	}
	add := b.Bind
	return `SELECT row, DATE '1970-01-01' + first::INTEGER AS day, id, value FROM (SELECT unnest(` + add(people) +
		`::BIGINT[]) AS row, unnest(` + add(firsts) + `::BIGINT[]) AS first, unnest(` + add(events) +
		`::BIGINT[]) AS id, unnest(` + add(minutes) + `::BIGINT[]) AS value)`, nil
}

// countedClasses returns which classes of events a field of the rows counts; nil for a field that counts none.
func countedClasses(field string) func(Class) bool {
	switch field {
	case "buyer_minutes":
		return Class.Selling
	case "broad_minutes":
		return Class.Broad
	case "classified_minutes":
		return func(c Class) bool { return c != Unknown }
	}
	return nil
}

// incompleteEvents describes the calendar events that belong to nobody or have no time.
func incompleteEvents(context.Context, *metrics.Statement) ([]metrics.Incomplete, error) {
	return []metrics.Incomplete{{Object: sales.Event, Lack: "!has(owner) || !has(start_at) || !has(end_at)",
		Code: "events_incomplete",
		Says: "%d of %d calendar events lack an owner, a start or an end and fill nobody's time"}}, nil
}
