package salesforce

import (
	"strconv"
	"strings"

	"salesops/connectors/tool"
	"salesops/internal/period"
	"salesops/record"
)

const second = period.Instant(1_000_000)

// row is a row whose columns are called by their API names, however the file writes them.
type row struct {
	tool.Row
	written func(name string) string
}

func asIs(name string) string { return name }

// finish makes a layout's Finish of a function that calls columns by their API names.
func finish(f func(row), written func(string) string) func(tool.Row) {
	return func(r tool.Row) { f(row{r, written}) }
}

// Text is a cell, "" when the file has no such column.
func (r row) Text(name string) string { return r.Row.Text(r.written(name)) }

// Time is the time in a cell.
func (r row) Time(name string) (period.Instant, bool) { return r.Row.Time(r.written(name)) }

// Join puts cells together, with spaces between.
func (r row) Join(names ...string) string {
	written := make([]string, len(names))
	for i, n := range names {
		written[i] = r.written(n)
	}
	return r.Row.Join(written...)
}

// fullName makes a name of its parts where the export has no Name.
func fullName(r row) {
	if r.Value("name").IsSet() {
		return
	}
	if name := r.Join("FirstName", "LastName"); name != "" {
		r.Set("name", record.TextValue(name))
	}
}

// lead dates the conversion: until then the lead was not converted.
func lead(r row) {
	fullName(r)
	if converted := r.Value("converted"); !converted.Bool() {
		return
	}
	if at := r.Value("converted_at"); at.IsSet() {
		r.Since(at.Instant(), true, "converted", "converted_at", "converted_account", "converted_contact",
			"converted_deal", "status")
		r.Before("converted", record.BoolValue(false))
	}
}

// user turns the account's dates into a person's, where the company keeps none of its own:
// Salesforce has no day of leaving, but a deactivation is a modification, so a person who is not active left by then.
func user(r row) {
	fullName(r)
	if at := r.Created(); at != 0 && !r.Value("started_on").IsSet() {
		r.Set("started_on", record.DayValue(r.DayOf(at)))
	}
	if active := r.Value("active"); active.IsSet() && !active.Bool() && r.Modified() != 0 {
		if !r.Value("left_on").IsSet() {
			r.Set("left_on", record.DayValue(r.DayOf(r.Modified())))
		}
		r.Since(r.Modified(), false, "active", "left_on")
		r.Before("active", record.BoolValue(true))
	}
}

// kindOf says what an activity was, by what the export calls it.
func kindOf(otherwise string, texts ...string) string {
	for _, t := range texts {
		t = strings.ToLower(t)
		switch {
		case t == "":
		case strings.Contains(t, "call"):
			return "call"
		case strings.Contains(t, "email"), strings.Contains(t, "e-mail"), t == "mail":
			return "email"
		case strings.Contains(t, "meeting"), strings.Contains(t, "demo"), strings.Contains(t, "visit"):
			return "meeting"
		}
	}
	return otherwise
}

// task dates a task by when it was done, else by the day it is due.
func task(r row) {
	kind := kindOf("task", r.Text("TaskSubtype"), r.Text("Type"))
	if kind == "task" && r.Text("CallType") != "" {
		kind = "call"
	}
	r.Set("kind", record.TextValue(kind))
	done := strings.EqualFold(r.Text("IsClosed"), "true") || r.Text("IsClosed") == "1"
	if r.Text("IsClosed") == "" {
		done = strings.EqualFold(r.Value("status").Text(), "Completed")
	}
	completed, hasCompleted := r.Time("CompletedDateTime")
	start, ok := completed, hasCompleted
	if !ok {
		start, ok = r.Time("ActivityDate")
	}
	if !ok && r.Created() != 0 {
		start, ok = r.Created(), true
	}
	if ok {
		r.Set("start_at", record.InstantValue(start))
		if n, err := strconv.Atoi(r.Text("CallDurationInSeconds")); err == nil && n > 0 && n < 7*86400 {
			r.Set("end_at", record.InstantValue(start+period.Instant(n)*second))
		}
	}
	r.Set("done", record.BoolValue(done))
	if done && hasCompleted && completed >= r.Created() {
		r.Since(completed, true, "done", "status", "outcome")
		r.Before("done", record.BoolValue(false))
	}
}

// event takes start and end as they are, or what can be told from the day and duration.
func event(r row) {
	r.Set("kind", record.TextValue(kindOf("meeting", r.Text("Type"), r.Text("EventSubtype"))))
	start, ok := r.Time("StartDateTime")
	if !ok {
		start, ok = r.Time("ActivityDateTime")
	}
	if !ok {
		start, ok = r.Time("ActivityDate")
	}
	if !ok {
		return
	}
	r.Set("start_at", record.InstantValue(start))
	end, ok := r.Time("EndDateTime")
	if n, err := strconv.Atoi(r.Text("DurationInMinutes")); !ok && err == nil && n > 0 && n <= 14*24*60 {
		end, ok = start+period.Instant(n)*60*second, true
	}
	if ok && end >= start {
		r.Set("end_at", record.InstantValue(end))
	}
}
