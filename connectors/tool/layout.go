package tool

import (
	"maps"
	"slices"
	"strings"
	"unicode"

	"salesops/internal/reason"
)

// Role is what a row of a layout is.
type Role uint8

const (
	Current   Role = iota // the record as it is now
	Snapshot              // the tracked fields of a record at a time
	FieldDiff             // one field's old and new value at a time
)

// Layout is one kind of file.
type Layout struct {
	Name   string // "Opportunity"
	Object string // what its rows are, or are the history of
	Role   Role
	// Needs are the columns that make the layout: of each list one must be there.
	Needs [][]string
	// Named are the columns that are enough, in place of Needs, where the file's name is the
	// layout's. Empty: a name is no proof.
	Named [][]string
	// Telling are the columns of which one must be there, for tables of other systems have the others
	// too. Empty: the Needs tell the layout by themselves. A file with the layout's name needs none.
	Telling []string
	// Not are columns that no file of this layout has.
	Not     []string
	Columns []Column
	// Ignore are columns that are known and say nothing here: derived, technical.
	Ignore []string
	// Reads are columns that others are made of; they are kept as fields of their own as well.
	Reads []string
	// Finish completes a row that was read: values that need several columns. May be nil.
	Finish func(Row)

	// Frame, where it is set, makes the cells that Columns are about out of the file's own; the
	// header is the file's. It is called once for every reading of the file.
	Frame func(header []string) (Frame, error)
	// Part says that a row tells only a part of its record: rows with the same id are put
	// together, those of this layout and those of others, and are no duplicates.
	Part bool
	// StageDates are the columns, by header, that hold the day on which a stage was entered.
	StageDates map[string]string
	// Link says that a row only tells what a record refers to, or what was merged into it: a
	// record without a row of its own stays a stub.
	Link bool
	// ByID says that a FieldDiff tells references by ids alone, and that a field which is not
	// known is set aside.
	ByID bool
	// Aside says that rows of this kind are known and have no object here: they are counted and
	// set aside. Columns then only tell how well a header fits.
	Aside bool
	// Unnamed says that an Aside layout takes any table of a loader: which it was is reported.
	Unnamed bool
	// Match and Only say what rows are found by and what becomes of them, as in Options.
	Match, Only string
	// Exact says that a header with other columns than those known is not this layout's.
	Exact bool
	// Joins are tables of the import whose columns the file's rows are given, behind their own.
	Joins []Join
	// Joined says that the rows of an Aside layout are looked up by those of other files.
	Joined bool
	// MadeIDs says that the file has no ids and others values stand for them: reported.
	MadeIDs bool
}

// Join gives the rows of a file the columns of other tables of the same import. The columns stand
// behind the file's own, in the order of the layout's joins.
type Join struct {
	Name    string      // of the joined tables, for messages
	Tables  []JoinTable // several hold one table in parts
	Key     []int       // columns of the row: its own, or those of joins before
	KeyName string      // what the key is called in the row, for messages
	Columns []string    // the names of the joined columns
}

// JoinTable is one of the tables that a join looks rows up in.
type JoinTable struct {
	File    int   // of the files that the Chooser was told of
	Key     []int // its columns that the key is compared with
	Columns []int // its columns that the row is given
}

// Lacks says what a header has not that the layout needs; none when it fits. title is the tool's.
func (l *Layout) Lacks(header []string, has map[string]bool, title string) reason.Reason {
	name := strings.TrimSpace(title + " " + l.Name)
	for _, any := range l.Needs {
		if !slices.ContainsFunc(any, func(h string) bool { return has[strings.ToLower(h)] }) {
			return reason.Of("layout_lacks", "layout", name, "columns", InStyle(header, any))
		}
	}
	if len(l.Telling) > 0 && !slices.ContainsFunc(l.Telling, func(h string) bool { return has[strings.ToLower(h)] }) {
		return reason.Of("layout_lacks", "layout", name, "columns", InStyle(header, l.Telling))
	}
	for _, h := range l.Not {
		if has[strings.ToLower(h)] {
			return reason.Of("layout_has", "layout", name, "columns", h)
		}
	}
	if l.Exact {
		if h := l.stranger(has); h != "" {
			return reason.Of("layout_has", "layout", name, "columns", h)
		}
	}
	return reason.Reason{}
}

// stranger is the first column that the layout does not know; "" when it knows all.
func (l *Layout) stranger(has map[string]bool) string {
	for _, h := range slices.Sorted(maps.Keys(has)) {
		same := func(known string) bool { return strings.EqualFold(known, h) }
		if !slices.ContainsFunc(l.Ignore, same) &&
			!slices.ContainsFunc(l.Columns, func(c Column) bool { return same(c.Header) }) {
			return h
		}
	}
	return ""
}

// Written says that a header is written exactly as the layout's: a column of several words such as
// "CreatedDate", "Record ID" and "Deal - Title", or all of its columns with their capitals.
func (l *Layout) Written(header []string) bool {
	known := map[string]bool{}
	for _, c := range l.Columns {
		known[c.Header] = true
	}
	return slices.ContainsFunc(header, func(h string) bool { return known[h] && compound(h) }) ||
		slices.ContainsFunc(header, func(h string) bool { return h != strings.ToLower(h) }) &&
			!slices.ContainsFunc(header, func(h string) bool { return !known[h] })
}

// compound says that a header has several words: a space, or a capital after a small letter.
func compound(h string) bool {
	lower := false
	for _, r := range h {
		if r == ' ' || unicode.IsUpper(r) && lower {
			return true
		}
		lower = unicode.IsLower(r)
	}
	return false
}

// Knows counts the columns of a header that the layout takes.
func (l *Layout) Knows(header []string) int {
	n := 0
	for _, h := range header {
		if slices.ContainsFunc(l.Columns, func(c Column) bool { return strings.EqualFold(c.Header, h) }) {
			n++
		}
	}
	return n
}

// KnowsOrIgnores counts the columns of a header that the layout knows.
func (l *Layout) KnowsOrIgnores(has map[string]bool) int {
	all := map[string]bool{}
	for _, c := range l.Columns {
		all[strings.ToLower(c.Header)] = true
	}
	for _, h := range l.Ignore {
		all[strings.ToLower(h)] = true
	}
	n := 0
	for h := range has {
		if all[h] {
			n++
		}
	}
	return n
}

// IsRead says that other columns are made of this one.
func (l *Layout) IsRead(header string) bool {
	return slices.ContainsFunc(l.Reads, func(h string) bool { return strings.EqualFold(h, header) })
}

// Identity is the object of a layout's current rows and the header of their id in a file.
func (l *Layout) Identity(header []string) (object, id string) {
	if l.Role != Current {
		return "", ""
	}
	for _, c := range l.Columns {
		if c.Use != ID {
			continue
		}
		for _, h := range header {
			if strings.EqualFold(h, c.Header) {
				return l.Object, h
			}
		}
	}
	return "", ""
}
