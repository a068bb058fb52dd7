package icalendar

import (
	"salesops/connectors"
	"salesops/connectors/cell"
	"salesops/connectors/icsfile"
	"salesops/sales"
)

// Tool is the calendars of any program that writes iCalendar. The zero value is ready.
type Tool struct{}

// Name is the source when nothing else of an import has one.
func (Tool) Name() string { return "icalendar" }

// Lends says that calendars take the source of what they are imported with.
func (Tool) Lends() bool { return true }

// Layouts is the one table that a calendar is read as.
func (Tool) Layouts() []connectors.Layout { return layouts }

var layouts = []connectors.Layout{{
	Name: "iCalendar", Object: sales.Event, Exact: true,
	Needs: [][]string{{icsfile.ID}, {icsfile.Series}, {icsfile.Start}, {icsfile.Owner}},
	Columns: []connectors.Column{
		{Header: icsfile.ID, Use: connectors.ID},
		{Header: icsfile.Series, Use: connectors.AllOf},
		{Header: icsfile.UID, Field: "uid"},
		{Header: icsfile.Title, Field: "title"},
		{Header: icsfile.Start, Field: "start_at", Kind: connectors.Instant, Dates: cell.YMD},
		{Header: icsfile.End, Field: "end_at", Kind: connectors.Instant, Dates: cell.YMD},
		{Header: icsfile.AllDay, Field: "all_day", Kind: connectors.Bool},
		{Header: icsfile.Status, Field: "status"},
		{Header: icsfile.Response, Field: "response"},
		{Header: icsfile.Busy, Field: "busy", Kind: connectors.Bool},
		{Header: icsfile.Type, Field: "type"},
		{Header: icsfile.Organizer, Field: "organizer"},
		{Header: icsfile.Attendees, Field: "attendees"},
		{Header: icsfile.Others, Field: "contact", Kind: connectors.Reference, Object: sales.Contact,
			ByName: connectors.AddressKnown},
		{Header: icsfile.Owner, Field: "owner", Kind: connectors.Reference, Object: sales.Person,
			ByName: connectors.AddressCreate},
		{Header: icsfile.Calendar, Field: "calendar"},
		{Header: icsfile.Created, Use: connectors.Created, Kind: connectors.Instant, Dates: cell.YMD},
		{Header: icsfile.Modified, Use: connectors.Modified, Kind: connectors.Instant, Dates: cell.YMD},
	},
}}

// ID takes any word for an id: programs make them as they like.
func (Tool) ID(text string) (string, bool) {
	return connectors.LineID(text)
}

// Order is 0: ids do not tell which is older.
func (Tool) Order(string) uint64 { return 0 }

// ObjectOf knows nothing: ids say nothing.
func (Tool) ObjectOf(string) (string, bool) { return "", false }

// Stages are none.
func (Tool) Stages() []connectors.Stage { return nil }

// StageOutcome is "": calendars have no stages.
func (Tool) StageOutcome(string, float64) string { return "" }
