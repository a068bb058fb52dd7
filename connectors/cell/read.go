package cell

import (
	"strings"
	"time"

	"salesops/connectors/table"
	"salesops/internal/period"
)

// The readers of cells, for Frames that reckon with them.

// ReadDay reads a date as its calendar day, as it was written. Numbers alone are read in the
// given order.
func ReadDay(s string, order Order) (period.Day, error) {
	m, err := ParseMoment(s, order)
	if err != nil {
		return 0, err
	}
	return m.Day, nil
}

// ReadDayIn reads a date as the day that a day field would hold: an instant is the day it
// falls on where the company is.
func ReadDayIn(s string, order Order, zones Zones) (period.Day, error) {
	m, err := ParseMoment(s, order)
	if err != nil {
		return 0, err
	}
	return m.CalendarDay(zones), nil
}

// ReadInstant reads a date with or without a time.
func ReadInstant(s string, order Order, zones Zones) (period.Instant, error) {
	m, err := ParseMoment(s, order)
	if err != nil {
		return 0, err
	}
	return m.Instant(zones), nil
}

// ReadNumber reads a number. One that can be read two ways is refused where the writing is
// not known.
func ReadNumber(s string, w Decimals, stored table.Numbers) (float64, error) {
	if err := refuseEither(s, w, stored); err != nil {
		return 0, err
	}
	return ParseNumber(s, w == Comma || w == Unwritten && signOf(s, stored) == saysComma)
}

// ReadWhole reads a whole number; 12.0 is one, and 4.750 is four thousand.
func ReadWhole(s string, w Decimals) (int64, error) {
	comma := w == Comma
	if says := signOf(s, table.AsText); w == Unwritten && says == saysEither {
		comma = !strings.Contains(s, ",")
	} else if w == Unwritten {
		comma = says == saysComma
	}
	return ParseWhole(s, comma)
}

// ReadYesNo reads yes and no as programs write them.
func ReadYesNo(s string) (bool, error) { return ParseBool(s) }

// AddMonths moves a day by months; the last day of a shorter month stands for those it lacks.
func AddMonths(d period.Day, n int) period.Day {
	y, mo, day := d.Date()
	first := time.Date(y, mo+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := time.Date(first.Year(), first.Month()+1, 0, 0, 0, 0, 0, time.UTC).Day()
	return period.DayOf(first.Year(), first.Month(), min(day, last))
}
