package connectors

import (
	"salesops/internal/reason"
)

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
