package connectors

import (
	"salesops/connectors/cell"
	"salesops/connectors/table"
	"salesops/internal/period"
)

// Tool is a system whose exports can be imported.
type Tool interface {
	// Name is the source's name when none is given: "salesforce".
	Name() string
	// Layouts are the files it can export.
	Layouts() []Layout
	// ID is the canonical form of an external id, so that two ways to write it are one
	// record; false when the text cannot be an id.
	ID(text string) (string, bool)
	// Order is ascending in the order in which the tool made its ids; 0 when ids do not tell.
	Order(id string) uint64
	// ObjectOf says what an id is of, when the id shows it; "" and true for what is not imported.
	ObjectOf(id string) (object string, shown bool)
	// Stages are the stages a new installation of the tool has, in order.
	Stages() []Stage
	// StageOutcome guesses an outcome from a forecast category and probability (0..1, -1 unknown);
	// "" when they do not tell.
	StageOutcome(category string, probability float64) string
}

// Stage is a stage as the tool ships it.
// The name "*" stands for every stage that has no name of its own in the list.
type Stage struct {
	Name, Outcome string
	// Sure says that a person has said so: it goes before what rows and the log tell.
	Sure bool
}

// Chooser is a Tool that says itself which files it reads, and how: one file may be read with
// several layouts, once for each.
type Chooser interface {
	Tool
	// Choose is told of all files of an import before any of them is read. For each file it
	// gives the layouts to read it with; none leaves the file to the other tools. The error is
	// a fault of kind Invalid.
	Choose(files []Head) ([][]Layout, error)
}

// Placed is a Tool that reckons with times and must know where they were written.
type Placed interface {
	Tool
	// In is told once, before any file is chosen.
	In(zones cell.Zones)
}

// Expander is a Tool some of whose files hold rows inside their rows.
type Expander interface {
	Tool
	// Expand gives the tables to read in place of one, the table itself among them if it has
	// rows of its own; nil leaves it as it is.
	Expand(t *table.Table) []*table.Table
}

// Lender is a Tool whose records belong to the source of the files that they come with.
type Lender interface {
	Tool
	Lends() bool
}

// Head is what a Chooser is told of a file.
type Head struct {
	Path   string   // as the person named it, with slashes
	Header []string // nil when the file cannot be read as a table
	// Numbers says how sure it is how the file's numbers are written.
	Numbers table.Numbers
	// Since1904 says that plain numbers which stand for days count from 1904: see From1900.
	Since1904 bool
}

// Frame makes the cells that a layout reads out of the cells of a file's row. A Frame belongs
// to one reading of one file: it may count rows.
type Frame interface {
	// Header names the cells that Row makes.
	Header() []string
	// Row appends the made cells to into. keep is false for a row that the layout sets aside.
	// The error refuses the row; it is a *CellError when one cell is to blame.
	Row(cells, into []string) (made []string, keep bool, err error)
}

// CellError is a cell that cannot be read.
type CellError struct {
	Column int   // of the cells that the Frame makes, counted from 0
	Err    error // a reason.Reason, or a fault that has one, is worded in every language
}

func (e *CellError) Error() string { return e.Err.Error() }

func (e *CellError) Unwrap() error { return e.Err }

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
	Finish func(*Row)

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

// Use is what a column means beyond a field's value.
type Use uint8

const (
	Value         Use = iota // the value of Field
	ID                       // the row's external id
	Of                       // history: the external id of the record it is about
	Created                  // when the record (history: the change) was made
	Modified                 // when it was last changed
	ModifiedElse             // the same, where Modified is missing
	Deleted                  // "true" takes the record out, a time from then on
	Currency                 // ISO code of every amount of the row
	StageName                // the deal's stage by its name
	Closed                   // the deal is won or lost
	Won                      // the deal is won
	PipelineName             // the deal's pipeline by its name
	PipelineID               // the deal's pipeline by an id that has no name
	StageSince               // when the current stage was entered
	DiffField                // FieldDiff: the name of the field, as a header of the object's Current layout
	DiffOld                  // FieldDiff: its value before
	DiffNew                  // FieldDiff: its value after
	RefName                  // the name of the record that the Ref column Field points to
	Part                     // a text that Finish needs, by its header
	ConvertedFlag            // the value of Field; dates the others of the conversion
	MergedIDs                // ids, between semicolons, of records that were merged into this one
	MergedInto               // the id of the record that this one was merged into
	Corporate                // the row's currency is the one that the rates of all others are from
	AllOf                    // begins the ids of records of which the import has all: those it lacks are gone
)

// Kind of a column: how its text is read. It must fit the field.
type Kind uint8

const (
	Text Kind = iota
	Amount
	Day
	Instant
	Bool
	Percent // 60 is 0.6
	Number
	Whole
	Reference // external id of a record of Object, or of what ObjectOf says when Object is ""
	Category  // a forecast category: spaces do not matter
	// ExchangeRate is how many of the row's to_currency one from_currency is, read exactly. Of a row
	// that names one currency alone, the other is the one that its source reckons in: see rates.go.
	ExchangeRate
)

// Column is one column of a layout.
type Column struct {
	Header string
	Use    Use
	Field  string
	Kind   Kind
	Object string // Reference only
	// Fields are the fields of a Reference without Object, by the object pointed to.
	Fields map[string]string
	// Lax takes a cell that cannot be read as empty instead of refusing the row.
	Lax bool
	// ByName says that a Reference names its record instead of giving its id. See names.go.
	ByName NameRule
	// Dates is the order of the column's days where a person has said it.
	Dates cell.Order
	// Numbers is how the column's numbers are written where that is known.
	Numbers cell.Decimals
	// Unit is what its numbers count where its header does not say so; "" where it does.
	Unit string
	// Quarters says that its days were named as quarters.
	Quarters bool
}

// NameRule says what becomes of a reference by name.
type NameRule uint8

const (
	NotByName  NameRule = iota
	NameKnown           // a name that no record has is reported, with the nearest one
	NameCreate          // a name that no record has becomes a record
	// By mail address, among the records of every source; a cell may hold several.
	AddressKnown  // the first that a record has, or nothing
	AddressCreate // one that no record has becomes a record
)

// Row is a row while Finish completes it.
type Row struct {
	facts *facts
	id    string
	parts []part
	imp   *importer
}

// part is a cell that Finish needs.
type part struct {
	header string
	text   string
	at     cell.Moment
	isTime bool
}

// dated are fields whose values began at a time of their own.
type dated struct {
	at     period.Instant
	known  bool // the time is the source's own stamp, not a date that somebody entered
	fields []string
}
