package connectors

import (
	"salesops/connectors/cell"
	"salesops/connectors/tool"
	"salesops/internal/reason"
)

// moment reads a cell as a date.
func (c *column) moment(s string) (cell.Moment, error) {
	if c.since1904 {
		s = cell.From1900(s)
	}
	return cell.ParseMoment(s, c.order)
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
	i := at.Instant(l.zones)
	switch c.known.Use {
	case tool.Created:
		l.now.created, l.now.createdDay = i, !at.Timed
	case tool.Modified:
		l.now.modified = i
		if !at.Timed { // the day is all that is known: changed by its end at the latest
			l.now.modified = at.Day.End(l.company) - 1
		}
	case tool.ModifiedElse:
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
	if order == cell.Unordered {
		order = l.fileOrder()
	}
	at, err := cell.ParseMoment(s, order)
	if err != nil {
		return false, reason.Of("not_boolean", "value", cell.Shorten(s))
	}
	l.now.deletedAt = at.Instant(l.zones)
	return true, nil
}
