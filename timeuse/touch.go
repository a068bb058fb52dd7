package timeuse

import (
	"context"
	"maps"
	"slices"
	"strings"

	"salesops/internal/expr"
	"salesops/internal/period"
	"salesops/metrics"
	"salesops/record"
	"salesops/sales"
)

// Touches is the row set of activities of the CRM and meetings of calendars. A meeting that is in both has two
// rows; the calendar's row is marked as a duplicate, so that it is not counted but can be shown. See
// docs/methods.md, Activities.
func Touches() *metrics.RowSet {
	return &metrics.RowSet{
		Name: "touch", Like: sales.Activity, Opens: []string{sales.Activity, sales.Event},
		From: []string{sales.Activity, sales.Event},
		Any:  true,
		Own: []expr.Field{
			{Name: "happened_on", Kind: expr.Day, Label: "Day"},
			{Name: "happened", Kind: expr.Bool, Label: "Took place"},
			{Name: "external", Kind: expr.Bool, Label: "With somebody outside"},
			{Name: "cancelled", Kind: expr.Bool, Label: "Cancelled"},
			{Name: "from_calendar", Kind: expr.Bool, Label: "From a calendar"},
			{Name: "duplicate", Kind: expr.Bool, Label: "Counted elsewhere"},
		},
		Prepare: prepareTouches,
	}
}

// Words of a status or an outcome that mean that an activity did not take place, or not yet.
const (
	cancelWords = "('cancelled', 'canceled', 'declined', 'cancelado', 'cancelada', '已取消')"
	undoneWords = "('not started', 'not_started', 'in progress', 'in_progress', 'waiting', 'waiting on someone " +
		"else', 'deferred', 'open', 'planned', 'todo', 'to do')"
)

// sameStart is the greatest difference between the starts of two entries of one meeting: five minutes, in µs.
const sameStart = "300000000"

func prepareTouches(ctx context.Context, st *metrics.Statement, _ []period.Range) (metrics.Rows, error) {
	b := reading{st}
	return metrics.Select(func(columns []string) (string, error) {
		activities, err := b.touchActivities(columns)
		if err != nil {
			return "", err
		}
		events, err := b.touchEvents(columns)
		if err != nil {
			return "", err
		}
		list := metrics.Quoted(columns)
		if !slices.Contains(columns, "duplicate") {
			return `SELECT ` + list + ` FROM (` + activities + `) UNION ALL SELECT ` +
				list + ` FROM (` + events + `)`, nil
		}
		ids, err := b.duplicates(ctx)
		if err != nil {
			return "", err
		}
		return `SELECT ` + list + ` FROM (SELECT *, false AS duplicate FROM (` + activities + `))` +
			` UNION ALL SELECT ` + list + ` FROM (SELECT *, id IN (SELECT unnest(` + b.Bind(ids) +
			`::BIGINT[])) AS duplicate FROM (` + events + `))`, nil
	}), nil
}

// duplicates returns the events that are counted by another row. Finding them compares every calendar with
// itself and with the activities. So they are found once for all questions at a position, and again only when
// one of the objects has changed.
func (b reading) duplicates(ctx context.Context) ([]record.ID, error) {
	own := reading{b.Apart()}
	activities, err := own.touchActivities(nil)
	if err != nil {
		return nil, err
	}
	events, err := own.touchEvents(nil)
	if err != nil {
		return nil, err
	}
	mails, err := own.Stubs(sales.Contact, []string{"id", "email"})
	if err != nil {
		return nil, err
	}
	return own.IDs(ctx, touchPairs(activities, events, mails)+` SELECT id FROM "pairs" ORDER BY id`)
}

// touchActivities is a SELECT of the CRM's activities.
func (b reading) touchActivities(columns []string) (string, error) {
	theirs, _ := b.Split(columns)
	need := map[string]bool{"id": true, "kind": true, "owner": true, "contact": true, "status": true, "outcome": true,
		"done": true, "start_at": true, "start_on": true, "created_on": true}
	for _, c := range theirs {
		need[c] = true
	}
	rows, err := b.Records(sales.Activity, slices.Sorted(maps.Keys(need)), b.When())
	asOf := b.Bind(b.AsOf()) + "::DATE"
	return "SELECT *, NOT cancelled AND NOT undone AND coalesce(happened_on <= " + asOf +
		", true) AS happened FROM (SELECT *, coalesce(start_on, created_on) AS happened_on, true AS external, 0 AS " +
		"row_kind, false AS from_calendar, " +
		"(lower(coalesce(status, '')) IN " + cancelWords + " OR lower(coalesce(outcome, '')) IN " +
		cancelWords + ") AS cancelled, " +
		"coalesce(NOT done, lower(coalesce(status, '')) IN " + undoneWords + ") AS undone FROM (" + rows + "))", err
}

