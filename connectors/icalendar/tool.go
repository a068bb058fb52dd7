package icalendar

import (
	"salesops/connectors/cell"
	"salesops/connectors/icsfile"
	"salesops/connectors/tool"
	"salesops/sales"
)

// Tool is the calendars of any program that writes iCalendar. The zero value is ready.
type Tool struct{}

// Name is the source when nothing else of an import has one.
func (Tool) Name() string { return "icalendar" }

// Lends says that calendars take the source of what they are imported with.
func (Tool) Lends() bool { return true }

// Layouts is the one table that a calendar is read as.
func (Tool) Layouts() []tool.Layout { return layouts }

var layouts = []tool.Layout{{
	Name: "iCalendar", Object: sales.Event, Exact: true,
	Needs: [][]string{{icsfile.ID}, {icsfile.Series}, {icsfile.Start}, {icsfile.Owner}},
	Columns: []tool.Column{
		{Header: icsfile.ID, Use: tool.ID},
		{Header: icsfile.Series, Use: tool.AllOf},
		{Header: icsfile.UID, Field: "uid"},
		{Header: icsfile.Title, Field: "title"},
		{Header: icsfile.Start, Field: "start_at", Kind: tool.Instant, Dates: cell.YMD},
		{Header: icsfile.End, Field: "end_at", Kind: tool.Instant, Dates: cell.YMD},
		{Header: icsfile.AllDay, Field: "all_day", Kind: tool.Bool},
		{Header: icsfile.Status, Field: "status"},
		{Header: icsfile.Response, Field: "response"},
		{Header: icsfile.Busy, Field: "busy", Kind: tool.Bool},
		{Header: icsfile.Type, Field: "type"},
		{Header: icsfile.Organizer, Field: "organizer"},
		{Header: icsfile.Attendees, Field: "attendees"},
		{Header: icsfile.Others, Field: "contact", Kind: tool.Reference, Object: sales.Contact,
			ByName: tool.AddressKnown},
		{Header: icsfile.Owner, Field: "owner", Kind: tool.Reference, Object: sales.Person,
			ByName: tool.AddressCreate},
		{Header: icsfile.Calendar, Field: "calendar"},
		{Header: icsfile.Created, Use: tool.Created, Kind: tool.Instant, Dates: cell.YMD},
		{Header: icsfile.Modified, Use: tool.Modified, Kind: tool.Instant, Dates: cell.YMD},
	},
}}

// ID takes any word for an id: programs make them as they like.
func (Tool) ID(text string) (string, bool) {
	return tool.LineID(text)
}

// Order is 0: ids do not tell which is older.
func (Tool) Order(string) uint64 { return 0 }

// ObjectOf knows nothing: ids say nothing.
func (Tool) ObjectOf(string) (string, bool) { return "", false }

// Stages are none.
func (Tool) Stages() []tool.Stage { return nil }

// StageOutcome is "": calendars have no stages.
func (Tool) StageOutcome(string, float64) string { return "" }
