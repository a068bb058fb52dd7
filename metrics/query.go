package metrics

import (
	"salesops/internal/period"
	"salesops/record"
)

// Query asks for one metric. The zero value of every field but Metric means "no limit".
type Query struct {
	Metric string
	// Version asks for an old definition kept in the log; 0 is the newest. A
	// Metric written name@3 sets it too.
	Version int
	// From and To are days, both included; nil means no limit.
	From, To *period.Day
	// Grain divides the range into periods; Whole gives one row per combination of By.
	Grain period.Grain
	// By are up to three dimensions: owner, team, account.segment, source, any
	// text, reference or yes/no field of the object or one reference away.
	By []string
	// Where are conditions in the expression language, all of which must hold.
	Where []string
	// Whose limits the answer to a team with all teams below it, or to one person: an id, or a name that only
	// one record has. "" means everybody. Org says whether the teams are those of the rows' days or today's.
	Whose string
	// Compare is "", "previous" (the range or period before) or "year" (one year earlier).
	Compare string
	// Whole compares a period that is not over with the whole of the other period instead of to date.
	Whole bool
	// AsOf asks for the state at the end of that day in the company's zone, as corrected since. KnownAt uses
	// only what was known on that day; alone, it sets AsOf too.
	AsOf, KnownAt *period.Day
	// Position keeps only changes up to this place in the log; 0 means all.
	Position record.Seq
	// Org is "as-was" (the hierarchy on the close day; default) or "as-is" (today's).
	Org string
	// Currency is the report currency; "" means the company's, else the only one in the data.
	Currency string
	// Today sets the clock: the age of open deals, unfinished periods, the day of open deals' rates. It does
	// not hide later records; AsOf does. 0 is the real day.
	Today period.Day
}

// Cell names one row of an answer: the ids of its dimensions ("" for none) and
// its period as the answer labels it ("" without grain).
type Cell struct {
	By     map[string]string
	Period string
	// Compared opens the row's comparison instead of the row.
	Compared bool
	// Role keeps only records with one role: numerator, denominator, left_out …; "" means all.
	Role string
}

// Page is a part of a long list. Cursor is the one that the last answer returned; "" starts.
type Page struct {
	Cursor string
	Limit  int // 0 means 50; at most 1,000
}

// ListQuery asks for records of one object.
type ListQuery struct {
	Object string
	Where  []string
	Whose  string // see Query
	Org    string
	Sort   string // a field; "" sorts by the newest first
	Desc   bool
	Cursor string
	Limit  int // 0 means 50; at most 1,000
	AsOf   *period.Day
	Search string // text that the title or another short text contains
	Today  period.Day
}