// touchEvents is a SELECT of the calendars' events with the columns of activities.
func (b reading) touchEvents(columns []string) (string, error) {
	rows, err := b.Records(sales.Event, []string{"id", "uid", "owner", "start_at", "start_on", "end_at", "all_day",
		"status", "response", "busy",
		"attendees", "organizer", "account", "contact", "deal", "class", "created_at",
		"created_on"}, b.When())
	if err != nil {
		return "", err
	}
	people, err := b.Stubs(sales.Person, []string{"id", "email"})
	if err != nil {
		return "", err
	}
	theirs, _ := b.Split(columns)
	list := "e.id, 'meeting' AS kind, e.owner, e.contact, e.status, NULL::VARCHAR AS outcome, NULL::BOOLEAN AS done, " +
		"e.start_at, e.start_on, e.created_on, e.uid, e.attendees"
	var more []string
	for _, c := range theirs {
		switch c {
		case "id", "kind", "owner", "contact", "status", "outcome", "done", "start_at", "start_on", "created_on":
		case "account", "deal", "end_at", "created_at":
			more = append(more, "e."+metrics.Quoted([]string{c}))
		case "end_on":
			more = append(more, "NULL::DATE AS end_on")
		default:
			more = append(more, "NULL AS "+metrics.Quoted([]string{c}))
		}
	}
	if len(more) > 0 {
		list += ", " + strings.Join(more, ", ")
	}
	own := b.Bind(b.Settings().OwnDomains) + "::VARCHAR[]"
	mails := "string_split(lower(concat_ws(' ', e.attendees, e.organizer)), ' ')"
	home := "split_part(lower(coalesce(p.email, '')), '@', 2)"
	outside := "((len(" + own + ") > 0 OR " + home + " <> '') AND len(list_filter(" +
		mails + ", lambda x: contains(x, '@') AND NOT list_contains(" + own +
		", split_part(x, '@', 2)) AND split_part(x, '@', 2) <> " + home + ")) > 0)"
	asOf := b.Bind(b.AsOf()) + "::DATE"
	return "SELECT *, external AND NOT cancelled AND coalesce(happened_on <= " + asOf +
		", true) AS happened FROM (SELECT " + list +
		", e.start_on AS happened_on, 1 AS row_kind, true AS from_calendar, " +
		"CASE WHEN e.all_day OR NOT e.busy THEN false WHEN e.class IS NOT NULL THEN e.class IN ('buyer', " +
		"'prospecting') WHEN e.account IS NOT NULL OR e.contact IS NOT NULL OR e.deal IS NOT NULL THEN true ELSE " +
		outside + " END AS external, " +
		"(lower(coalesce(e.status, '')) IN " + cancelWords +
		" OR lower(coalesce(e.response, '')) = 'declined') AS cancelled FROM (" + rows + ") e LEFT JOIN (" + people +
		") p ON p.id = e.owner)", nil
}

// touchPairs finds the events that another row counts: same owner, starts at most five minutes apart, not with
// different people. Only starts in the same slot of ten minutes are compared. Every event is in the slots of
// the moments five minutes before and after its start, so no pair is missed.
func touchPairs(activities, events, mails string) string {
	const near = "abs(epoch_us(o.start_at) - epoch_us(e.start_at)) <= " + sameStart
	const width = " // (2 * " + sameStart + ")"
	const slot, before, after = "epoch_us(start_at)" + width, "(epoch_us(start_at) - " + sameStart +
		")" + width, "(epoch_us(start_at) + " + sameStart + ")" + width
	const counts = "(o.happened OR NOT e.happened)"
	return `WITH "activities" AS (` + activities + `), "events" AS (` + events + `), "mails" AS (` + mails + `), ` +
		`"starts" AS (SELECT *, unnest([` + before + ", " + after +
		`]) AS slot FROM "events" WHERE owner IS NOT NULL AND start_at IS NOT NULL), ` +
		`"pairs" AS (SELECT DISTINCT e.id FROM "starts" e JOIN (SELECT *, ` +
		slot +
		` AS slot FROM "activities"
			WHERE coalesce(kind, 'meeting') IN ('meeting', 'call')) o ON o.owner = e.owner AND o.slot = e.slot` +
		` LEFT JOIN "mails" m ON m.id = o.contact WHERE ` + near + " AND " + counts +
		` AND (o.contact IS NULL OR CASE WHEN e.contact IS NOT NULL THEN o.contact = e.contact
			WHEN e.attendees <> '' AND m.email <> ''
			THEN list_contains(string_split(lower(e.attendees), ' '), lower(m.email)) ELSE true END)` +
		` UNION SELECT e.id FROM "starts" e JOIN (SELECT *, ` +
		slot + ` AS slot FROM "events") o ON o.owner = e.owner AND o.slot = e.slot AND o.id < e.id WHERE ` +
		near + " AND " + counts +
		` AND (o.uid = e.uid OR o.attendees <> ''
			AND list_sort(list_distinct(string_split(lower(o.attendees), ' ')))
				= list_sort(list_distinct(string_split(lower(e.attendees), ' ')))))`
}
