package connectors

import (
	"time"

	"salesops/internal/period"
)

// The readers of cells, for Frames that reckon with them.

// ReadDay reads a date as its calendar day, as it was written. Numbers alone are read in the
// given order.
func ReadDay(s string, order Order) (period.Day, error) {
	m, err := parseMoment(s, order)
	if err != nil {
		return 0, err
	}
	return m.day, nil
}

// ReadDayIn reads a date as the day that a day field would hold: an instant is the day it
// falls on where the company is.
func ReadDayIn(s string, order Order, zones Zones) (period.Day, error) {
	m, err := parseMoment(s, order)
	if err != nil {
		return 0, err
	}
	return m.calendarDay(zones), nil
}

// ReadInstant reads a date with or without a time.
func ReadInstant(s string, order Order, zones Zones) (period.Instant, error) {
	m, err := parseMoment(s, order)
	if err != nil {
		return 0, err
	}
	return m.instant(zones), nil
}

// ReadNumber reads a number; comma says that a comma divides.
func ReadNumber(s string, comma bool) (float64, error) { return parseNumber(s, comma) }

// ReadWhole reads a whole number; 12.0 is one.
func ReadWhole(s string, comma bool) (int64, error) { return parseWhole(s, comma) }

// ReadYesNo reads yes and no as programs write them.
func ReadYesNo(s string) (bool, error) { return parseBool(s) }

// AddMonths moves a day by months; the last day of a shorter month stands for those it lacks.
func AddMonths(d period.Day, n int) period.Day {
	y, mo, day := d.Date()
	first := time.Date(y, mo+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := time.Date(first.Year(), first.Month()+1, 0, 0, 0, 0, 0, time.UTC).Day()
	return period.DayOf(first.Year(), first.Month(), min(day, last))
}
