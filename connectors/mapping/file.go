package mapping

import (
	"salesops/connectors/cell"
	"salesops/connectors/table"
	"salesops/connectors/tool"
)

// Mapping is a mapping file that was read and found whole.
type Mapping struct {
	name     string // of the file, for messages
	source   string
	like     tool.Tool   // the built-in tool of that name, which knows how its ids are written
	kin      []tool.Tool // without such a tool: those that may know an id as theirs
	zone     string
	currency string
	order    cell.Order
	numbers  cell.Decimals
	encoding string // of text files that do not show it
	stages   []tool.Stage
	entries  []*entry
	zones    cell.Zones
}

// entry is one item of `files`: how the rows of some files become one object's records.
type entry struct {
	line  int
	label string // for the report
	globs []string
	// optional files may be missing: they come on other days
	optional bool
	header   []string // files that have all these columns
	object   string
	role     tool.Role
	id       identity
	match    string // what rows are found by; "" is their ids
	matchAt  int
	only     string // create or update; "" is both
	part     bool
	rest     bool // keeps the columns that no entry uses; decided when files are known
	where    string
	whereAt  int
	joins    []join
	keep     []named  // joined columns that become fields of their own
	own      int      // how many columns the file at hand has itself, before those that are joined
	words    []string // what expressions call the joined ones
	fields   []spec
	ignore   []named
	all      bool // ignore every other column
	types    map[string]string
	typesAt  map[string]int
	dates    []stageDate
	stored   table.Numbers // of the file at hand
	old      bool          // the file's plain numbers count days from 1904
	log      bool          // the history of an event log: an activity that ends a deal closes it
	decide   []decision
}

// named is a column's name and the line where it stands.
type named struct {
	name string
	line int
}

// identity is what makes a row's id.
type identity struct {
	columns []named
	none    bool
	keep    bool // rows that are equal are several records
}

// spec says what a field's value is made of.
type spec struct {
	line     int
	field    string
	columns  []named
	constant string
	fixed    bool // constant is given
	cel      string
	values   map[string]string
	byName   tool.NameRule
	format   string
	order    cell.Order
	since    named
	shifts   []shift // months before days, at most one of each
}

// shift moves a date by a number of days or months that stands in a column or in the mapping.
type shift struct {
	months bool
	sign   int // and how many months one of the unit is
	column named
	count  int
}

// stageDate is a column that holds the day on which a stage was entered.
type stageDate struct {
	column named
	stage  string
}

// decision is what only a person can say.
type decision struct {
	line int
	text string
}

// Source is the name of the system, "" when the mapping does not say.
func (m *Mapping) Source() string { return m.source }
