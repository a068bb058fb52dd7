package tool

import (
	"strings"

	"salesops/connectors/cell"
)

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
	// that names one currency alone, the other is the one that its source reckons in.
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
	// ByName says that a Reference names its record instead of giving its id.
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

func (c *Column) Dated() bool {
	switch c.Use {
	case Created, Modified, ModifiedElse, StageSince:
		return true
	case Value, ConvertedFlag, Part:
		return c.Kind == Day || c.Kind == Instant
	default:
		return false
	}
}

func (c *Column) Numeric() bool {
	return (c.Use == Value || c.Use == Part) &&
		(c.Kind == Amount || c.Kind == Number || c.Kind == Percent || c.Kind == Whole || c.Kind == ExchangeRate)
}

// Refers says that a column's cells are ids of other records.
func (c *Column) Refers() bool {
	switch c.Use {
	case Value:
		return c.Kind == Reference
	case MergedIDs, MergedInto:
		return true
	default:
		return false
	}
}

// SaysNothing reports a cell whose word stands for nothing in a column of days, numbers or
// references. Texts keep every word but those that no person writes.
func (c *Column) SaysNothing(s string) bool {
	switch c.Use {
	case Created, Modified, ModifiedElse, StageSince:
		return cell.EmptyWord(s)
	case Value, ConvertedFlag, Part:
	default:
		return false
	}
	switch c.Kind {
	case Amount, Day, Instant, Percent, Number, Whole, Reference, ExchangeRate:
		return cell.EmptyWord(s)
	case Text, Category:
		if strings.EqualFold(s, "false") { // a layout's own part may be a yes or a no that it reads itself
			return c.Use != Part && c.Field != "name"
		}
		return c.Field != "name" && (strings.EqualFold(s, "#N/A") || strings.EqualFold(s, "null"))
	case Bool:
	}
	return false
}

// Fills is the field that a column has the values of, as mappings name it.
func (c *Column) Fills() string {
	switch c.Use {
	case Created:
		return "created"
	case StageName:
		return "stage"
	case PipelineName, PipelineID:
		return "pipeline"
	case RefName, Value, ConvertedFlag:
		return c.Field
	default:
		return ""
	}
}
