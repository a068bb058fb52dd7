package connectors

import (
	"strconv"
	"strings"

	"salesops/internal/reason"
)

// The days of a workbook that counts from 1904 are so many behind those of the others.
const days1904 = 1462

// From1900 turns a plain serial number of a workbook that counts from 1904 into one of the others.
func From1900(s string) string {
	whole, rest, _ := strings.Cut(s, ".")
	n, err := strconv.Atoi(whole)
	if err != nil || len(whole) != 5 || n < 20000-days1904 || n >= 80000-days1904 ||
		strings.Trim(rest, "0123456789") != "" {
		return s
	}
	return strconv.Itoa(n+days1904) + s[len(whole):]
}

// moment reads a cell as a date.
func (c *column) moment(s string) (moment, error) {
	if c.since1904 {
		s = From1900(s)
	}
	return parseMoment(s, c.order)
}

// time reads the row's own stamps.
func (l *loader) time(c *column, s string) error {
	if s == "" {
		return nil
	}
	at, err := c.moment(s)
	if err != nil {
		return err
	}
	i := at.instant(l.zones)
	switch c.known.Use {
	case Created:
		l.now.created, l.now.createdDay = i, !at.timed
	case Modified:
		l.now.modified = i
		if !at.timed { // the day is all that is known: changed by its end at the latest
			l.now.modified = at.day.End(l.company) - 1
		}
	case ModifiedElse:
		if l.now.modified == 0 {
			l.now.modified = i
		}
	default:
		l.now.stageSince = i
	}
	return nil
}

// deletedSince reads a time in a column of deletions: the row is deleted from then on.
func (l *loader) deletedSince(c *column, s string) (bool, error) {
	order := c.order
	if order == Unordered {
		order = l.fileOrder()
	}
	at, err := parseMoment(s, order)
	if err != nil {
		return false, reason.Of("not_boolean", "value", shorten(s))
	}
	l.now.deletedAt = at.instant(l.zones)
	return true, nil
}
