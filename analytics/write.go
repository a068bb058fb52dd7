package analytics

import (
	"database/sql/driver"
	"errors"
	"strings"
	"time"

	"github.com/duckdb/duckdb-go/v2"

	"salesops/internal/period"
	"salesops/record"
)

// writer appends rows to tables on one connection. The connection sees the rows after flush, others
// after the transaction.
type writer struct {
	session *session
	zone    *time.Location
	open    map[string]*appender
}

type appender struct {
	*duckdb.Appender
	values []driver.Value
}

func newWriter(s *session, zone *time.Location) *writer {
	return &writer{session: s, zone: zone, open: map[string]*appender{}}
}

// table returns the appender of a table.
func (w *writer) table(name string) (*appender, error) {
	if a, ok := w.open[name]; ok {
		return a, nil
	}
	a, err := duckdb.NewAppenderFromConn(w.session.conn, "", name)
	if err != nil {
		return nil, err
	}
	w.open[name] = &appender{Appender: a}
	return w.open[name], nil
}

// flush writes the appended rows and closes the appenders.
func (w *writer) flush() error {
	var all []error
	for name, a := range w.open {
		all = append(all, a.Close())
		delete(w.open, name)
	}
	return errors.Join(all...)
}

// row appends a version to a table of its object.
func (w *writer) row(l *layout, t table, r *row) error {
	a, err := w.table(l.name(t))
	if err != nil {
		return err
	}
	a.values = l.values(a.values[:0], r, w.zone)
	return a.AppendRow(a.values...)
}

// values appends the values of a version's columns, in their order.
func (l *layout) values(to []driver.Value, r *row, zone *time.Location) []driver.Value {
	backfilled := l.backfilledFields(r.cells)
	for i := range l.columns {
		to = append(to, l.value(&l.columns[i], r, zone, backfilled))
	}
	return to
}

// backfilledFields returns the names of the fields whose value comes from a backfilled change.
func (l *layout) backfilledFields(cells []cell) string {
	var names []string
	for slot := range l.fields {
		if cells[slot].backfilled {
			names = append(names, l.fields[slot].Name)
		}
	}
	return strings.Join(names, ",")
}

func (l *layout) value(c *column, r *row, zone *time.Location, backfilled string) driver.Value {
	switch c.part {
	case partID:
		return int64(r.id)
	case partStub:
		return r.stub
	case partBackfilled:
		return backfilled != ""
	case partBackfilledFields:
		if backfilled == "" {
			return nil
		}
		return backfilled
	case partEffFrom:
		return int64(r.effFrom)
	case partEffTo:
		return int64(r.effTo)
	case partKnownFrom:
		return int64(r.knownFrom)
	case partKnownTo:
		return int64(r.knownTo)
	case partSeq:
		return int64(r.seq)
	case partCreatedSeq:
		return int64(r.createdSeq)
	case partClosedOn:
		if day := r.cells[l.close].value; day.IsSet() && l.latestTable(r.cells) == tableEnd {
			return day.Day().Time()
		}
		return nil
	case partClosed:
		return l.latestTable(r.cells) == tableEnd
	}
	v := r.cells[c.slot].value
	switch c.part {
	case partCurrency:
		if v.Kind() == record.Money {
			return v.Money().Currency
		}
	case partDay:
		if v.Kind() == record.Instant {
			return v.Instant().Day(zone).Time()
		}
	default:
		return sqlValue(v)
	}
	return nil
}

// sqlValue returns a field's value in the form that the Appender takes.
func sqlValue(v record.Value) driver.Value {
	switch v.Kind() {
	case record.Text:
		// DuckDB refuses a row with invalid UTF-8.
		return strings.ToValidUTF8(v.Text(), "\uFFFD")
	case record.Int:
		return v.Int()
	case record.Number:
		return v.Number()
	case record.Bool:
		return v.Bool()
	case record.Day:
		return v.Day().Time()
	case record.Instant:
		return v.Instant().Time()
	case record.Money:
		return v.Money().Minor
	case record.Ref:
		return int64(v.Ref())
	case record.Unset:
	}
	return nil
}

// derivedValue converts a value for a derived table.
func derivedValue(v any) (driver.Value, bool) {
	switch v := v.(type) {
	case nil, int64, float64, bool, string:
		return v, true
	case record.ID:
		return int64(v), true
	case period.Day:
		return v.Time(), true
	case period.Instant:
		return int64(v), true
	}
	return nil, false
}
