package mapping

import (
	"path/filepath"
	"slices"
	"strings"

	"salesops/connectors/tool"
	"salesops/sales"
)

// Suggestion is a first mapping for some tables, as text and as what it was guessed from.
type Suggestion struct {
	// Text is the mapping in YAML. What it says in structure is Parse(…).Outline().
	Text   string
	Tables []Table
	// Questions are what stands under decide, in the order of the text.
	Questions []Question
}

// Table is a table as it was found.
type Table struct {
	File    string // as a mapping names it
	Rows    int
	Layout  string // the built-in layout that reads it; "" for none
	Reason  string // why it cannot be read; "" when it can
	Object  string // what its rows seem to be; "" when no object fits
	Log     bool   // each row is an event of a case
	Kept    string // the kept mapping that reads it; "" where it was guessed
	Columns []TableColumn
	// Head is the table as mappings are chosen by.
	Head tool.Head
}

// TableColumn is a column as its values show it.
type TableColumn struct {
	Name     string
	Holds    string // text, number, date, yes_no or nothing
	Filled   int    // rows that have a value
	Samples  []string
	Currency string      // that its header or its values name
	Loader   bool        // written by a loader; says nothing of the business
	Stages   []StageLine // its values as stages, where they are few
}

// Ask is what a question is about.
type Ask string

// What only a person can say of a table.
const (
	AskDates     Ask = "dates"      // day/month or month/day
	AskNumbers   Ask = "numbers"    // comma or point
	AskOutcomes  Ask = "outcomes"   // which stages are won or lost
	AskOrder     Ask = "order"      // of the open stages
	AskState     Ask = "state"      // which column tells whether a deal is won
	AskTaken     Ask = "taken"      // the day on which a table was taken
	AskMonths    Ask = "months"     // how long a row holds
	AskRatesFrom Ask = "rates_from" // which currency columns of rates are of
	AskRatesWay  Ask = "rates_way"  // which way a rate goes that names one currency
	AskRatesDay  Ask = "rates_day"  // from which day on rates hold
	AskOwner     Ask = "owner"      // whose calendar a table is
)

// Question is what only a person can say.
type Question struct {
	Ask    Ask
	File   string // that it is about
	Column string // "" where it is about none
	// Example is a value that can be read two ways, or the guess that is to be confirmed.
	Example string
	Values  []string // the stages that it is about
	Text    string   // the sentence under decide
}

// nameOf is a file as a mapping names it.
func nameOf(file tool.Head) string { return filepath.Base(file.Path) }

// tables are the tables that were looked at.
func (w *writer) tables() []Table {
	var out []Table
	for _, p := range w.all {
		t := Table{File: filepath.Base(p.path), Rows: p.rows, Layout: p.layout, Reason: p.reason, Object: p.object,
			Log: p.log, Head: tool.Head{Path: p.path, Header: p.header}}
		if p.layout == "" && p.reason == "" {
			for i := range p.columns {
				t.Columns = append(t.Columns, p.columns[i].shape())
			}
		}
		out = append(out, t)
	}
	return out
}

func (c *column) shape() TableColumn {
	holds := "text"
	switch {
	case c.filled == 0 && c.blanks == 0:
		holds = "nothing"
	case c.isYesNo():
		holds = "yes_no"
	case c.isNumber():
		holds = "number"
	case c.isDate() || c.isMonth() || c.isQuarter():
		holds = "date"
	}
	return TableColumn{Name: c.name, Holds: holds, Filled: c.filled, Samples: c.samples, Currency: c.currency,
		Loader: c.technical(), Stages: c.asStages()}
}

// asStages are the values of a column as stages in the order of the sale, as far as their words
// tell it.
func (c *column) asStages() []StageLine {
	if c.isNumber() || c.isDate() {
		return nil
	}
	of := map[string][]string{}
	for _, v := range c.shown() {
		o := outcomeOf(v)
		of[o] = append(of[o], v)
	}
	of[sales.Open], _ = inOrder(of[sales.Open])
	var list []StageLine
	for _, o := range outcomes {
		for _, v := range of[o] {
			list = append(list, StageLine{v, o})
		}
	}
	return list
}

// show keeps the first few different values to be shown.
func (c *column) show(s string) {
	if len(c.samples) < 3 && !slices.Contains(c.samples, s) {
		if r := []rune(s); len(r) > 60 {
			s = string(r[:60]) + "…"
		}
		c.samples = append(c.samples, strings.Clone(s))
	}
}

// Object is a kind of records that the rows of a table can become.
type Object struct {
	Name   string
	Title  string // the field that names a record
	Email  bool   // records can be found by an e-mail
	Fields []Field
}

// Field is what a column can be given to.
type Field struct {
	Name string
	Kind string // text, whole, number, percent, money, day, time, yes_no or record
	Of   string // the object that a field of kind record points to
}

// Objects are what the rows of a table can be, with the fields that a mapping can fill.
func Objects() []Object {
	var out []Object
	for _, name := range objects() {
		o, _ := objectNamed(name)
		object := Object{Name: name, Title: o.Title}
		for _, f := range fieldNames(o) {
			t, _ := targetOf(o, f)
			object.Email = object.Email || f == "email"
			object.Fields = append(object.Fields, Field{Name: f, Kind: t.shown(name, f), Of: t.object})
		}
		out = append(out, object)
	}
	return out
}

// shown is the kind of a field in words of a form.
func (t target) shown(object, field string) string {
	if object == sales.Deal && (field == "stage" || field == "pipeline") {
		return "text" // by their names
	}
	return shownKinds[t.kind]
}

var shownKinds = map[tool.Kind]string{
	tool.Text: "text", tool.Whole: "whole", tool.Number: "number", tool.Percent: "percent",
	tool.Amount: "money",
	tool.Day:    "day", tool.Instant: "time", tool.Bool: "yes_no", tool.Reference: "record",
	tool.Category: "text", tool.ExchangeRate: "number",
}
