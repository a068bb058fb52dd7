package analytics

import (
	"fmt"
	"slices"
	"strings"

	"salesops/internal/fault"
)

// Rows returns a SELECT of the named columns of an object's records at a moment, one row per
// record. It has no parentheses: use it as WITH d AS (…) or FROM (…) d. bind takes a value to bind
// and returns its placeholder ("$3"); a placeholder may occur more than once.
//
// The columns are the object's fields by name, "x_currency" for a money field x, "x_on" for an
// instant field x_at (the day in the company's zone), closed_on of deals, and id, stub, backfilled,
// backfilled_fields (names joined by commas, or NULL), eff_from, eff_to, known_from, known_to, seq,
// created_seq. An unknown object or column is fault.Invalid.
func (v *View) Rows(object string, columns []string, at When, bind func(any) string) (string, error) {
	s, err := v.selection(object, columns, at, bind)
	if err != nil {
		return "", err
	}
	return s.union(), nil
}

// Versions is Rows over time: it has one row for every period [eff_from, eff_to) of effective time
// in which the fields of a record do not change. AsOf limits it to periods that began before,
// KnownAt to what was known then.
func (v *View) Versions(object string, columns []string, at When, bind func(any) string) (string, error) {
	s, err := v.selection(object, columns, at, bind)
	if err != nil {
		return "", err
	}
	s.stretches = true
	v.noted.note(object, everyField) // every change begins another period
	return s.union(), nil
}

// States is Versions for a statement that depends on the values of the columns over time alone, not on where a period
// is divided into several of equal values: what is kept of it outlives changes of other fields.
func (v *View) States(object string, columns []string, at When, bind func(any) string) (string, error) {
	values := slices.DeleteFunc(slices.Clone(columns), func(c string) bool { return c == "eff_from" || c == "eff_to" })
	s, err := v.noting(values, object, columns, at, bind)
	if err != nil {
		return "", err
	}
	s.stretches = true
	return s.union(), nil
}

// EditDays returns a SELECT of the days d, counted from 1970 and in UTC, on which records came to be as they are at a
// moment; those without history are left out.
func (v *View) EditDays(object string, at When, bind func(any) string) (string, error) {
	s, err := v.noting([]string{"backfilled"}, object, []string{"eff_from", "backfilled"}, at, bind)
	if err != nil {
		return "", err
	}
	v.noted.note(object, editDay)
	return fmt.Sprintf("SELECT eff_from // %d AS d FROM (%s) WHERE NOT backfilled", microsOfDay, s.union()), nil
}

// selection prepares a SELECT of the records that the scope shows.
func (v *View) selection(object string, columns []string, at When, bind func(any) string) (*selection, error) {
	return v.noting(columns, object, columns, at, bind)
}

// noting is selection that notes other columns than those of the SELECT.
func (v *View) noting(noted []string, object string, columns []string, at When, bind func(any) string) (*selection,
	error) {
	l, err := v.layout(object)
	if err != nil {
		return nil, err
	}
	if err := v.open(l, columns); err != nil {
		return nil, err
	}
	s, err := l.selection(columns, at, bind)
	if err != nil {
		return nil, err
	}
	v.noteColumns(l, noted, at)
	s.shown, err = v.shown(object)
	return s, err
}

func (l *layout) rows(columns []string, at When, bind func(any) string) (string, error) {
	s, err := l.selection(columns, at, bind)
	if err != nil {
		return "", err
	}
	return s.union(), nil
}

func (l *layout) selection(columns []string, at When, bind func(any) string) (*selection, error) {
	list, err := l.list(columns)
	if err != nil {
		return nil, err
	}
	if err := l.askable(at); err != nil {
		return nil, err
	}
	s := &selection{l: l, list: list, at: at}
	if at.AsOf != nil {
		s.asOf = bind(*at.AsOf)
	}
	if at.KnownAt != nil {
		s.known = bind(*at.KnownAt)
	}
	return s, nil
}

// askable refuses moments for which the tables cannot give a correct answer.
func (l *layout) askable(at When) error {
	if at.KnownAt != nil && at.AsOf == nil {
		return fault.Invalidf("a question about what was known at a moment needs the moment it asks about")
	}
	if at.KnownAt != nil && *at.AsOf > *at.KnownAt && !l.full {
		return fault.Invalidf(
			"as-of is later than known-at: what was known on a day says nothing certain about later days; ask for an " +
				"as-of day that is not later")
	}
	return nil
}

// list returns columns as a list for SELECT.
func (l *layout) list(columns []string) (string, error) {
	if len(columns) == 0 {
		return "", fault.Invalidf("a question about %s names no column", l.object)
	}
	list := make([]string, len(columns))
	for i, name := range columns {
		c, ok := l.byName[strings.ToLower(name)]
		if !ok {
			return "", fault.Invalidf("%s has no field %q", l.object, name)
		}
		list[i] = Ident(c.name)
	}
	return strings.Join(list, ", "), nil
}

// selection builds a Rows query as a union of one branch per table that can hold a row.
type selection struct {
	l           *layout
	list        string
	at          When
	asOf, known string // placeholders; "" for no limit
	stretches   bool   // return all periods, not only the one that contains asOf
	shown       string // a condition that leaves out records hidden by the scope; "" for none
}

func (s *selection) union() string {
	var branches []string
	for _, t := range s.l.latest() {
		if s.l.closes() && (t == tableEnd && s.at.Only == OnlyOpen || t == tableNow && s.at.Only == OnlyClosed) {
			continue
		}
		branches = append(branches, s.branch(t))
	}
	if s.asOf != "" || s.stretches {
		branches = append(branches, s.branch(tableVer))
	}
	if s.known != "" {
		branches = append(branches, s.branch(tablePast))
	}
	return strings.Join(branches, " UNION ALL ")
}

func (s *selection) branch(t table) string {
	var where []string
	if s.shown != "" {
		where = append(where, s.shown)
	}
	if !s.at.Stubs {
		where = append(where, "NOT stub")
	}
	if s.asOf != "" {
		where = append(where, "eff_from < "+s.asOf+"::BIGINT")
		if (t == tableVer || t == tablePast) && !s.stretches {
			where = append(where, "eff_to >= "+s.asOf+"::BIGINT")
		}
	}
	if s.known != "" {
		where = append(where, "known_from < "+s.known+"::BIGINT")
		if t == tablePast {
			where = append(where, "known_to >= "+s.known+"::BIGINT")
		}
	}
	if s.l.closes() && (t == tableVer || t == tablePast) {
		switch s.at.Only {
		case OnlyOpen:
			where = append(where, "NOT "+closedColumn)
		case OnlyClosed:
			where = append(where, closedColumn)
		case AllDeals:
		}
	}
	text := "SELECT " + s.list + " FROM " + Ident(s.l.name(t))
	if len(where) > 0 {
		text += " WHERE " + strings.Join(where, " AND ")
	}
	return text
}
